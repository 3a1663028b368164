"""Questions that take files, with scripts on: taken, recorded, drawn, seen, taken away; kept when the page dies, and
sent."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app import db
from app.submissions.models import Attachment, Submission
from tests.browser.corpus import PERSON, put_in
from tests.browser.hand import Hand

Phone = Callable[..., Page]
WEBM = b"\x1aE\xdf\xa3" + b"\0" * 5000
OPENED = (
    "anh_ve",
    "anh_ghi_chu",
    "anh_ky",
    "am_thanh",
    "am_thanh_moi",
    "phim",
    "tep",
    "ma_vach",
    "ma_vach_truoc",
    "anh_lap",
    "anh_khoa",
)


@pytest.fixture(autouse=True)
def forms(live_app: Flask) -> None:
    put_in(live_app, *OPENED)


def picture(path: Path) -> Path:
    out = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(out, "JPEG", quality=80)
    path.write_bytes(out.getvalue())
    return path


def sent(app: Flask) -> tuple[Submission, list[Attachment]]:
    with db.reading(app.extensions["phieu"].engine) as session:
        submission = session.scalars(select(Submission)).one()
        return submission, list(submission.current.attachments)


def finished(hand: Hand) -> Hand:
    hand.finish()
    expect(hand.page.locator("#review-body")).to_contain_text("Đã nhận")
    return hand


def draw(hand: Hand, ref: str) -> None:
    canvas = hand.question(ref).locator("canvas")
    canvas.scroll_into_view_if_needed()
    at = canvas.bounding_box()
    assert at is not None
    mouse = hand.page.mouse
    mouse.move(at["x"] + 20, at["y"] + 20)
    mouse.down()
    for step in range(1, 10):
        mouse.move(at["x"] + 20 + step * 20, at["y"] + (20 if step % 2 else 90), steps=3)
    mouse.up()


def test_any_file_keeps_the_name_it_came_with_and_is_sent_as_it_is(phone: Phone, live_app: Flask, tmp_path: Path):
    hand = Hand(phone(PERSON)).open_form("tep")
    page, q = hand.page, hand.question("tep")
    (tmp_path / "Hợp đồng.html").write_bytes(b"<script>alert(1)</script>")
    page.set_input_files("[name=tep]", tmp_path / "Hợp đồng.html")
    expect(q.locator(".photo a")).to_contain_text(re.compile(r"^Hợp đồng-\w{8}\.html$"))
    hand.saved()
    page.reload()
    hand.wait_for_scripts()
    expect(q.locator(".photo")).to_contain_text("1 kB")
    finished(hand)
    submission, [file] = sent(live_app)
    assert file.content_type == "application/octet-stream" and submission.problem_count == 0
    assert live_app.extensions["phieu"].blobs.read(file.sha256 or "") == b"<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("form", "ref", "name", "content", "told"),
    [
        ("am_thanh", "loi", "loi.mp3", b"<html>", "không phải là bản ghi âm"),
        ("phim", "phim", "phim.mp4", b"ID3" + b"0" * 50, "không phải là phim"),
        ("phim", "phim", "phim.mp4", b"\0\0\0\x18ftypisom" + b"0" * (51 << 20), "quá 50 MB"),
        ("tep", "tep", "trong.pdf", b"", "trống"),
        ("tep", "tep", "lon.pdf", b"%PDF" + b"0" * (21 << 20), "quá 20 MB"),
    ],
)
def test_what_cannot_be_the_answer_is_refused_with_its_name(
    phone: Phone, tmp_path: Path, form: str, ref: str, name: str, content: bytes, told: str
):
    hand = Hand(phone(PERSON)).open_form(form)
    (tmp_path / name).write_bytes(content)
    hand.page.set_input_files(f"[name={ref}]", tmp_path / name)
    expect(hand.page.locator(f"[id='e/{ref}']")).to_contain_text(told)
    expect(hand.page.locator(f"[id='e/{ref}']")).to_contain_text(name)
    expect(hand.question(ref).locator(".photo")).to_have_count(0)


def test_a_film_is_shown_taken_away_and_taken_again(phone: Phone, tmp_path: Path):
    hand = Hand(phone(PERSON)).open_form("phim")
    (tmp_path / "quay.webm").write_bytes(WEBM)
    with hand.page.expect_file_chooser() as camera:
        hand.press("Quay hoặc chọn phim")
    camera.value.set_files(tmp_path / "quay.webm")
    q = hand.question("phim")
    expect(q.locator("video")).to_have_count(1)
    expect(q.locator(".choose")).to_have_text("Quay phim khác")
    hand.page.once("dialog", lambda dialog: dialog.accept())
    q.get_by_role("button", name="Bỏ phim này").click()
    expect(q.locator("video")).to_have_count(0)
    expect(q.locator(".choose")).to_have_text("Quay hoặc chọn phim")


def test_sound_is_recorded_on_the_page_and_what_there_is_outlives_it(phone: Phone, live_app: Flask):
    hand = Hand(phone(PERSON, permissions=["microphone"])).open_form("am_thanh_moi")
    page, q = hand.page, hand.question("loi")
    expect(q.locator(".choose")).to_be_hidden()
    hand.press("Ghi âm")
    expect(q.locator(".recording .state")).to_contain_text("Đang ghi âm")
    hand.press("Tạm dừng")
    expect(q.locator(".recording .state")).to_contain_text("Tạm dừng ở")
    hand.press("Ghi tiếp")
    expect(q.locator("audio")).to_have_count(1, timeout=9000)  # the first piece is stored while it goes on
    hand.saved()
    page.reload()  # the page dies in the middle of it
    hand.wait_for_scripts()
    expect(q.locator("audio")).to_have_count(1)
    assert (
        page.evaluate("async () => { const a = document.querySelector('audio'); await a.play(); return a.error }")
        is None
    )
    finished(hand)
    submission, [file] = sent(live_app)
    assert file.content_type == "video/webm" and (file.size or 0) > 1000 and submission.problem_count == 0


def test_going_on_to_the_end_ends_a_recording(phone: Phone, live_app: Flask):
    hand = Hand(phone(PERSON, permissions=["microphone"])).open_form("am_thanh")
    said = hand.question("loi").locator(".recording .state")
    hand.press("Ghi âm").press("Tạm dừng")
    expect(said).to_contain_text("Tạm dừng ở")
    hand.press("Ghi tiếp")
    expect(said).to_contain_text("Đang ghi âm 0:01")
    finished(hand)
    assert len(sent(live_app)[1]) == 1


def test_without_the_right_to_record_a_file_can_be_chosen(phone: Phone):
    page = phone(PERSON)
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError') }"
    )
    hand = Hand(page).open_form("am_thanh_moi")
    hand.press("Ghi âm")
    expect(hand.page.locator("[id='e/loi']")).to_contain_text("chưa được phép dùng micrô")
    expect(hand.question("loi").locator(".choose")).to_be_visible()


def test_a_sketch_in_colours_one_line_taken_back(phone: Phone, live_app: Flask):
    hand = Hand(phone(PERSON)).open_form("anh_ve")
    draw(hand, "so_do")
    hand.press("Bỏ nét cuối")
    expect(hand.page.get_by_role("button", name="Vẽ xong")).to_be_disabled()
    hand.press("Bút đỏ")
    draw(hand, "so_do")
    hand.press("Vẽ xong")
    expect(hand.question("so_do").locator(".photo img")).to_be_visible()
    finished(hand)
    [file] = sent(live_app)[1]
    with Image.open(live_app.extensions["phieu"].blobs.path(file.sha256 or "")) as drawn:
        colours = drawn.convert("RGB").getcolors(1 << 16) or []
    assert (200, 16, 46) in [colour for _count, colour in colours] and file.content_type == "image/png"


def test_a_signature_that_was_not_called_done_is_kept_when_the_person_goes_on(phone: Phone, live_app: Flask):
    hand = Hand(phone(PERSON)).open_form("anh_ky")
    draw(hand, "ky")
    finished(hand)
    assert len(sent(live_app)[1]) == 1


def test_a_photo_is_drawn_on_in_its_own_size(phone: Phone, live_app: Flask, tmp_path: Path):
    hand = Hand(phone(PERSON), picture(tmp_path / "hong.jpg")).open_form("anh_ghi_chu")
    hand.answer("anh", "…").press("Vẽ lên ảnh")
    draw(hand, "anh")
    hand.press("Vẽ xong")
    expect(hand.page.get_by_role("button", name="Vẽ lên ảnh")).to_be_visible()
    finished(hand)
    [file] = sent(live_app)[1]
    with Image.open(live_app.extensions["phieu"].blobs.path(file.sha256 or "")) as drawn:
        assert drawn.size == (640, 480)
        red = [
            p
            for p in drawn.convert("RGB").resize((160, 120)).get_flattened_data()
            if p[0] > 150 and p[1] < 80 and p[2] < 100
        ]
    assert red


def test_files_inside_a_repeat_go_with_their_instance(phone: Phone, live_app: Flask, tmp_path: Path):
    hand = Hand(phone(PERSON), picture(tmp_path / "hong.jpg")).open_form("anh_lap")
    hand.answer("cho[1]/anh", "…").answer("cho[2]/anh", "…")
    hand.page.once("dialog", lambda dialog: dialog.accept())
    hand.page.locator("button[value='remove:cho[1]']").click()
    expect(hand.page.locator(".i")).to_have_count(1)
    expect(hand.question("cho[1]/anh").locator(".photo img")).to_be_visible()
    finished(hand)
    assert len(sent(live_app)[1]) == 1


CAMERA_READS = """
window.BarcodeDetector = class { async detect() { return [{rawValue: '8936000000012'}] } };
navigator.mediaDevices.getUserMedia = async ({video}) => {
  window.facing = video.facingMode;
  const canvas = document.createElement('canvas');
  canvas.getContext('2d');
  return window.stream = canvas.captureStream();
};
"""


def test_a_code_is_read_by_the_camera_where_the_browser_can(phone: Phone):
    page = phone(PERSON)
    page.add_init_script(CAMERA_READS)
    hand = Hand(page).open_form("ma_vach")
    hand.press("Quét mã")
    expect(page.locator("[name=ma]")).to_have_value("8936000000012")
    expect(page.get_by_role("button", name="Quét mã")).to_be_visible()
    assert page.evaluate("[window.facing, window.stream.active]") == ["environment", False]
    hand.open_form("ma_vach_truoc").press("Quét mã")
    expect(page.locator("[name=ma]")).to_have_value("8936000000012")
    assert page.evaluate("window.facing") == "user"


def test_where_the_browser_cannot_read_codes_they_are_typed(phone: Phone):
    hand = Hand(phone(PERSON)).open_form("ma_vach")
    expect(hand.page.locator("[name=ma]")).to_be_visible()
    expect(hand.page.get_by_role("button", name="Quét mã")).to_have_count(0)
    hand.answer("ma", " 0123 ").saved()


def test_an_answer_that_is_locked_is_seen_and_cannot_be_changed(phone: Phone, tmp_path: Path):
    hand = Hand(phone(PERSON), picture(tmp_path / "a.jpg")).open_form("anh_khoa").answer("anh", "…")
    page, q = hand.page, hand.question("anh")
    tools = [
        q.locator(".choose"),
        q.get_by_role("button", name="Bỏ ảnh này"),
        page.get_by_role("button", name="Lấy vị trí"),
    ]
    for one in tools:
        expect(one).to_be_visible()
    hand.answer("xong", "OK")
    for one in tools:
        expect(one).to_be_hidden()
    expect(q.locator(".photo img")).to_be_visible()
    page.locator("[name=xong]").uncheck()
    expect(tools[0]).to_be_visible()
