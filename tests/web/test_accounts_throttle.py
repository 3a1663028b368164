"""Ten wrong passwords, and the eleventh has to wait; nobody can be kept out of their one-time link."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from app import db
from app.accounts import attempt as attempts
from app.accounts import links, throttle
from app.accounts.attempt import Outcome, attempt
from app.accounts.models import SignInFailure, User
from app.audit.models import AuditEntry
from tests.browsing import Browser
from tests.cast import PASSWORD

SECRET, HOME, ELSEWHERE = "s" * 64, "203.0.113.7", "198.51.100.9"


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2018, 6, 1, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def wait(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    clock = Clock()
    monkeypatch.setattr(attempts, "now", clock)
    yield clock


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is slow on purpose; what is counted here does not depend on it."""
    monkeypatch.setattr(attempts.passwords, "is_right", lambda stored, typed: stored is not None and typed == PASSWORD)


def guess(engine: Engine, name: str = "an", password: str = "wrong", address: str = HOME) -> Outcome:
    return attempt(engine, SECRET, name, password, address)


def seconds(outcome: Outcome) -> float:
    return outcome.wait.total_seconds()


@pytest.mark.usefixtures("cheap")
def test_nine_wrong_passwords_cost_nothing_the_tenth_half_a_minute(engine: Engine, clock: Clock) -> None:
    assert [seconds(guess(engine)) for _ in range(10)] == [0] * 9 + [30]
    clock.wait(seconds=20)
    assert seconds(guess(engine)) == 10


@pytest.mark.usefixtures("cheap")
def test_while_waiting_a_right_password_is_not_even_looked_at(
    engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(10):
        guess(engine)
    looked: list[str] = []
    monkeypatch.setattr(attempts.passwords, "is_right", lambda stored, typed: bool(looked.append(typed)))
    outcome = guess(engine, password=PASSWORD)
    assert outcome.user is None
    assert outcome.wait > timedelta(0)
    assert looked == []


@pytest.mark.usefixtures("cheap")
def test_after_the_wait_the_owner_gets_in_and_the_count_begins_anew(engine: Engine, clock: Clock) -> None:
    for _ in range(10):
        guess(engine)
    clock.wait(seconds=31)
    assert guess(engine, password=PASSWORD).user is not None
    assert [seconds(guess(engine)) for _ in range(9)] == [0] * 9


@pytest.mark.usefixtures("cheap")
def test_each_further_wrong_password_doubles_the_wait_up_to_a_quarter_of_an_hour(engine: Engine, clock: Clock) -> None:
    for _ in range(9):
        guess(engine)
    waits = []
    for _ in range(8):
        waits.append(seconds(guess(engine)))
        clock.wait(seconds=waits[-1])
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


@pytest.mark.usefixtures("cheap")
def test_attempts_during_the_wait_do_not_make_it_longer(engine: Engine, clock: Clock) -> None:
    for _ in range(10):
        guess(engine)
    for _ in range(50):
        assert seconds(guess(engine)) == 30
    clock.wait(seconds=30)
    assert guess(engine, password=PASSWORD).user is not None


@pytest.mark.usefixtures("cheap")
def test_an_hour_later_it_is_forgotten(engine: Engine, clock: Clock) -> None:
    for _ in range(12):
        guess(engine)
        clock.wait(seconds=61)
    clock.wait(hours=1, seconds=1)
    assert seconds(guess(engine)) == 0


@pytest.mark.usefixtures("cheap")
def test_names_are_counted_apart_from_each_other(engine: Engine, clock: Clock) -> None:
    for _ in range(10):
        guess(engine, "an")
    assert guess(engine, "binh", PASSWORD).user is not None


@pytest.mark.usefixtures("cheap")
def test_a_name_that_nobody_has_is_slowed_down_alike(engine: Engine, clock: Clock) -> None:
    assert [seconds(guess(engine, "khong_co_ai")) for _ in range(10)] == [0] * 9 + [30]


@pytest.mark.usefixtures("cheap")
def test_changing_the_address_does_not_help_against_one_name(engine: Engine, clock: Clock) -> None:
    for n in range(10):
        guess(engine, address=f"198.51.100.{n}")
    assert guess(engine, password=PASSWORD, address=ELSEWHERE).user is None


@pytest.mark.usefixtures("cheap")
def test_changing_the_name_does_not_help_from_one_address(engine: Engine, clock: Clock) -> None:
    for n in range(100):
        guess(engine, f"name{n}")
    assert seconds(guess(engine, "an", PASSWORD)) == 30
    assert guess(engine, "an", PASSWORD, ELSEWHERE).user is not None


@pytest.mark.usefixtures("cheap")
def test_signing_in_oneself_does_not_clean_the_address_for_guessing_at_others(engine: Engine, clock: Clock) -> None:
    for n in range(99):
        guess(engine, f"name{n}")
        if n % 9 == 0:
            assert guess(engine, "chi", PASSWORD).user is not None
    assert seconds(guess(engine, "one-more")) == 30


def test_addresses_of_one_customer_are_one_address() -> None:
    def keys(address: str) -> str:
        return throttle.keys_of(SECRET, "an", address)[1].hash

    assert keys("2001:db8:1:2::1") == keys("2001:db8:1:2:ffff::9")
    assert keys("2001:db8:1:2::1") != keys("2001:db8:1:3::1")
    assert keys("203.0.113.7") != keys("203.0.113.8")


@pytest.mark.usefixtures("cheap")
def test_the_table_names_nobody(engine: Engine, clock: Clock) -> None:
    guess(engine, "an")
    with db.reading(engine) as session:
        keys = session.scalars(select(SignInFailure.key)).all()
    assert len(keys) == 2
    assert all(len(key) == 64 for key in keys)
    assert throttle.keys_of("another secret", "an", HOME)[0].hash not in keys


def test_thirty_guesses_at_the_same_moment_are_thirty_guesses(
    engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(attempts.passwords, "is_right", lambda stored, typed: bool(looked.append(typed)))
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda n: guess(engine, password=f"guess {n}"), range(30)))
    assert len(looked) == 10
    assert sum(1 for outcome in outcomes if outcome.wait) >= 20


@pytest.mark.usefixtures("cheap")
def test_old_rows_are_swept_away_when_somebody_gets_in(engine: Engine, clock: Clock) -> None:
    for n in range(5):
        guess(engine, f"name{n}")
    clock.wait(days=2)
    guess(engine, "an", PASSWORD)
    with db.reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(SignInFailure)) == 2


def test_the_page_slows_down_says_so_and_says_how_long(strict_client: Browser, engine: Engine) -> None:
    page = strict_client.get("/sign-in")
    answers = [strict_client.submit(page, "/sign-in", name="an", password=f"sai lần {n}") for n in range(11)]
    assert [answer.status_code for answer in answers[:9]] == [422] * 9
    for answer in answers[9:]:
        assert answer.status_code == 429
        assert 25 <= int(answer.headers["Retry-After"]) <= 30
        assert "Đã nhập sai nhiều lần. Hãy chờ" in answer.text
        assert "giây rồi thử lại" in answer.text
    right = strict_client.submit(page, "/sign-in", name="an", password=PASSWORD)
    assert right.status_code == 429
    with db.reading(engine) as session:
        assert "sign_in.slowed" in session.scalars(select(AuditEntry.action)).all()


def test_whoever_is_guessed_at_still_gets_in_by_a_link(strict_client: Browser, app: Flask, engine: Engine) -> None:
    page = strict_client.get("/sign-in")
    for n in range(11):
        strict_client.submit(page, "/sign-in", name="an", password=f"sai lần {n}")
    with db.writing(engine) as session, session.begin():
        path = links.make_sign_in_link(session, session.scalars(select(User).where(User.name == "an")).one())
    owner = Browser(app)
    assert owner.submit(owner.get(path)).status_code == 303
    assert owner.get("/account").status_code == 200


def test_guessing_at_the_current_password_on_the_account_page_is_slowed_down_too(strict_client: Browser) -> None:
    strict_client.sign_in("an")
    page = strict_client.get("/account")
    codes = [
        strict_client.submit(page, "/account/password", current=f"sai {n}", new="mot cau moi", again="mot cau moi")
        for n in range(11)
    ]
    assert [answer.status_code for answer in codes] == [422] * 9 + [429] * 2
