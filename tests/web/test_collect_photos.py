"""Photos on the pages without scripts: kept, shown, taken away; what is none is refused and takes nothing
else along."""

import io
import secrets
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import Engine, select
from sqlalchemy.orm import joinedload, selectinload

from app import db
from app.collect.photos import NotAPhoto, read_photo
from app.submissions.kinds import LARGEST
from app.submissions.models import Submission, SubmissionVersion
from tests.browsing import Browser
from tests.builders.answers import ks_nha_tro
from tests.builders.paper import Paper, picture

PHOTO = "n2/anh_cong"


@pytest.fixture
def page_two(strict_client: Browser) -> Paper:
    paper = Paper(strict_client.sign_in("an")).open("ks_nha_tro")
    first = dict(ks_nha_tro())
    for _turn in range(3):
        paper.answer_what_is_asked({ref: text for ref, text in first.items() if ref.startswith("n1/")})
        paper.press("update")
    return paper.press("page:2")


def test_it_works(page_two: Paper, engine: Engine, app: Flask) -> None:
    page_two.attach(PHOTO, picture(3000, 2000)).press("update")
    thumb = page_two.sheet.images[0]
    shown = page_two.client.get(thumb)
    assert shown.mimetype == "image/jpeg"
    assert max(Image.open(io.BytesIO(shown.data)).size) == 1280, "the form says max-pixels=1280"
    page_two.fill_in([pair for pair in ks_nha_tro() if not pair[0].startswith("n1/")])
    assert thumb in page_two.page.text
    page_two.client.submit(page_two.page, page_two.path.replace("/review", "/send"))
    with db.reading(engine) as session:
        loading = joinedload(Submission.current).options(selectinload(SubmissionVersion.attachments))
        record = session.scalars(select(Submission).options(loading)).one()
    [attachment] = record.current.attachments
    assert record.current.data["n2"]["anh_cong"] == attachment.name
    assert app.extensions["phieu"].blobs.read(attachment.sha256 or "") == shown.data


def test_another_ward_gets_404(page_two: Paper, app: Flask) -> None:
    page_two.attach(PHOTO, picture()).press("update")
    thumb = page_two.sheet.images[0]
    for stranger in ("binh", "chi", "quan_tri"):
        assert Browser(app).sign_in(stranger).get(thumb).status_code == 404
    assert page_two.client.get(thumb).status_code == 200


@pytest.mark.parametrize("button", ["next", "update", "back", "page:3"])
def test_a_file_that_is_no_picture_is_named_at_its_question_and_the_rest_is_kept(page_two: Paper, button: str) -> None:
    page_two.answer("n2/ten", "Nhà trọ cô Bảy").attach(PHOTO, b"%PDF-1.7 not a photo", "giay phep.jpg").press(button)
    assert page_two.page.status_code == 422 and page_two.path.endswith("/2")
    assert "“giay phep.jpg” không phải là ảnh" in page_two.error(PHOTO)
    assert page_two.value("n2/ten") == "Nhà trọ cô Bảy" and page_two.sheet.images == []
    page_two.press("next")
    assert page_two.path.endswith("/3"), "the answers are kept; going on without the photo is allowed"
    assert page_two.press("back").value("n2/ten") == "Nhà trọ cô Bảy"


def test_a_photo_beyond_the_limit_is_named_at_its_question_and_the_rest_is_kept(page_two: Paper) -> None:
    huge = picture() + secrets.token_bytes(LARGEST["image"])
    page_two.answer("n2/ten", "Nhà trọ cô Bảy").attach(PHOTO, huge, "goc.jpg").press("next")
    assert page_two.page.status_code == 422
    assert "“goc.jpg” lớn hơn 20 MB" in page_two.error(PHOTO)
    assert page_two.value("n2/ten") == "Nhà trọ cô Bảy" and page_two.sheet.images == []


def test_a_refused_file_leaves_the_photo_that_was_there(page_two: Paper) -> None:
    page_two.attach(PHOTO, picture()).press("update")
    before = page_two.sheet.images
    page_two.attach(PHOTO, b"nonsense").press("next")
    assert page_two.sheet.images == before != []


def test_a_photo_is_taken_away_or_replaced(page_two: Paper) -> None:
    page_two.attach(PHOTO, picture()).press("update")
    [first] = page_two.sheet.images
    page_two.attach(PHOTO, picture(400, 400)).press("update")
    [second] = page_two.sheet.images
    assert first != second and page_two.client.get(first).status_code == 404
    page_two.press(f"drop:{PHOTO}")
    assert page_two.sheet.images == [] and page_two.client.get(second).status_code == 404


def test_a_file_for_a_question_that_takes_none_is_ignored(page_two: Paper) -> None:
    page_two.sheet.named("n2/ten")[0].kind = "file"
    page_two.attach("n2/ten", picture()).press("update")
    assert page_two.page.status_code == 200 and page_two.sheet.images == []


def test_the_camera_s_notes_are_left_behind() -> None:
    out = io.BytesIO()
    notes = Image.Exif()
    notes[0x010E] = "Nhà cô Bảy"
    notes[0x0112] = 6  # lies on its side
    Image.new("RGB", (300, 200), "blue").save(out, "JPEG", exif=notes)
    photo = read_photo(io.BytesIO(out.getvalue()))
    with Image.open(io.BytesIO(photo.data)) as picture_:
        assert picture_.size == (200, 300) and not picture_.getexif()
    assert "Nhà cô Bảy".encode() not in photo.data


def test_a_signature_keeps_its_transparency() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (300, 100), (0, 0, 0, 0)).save(out, "PNG")
    assert read_photo(io.BytesIO(out.getvalue())).content_type == "image/png"


@pytest.mark.parametrize("side", [20_000])
def test_a_picture_that_would_fill_the_memory_is_refused(side: int, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.png"
    Image.new("1", (side, side)).save(bomb)
    with bomb.open("rb") as file, pytest.raises(NotAPhoto):
        read_photo(file)
