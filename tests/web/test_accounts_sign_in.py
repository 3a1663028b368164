"""Getting in and out: password, session cookie, what a stranger may and may not learn."""

from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from app import db
from app.accounts import passwords
from app.accounts.models import User
from app.audit.models import AuditEntry
from tests.browsing import Browser
from tests.cast import PASSWORD


def sign_in(browser: Browser, name: str, password: str = PASSWORD, **more: str):
    return browser.submit(browser.get("/sign-in"), "/sign-in", name=name, password=password, **more)


def who(browser: Browser) -> str | None:
    """Whose account page this browser gets."""
    page = browser.get("/account")
    return None if page.status_code != 200 else page.text.split('autocomplete="username"')[0].split('value="')[-1][:-2]


def actions(engine: Engine) -> list[str]:
    with db.reading(engine) as found:
        return list(found.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_name_and_password_open_the_account(strict_client: Browser, engine: Engine) -> None:
    assert who(strict_client) is None
    answer = sign_in(strict_client, "an")
    assert (answer.status_code, answer.location) == (303, "/")
    assert who(strict_client) == "an"
    assert actions(engine) == ["sign_in.password"]


def test_a_phone_that_writes_the_name_with_a_capital_letter_gets_in_too(strict_client: Browser) -> None:
    assert sign_in(strict_client, " An ").status_code == 303


def test_a_vietnamese_password_is_the_same_however_its_letters_were_composed(
    strict_client: Browser, engine: Engine
) -> None:
    with db.writing(engine) as found, found.begin():
        user = found.scalars(select(User).where(User.name == "an")).one()
        user.password_hash = passwords.hashed("Bình Dương yêu dấu")
    assert sign_in(strict_client, "an", "Bi\u0300nh Du\u031bo\u031bng yêu dấu").status_code == 303


@pytest.mark.parametrize(
    ("name", "password"), [("an", "sai mat khau"), ("khong_co_ai", PASSWORD), ("an", PASSWORD.upper())]
)
def test_a_wrong_name_and_a_wrong_password_are_told_apart_by_nobody(
    strict_client: Browser, name: str, password: str
) -> None:
    answer = sign_in(strict_client, name, password)
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in answer.text
    assert password not in answer.text
    assert who(strict_client) is None


def test_an_account_that_was_closed_lets_nobody_in_and_ends_its_sessions(
    strict_client: Browser, engine: Engine
) -> None:
    sign_in(strict_client, "an")
    with db.writing(engine) as found, found.begin():
        found.scalars(select(User).where(User.name == "an")).one().active = False
    assert who(strict_client) is None
    assert sign_in(strict_client, "an").status_code == 422


def test_empty_fields_are_named_in_the_summary_and_lead_to_themselves(strict_client: Browser) -> None:
    answer = sign_in(strict_client, "", "")
    assert answer.status_code == 422
    assert '<a href="#name">Hãy nhập tên đăng nhập.</a>' in answer.text
    assert 'id="password-error"' in answer.text


def test_an_endless_password_is_refused_before_it_is_hashed(strict_client: Browser) -> None:
    assert sign_in(strict_client, "an", "x" * 100_000).status_code == 422


def test_a_person_without_password_cannot_be_entered_by_an_empty_or_guessed_one(
    strict_client: Browser, engine: Engine
) -> None:
    with db.writing(engine) as found, found.begin():
        found.scalars(select(User).where(User.name == "an")).one().password_hash = None
    assert sign_in(strict_client, "an", "nobody has this password").status_code == 422


def test_knowing_nobody_takes_as_long_as_knowing_somebody() -> None:
    stored = passwords.hashed(PASSWORD)
    passwords.is_right(None, "warm")

    def seconds(hash_: str | None) -> float:
        began = perf_counter()
        assert not passwords.is_right(hash_, "wrong")
        return perf_counter() - began

    known, unknown = (median(seconds(hash_) for _ in range(7)) for hash_ in (stored, None))
    assert 0.5 < known / unknown < 2


def test_signing_out_ends_the_session_and_needs_a_post(strict_client: Browser, engine: Engine) -> None:
    sign_in(strict_client, "an")
    assert strict_client.get("/sign-out").status_code == 405
    assert who(strict_client) == "an"
    answer = strict_client.submit(strict_client.get("/account"), "/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert who(strict_client) is None
    assert actions(engine)[-1] == "sign_out"


def test_an_own_device_is_remembered_for_half_a_year_a_shared_one_until_it_is_closed(app: Flask) -> None:
    own, shared = Browser(app), Browser(app)
    kept = sign_in(own, "an").headers["Set-Cookie"]
    assert "Expires=" in kept
    assert app.permanent_session_lifetime == timedelta(days=180)
    assert "Expires=" not in sign_in(shared, "an", remember=None).headers["Set-Cookie"]
    assert who(shared) == "an"


def test_the_session_cookie_is_not_sent_again_with_every_answer_but_renewed_each_week(
    strict_client: Browser,
) -> None:
    sign_in(strict_client, "an")
    strict_client.get("/account")  # the first page with a form adds its CSRF token
    assert "Set-Cookie" not in strict_client.get("/account").headers
    with strict_client.session_transaction() as session:
        session["renewed"] -= 8
    assert "Set-Cookie" in strict_client.get("/account").headers
    assert "Set-Cookie" not in strict_client.get("/account").headers


def test_signing_in_takes_nothing_along_from_the_session_before(strict_client: Browser) -> None:
    with strict_client.session_transaction() as session:
        session["planted"] = "by somebody else"
    page = strict_client.get("/sign-in")
    before = page.text.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    strict_client.submit(page, "/sign-in", name="an", password=PASSWORD)
    with strict_client.session_transaction() as session:
        assert "planted" not in session
    after = strict_client.post("/sign-out", data={"csrf_token": before})
    assert after.status_code == 400, "a token from before signing in must be worth nothing"
    assert who(strict_client) == "an"


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/submissions?unit=phu-cuong", "/submissions?unit=phu-cuong"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_people_are_led_only_to_our_own_pages(
    strict_client: Browser, wanted: str, led_to: str
) -> None:
    page = strict_client.get("/sign-in", query_string={"next": wanted})
    answer = strict_client.submit(page, "/sign-in", name="an", password=PASSWORD)
    assert answer.location == led_to
    assert strict_client.submit(strict_client.get("/account"), "/sign-out").status_code == 303
    forged = strict_client.submit(strict_client.get("/sign-in"), "/sign-in", name="an", password=PASSWORD, next=wanted)
    assert forged.location == led_to


def test_whoever_is_signed_in_already_goes_straight_on(strict_client: Browser) -> None:
    sign_in(strict_client, "an")
    assert strict_client.get("/sign-in?next=/account").location == "/account"


def test_a_page_for_signed_in_people_sends_others_to_sign_in_and_back(strict_client: Browser) -> None:
    answer = strict_client.get("/account?x=1")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/account%3Fx%3D1")
    assert sign_in_through(strict_client, answer.location) == "/account?x=1"


def sign_in_through(browser: Browser, address: str) -> str | None:
    return browser.submit(browser.get(address), "/sign-in", name="an", password=PASSWORD).location


def test_a_tampered_cookie_is_nobody(strict_client: Browser, app: Flask) -> None:
    sign_in(strict_client, "an")
    value = strict_client.get_cookie("phieu")
    assert value is not None
    strict_client.set_cookie("phieu", value.value[:-4] + "AAAA")
    assert who(strict_client) is None


def test_a_hash_made_with_older_settings_is_renewed_when_its_owner_signs_in(
    strict_client: Browser, engine: Engine
) -> None:
    weak = passwords.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with db.writing(engine) as found, found.begin():
        found.scalars(select(User).where(User.name == "an")).one().password_hash = weak.hash(PASSWORD)
    assert sign_in(strict_client, "an").status_code == 303
    with db.reading(engine) as found:
        stored = found.scalars(select(User.password_hash).where(User.name == "an")).one()
    assert stored is not None
    assert not passwords.is_outdated(stored)
    assert passwords.is_right(stored, PASSWORD)


def test_the_cookie_says_nothing_but_a_number_and_stamps(strict_client: Browser) -> None:
    sign_in(strict_client, "an")
    strict_client.get("/account")
    with strict_client.session_transaction() as session:
        assert set(session) == {"_user_id", "_fresh", "_permanent", "renewed", "csrf_token"}


def test_a_language_chosen_before_signing_in_is_the_persons_from_then_on(strict_client: Browser) -> None:
    english = strict_client.submit(strict_client.get("/sign-in"), "/language", language="en")
    page = strict_client.get(english.headers["Location"])
    assert "Sign in" in page.text
    strict_client.submit(page, "/sign-in", name="an", password=PASSWORD)
    assert "My work" in strict_client.get("/").text
    assert "My work" in Browser(strict_client.application).sign_in("an").get("/").text
