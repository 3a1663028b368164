"""What cannot become a record is kept with its reason and its files, and can be tried again."""

import time

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from app import db
from app.catalog.models import FormRow
from app.submissions import recognise
from app.submissions.models import Quarantined, Submission
from app.submissions.problems import WHY_ASIDE
from tests.builders import records

META = "<meta><instanceID>uuid:x</instanceID></meta>"


def rows(engine: Engine) -> list[Quarantined]:
    with db.reading(engine) as session:
        return list(session.scalars(select(Quarantined)))


def submissions(engine: Engine) -> int:
    with db.reading(engine) as session:
        return len(session.scalars(select(Submission.id)).all())


CASES = {
    "unreadable": b"<data id='ks_nha_tro'",
    "unknown_form": f'<data id="nothing" version="1">{META}</data>'.encode(),
    "unknown_version": f'<data id="ks_nha_tro" version="never">{META}</data>'.encode(),
    "encrypted": f'<data id="ks_nha_tro" encrypted="yes">{META}</data>'.encode(),
    "bad_id": b'<data id="f"><meta><instanceID>' + b"x" * 300 + b"</instanceID></meta></data>",
    "unknown_correction": (
        b'<data id="ks_nha_tro" version="2018060102"><meta><instanceID>uuid:x</instanceID>'
        b"<deprecatedID>uuid:never</deprecatedID></meta></data>"
    ),
}


@pytest.mark.parametrize("reason", CASES)
def test_bytes_are_kept_with_reason_and_files_and_answered_alike_every_time(app: Flask, engine: Engine, reason: str):
    xml = CASES[reason]
    receipts = [records.send(app, xml, "an", {"anh.jpg": records.picture()}) for _ in range(3)]
    assert {receipt.state for receipt in receipts} == {"quarantined"}
    assert {receipt.reason for receipt in receipts} == {reason} and reason in WHY_ASIDE
    assert len({receipt.receipt for receipt in receipts}) == 1
    assert [(file.name, file.state) for file in receipts[-1].files] == [("anh.jpg", "stored")]
    (row,) = rows(engine)
    assert row.xml == xml and row.reason == reason and row.receipt == receipts[0].receipt
    assert row.unit_id == records.someone(app, "an").unit_id
    assert [file["sha256"] for file in row.files] == [receipts[0].files[0].sha256]
    assert submissions(engine) == 0


def test_a_xml_bomb_is_kept_as_bytes_and_never_expanded(app: Flask, engine: Engine):
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE d [<!ENTITY a0 "ha">{entities}]><data id="ks_nha_tro">&a11;</data>'.encode()
    assert records.send(app, bomb).reason == "unreadable"
    assert rows(engine)[0].xml == bomb


def test_a_closed_form_takes_no_more_but_loses_nothing(app: Flask, engine: Engine):
    before, after = records.boarding_house(app, seed=1), records.boarding_house(app, seed=2)
    assert records.send(app, before).state == "received"
    set_open(engine, False)
    assert records.send(app, after).reason == "closed"
    assert records.send(app, before).state == "known", "what was accepted stays accepted"
    set_open(engine, True)
    receipt = records.send(app, after)
    assert receipt.state == "received"
    assert rows(engine)[0].resolved_at is not None
    assert rows(engine)[0].receipt == receipt.receipt, "the number that was read out stays right"


def set_open(engine: Engine, value: bool) -> None:
    with db.writing(engine) as session, session.begin():
        session.scalars(select(FormRow).where(FormRow.form_id == "ks_nha_tro")).one().open = value


def test_the_same_id_with_other_bytes_is_kept_beside_the_record(app: Flask, engine: Engine):
    xml = records.boarding_house(app, ten="Nhà trọ cô Bảy")
    assert records.send(app, xml).state == "received"
    other = xml.replace("Nhà trọ cô Bảy".encode(), "Nhà trọ ông Chín".encode())
    receipt = records.send(app, other)
    assert (receipt.state, receipt.reason) == ("quarantined", "changed")
    assert receipt.receipt != records.send(app, xml).receipt
    assert rows(engine)[0].xml == other
    assert submissions(engine) == 1


def test_a_correction_of_a_version_that_was_replaced_is_stale(app: Flask, engine: Engine):
    xml = records.boarding_house(app)
    records.send(app, xml)
    assert records.send(app, records.correction_of(xml, "uuid:second")).state == "received"
    assert records.send(app, records.correction_of(xml, "uuid:late")).reason == "stale"
    assert len(rows(engine)) == 1 and submissions(engine) == 1


def test_nobody_corrects_another_wards_record(app: Flask, engine: Engine):
    xml = records.boarding_house(app)
    records.send(app, xml, "an")
    assert records.send(app, records.correction_of(xml, "uuid:second"), "chi").reason == "not_allowed"
    assert records.send(app, records.correction_of(xml, "uuid:third"), "em").state == "received"


def test_who_may_not_fill_in_a_form_cannot_send_one(app: Flask, engine: Engine):
    xml = records.boarding_house(app, "em")
    assert records.send(app, xml, "giang").reason == "not_allowed"
    assert submissions(engine) == 0


def test_a_record_that_belongs_to_no_unit_waits_for_a_person(app: Flask, engine: Engine):
    xml = records.boarding_house(app).replace(b"<phuong>phu-cuong</phuong>", b"<phuong/>")
    assert records.send(app, xml, author=None).reason == "no_unit"
    assert rows(engine)[0].unit_id is None


def test_a_fault_of_the_engine_loses_nothing(app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch):
    def fault(*_arguments):
        raise ZeroDivisionError("a fault nobody foresaw")

    xml = records.boarding_house(app)
    with monkeypatch.context() as patched:
        patched.setattr(recognise, "evaluate", fault)
        assert records.send(app, xml).reason == "engine"
    assert rows(engine)[0].xml == xml
    assert records.send(app, xml).state == "received"


def test_a_record_of_endless_entries_is_kept_without_keeping_the_server_busy(app: Flask, engine: Engine):
    xml = records.boarding_house(app)
    start, end = xml.index(b"<tham_gia>"), xml.index(b"</tham_gia>") + len(b"</tham_gia>")
    endless = xml[:start] + xml[start:end] * 2000 + xml[end:]
    before = time.monotonic()
    assert records.send(app, endless).reason == "too_many"
    assert time.monotonic() - before < 5
    assert rows(engine)[0].xml == endless


def test_files_that_come_later_are_added_to_what_was_kept_aside(app: Flask, engine: Engine):
    xml = CASES["unknown_form"]
    records.send(app, xml, files={"a.jpg": records.picture("navy")})
    records.send(app, xml, files={"a.jpg": records.picture("red")})
    receipt = records.send(app, xml, files={"b.jpg": records.picture("navy")})
    assert sorted(file.name for file in receipt.files) == ["a.jpg", "a.jpg", "b.jpg"]
    blobs = app.extensions["phieu"].blobs
    assert all(blobs.has(file["sha256"]) for file in rows(engine)[0].files)
