"""The survey on a phone whose browser runs no scripts at all: filled in, corrected after a refused value,
sent."""

import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import db
from app.submissions.models import Submission, SubmissionVersion
from tests.browser.conftest import Phone
from tests.builders.answers import ks_nha_tro
from tests.builders.paper import picture

ANSWERS = dict(ks_nha_tro())
PEOPLE = [text for ref, text in ANSWERS.items() if ref.endswith("/ho_ten")]


@pytest.fixture
def page(phone: Phone) -> Page:
    page = phone("an", java_script_enabled=False)
    page.click("text=Khảo sát khu nhà trọ")
    return page


def give(page: Page, ref: str, text: str) -> None:
    """Answer as a thumb does, whatever the control."""
    box = page.locator(f'[id="q/{ref}"]')
    if box.locator("select").count():
        box.locator("select").select_option(text)
    elif box.locator("[type=radio], [type=checkbox]").count():
        for value in text.split():
            box.locator(f'label:has([value="{value}"])').click()
    else:
        box.locator("input, textarea").first.fill(text)


def give_page(page: Page, prefix: str, left: dict[str, str]) -> None:
    """Every answer of a page; the page is brought up to date when an answer's question is not there yet."""
    for _turn in range(5):
        asked = [ref for ref in left if ref.startswith(prefix) and page.locator(f'[id="q/{ref}"]:visible').count()]
        for ref in asked:
            text = left.pop(ref)
            if not page.locator(f'[id="q/{ref}"].given').count():
                give(page, ref, text)
        if not [ref for ref in left if ref.startswith(prefix)]:
            return
        page.click("button[value=update]:visible")


def go_on(page: Page) -> None:
    page.click(".bar .go")


def fill_in(page: Page, tmp_path: Path, **wrong: str) -> dict[str, str]:
    """Everything up to the review; `wrong` answers (by name) are given first where they are asked, then
    corrected."""
    photo = tmp_path / "IMG_20180605.jpg"
    photo.write_bytes(picture(2000, 1500))
    left = {ref: text for ref, text in ANSWERS.items() if ref != "n2/anh_cong"}
    go_on(page)  # nothing answered yet: the draft opens with ward and day filled in
    expect(page.locator(".notice")).to_contain_text("Có thêm câu hỏi")
    for number in range(1, 9):
        expect(page.locator("h2").first).to_be_visible()
        give_page(page, f"n{number}/", left) if number < 8 else give_people(page, left)
        if number == 2:
            page.set_input_files('[name="n2/anh_cong"]', photo)
        for name, text in wrong.items():
            if ref := next((r for r in ANSWERS if r == f"n{number}/{name}"), None):
                refuse_and_correct(page, ref, text)
        go_on(page)
        if "fresh=1" in page.url:  # a remark on the last answer has appeared
            go_on(page)
    return left


def refuse_and_correct(page: Page, ref: str, text: str) -> None:
    give(page, ref, text)
    go_on(page)
    summary = page.locator(".errors[role=alert]")
    expect(summary).to_be_visible()
    expect(page.locator(f'[id="e/{ref}"]')).to_be_visible()
    expect(page.locator(f'[id="i/{ref}"]')).to_have_value(text)
    summary.locator(f'a[href="#q/{ref}"]').click()
    expect(page.locator(f'[id="q/{ref}"]')).to_be_in_viewport()
    give(page, ref, ANSWERS[ref])


def give_people(page: Page, left: dict[str, str]) -> None:
    for number in range(1, len(PEOPLE) + 1):
        page.click('button[value="add:n8/tham_gia"]')
        expect(page.locator(f'[id="r/n8/tham_gia[{number}]"]')).to_be_in_viewport()
        give_page(page, f"n8/tham_gia[{number}]/", left)
    give_page(page, "n8/", left)


def test_the_whole_survey_is_filled_in_corrected_and_sent(page: Page, live_app: Flask, tmp_path: Path) -> None:
    assert fill_in(page, tmp_path, chu_dt="12", so_phong="hai chục", o_khai="1") == {}
    expect(page.locator("h2").first).to_have_text("Xem lại trước khi gửi")
    expect(page.locator(".notice.ok")).to_contain_text("Phiếu đã đủ")
    for name in PEOPLE:
        expect(page.get_by_text(name)).to_be_visible()
    thumb = page.locator(".thumbs img")
    expect(thumb).to_be_visible()
    go_on(page)
    expect(page.locator("h1")).to_have_text("Đã nhận phiếu")
    with db.reading(live_app.extensions["phieu"].engine) as session:
        loading = joinedload(Submission.current).options(selectinload(SubmissionVersion.attachments))
        [record] = session.scalars(select(Submission).options(loading)).all()
    expect(page.locator(".code")).to_have_text(record.receipt)
    assert [one["ho_ten"] for one in record.current.data["n8"]["tham_gia"]] == PEOPLE
    assert record.current.data["n2"]["chu_dt"] == ANSWERS["n2/chu_dt"]
    assert record.current.problems == [] and record.current.attachments[0].sha256


@pytest.mark.parametrize("width", [360, 180])
def test_no_page_is_wider_than_the_phone(page: Page, width: int) -> None:
    """180 is what a phone's page has left at 200 % zoom."""
    page.set_viewport_size({"width": width, "height": 740})
    go_on(page)
    draft = page.url.partition("?")[0].rpartition("/")[0]
    for path in ("/", "/help", "/account", "/submissions", "/f/ks_nha_tro", f"{draft}/1", f"{draft}/review"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_everything_that_is_touched_is_large_enough(page: Page) -> None:
    go_on(page)
    touched = "main :is(.button, select, textarea, .o, input:not([type=radio], [type=checkbox]))"
    heights = [box["height"] for one in page.locator(touched).all() if (box := one.bounding_box()) and box["width"] > 2]
    assert len(heights) > 8 and min(heights) >= 44


def test_enter_goes_on_to_the_next_page_and_nowhere_else(page: Page) -> None:
    page.locator('[name="n1/to_dan_pho"]').press("Enter")
    expect(page).to_have_url(re.compile(r"/drafts/[0-9a-f-]+/1\b"))
    expect(page.locator('[name="n1/to_dan_pho"]')).to_be_visible()
