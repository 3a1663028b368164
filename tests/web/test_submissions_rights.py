"""Who may see a record: the branch of the tree it lies on, at every address that leads to it; others find nothing."""

import re

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from app import db
from app.accounts.models import Grant, User
from app.audit.models import AuditEntry
from app.units.queries import by_key
from tests.builders import records
from tests.conftest import Browser

INSIDE = ("an", "binh", "dung", "em", "giang", "quan_tri")
OUTSIDE = ("cuc", "chi")


@pytest.fixture
def addresses(app: Flask) -> dict[str, str]:
    """Every address of one record of Phú Cường, by what it gives."""
    xml = records.boarding_house(app, "an")
    photo = records.photo_names(xml)[0]
    receipt = records.send(app, xml, "an", {photo: records.picture()})
    root = f"/submissions/{receipt.submission_id}"
    return {
        "record": root,
        "version": f"{root}?version=1",
        "xml": f"{root}/xml",
        "photo": f"{root}/files/{photo}",
        "thumb": f"{root}/thumbs/{photo}",
        "receipt": f"/receipts/{receipt.receipt}",
    }


@pytest.fixture
def aside(app: Flask, engine: Engine) -> dict[str, str]:
    """Every address of what was kept aside from Phú Cường."""
    records.send(app, b"<broken", "an", {"a.jpg": records.picture()})
    return {"xml": "/quarantine/1/xml", "file": "/quarantine/1/files/0"}


def test_everyone_on_the_branch_finds_every_address(client: Browser, addresses: dict[str, str]):
    for name in INSIDE:
        client.sign_in(name)
        found = {what: client.get(address).status_code for what, address in addresses.items()}
        assert set(found.values()) == {200}, (name, found)


def test_another_ward_finds_nothing_at_any_address(client: Browser, engine: Engine, addresses: dict[str, str]):
    for name in OUTSIDE:
        client.sign_in(name)
        found = {what: client.get(address).status_code for what, address in addresses.items()}
        assert set(found.values()) == {404}, (name, found)
    with db.reading(engine) as session:
        actions = set(session.scalars(select(AuditEntry.action)))
    assert not any(action in actions for action in ("submission.view", "submission.file", "submission.xml"))


def test_nobody_signed_in_is_asked_to_sign_in(client: Browser, addresses: dict[str, str], aside: dict[str, str]):
    for address in [*addresses.values(), *aside.values(), "/submissions", "/quarantine"]:
        response = client.get(address)
        assert response.status_code == 302 and response.headers["Location"].startswith("/sign-in"), address


def test_another_records_file_cannot_be_had_through_ones_own_record(app: Flask, client: Browser, addresses):
    own = records.send(app, records.boarding_house(app, "chi", "phu-loi"), "chi").submission_id
    foreign = addresses["photo"].rpartition("/")[2]
    client.sign_in("chi")
    assert client.get(f"/submissions/{own}/files/{foreign}").status_code == 404
    assert client.get(f"/submissions/{own}/files/{foreign}?version=1").status_code == 404
    assert client.get(f"/submissions/{own}?version=1").status_code == 404
    assert client.get(f"/submissions/{own}/xml?version=1").status_code == 404


def test_a_file_is_found_under_its_own_record_only(app: Flask, client: Browser, addresses: dict[str, str]):
    other = records.send(app, records.boarding_house(app, "an", seed=1), "an").submission_id
    name = addresses["photo"].rpartition("/")[2]
    client.sign_in("an")
    assert client.get(f"/submissions/{other}/files/{name}").status_code == 404
    assert client.get(f"/submissions/{other}/files/{name}?version=1").status_code == 404


def test_who_moved_to_another_ward_keeps_the_receipt_but_not_the_record(
    client: Browser, engine: Engine, addresses: dict[str, str]
):
    with db.writing(engine) as session, session.begin():
        user = session.scalars(select(User).where(User.name == "an")).one()
        unit = by_key(session, "phu-loi")
        assert unit is not None
        user.unit_id = unit.id
        session.query(Grant).filter_by(user_id=user.id).update({"unit_id": unit.id})
    client.sign_in("an")
    receipt = client.get(addresses["receipt"])
    assert receipt.status_code == 200
    assert not re.search(r'href="/submissions/\d', receipt.get_data(as_text=True))
    assert client.get(addresses["record"]).status_code == 404
    assert client.get(addresses["photo"]).status_code == 404


def test_what_was_kept_aside_is_for_secretariat_and_administrators(client: Browser, aside: dict[str, str]):
    for name in ("an", "binh", "cuc", "dung", "giang"):
        client.sign_in(name)
        for address in ("/quarantine", *aside.values()):
            assert client.get(address).status_code == 403, (name, address)
        for verb in ("retry", "put-away"):
            assert client.post(f"/quarantine/1/{verb}").status_code == 403
    for name in ("em", "quan_tri"):
        client.sign_in(name)
        for address in ("/quarantine", *aside.values()):
            assert client.get(address).status_code == 200, (name, address)


def test_a_secretariat_sees_aside_what_comes_from_its_own_branch(client: Browser, engine: Engine, aside):
    with db.writing(engine) as session, session.begin():
        user = session.scalars(select(User).where(User.name == "em")).one()
        unit = by_key(session, "phu-loi")
        assert unit is not None
        session.query(Grant).filter_by(user_id=user.id).update({"unit_id": unit.id})
    client.sign_in("em")
    assert "Không có gì bị giữ lại" in client.get("/quarantine").get_data(as_text=True)
    for address in aside.values():
        assert client.get(address).status_code == 404
    for verb in ("retry", "put-away"):
        assert client.post(f"/quarantine/1/{verb}").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "99999999", "9" * 30, "1.5", "abc"])
def test_numbers_that_are_no_records_are_not_found(client: Browser, number: str):
    client.sign_in("em")
    for address in (f"/submissions/{number}", f"/submissions/{number}/xml", f"/quarantine/{number}/xml"):
        assert client.get(address).status_code == 404, address
