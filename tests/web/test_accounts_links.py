"""One-time links: a preview does not use them up, a click does, and only once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from app import db
from app.accounts.links import make_sign_in_link, use_link
from app.accounts.models import SignInLink, User
from app.audit.models import AuditEntry
from tests.browsing import Browser


@pytest.fixture
def link(engine: Engine) -> str:
    return new_link(engine)


def new_link(engine: Engine, name: str = "an") -> str:
    with db.writing(engine) as session, session.begin():
        return make_sign_in_link(session, session.scalars(select(User).where(User.name == name)).one())


def test_opening_a_link_shows_whose_it_is_and_changes_nothing(strict_client: Browser, link: str) -> None:
    for _ in range(3):
        page = strict_client.get(link)
        assert page.status_code == 200
        assert "Nguyễn Văn An" in page.text
    assert strict_client.head(link).status_code == 200
    assert strict_client.get("/account").status_code == 302
    assert strict_client.submit(page).status_code == 303


def test_the_button_signs_in_once(strict_client: Browser, app: Flask, engine: Engine, link: str) -> None:
    page = strict_client.get(link)
    assert strict_client.submit(page).location == "/"
    assert strict_client.get("/account").status_code == 200
    somebody_else = Browser(app)
    assert somebody_else.get(link).status_code == 410
    with db.reading(engine) as session:
        assert session.scalars(select(AuditEntry.action)).all() == ["sign_in.link"]


def test_a_second_press_on_a_page_left_open_gets_nobody_in(app: Flask, link: str) -> None:
    first, second = Browser(app), Browser(app)
    pages = first.get(link), second.get(link)
    assert first.submit(pages[0]).status_code == 303
    refused = second.submit(pages[1])
    assert refused.status_code == 410
    assert "Liên kết không còn dùng được" in refused.text
    assert second.get("/account").status_code == 302


def test_of_eight_presses_at_the_same_moment_one_gets_in(engine: Engine, link: str) -> None:
    def press(_n: int) -> bool:
        with db.writing(engine) as session, session.begin():
            return use_link(session, link.rsplit("/", 1)[1]) is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(press, range(8))) == 1


def test_a_link_is_good_for_a_day(strict_client: Browser, engine: Engine, link: str) -> None:
    with db.writing(engine) as session, session.begin():
        expires = session.scalars(select(SignInLink.expires_at)).one()
        session.execute(update(SignInLink).values(expires_at=expires - timedelta(hours=23, minutes=59)))
    page = strict_client.get(link)
    assert page.status_code == 200
    with db.writing(engine) as session, session.begin():
        session.execute(update(SignInLink).values(expires_at=db.now() - timedelta(seconds=1)))
    assert strict_client.get(link).status_code == 410
    assert strict_client.submit(page).status_code == 410


def test_only_a_hash_of_the_link_is_kept(engine: Engine, link: str) -> None:
    with db.reading(engine) as session:
        stored = session.scalars(select(SignInLink.hash)).one()
    assert stored not in link
    assert len(stored) == 64
    assert len(link.rsplit("/", 1)[1]) >= 43


def test_a_new_link_replaces_the_one_that_was_not_used(strict_client: Browser, engine: Engine, link: str) -> None:
    assert strict_client.get(new_link(engine)).status_code == 200
    assert strict_client.get(link).status_code == 410


def test_a_made_up_link_is_gone_like_a_used_one(strict_client: Browser) -> None:
    assert strict_client.get("/sign-in/" + "A" * 43).status_code == 410


def test_a_closed_account_has_no_links(strict_client: Browser, engine: Engine, link: str) -> None:
    page = strict_client.get(link)
    with db.writing(engine) as session, session.begin():
        session.execute(update(User).where(User.name == "an").values(active=False))
    assert strict_client.get(link).status_code == 410
    assert strict_client.submit(page).status_code == 410


def test_a_link_signs_over_whoever_used_this_phone_before(strict_client: Browser, link: str) -> None:
    strict_client.sign_in("chi")
    strict_client.submit(strict_client.get(link))
    assert 'value="an"' in strict_client.get("/account").text


def test_a_first_visit_leads_to_setting_a_password(strict_client: Browser, engine: Engine, link: str) -> None:
    with db.writing(engine) as session, session.begin():
        session.execute(update(User).where(User.name == "an").values(password_hash=None))
    assert strict_client.submit(strict_client.get(link)).location == "/account"
    page = strict_client.get("/account")
    assert 'name="current"' not in page.text
    done = strict_client.submit(page, "/account/password", new="tám cái ghế gỗ", again="tám cái ghế gỗ")
    assert done.status_code == 303
    assert 'name="current"' in strict_client.get("/account").text


def test_a_forgotten_password_can_be_set_anew_after_coming_by_a_link(strict_client: Browser, link: str) -> None:
    strict_client.submit(strict_client.get(link))
    page = strict_client.get("/account")
    assert 'name="current"' not in page.text
    done = strict_client.submit(page, "/account/password", new="tám cái ghế gỗ", again="tám cái ghế gỗ")
    assert done.status_code == 303


def test_half_an_hour_after_coming_by_a_link_the_old_password_is_asked_again(strict_client: Browser, link: str) -> None:
    strict_client.submit(strict_client.get(link))
    with strict_client.session_transaction() as session:
        session["by_link"] -= 31 * 60
    assert 'name="current"' in strict_client.get("/account").text
    answer = strict_client.submit(
        strict_client.get("/account"), "/account/password", current="", new="tám cái ghế gỗ", again="tám cái ghế gỗ"
    )
    assert answer.status_code == 422


def test_without_its_token_the_button_does_nothing(strict_client: Browser, link: str) -> None:
    assert strict_client.post(link).status_code == 400
    assert strict_client.get(link).status_code == 200
