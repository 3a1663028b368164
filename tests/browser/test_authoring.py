"""An author tries a form out in a real browser: upload, fill it in on the phone in the frame, watch the values."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app import db
from app.catalog.queries import form_version
from app.collect.models import Draft
from app.submissions.models import Submission
from tests.browser.conftest import Phone

DESK = {"width": 1280, "height": 800}
FORM = """
| survey | | | | | |
| | type | name | label::Tiếng Việt (vi) | relevant | calculation |
| | integer | so | Số phòng | | |
| | text | ten | Tên nhà trọ | ${so} > 1 | |
| | image | anh | Ảnh | | |
| | calculate | gap_doi | | | ${so} * 2 |

| settings | | | | |
| | form_title | form_id | version | default_language |
| | Phiếu thử | thu | 1 | Tiếng Việt (vi) |
"""


@pytest.fixture
def form(tmp_path: Path) -> Path:
    file = tmp_path / "Phiếu thử.md"
    file.write_text(FORM, encoding="utf-8")
    return file


def upload(page: Page, *files: Path) -> None:
    page.goto("/admin/trials/new")
    page.set_input_files("[name=source]", files[0])
    if files[1:]:
        page.set_input_files("[name=media]", files[1:])
    page.click("button:has-text('Kiểm tra và điền thử')")
    page.wait_for_url("**/admin/trials/*-*")


def value_of(page: Page, name: str) -> str:
    row = page.locator("#values tr", has=page.locator("th", has_text=name)).first
    return row.locator("td").first.inner_text().strip()


def test_the_values_follow_what_is_filled_in_on_the_phone_and_nothing_is_kept(
    phone: Phone, form: Path, live_app: Flask
) -> None:
    page = phone("em", viewport=DESK)
    upload(page, form)
    frame = page.frame_locator("iframe.phone")
    frame.locator("[name=so]").fill("4")
    expect(page.locator("#values tr", has_text="gap_doi").locator("td").first).to_have_text("8")
    expect(frame.locator("[name=ten]")).to_be_visible()
    expect(frame.locator("#state")).to_have_text("Điền thử: không lưu, không gửi")
    expect(page.locator("#values pre")).to_contain_text("<gap_doi>8</gap_doi>")
    frame.locator("#next").click()
    frame.locator("#send").click()
    expect(frame.locator("#state")).to_contain_text("không có gì được gửi")
    kept = page.evaluate(
        """async () => {
          const open = await new Promise((done) => {
            const asked = indexedDB.open('phieu');
            asked.onsuccess = () => done(asked.result);
          });
          const names = [...open.objectStoreNames].filter((name) => name === 'drafts' || name === 'outbox');
          if (!names.length) return 0;
          const all = names.map((name) => new Promise((done) => {
            const asked = open.transaction(name).objectStore(name).count();
            asked.onsuccess = () => done(asked.result);
          }));
          return (await Promise.all(all)).reduce((a, b) => a + b, 0);
        }"""
    )
    assert kept == 0
    with db.reading(live_app.extensions["phieu"].engine) as session:
        assert not session.scalars(select(Submission)).all() and not session.scalars(select(Draft)).all()


def test_a_photo_can_be_tried_too(phone: Phone, form: Path, photo: Path) -> None:
    page = phone("em", viewport=DESK)
    upload(page, form)
    frame = page.frame_locator("iframe.phone")
    frame.locator("[data-kind=image] [type=file]").set_input_files(photo)
    expect(frame.locator("[data-kind=image] img")).to_be_visible()


def test_a_broken_file_never_loses_the_page_and_a_corrected_one_is_published(
    phone: Phone, form: Path, live_app: Flask
) -> None:
    page = phone("em", viewport=DESK)
    form.write_text(FORM.replace("${so} * 2", "${so} * "), encoding="utf-8")
    upload(page, form)
    expect(page.locator("main")).to_contain_text("Còn 1 lỗi")
    form.write_text(FORM, encoding="utf-8")
    page.set_input_files("[name=source]", form)
    page.click("button:has-text('Kiểm tra lại')")
    page.locator("iframe.phone").wait_for()
    page.click("button:has-text('Ban hành')")
    page.wait_for_url("**/admin/forms")
    expect(page.locator(".notice.ok")).to_contain_text("Đã ban hành thu, phiên bản 1.")
    with db.reading(live_app.extensions["phieu"].engine) as session:
        assert form_version(session, "thu", "1") is not None


def test_when_the_network_fails_the_chosen_files_stay(phone: Phone, form: Path) -> None:
    page = phone("em")
    page.goto("/admin/trials/new")
    page.locator("form[data-component=upload-progress]").wait_for()
    page.wait_for_load_state("networkidle")
    page.set_input_files("[name=source]", form)
    page.route(
        "**/admin/trials/new", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.click("button:has-text('Kiểm tra và điền thử')")
    expect(page.locator("[data-part=said]")).to_contain_text("Các tệp đã chọn vẫn còn")
    assert page.evaluate("document.querySelector('[name=source]').files[0].name") == "Phiếu thử.md"
    page.unroute("**/admin/trials/new")
    page.click("button:has-text('Kiểm tra và điền thử')")
    page.wait_for_url("**/admin/trials/*-*")


def test_without_scripts_everything_is_there(phone: Phone, form: Path) -> None:
    page = phone("em", java_script_enabled=False)
    upload(page, form)
    page.click("text=không cần JavaScript")
    page.fill("[name=so]", "4")
    page.click("button:has-text('Tính lại')")
    expect(page.locator("[name=ten]")).to_be_visible()
    assert value_of(page, "gap_doi") == "8"


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_its_window(phone: Phone, form: Path, width: int) -> None:
    page = phone("em", viewport={"width": width, "height": 800})
    upload(page, form)
    for address in (page.url, f"{page.url}/run/vi", "/admin/trials/new"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
