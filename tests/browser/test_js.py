"""The form with scripts on: live logic at the thumb, everything typed kept at once, and the way to the
receipt."""

import io
import re
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from app import db
from app.submissions.models import Submission
from tests.browser.hand import Hand
from tests.builders.answers import files, kiem_tra, ks_nha_tro, sinh_hoat

Phone = Callable[..., Page]


@pytest.fixture
def form(phone: Phone) -> Hand:
    """An's phone with a new survey open."""
    return Hand(phone("an")).open_form("ks_nha_tro")


def jpeg(path: Path, size: tuple[int, int] = (640, 480), noise: float = 40) -> Path:
    out = io.BytesIO()
    Image.effect_noise(size, noise).convert("RGB").save(out, "JPEG", quality=85)
    path.write_bytes(out.getvalue())
    return path


def answered_until(hand: Hand, page_ref: str) -> Hand:
    """Everything before a page, without the photo."""
    answers = takewhile(lambda pair: not pair[0].startswith(page_ref), ks_nha_tro(seed=1, workers=0))
    return hand.fill_in(pair for pair in answers if not pair[0].endswith("anh_cong"))


def submissions(app: Flask) -> list[Submission]:
    with db.reading(app.extensions["phieu"].engine) as session:
        found = list(session.scalars(select(Submission)))
        for one in found:
            _ = one.current.attachments
        return found


def test_it_works(live_app: Flask, phone: Phone, tmp_path: Path):
    page = phone("an")
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    hand = Hand(page, jpeg(tmp_path / "cong.jpg")).open_form("ks_nha_tro")
    hand.fill_in(ks_nha_tro(seed=2, workers=2)).finish()
    expect(page.locator("#review-body")).to_contain_text("Đã nhận")
    [submission] = submissions(live_app)
    expect(page.locator("#review-body")).to_contain_text(submission.receipt)
    assert submission.problem_count == 0
    assert len(submission.current.attachments) == 1
    page.goto("/outbox")
    expect(page.locator("[data-list=sent]")).to_contain_text(submission.receipt)
    assert problems == []


def test_what_was_typed_before_the_script_arrived_counts(phone: Phone):
    page = phone("an", service_workers="block")  # else it may bring the script itself
    held: list[Route] = []
    page.route("**/js/form/main.mjs", lambda route: held.append(route))
    page.goto("/f/ks_nha_tro", wait_until="commit")
    page.fill("[name='n1/to_dan_pho']", "17")
    page.locator("[name='n1/ket_qua'][value=khong_gap]").check()
    expect(page.locator("[id='q/n1/hen_lai']")).to_be_hidden()
    while not held:
        page.wait_for_timeout(50)
    for route in held:
        route.continue_()
    page.unroute("**/js/form/main.mjs")
    hand = Hand(page).wait_for_scripts().saved()
    expect(hand.question("n1/hen_lai")).to_be_visible()
    page.reload()
    hand.wait_for_scripts()
    expect(page.locator("[name='n1/to_dan_pho']")).to_have_value("17")
    expect(page.locator("[name='n1/ket_qua'][value=khong_gap]")).to_be_checked()


def test_the_persons_own_ward_is_there_and_the_choices_follow_it(form: Hand):
    ward = form.page.locator("[name='n1/phuong']")
    expect(ward).to_have_value("phu-cuong")
    expect(ward).to_be_disabled()
    names = form.page.locator("[name='n1/khu_pho'] option").all_inner_texts()
    assert len(names) > 3 and names[0] == "— Chọn —"
    assert all("Khu phố" in name for name in names[1:])


def test_pages_that_no_longer_apply_leave_the_steps(form: Hand):
    expect(form.page.locator("#page-count")).to_have_text("1")
    form.answer("n1/ket_qua", "gap_chu").answer("n1/gioi_thieu", "OK")
    expect(form.page.locator("#page-count")).to_have_text("8")
    form.page.locator("[name='n1/gioi_thieu']").uncheck()
    expect(form.page.locator("#page-count")).to_have_text("1")


def test_a_refused_value_is_told_at_its_question_and_taken_back_when_it_is_right(form: Hand):
    answered_until(form, "n3/phong_o")
    form.answer("n3/so_phong", "10").answer("n3/phong_o", "12")
    error = form.page.locator("[id='e/n3/phong_o']")
    expect(error).to_have_text("Phòng có người ở (12) nhiều hơn tổng số phòng (10).")
    expect(form.page.locator("[name='n3/phong_o']")).to_have_attribute("aria-invalid", "true")
    form.answer("n3/so_phong", "15")
    expect(error).to_be_hidden()
    form.answer("n3/phong_o", "nhiều")
    expect(error).to_be_visible()
    form.answer("n3/phong_o", "1.000")
    expect(error).to_contain_text("1000")
    expect(form.page.locator("[name='n3/phong_o']")).to_have_value("1000")


def test_sums_and_texts_follow_every_figure(form: Hand):
    answered_until(form, "n3/")
    for ref, figure in (("o_nam_dp", 2), ("o_nu_dp", 3), ("o_nam_xq", 10), ("o_nu_xq", 12)):
        form.answer(f"n3/nguoi_o/{ref}", str(figure))
    expect(form.page.locator("section.page:not([hidden])")).to_contain_text("27 người")


def test_going_on_never_blocks_but_finishing_leads_to_each_missing_answer(form: Hand, live_app: Flask):
    form.answer("n1/ket_qua", "khong_gap").review()
    form.press("Hoàn tất và gửi")
    summary = form.page.locator("#summary")
    expect(summary).to_contain_text("Còn")
    links = summary.locator("a")
    missing = links.all_inner_texts()
    assert [text.split(":")[0] for text in missing] == ["Khu phố", "Nhà trọ này đã có trong sổ chưa?"]
    links.first.click()
    expect(form.page.locator("[name='n1/khu_pho']")).to_be_focused()
    expect(form.question("n1/khu_pho")).to_contain_text("Chưa trả lời")
    form.answer("n1/khu_pho", "phu-cuong-kp4").answer("n1/da_co", "khong").finish()
    expect(form.page.locator("#review-body")).to_contain_text("Đã nhận")
    assert submissions(live_app)[0].problem_count == 0


def test_people_of_a_repeat_come_and_go_and_the_others_keep_their_answers(form: Hand):
    page = form.page
    answered_until(form, "n8/")
    for number, name in enumerate(("Anh", "Bình", "Châu"), start=1):
        form.answer(f"n8/tham_gia[{number}]/dong_y", "co").answer(f"n8/tham_gia[{number}]/ho_ten", name)
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("button[value='remove:n8/tham_gia[2]']").click()
    expect(page.locator(".i")).to_have_count(2)
    expect(page.locator("[name='n8/tham_gia[2]/ho_ten']")).to_have_value("Châu")
    expect(page.locator("[id='q/n8/tham_gia[2]/ho_ten'] label")).to_have_attribute("for", "i/n8/tham_gia[2]/ho_ten")
    form.answer("n8/tham_gia[2]/nam_sinh", "1900")
    expect(page.locator("[id='e/n8/tham_gia[2]/nam_sinh']")).to_contain_text("Sinh năm 1900")
    form.saved()
    page.reload()
    form.wait_for_scripts()
    expect(page.locator("[name='n8/tham_gia[1]/ho_ten']")).to_have_value("Anh")
    expect(page.locator("[name='n8/tham_gia[2]/ho_ten']")).to_have_value("Châu")
    expect(page.locator(".i")).to_have_count(2)


def test_a_reloaded_draft_opens_at_the_same_question(form: Hand):
    answered_until(form, "n5/")
    form.answer("n5/co_tc", "ch_tncn").answer("n5/so_hv_tn", "9").saved()
    form.page.reload()
    form.wait_for_scripts()
    assert form.open_page.startswith("Tổ chức Đoàn")
    expect(form.page.locator("[name='n5/so_hv_tn']")).to_be_focused()
    expect(form.page.locator("[name='n5/so_hv_tn']")).to_have_value("9")


def test_several_drafts_stand_on_the_home_page_and_open_apart(form: Hand):
    form.answer("n1/to_dan_pho", "1").saved()
    form.open_form("ks_nha_tro").answer("n1/to_dan_pho", "2").saved()
    form.page.goto("/")
    rows = form.page.locator("#phone-drafts a")
    expect(rows).to_have_count(2)
    rows.nth(1).click()
    form.wait_for_scripts()
    expect(form.page.locator("[name='n1/to_dan_pho']")).to_have_value("1")


def test_the_phones_back_key_goes_back_a_page(form: Hand):
    answered_until(form, "n3/")
    assert form.press("Tiếp tục").open_page == "Phòng và người đang ở"
    form.page.go_back()
    assert form.open_page == "Nhà trọ và chủ nhà"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("ghi-chu.txt", b"khong phai anh", "không phải là ảnh"),
        ("gia-mao.jpg", b"<html>" * 10, "không phải là ảnh"),
        ("lon.jpg", b"\xff\xd8\xff" + b"0" * (21 << 20), "quá 20 MB"),
    ],
)
def test_a_file_that_is_no_photo_is_refused_and_everything_else_stays(
    form: Hand, tmp_path: Path, name: str, content: bytes, told: str
):
    answered_until(form, "n2/loai")
    form.photo = jpeg(tmp_path / "tot.jpg")
    form.answer("n2/anh_cong", "…").saved()
    (tmp_path / name).write_bytes(content)
    form.page.locator("[name='n2/anh_cong']").set_input_files(tmp_path / name)
    expect(form.page.locator("[id='e/n2/anh_cong']")).to_contain_text(told)
    expect(form.question("n2/anh_cong").locator(".photo img")).to_be_visible()
    expect(form.page.locator("[name='n2/ten']")).to_have_value(re.compile("Nhà trọ"))


def test_a_large_photo_is_stored_first_and_shrunk_after(form: Hand, live_app: Flask, tmp_path: Path):
    form.answer("n1/ket_qua", "gap_chu").answer("n1/gioi_thieu", "OK")
    form.photo = jpeg(tmp_path / "lon.jpg", (3000, 2000))
    form.answer("n2/anh_cong", "…")
    kept = form.question("n2/anh_cong").locator(".photo .soft")
    big = form.photo.stat().st_size
    expect(kept).not_to_have_text(f"{round(big / 1024):,} kB".replace(",", "."), timeout=20_000)
    answers = [pair for pair in ks_nha_tro(seed=1, workers=0) if pair[0] != "n2/anh_cong"]
    form.press("Quay lại").fill_in(answers).finish()
    expect(form.page.locator("#review-body")).to_contain_text("Đã nhận")
    [submission] = submissions(live_app)
    [attachment] = submission.current.attachments
    with Image.open(live_app.extensions["phieu"].blobs.path(attachment.sha256)) as small:
        assert small.format == "JPEG" and max(small.size) == 1280
    assert attachment.size < big


def test_a_photo_taken_away_is_gone_from_the_record(form: Hand, live_app: Flask, tmp_path: Path):
    form.photo = jpeg(tmp_path / "cong.jpg")
    form.fill_in(ks_nha_tro(seed=1, workers=0))
    while form.open_page != "Nhà trọ và chủ nhà":
        form.press("Quay lại")
    form.page.once("dialog", lambda dialog: dialog.accept())
    form.press("Bỏ ảnh này").finish()
    expect(form.page.locator("#review-body")).to_contain_text("Đã nhận")
    assert submissions(live_app)[0].current.attachments == []


def test_the_phone_tells_its_position_and_how_far_off_it_may_be(phone: Phone):
    page = phone(
        "an",
        geolocation={"latitude": 10.98, "longitude": 106.65, "accuracy": 12},
        permissions=["geolocation"],
    )
    hand = Hand(page).open_form("ks_nha_tro")
    hand.answer("n1/ket_qua", "gap_chu").answer("n1/gioi_thieu", "OK").press("Tiếp tục").press("Lấy vị trí")
    expect(page.locator("[name='n2/vi_tri']")).to_have_value("10.9800000 106.6500000 0.0 12.0")
    expect(hand.question("n2/vi_tri")).to_contain_text("Sai số khoảng 12 m")


def test_without_the_right_to_know_the_position_it_can_be_typed(phone: Phone):
    hand = Hand(phone("an")).open_form("ks_nha_tro")
    hand.answer("n1/ket_qua", "gap_chu").answer("n1/gioi_thieu", "OK").press("Tiếp tục").press("Lấy vị trí")
    expect(hand.question("n2/vi_tri")).to_contain_text("chưa được phép")
    hand.answer("n2/vi_tri", "10,98 106,65").saved()
    expect(hand.page.locator("[name='n2/vi_tri']")).to_have_value("10.98 106.65 0 0")


def test_a_draft_is_open_in_one_tab_and_can_be_taken_over(form: Hand):
    form.answer("n1/to_dan_pho", "1").saved()
    other = form.page.context.new_page()
    other.goto(form.page.url)
    expect(other.locator(".notice")).to_contain_text("đang mở ở một thẻ khác")
    form.answer("n1/to_dan_pho", "12")
    other.click("text=Ghi tiếp ở đây")
    taken = Hand(other).wait_for_scripts()
    expect(other.locator("[name='n1/to_dan_pho']")).to_have_value("12")
    expect(form.page.locator("#state")).to_contain_text("thẻ khác")
    taken.answer("n1/to_dan_pho", "123").saved()
    other.reload()
    taken.wait_for_scripts()
    expect(other.locator("[name='n1/to_dan_pho']")).to_have_value("123")


def test_when_the_database_of_the_phone_fails_the_text_is_still_there(form: Hand):
    form.answer("n1/to_dan_pho", "1").saved()
    form.page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') } }"
    )
    form.answer("n1/to_dan_pho", "1234")
    expect(form.page.locator("#state")).to_contain_text("Máy hết chỗ")
    form.page.reload()
    form.wait_for_scripts()
    expect(form.page.locator("[name='n1/to_dan_pho']")).to_have_value("1234")


def test_saved_is_said_only_after_the_write_has_completed(phone: Phone):
    page = phone("an")
    page.add_init_script(
        """
        window.writes = [];
        const begin = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (stores, mode, options) {
          const made = begin.call(this, stores, mode, options);
          if (mode === 'readwrite') {
            made.addEventListener('complete', () => window.writes.push(
              [made.durability, document.getElementById('state')?.textContent]));
          }
          return made;
        };
        """
    )
    hand = Hand(page).open_form("ks_nha_tro")
    hand.answer("n1/to_dan_pho", "1").saved()
    writes: list[list[Any]] = page.evaluate("window.writes")
    drafts = [(durability, said) for durability, said in writes if said]
    assert drafts and all(durability == "strict" for durability, _ in writes)
    assert drafts[0][1] == "Đang lưu…", "the word had changed before the write was complete"


def test_typing_on_and_on_saves_about_once_a_second(phone: Phone):
    page = phone("an")
    page.add_init_script(
        """
        window.puts = 0;
        const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...value) {
          if (this.name === 'drafts') window.puts += 1;
          return put.apply(this, value);
        };
        """
    )
    hand = Hand(page).open_form("ks_nha_tro")
    page.locator("[name='n1/to_dan_pho']").press_sequentially("0123456789" * 3, delay=120)
    hand.saved()
    assert 2 <= page.evaluate("window.puts") <= 8


def test_while_somebody_types_nothing_claims_to_be_saved(form: Hand):
    form.answer("n1/to_dan_pho", "1").saved()
    field, state = form.page.locator("[name='n1/to_dan_pho']"), form.page.locator("#state")
    field.press("End")
    field.press("2")
    assert state.inner_text() == "Đang lưu…"
    form.saved()
    field.press("3")
    field.press("Backspace")
    form.saved()


def test_the_last_letter_before_the_page_goes_is_kept(form: Hand):
    form.answer("n1/to_dan_pho", "1").saved()
    form.page.locator("[name='n1/to_dan_pho']").press("End")
    form.page.keyboard.insert_text("2")
    form.page.reload()
    form.wait_for_scripts()
    expect(form.page.locator("[name='n1/to_dan_pho']")).to_have_value("12")


@pytest.mark.parametrize(("name", "form_id"), [("dung", "kiem_tra"), ("binh", "sinh_hoat")])
def test_the_other_shipped_forms_are_filled_in_signed_and_received_without_a_remark(
    live_app: Flask, phone: Phone, tmp_path: Path, name: str, form_id: str
):
    given = {"kiem_tra": kiem_tra, "sinh_hoat": sinh_hoat}[form_id](seed=1)
    hand = Hand(phone(name), jpeg(tmp_path / "anh.jpg")).open_form(form_id)
    hand.fill_in(given).finish()
    expect(hand.page.locator("#review-body")).to_contain_text("Đã nhận")
    [submission] = submissions(live_app)
    assert submission.problem_count == 0
    assert len(submission.current.attachments) == len(files(given))
