"""Files are handed out as they came: pictures to look at, everything else to keep, nothing that can act."""

import hashlib
from urllib.parse import quote

import pytest
from flask import Flask

from tests.builders import records
from tests.conftest import Browser

HTML = b"<html><script>alert(document.domain)</script></html>"


@pytest.fixture
def xml(app: Flask) -> bytes:
    return records.boarding_house(app)


def test_a_photo_is_shown_as_it_was_received(app: Flask, client: Browser, xml: bytes):
    photo, content = records.photo_names(xml)[0], records.picture()
    number = records.send(app, xml, "an", {photo: content}).submission_id
    response = client.sign_in("an").get(f"/submissions/{number}/files/{photo}")
    assert response.data == content and response.content_type == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.get_etag()[0] == hashlib.sha256(content).hexdigest()
    again = client.get(f"/submissions/{number}/files/{photo}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_a_page_that_pretends_to_be_a_photo_is_only_ever_a_download(app: Flask, client: Browser, xml: bytes):
    photo = records.photo_names(xml)[0]
    number = records.send(app, xml, "an", {photo: HTML, "trang.html": HTML, "hinh.svg": b"<svg/>"}).submission_id
    client.sign_in("an")
    for name in (photo, "trang.html", "hinh.svg"):
        response = client.get(f"/submissions/{number}/files/{name}")
        assert response.status_code == 200
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert client.get(f"/submissions/{number}/thumbs/{name}").status_code == 404


def test_thumbnails_are_small_pictures(app: Flask, client: Browser, xml: bytes):
    photo = records.photo_names(xml)[0]
    content = records.picture(size=(1600, 1200))
    number = records.send(app, xml, "an", {photo: content}).submission_id
    response = client.sign_in("an").get(f"/submissions/{number}/thumbs/{photo}")
    assert response.content_type == "image/jpeg" and len(response.data) < len(content)
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert client.get(f"/submissions/{number}/thumbs/{photo}").data == response.data


def test_names_with_vietnamese_letters_spaces_and_slashes_are_found(app: Flask, client: Browser, xml: bytes):
    names = ("Ảnh cổng số 1.jpg", "thư mục/ảnh.jpg", "a#b?c.jpg", "..%2f.jpg")
    number = records.send(app, xml, "an", {name: records.picture() for name in names}).submission_id
    client.sign_in("an")
    for name in names:
        response = client.get(f"/submissions/{number}/files/{quote(name)}")
        assert response.status_code == 200, name
        assert "/" not in response.headers["Content-Disposition"].replace("%2F", "/").partition("UTF-8''")[2]


def test_a_file_that_has_not_come_is_not_found(app: Flask, client: Browser, xml: bytes):
    number = records.send(app, xml).submission_id
    client.sign_in("an")
    for kind in ("files", "thumbs"):
        assert client.get(f"/submissions/{number}/{kind}/{records.photo_names(xml)[0]}").status_code == 404
        assert client.get(f"/submissions/{number}/{kind}/../../../etc/passwd").status_code == 404
