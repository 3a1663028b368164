"""Records from phones: once, whole, confirmed hash by hash, and never refused for what they say."""

import io
import json
import threading

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from app import db
from app.submissions.models import Attachment, Submission, SubmissionVersion
from tests.builders import records
from tests.builders.phone import Phone, sha256


@pytest.fixture
def phone(app: Flask) -> Phone:
    return Phone(app, "an")


@pytest.fixture
def xml(app: Flask) -> bytes:
    return records.boarding_house(app)


@pytest.fixture
def photos(xml: bytes) -> dict[str, bytes]:
    return {records.photo_names(xml)[0]: records.picture()}


def count(engine: Engine, model: type) -> int:
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_it_works(phone: Phone, engine: Engine, app: Flask, xml: bytes, photos: dict[str, bytes]):
    answer = phone.send(xml, photos)
    [(name, photo)] = photos.items()
    assert answer.status_code == 201 and answer.json is not None
    assert answer.json["state"] == "received"
    assert answer.json["sha256"] == sha256(xml)
    assert answer.json["files"] == [{"name": name, "sha256": sha256(photo), "state": "stored"}]
    with db.reading(engine) as session:
        version = session.scalars(select(SubmissionVersion)).one()
        assert version.xml == xml
        assert (version.device_id, version.channel) == (phone.device, "phone")
        assert session.scalars(select(Submission)).one().author.name == "an"  # type: ignore[union-attr]
        kept = session.scalars(select(Attachment)).one()
        assert kept.sha256 is not None and app.extensions["phieu"].blobs.read(kept.sha256) == photo


def test_sending_again_gives_the_same_receipt_and_no_second_record(
    phone: Phone, engine: Engine, xml: bytes, photos: dict[str, bytes]
):
    first = phone.send(xml, photos)
    again = phone.send(xml, photos)
    assert again.status_code == 200 and again.json is not None and first.json is not None
    assert again.json == {**first.json, "state": "known"}
    assert count(engine, Submission) == 1


def test_the_same_post_five_times_in_parallel_makes_one_record(
    phone: Phone, engine: Engine, xml: bytes, photos: dict[str, bytes]
):
    [photo] = photos.values()
    phone.put(photo)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(phone.post(xml, photos))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
    assert len({answer.json["receipt"] for answer in answers}) == 1
    assert all(file["state"] == "stored" for answer in answers for file in answer.json["files"])
    assert (count(engine, Submission), count(engine, SubmissionVersion), count(engine, Attachment)) == (1, 1, 1)


def test_a_photo_that_has_not_arrived_is_called_missing_until_it_has(
    phone: Phone, engine: Engine, xml: bytes, photos: dict[str, bytes]
):
    early = phone.post(xml, photos)
    assert early.status_code == 201 and early.json is not None
    assert [file["state"] for file in early.json["files"]] == ["missing"]
    later = phone.send(xml, photos)
    assert later.status_code == 200 and later.json is not None
    assert [file["state"] for file in later.json["files"]] == ["stored"]
    assert count(engine, Submission) == 1


def test_somebody_elses_photo_does_not_count_as_sent(app: Flask, phone: Phone, xml: bytes, photos: dict[str, bytes]):
    Phone(app, "chi", device="may-cua-chi").put(next(iter(photos.values())))
    answer = phone.post(xml, photos)
    assert answer.json is not None and answer.json["files"][0]["state"] == "missing"


def test_what_cannot_become_a_record_is_kept_and_confirmed_with_202(phone: Phone, engine: Engine):
    answer = phone.send("<data id='khong_co'>không rõ là phiếu gì".encode())
    assert answer.status_code == 202 and answer.json is not None
    assert answer.json["state"] == "quarantined" and answer.json["receipt"]
    assert count(engine, Submission) == 0


def test_a_record_that_breaks_a_constraint_is_received(app: Flask, phone: Phone, engine: Engine):
    broken = records.boarding_house(app, phong_o="499")
    assert phone.send(broken).status_code == 201
    with db.reading(engine) as session:
        assert session.scalars(select(Submission)).one().problem_count > 0


@pytest.mark.parametrize(
    "files",
    ["{", '"x"', '[{"name": "a.jpg"}]', '[{"name": "../a", "sha256": "%s", "size": 1}]' % ("0" * 64), "[7]"],
)
def test_a_list_of_files_that_makes_no_sense_is_refused(phone: Phone, engine: Engine, xml: bytes, files: str):
    answer = phone.ask("POST", "/api/records", data={"record": xml.decode(), "files": files})
    assert answer.status_code == 400 and count(engine, Submission) == 0


def test_a_post_without_a_record_is_refused(phone: Phone):
    assert phone.ask("POST", "/api/records", data={"files": "[]"}).status_code == 400


def test_a_record_of_many_megabytes_is_refused_with_413(phone: Phone, engine: Engine):
    answer = phone.post(b"<data>" + b"x" * 7_000_000 + b"</data>")
    assert answer.status_code == 413 and answer.json is not None
    assert count(engine, Submission) == 0


@pytest.mark.parametrize(
    "files",
    [
        "[" * 100_000 + "]" * 100_000,
        json.dumps([{"name": "a\ud800.jpg", "sha256": "a" * 64, "size": 3}]),
        json.dumps([{"name": "a.jpg", "sha256": "a" * 64, "size": 2**63}]),
        json.dumps([{"name": f"{n}.jpg", "sha256": "a" * 64, "size": 3} for n in range(5001)]),
    ],
    ids=[
        "nested without end",
        "a name that is no text",
        "a size that no disk has",
        "more files than any form asks for",
    ],
)
def test_a_list_of_files_that_makes_no_sense_is_a_broken_request_not_a_broken_server(
    phone: Phone, engine: Engine, xml: bytes, files: str
):
    data = {"record": (io.BytesIO(xml), "record.xml"), "files": files}
    answer = phone.ask("POST", "/api/records", data=data, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert count(engine, Submission) == 0
