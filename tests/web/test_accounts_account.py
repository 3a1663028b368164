"""One's own account: password and language."""

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from app import db
from app.accounts import passwords
from app.accounts.links import make_sign_in_link
from app.accounts.models import User
from tests.browsing import Browser
from tests.cast import PASSWORD

NEW = "chín con bò vàng"


def change(browser: Browser, current: str = PASSWORD, new: str = NEW, again: str | None = None):
    page = browser.get("/account")
    return browser.submit(page, "/account/password", current=current, new=new, again=new if again is None else again)


def stored(engine: Engine, name: str) -> str:
    with db.reading(engine) as session:
        return session.scalars(select(User.password_hash).where(User.name == name)).one() or ""


def test_a_new_password_replaces_the_old_one(strict_client: Browser, engine: Engine) -> None:
    assert change(strict_client.sign_in("an")).status_code == 303
    assert passwords.is_right(stored(engine, "an"), NEW)
    assert not passwords.is_right(stored(engine, "an"), PASSWORD)
    assert "Đã đặt mật khẩu mới" in strict_client.get("/account").text


def test_a_new_password_signs_every_other_device_out_but_not_this_one(app: Flask) -> None:
    here, elsewhere = Browser(app).sign_in("an"), Browser(app).sign_in("an")
    assert elsewhere.get("/account").status_code == 200
    change(here)
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302


def test_a_new_password_stops_links_that_wait(strict_client: Browser, engine: Engine) -> None:
    with db.writing(engine) as session, session.begin():
        link = make_sign_in_link(session, session.scalars(select(User).where(User.name == "an")).one())
    change(strict_client.sign_in("an"))
    assert strict_client.get(link).status_code == 410


def test_without_the_current_password_nothing_changes(strict_client: Browser, engine: Engine) -> None:
    answer = change(strict_client.sign_in("an"), current="sai mat khau")
    assert answer.status_code == 422
    assert "Mật khẩu hiện nay chưa đúng." in answer.text
    assert passwords.is_right(stored(engine, "an"), PASSWORD)


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("bảy chữ", "ít nhất 8 ký tự"),
        ("x" * 129, "dài nhất 128 ký tự"),
        ("Mật khẩu 123", "quá dễ đoán"),
        ("aaaaaaaaaaaa", "quá dễ đoán"),
        ("12345678", "quá dễ đoán"),
        ("", "Hãy nhập mật khẩu mới."),
    ],
)
def test_a_password_that_is_too_short_or_tried_first_by_everybody_is_refused(
    strict_client: Browser, new: str, says: str
) -> None:
    answer = change(strict_client.sign_in("an"), new=new)
    assert answer.status_code == 422
    assert says in answer.text
    assert not new or new not in answer.text


@pytest.mark.parametrize("new", ["tám chữ ơ", "đồng lúa chín", "x" * 127 + "y", "        một hai"])
def test_no_letters_signs_or_capitals_are_prescribed(new: str) -> None:
    assert passwords.refusal(new, "an") is None


def test_ones_own_name_is_no_password() -> None:
    assert passwords.refusal("nguyen.van.an", "nguyen.van.an") is not None


def test_two_different_entries_of_the_new_password_are_refused(strict_client: Browser) -> None:
    answer = change(strict_client.sign_in("an"), again=NEW + "x")
    assert answer.status_code == 422
    assert "Hai lần nhập mật khẩu mới chưa giống nhau." in answer.text


def test_a_language_once_chosen_holds_for_the_person_and_the_browser(strict_client: Browser, app: Flask) -> None:
    strict_client.sign_in("an")
    answer = strict_client.submit(language_page(strict_client), "/language", language="en", next="/account")
    assert answer.location == "/account"
    assert '<html lang="en">' in strict_client.get("/account").text
    assert '<html lang="en">' in Browser(app).sign_in("an").get("/account").text
    assert '<html lang="vi">' in Browser(app).sign_in("chi").get("/account").text


def language_page(browser: Browser):
    return browser.get("/account")


def test_the_sign_in_page_can_change_its_language_before_anybody_is_known(strict_client: Browser) -> None:
    page = strict_client.get("/sign-in?next=/account")
    answer = strict_client.submit(page, "/language", language="en")
    assert answer.location == "/sign-in?next=/account"
    assert '<html lang="en">' in strict_client.get("/sign-in").text


@pytest.mark.parametrize("language", ["fr", "", "../../etc"])
def test_a_language_that_we_do_not_speak_changes_nothing(strict_client: Browser, language: str) -> None:
    strict_client.submit(strict_client.get("/sign-in"), "/language", language=language)
    assert '<html lang="vi">' in strict_client.get("/sign-in").text
