"""The last page: everything that was answered as a person reads it, and what is still wrong with it."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.corpus import PERSON, put_in
from tests.browser.hand import Hand

Phone = Callable[..., Page]


@pytest.fixture
def hand(live_app: Flask, phone: Phone) -> Callable[[str], Hand]:
    """A form of the corpus, open on a phone."""

    def opened(name: str) -> Hand:
        put_in(live_app, name)
        return Hand(phone(PERSON)).open_form(name)

    return opened


def test_days_and_times_are_read_back_as_people_write_them(hand: Callable[[str], Hand]):
    filled = hand("ngay_gio").fill_in([("sinh", "1995-12-31"), ("bd", "07:30"), ("luc", "2018-06-05T17:45")]).review()
    facts = filled.page.locator("#review-body")
    expect(facts).to_contain_text("31/12/1995")
    expect(facts).to_contain_text("05/06/2018 17:45")
    expect(facts).to_contain_text("07:30")


def test_a_repeat_with_more_entries_than_stated_is_told_and_nothing_is_taken_away(hand: Callable[[str], Hand]):
    filled = hand("lap_dem").answer("so", "2")
    filled.answer("nguoi[2]/ten", "Mai")
    filled.page.go_back()
    filled.answer("so", "1").review()
    summary = filled.page.locator("#summary")
    expect(summary).to_contain_text("Số dòng không khớp")
    expect(filled.page.locator("#review-body")).to_contain_text("Mai")


def test_a_record_that_the_server_does_not_take_says_so_where_it_was_finished(hand: Callable[[str], Hand]):
    filled = hand("ngay_gio").answer("sinh", "1995-12-31")
    filled.page.route("**/api/records", lambda route: route.fulfill(status=422, json={"message": "không nhận"}))
    filled.finish()
    notice = filled.page.locator("#review-body .notice")
    expect(notice).to_have_class("notice bad")
    expect(notice).to_contain_text("Cần xử lý")


def test_pressing_finish_twice_finishes_once(hand: Callable[[str], Hand]):
    filled = hand("ngay_gio").answer("sinh", "1995-12-31").review()
    filled.page.evaluate("() => { const send = document.getElementById('send'); send.click(); send.click(); }")
    expect(filled.page.locator("#review-body")).to_contain_text("Đã nhận")
    filled.page.goto("/outbox")
    expect(filled.page.locator("[data-list=sent] li")).to_have_count(1)
