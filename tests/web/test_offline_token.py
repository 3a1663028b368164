"""Upload tokens: who gets one, whom it speaks for, and when it ends. Whatever ends it, the phone keeps its records."""

import hashlib

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

from app import db
from app.accounts.models import Device, UploadToken, User
from app.offline.token import ALIVE_PER_DEVICE
from tests.browsing import Browser
from tests.builders.phone import SAME_ORIGIN, Phone

PATHS = [("HEAD", "/api/files/" + "0" * 64), ("PUT", "/api/files/" + "0" * 64), ("POST", "/api/records")]


def test_it_works(app: Flask):
    phone = Phone(app, "an")
    told = phone.registration.json
    assert phone.registration.status_code == 200 and told is not None
    assert told["person"]["name"] == "an"
    assert told["person"]["unit_key"] == "phu-cuong"
    assert told["person"]["roles"] == ["surveyor"]
    assert phone.offset(b"nothing sent yet") == 0


def test_only_the_hash_of_a_token_is_kept_and_the_device_is_written_down(app: Flask, engine: Engine):
    phone = Phone(app, "an", device="may-cua-an")
    with db.reading(engine) as session:
        row = session.scalars(select(UploadToken)).one()
        device = session.scalars(select(Device)).one()
    assert row.hash == hashlib.sha256(phone.token.encode()).hexdigest()
    assert phone.token not in (row.hash, device.label)
    assert (device.id, device.label, device.user_id) == ("may-cua-an", "Chrome", row.user_id)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Phieu": "1", "Sec-Fetch-Site": "cross-site"},
        {"X-Phieu": "1", "Origin": "https://elsewhere.example"},
        {"X-Phieu": "1"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_another_site_gets_no_token_although_the_cookie_comes_along(app: Flask, headers: dict[str, str]):
    signed_in = Browser(app).sign_in("an")
    assert signed_in.post("/api/device", json={"device": "may-thu-so-1"}, headers=headers).status_code == 403


def test_nobody_gets_a_token_without_being_signed_in(app: Flask):
    answer = Browser(app).post("/api/device", json={"device": "may-thu-so-1"}, headers=SAME_ORIGIN)
    assert answer.status_code == 401 and answer.json is not None and answer.json["error"]["code"] == 401


@pytest.mark.parametrize("body", [None, {}, {"device": 7}, []])
def test_a_request_without_a_device_is_refused(app: Flask, body: object):
    signed_in = Browser(app).sign_in("an")
    assert signed_in.post("/api/device", json=body, headers=SAME_ORIGIN).status_code == 400


def test_a_strange_device_id_is_refused(app: Flask):
    signed_in = Browser(app).sign_in("an")
    answer = signed_in.post("/api/device", json={"device": "../../etc/passwd"}, headers=SAME_ORIGIN)
    assert answer.status_code == 403


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_without_a_token_or_with_a_wrong_one_the_answer_is_401(app: Flask, method: str, path: str):
    phone = Phone(app, "an")
    cookie_only = Browser(app).sign_in("an")
    assert cookie_only.open(path, method=method).status_code == 401
    phone.token = "guessed"
    answer = phone.ask(method, path)
    assert answer.status_code == 401
    if method != "HEAD":
        assert answer.json is not None and "đăng nhập" in answer.json["error"]["todo"]


def switch_off_token(engine: Engine) -> None:
    with db.writing(engine) as session, session.begin():
        session.execute(update(UploadToken).values(revoked_at=db.now()))


def switch_off_device(engine: Engine) -> None:
    with db.writing(engine) as session, session.begin():
        session.execute(update(Device).values(revoked_at=db.now()))


def switch_off_person(engine: Engine) -> None:
    with db.writing(engine) as session, session.begin():
        session.execute(update(User).where(User.name == "an").values(active=False))


@pytest.mark.parametrize("switch_off", [switch_off_token, switch_off_device, switch_off_person])
@pytest.mark.parametrize(("method", "path"), PATHS)
def test_a_token_ends_with_itself_its_device_or_its_person(
    app: Flask, engine: Engine, switch_off, method: str, path: str
):
    phone = Phone(app, "an")
    assert phone.offset(b"before") == 0
    switch_off(engine)
    assert phone.ask(method, path).status_code == 401


def test_a_device_that_was_switched_off_gets_no_new_token(app: Flask, engine: Engine):
    assert Phone(app, "an").token
    switch_off_device(engine)
    assert Phone(app, "an").registration.status_code == 403
    assert Phone(app, "an", device="another-phone").token


def test_a_token_outlives_a_log_out_that_ends_every_session(app: Flask, engine: Engine):
    phone = Phone(app, "an")
    with db.writing(engine) as session, session.begin():
        session.execute(update(User).where(User.name == "an").values(stamp="another"))
    assert phone.offset(b"still") == 0


def test_a_phone_that_asks_again_and_again_has_a_few_tokens_and_the_newest_works(app: Flask, engine: Engine):
    phones = [Phone(app, "an") for _ in range(ALIVE_PER_DEVICE + 2)]
    with db.reading(engine) as session:
        alive = session.scalars(select(UploadToken).where(UploadToken.revoked_at.is_(None))).all()
    assert len(alive) == ALIVE_PER_DEVICE
    assert phones[-1].offset(b"works") == 0
    assert phones[0].ask("HEAD", PATHS[0][1]).status_code == 401


def test_a_device_may_call_itself_anything(app: Flask, engine: Engine):
    signed_in = Browser(app).sign_in("an")
    odd = {"device": "may-thu-so-1", "label": "Máy \ud800\0 của An"}
    assert signed_in.post("/api/device", json=odd, headers=SAME_ORIGIN).status_code == 200
    with db.reading(engine) as session:
        assert session.scalars(select(Device)).one().label == "Máy ? của An"
