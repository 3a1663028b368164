"""Photos come before, with, or after their record; nothing that came is thrown away or written over."""

import hashlib

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from app import db
from app.submissions.images import MAX_PIXELS, sniff, thumbnail
from app.submissions.models import Attachment, Submission
from app.submissions.receive import ExpectedFile
from tests.browser.corpus import put_in
from tests.builders import records


@pytest.fixture
def xml(app: Flask) -> bytes:
    return records.boarding_house(app)


@pytest.fixture
def photo(xml: bytes) -> str:
    return records.photo_names(xml)[0]


def attachments(engine: Engine) -> dict[str, Attachment]:
    with db.reading(engine) as session:
        return {row.name: row for row in session.scalars(select(Attachment))}


def problems(engine: Engine) -> list[tuple[str, str]]:
    with db.reading(engine) as session:
        submission = session.scalars(select(Submission)).one()
        assert submission.problem_count == len(submission.current.problems)
        return [(problem["ref"], problem["code"]) for problem in submission.current.problems]


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_photo_that_is_announced_but_not_here_is_expected(app: Flask, engine: Engine, xml: bytes, photo: str):
    promise = ExpectedFile(sha(records.picture()), len(records.picture()))
    receipt = records.send(app, xml, expected={photo: promise})
    assert [(file.name, file.state, file.sha256) for file in receipt.files] == [(photo, "missing", promise.sha256)]
    row = attachments(engine)[photo]
    assert (row.sha256, row.expected_sha256, row.expected_size) == (None, promise.sha256, promise.size)


def test_a_later_call_with_the_photo_completes_the_record(app: Flask, engine: Engine, xml: bytes, photo: str):
    first = records.send(app, xml)
    assert first.files[0].state == "missing"
    for _ in range(2):
        later = records.send(app, xml, files={photo: records.picture()})
        assert (later.state, later.receipt) == ("known", first.receipt)
        assert [(file.state, file.sha256) for file in later.files] == [("stored", sha(records.picture()))]
    assert list(attachments(engine)) == [photo]
    assert attachments(engine)[photo].content_type == "image/jpeg"
    assert problems(engine) == []


def test_what_claims_to_be_a_photo_and_is_none_is_kept_and_marked(app: Flask, engine: Engine, xml: bytes, photo: str):
    receipt = records.send(app, xml, files={photo: b"<script>alert(1)</script>"})
    assert receipt.state == "received" and receipt.files[0].state == "stored"
    assert problems(engine) == [("n2/anh_cong", "not_image")]
    assert attachments(engine)[photo].content_type == "application/octet-stream"


def test_a_false_photo_that_comes_late_is_marked_too(app: Flask, engine: Engine, xml: bytes, photo: str):
    records.send(app, xml)
    late = records.send(app, xml, files={photo: b"%PDF-1.7"})
    assert [problem["code"] for problem in late.problems] == ["not_image"]
    assert problems(engine) == [("n2/anh_cong", "not_image")]


def test_a_file_that_the_record_does_not_name_is_kept_and_noted(app: Flask, engine: Engine, xml: bytes):
    receipt = records.send(app, xml, files={"la.txt": "lá thư".encode()})
    assert ("la.txt", "stored") in {(file.name, file.state) for file in receipt.files}
    assert problems(engine) == [("", "file_unnamed")]
    assert "la.txt" in attachments(engine)


def test_two_different_files_under_one_name_are_both_kept(app: Flask, engine: Engine, xml: bytes, photo: str):
    navy, red = records.picture("navy"), records.picture("red")
    records.send(app, xml, files={photo: navy})
    for _ in range(2):
        receipt = records.send(app, xml, files={photo: red})
        assert {(file.name, file.sha256) for file in receipt.files} >= {(photo, sha(red))}
    kept = attachments(engine)
    assert kept[photo].sha256 == sha(navy)
    assert [row.sha256 for name, row in kept.items() if name != photo] == [sha(red)]
    assert problems(engine) == [("", "file_differs")]


def test_a_stranger_from_another_ward_cannot_add_files_to_a_record(app: Flask, engine: Engine, xml: bytes, photo: str):
    records.send(app, xml, "an")
    refused = records.send(app, xml, "chi", {photo: records.picture()})
    assert (refused.state, refused.reason) == ("quarantined", "not_allowed")
    assert attachments(engine)[photo].sha256 is None
    assert refused.files[0].state == "stored"


def test_names_that_no_file_system_could_hold_are_cut(app: Flask, engine: Engine, xml: bytes):
    records.send(app, xml, files={"x" * 400 + ".jpg": records.picture(), "a\0b.jpg": records.picture("red")})
    assert all(len(name) <= 249 and "\0" not in name for name in attachments(engine))
    assert len(attachments(engine)) == 3


def test_a_photo_is_known_by_its_bytes_not_by_its_name(tmp_path):
    for kind, expected in (("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("BMP", None)):
        path = tmp_path / "x.jpg"
        path.write_bytes(records.picture(kind=kind))
        assert sniff(path) == expected
    (tmp_path / "svg.png").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert sniff(tmp_path / "svg.png") is None


def test_a_decompression_bomb_gets_no_thumbnail(tmp_path):
    side = int(MAX_PIXELS**0.5) + 10
    path = tmp_path / "bomb.png"
    path.write_bytes(records.picture(size=(side, side), kind="PNG"))
    assert path.stat().st_size < 1_000_000
    assert thumbnail(path, tmp_path / "small.jpg") is False
    assert not (tmp_path / "small.jpg").exists()


def test_a_thumbnail_is_small_and_made_once(tmp_path):
    path, small = tmp_path / "a.png", tmp_path / "t" / "small.jpg"
    path.write_bytes(records.picture(size=(1600, 1200), kind="PNG"))
    assert thumbnail(path, small) and sniff(small) == "image/jpeg"
    made = small.stat().st_mtime_ns
    assert thumbnail(path, small) and small.stat().st_mtime_ns == made
    assert small.stat().st_size < 20_000


@pytest.mark.parametrize(
    ("form", "name", "content", "code"),
    [
        ("am_thanh", "loi", b"ID3\x03", None),
        ("am_thanh", "loi", b"<html>", "not_audio"),
        ("phim", "phim", b"\0\0\0\x18ftypisom", None),
        ("phim", "phim", b"ID3\x03", "not_video"),
        ("tep", "tep", b"<html>", None),
    ],
)
def test_a_file_is_marked_when_it_is_not_what_its_question_asks_for(
    app: Flask, engine: Engine, form: str, name: str, content: bytes, code: str | None
):
    put_in(app, form)
    xml = f'<data id="{form}" version="1"><{name}>a.bin</{name}><meta><instanceID>uuid:1</instanceID></meta></data>'
    receipt = records.send(app, xml.encode(), files={"a.bin": content})
    assert receipt.state == "received" and receipt.files[0].state == "stored"
    assert [found for _ref, found in problems(engine)] == ([code] if code else [])
