"""Recordings, films and any files on the pages without scripts: looked at, kept as they came, shown, never able to
act."""

import pytest
from flask import Flask
from sqlalchemy import Engine

from app import db
from app.submissions.kinds import LARGEST
from app.submissions.models import Submission
from tests.browser.corpus import PERSON, put_in
from tests.browsing import Browser
from tests.builders.paper import Paper

WEBM = b"\x1aE\xdf\xa3" + b"\0" * 100


def paper(app: Flask, client: Browser, form: str) -> Paper:
    put_in(app, form)
    return Paper(client.sign_in(PERSON)).open(form)


@pytest.mark.parametrize(
    ("form", "ref", "name", "content", "told"),
    [
        ("am_thanh", "loi", "loi.mp3", b"<html>", "“loi.mp3” không phải là bản ghi âm"),
        ("phim", "phim", "phim.mp4", b"%PDF-1.7", "“phim.mp4” không phải là phim"),
        ("tep", "tep", "trong.pdf", b"", "“trong.pdf” trống"),
        ("tep", "tep", "lon.pdf", b"0" * (LARGEST["file"] + 1), "“lon.pdf” lớn hơn 20 MB"),
    ],
)
def test_what_cannot_be_the_answer_is_refused_with_its_name(
    app: Flask, strict_client: Browser, form: str, ref: str, name: str, content: bytes, told: str
) -> None:
    page = paper(app, strict_client, form).attach(ref, content, name).press("next")
    assert page.page.status_code == 422 and told in page.error(ref)
    assert name.partition(".")[0] in page.page.text and "drop:" not in page.page.text


def test_a_recording_is_kept_played_and_sent(app: Flask, engine: Engine, strict_client: Browser) -> None:
    page = paper(app, strict_client, "am_thanh").attach("loi", WEBM, "ghi.webm").press("update")
    assert "<audio" in page.page.text and "không quá 20 MB" in page.page.text
    page.press("next")
    assert page.path.endswith("/review") and "<audio" in page.page.text
    strict_client.submit(page.page, page.path.replace("/review", "/send"))
    with db.reading(engine) as session:
        record = session.query(Submission).one()
        [file] = record.current.attachments
        assert (file.content_type, file.size, record.problem_count) == ("video/webm", len(WEBM), 0)
        url = f"/submissions/{record.id}"
    shown = strict_client.get(url).text
    assert f'src="{url}/files/{file.name}"' in shown and "<audio" in shown
    played = strict_client.get(f"{url}/files/{file.name}", headers={"Range": "bytes=4-7"})
    assert (played.status_code, played.mimetype, played.data) == (206, "video/webm", b"\0" * 4)


def test_a_file_that_could_act_is_only_handed_out_to_be_kept(app: Flask, strict_client: Browser) -> None:
    page = paper(app, strict_client, "tep").attach("tep", b"<script>alert(1)</script>", "Thư mời?.html").press("update")
    link = next(part.split('"')[0] for part in page.page.text.split('<a href="') if "/files/" in part)
    assert "Th%C6%B0%20m%E1%BB%9Di-" in link
    got = strict_client.get(link)
    assert got.mimetype == "application/octet-stream" and got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in got.headers["Content-Security-Policy"]
    page.press("drop:tep")
    assert strict_client.get(link).status_code == 404


@pytest.mark.parametrize(
    ("form", "camera"), [("anh", ""), ("anh_moi", "environment"), ("anh_mat_truoc", "user"), ("phim_mat_truoc", "user")]
)
def test_which_camera_the_phone_is_asked_to_open(app: Flask, strict_client: Browser, form: str, camera: str) -> None:
    text = paper(app, strict_client, form).page.text
    assert (f' capture="{camera}"' in text) == bool(camera) and ("capture=" in text) == bool(camera)
