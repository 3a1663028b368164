"""What people count on while they fill in on a phone: room for no more than the form says, the page that was open, a
word before log-out takes their work out of sight."""

import pytest
from flask import Flask
from playwright.sync_api import Dialog, expect

from tests.browser.conftest import Phone
from tests.browser.corpus import PERSON, put_in
from tests.browser.hand import Hand


@pytest.fixture
def form(phone: Phone) -> Hand:
    """An's phone with a new survey open."""
    return Hand(phone("an")).open_form("ks_nha_tro")


def test_a_repeat_takes_no_more_entries_than_its_form_says(live_app: Flask, phone: Phone):
    put_in(live_app, "lap_toi_da")
    hand = Hand(phone(PERSON)).open_form("lap_toi_da")
    hand.answer("nguoi[1]/ten", "An").answer("nguoi[2]/ten", "Bé")
    expect(hand.page.get_by_role("button", name="+ Thêm")).to_be_disabled()
    expect(hand.page.get_by_text("Đã đủ 2 mục.")).to_be_visible()
    hand.page.once("dialog", lambda asked: asked.accept())
    hand.page.locator("button[value='remove:nguoi[1]']").click()
    expect(hand.page.get_by_role("button", name="+ Thêm")).to_be_enabled()
    expect(hand.page.get_by_text("Đã đủ 2 mục.")).to_be_hidden()


def test_a_page_that_was_only_opened_is_open_again_after_reloading(form: Hand):
    form.answer("n1/ket_qua", "gap_chu").answer("n1/gioi_thieu", "OK").saved()
    first = form.open_page
    form.press("Tiếp tục")
    second = form.open_page
    form.page.wait_for_timeout(1500)  # written at most once a second
    form.page.reload()
    assert form.wait_for_scripts().open_page == second != first


def test_log_out_asks_while_something_is_unsent_and_says_afterwards_that_it_is_kept(form: Hand):
    page, asked = form.answer("n1/to_dan_pho", "17").saved().page, []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.goto("/")
    expect(page.locator("#phone-drafts a")).to_be_visible()
    page.once("dialog", refuse)
    page.get_by_text("Menu").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_timeout(300)
    assert page.url.endswith("/") and "còn 1 phiếu chưa gửi" in asked[0]
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/sign-in")
    expect(page.get_by_text("Trên máy này còn 1 phiếu chưa gửi, vẫn được giữ.")).to_be_visible()
