"""What a thumb has to hit: at least 48 pixels high on the main pages, on a phone and on a PC. Links inside a sentence
are as high as the sentence."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import Phone
from tests.browser.hand import Hand
from tests.builders import records

TOO_SMALL = """() => [...document.querySelectorAll('a, button, summary, select, input, textarea')].filter((one) => {
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const row = one.closest('label.o') ?? one;
  if (!box.width || style.visibility === 'hidden' || one.closest('.hide, .skip, [hidden]')) return false;
  if (one.localName === 'a' && style.display === 'inline' && !one.closest('.errors')) return false;
  return row.getBoundingClientRect().height < 47.9;
}).map((one) => `${one.localName} ${one.textContent.trim() || one.name}: ${one.getBoundingClientRect().height}`)"""
SIZES = [{"width": 360, "height": 740}, {"width": 1280, "height": 800}]


def too_small(page: Page, *paths: str) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        page.goto(path)
        found[path] = page.evaluate(TOO_SMALL)
    return {path: small for path, small in found.items() if small}


@pytest.mark.parametrize("size", SIZES, ids=["phone", "pc"])
def test_a_thumb_finds_every_target_on_the_main_pages(live_app: Flask, phone: Phone, size: dict[str, int]):
    records.send(live_app, records.boarding_house(live_app, phong_o="9999"))
    records.send(live_app, b"<broken")
    page = phone("em", viewport=size)
    assert too_small(page, "/", "/submissions", "/submissions/1", "/outbox", "/account", "/quarantine", "/help") == {}
    assert too_small(phone(viewport=size), "/sign-in", "/sign-in/used", "/nowhere") == {}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_thumb_finds_every_target_while_filling_in(phone: Phone, scripts: bool):
    page = phone("an", java_script_enabled=scripts)
    assert too_small(page, "/f/ks_nha_tro") == {}
    page.get_by_text("Trang 1").click()
    assert page.evaluate(TOO_SMALL) == []
    if not scripts:
        page.click(".bar .go")  # shows what has appeared
        page.click(".bar .go")
        assert page.locator(".errors a").count() and page.evaluate(TOO_SMALL) == []


def test_at_200_percent_nothing_is_wider_than_the_window(phone: Phone):
    hand = Hand(phone("an", viewport={"width": 180, "height": 370})).open_form("ks_nha_tro")
    hand.answer("n1/ket_qua", "gap_chu").answer("n1/gioi_thieu", "OK")
    for _page in range(8):
        assert hand.page.evaluate("document.documentElement.scrollWidth") == 180, hand.open_page
        hand.press("Tiếp tục")


def test_a_row_of_one_line_stands_in_the_middle(phone: Phone):
    row = phone("an").locator("[data-form=ks_nha_tro]")
    outer, inner = row.bounding_box(), row.locator("b").bounding_box()
    assert outer is not None and inner is not None
    assert abs((outer["y"] + outer["height"] / 2) - (inner["y"] + inner["height"] / 2)) < 1.5
