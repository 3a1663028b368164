"""Questions that take files when something is wrong: no room, storage that fails, no microphone, no camera, a slow or
broken worker. What was there stays there, and the person is told what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.corpus import PERSON, put_in
from tests.browser.hand import Hand
from tests.browser.test_files import WEBM, draw, finished, picture, sent

Phone = Callable[..., Page]


@pytest.fixture(autouse=True)
def forms(live_app: Flask) -> None:
    put_in(live_app, "anh", "anh_ky", "anh_ghi_chu", "tep", "am_thanh", "ma_vach", "moi_loai")


def fail(page: Page, name: str) -> None:
    """From now on this phone cannot store files."""
    page.evaluate(
        """(name) => {
          const put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = function (...value) {
            if (name && this.name === 'files') throw new DOMException('no', name);
            return put.apply(this, value);
          };
        }""",
        name,
    )


def test_a_phone_without_room_keeps_what_it_has(phone: Phone, tmp_path: Path):
    hand = Hand(phone(PERSON), picture(tmp_path / "a.jpg")).open_form("anh").answer("anh", "…")
    page, q = hand.page, hand.question("anh")
    kept = q.locator(".photo .soft").inner_text()
    page.evaluate("void (navigator.storage.estimate = async () => ({quota: 6e6, usage: 5.9e6}))")
    page.set_input_files("[name=anh]", picture(tmp_path / "b.jpg"))
    expect(page.locator("[id='e/anh']")).to_contain_text("Máy hết chỗ cho tệp này")
    for estimate in (
        "async () => { throw new Error('no') }",
        "undefined",
    ):  # a browser that does not know counts as roomy
        page.evaluate(f"void (navigator.storage.estimate = {estimate})")
        page.set_input_files("[name=anh]", picture(tmp_path / "b.jpg"))
        expect(page.locator("[id='e/anh']")).to_be_hidden()
    for name, told in (("QuotaExceededError", "Máy hết chỗ"), ("UnknownError", "Chưa lưu được tệp")):
        fail(page, name)
        page.set_input_files("[name=anh]", picture(tmp_path / "c.jpg"))
        expect(page.locator("[id='e/anh']")).to_contain_text(told)
        expect(q.locator(".photo img")).to_be_visible()
    assert kept


def test_a_file_that_the_phone_lost_is_told_at_its_question(phone: Phone, tmp_path: Path):
    hand = Hand(phone(PERSON), picture(tmp_path / "a.jpg")).open_form("anh").answer("anh", "…").saved()
    hand.page.evaluate(
        """() => new Promise((resolve) => {
          const asked = indexedDB.open('phieu');
          asked.onsuccess = () => {
            const work = asked.result.transaction('files', 'readwrite');
            work.objectStore('files').clear();
            work.oncomplete = () => { asked.result.close(); resolve(); };
          };
        })"""
    )
    hand.page.reload()
    hand.wait_for_scripts()
    expect(hand.page.locator("[id='e/anh']")).to_contain_text("không đọc lại được tệp này")


def test_a_signature_that_cannot_be_stored_stays_on_the_pad(phone: Phone, live_app: Flask):
    page = phone(PERSON)
    page.add_init_script("delete PointerEvent.prototype.getCoalescedEvents")  # as in older browsers
    hand = Hand(page).open_form("moi_loai")
    draw(hand, "ky")
    hand.press("Ký lại")
    expect(hand.page.get_by_role("button", name="Ký xong")).to_be_disabled()
    draw(hand, "ky")
    fail(hand.page, "QuotaExceededError")
    hand.press("Ký xong")
    expect(hand.page.locator("[id='e/ky']")).to_contain_text("Máy hết chỗ")
    expect(hand.page.get_by_role("button", name="Ký xong")).to_be_enabled()


@pytest.mark.parametrize("broken", ["missing", "hanging", "none"])
def test_a_photo_that_cannot_be_made_smaller_goes_as_it_is(phone: Phone, live_app: Flask, tmp_path: Path, broken: str):
    page = phone(PERSON)
    page.clock.install()
    if broken == "missing":
        page.route("**/shrink.mjs", lambda route: route.abort())
    elif broken == "hanging":
        page.route("**/shrink.mjs", lambda _route: None)
    else:
        page.add_init_script("delete globalThis.OffscreenCanvas")
    hand = Hand(page, picture(tmp_path / "a.jpg")).open_form("anh").answer("anh", "…")
    page.clock.fast_forward(31_000)
    finished(hand)
    [file] = sent(live_app)[1]
    assert file.size == (tmp_path / "a.jpg").stat().st_size


def test_a_recording_tells_when_it_cannot_begin_go_on_or_be_stored(phone: Phone):
    page = phone(PERSON, permissions=["microphone"])
    hand = Hand(page).open_form("am_thanh")
    listen = page.evaluate_handle("() => navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)")
    page.evaluate(
        "void (navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotFoundError') })"
    )
    hand.press("Ghi âm")
    expect(page.locator("[id='e/loi']")).to_contain_text("Không mở được micrô")
    page.evaluate("(listen) => { navigator.mediaDevices.getUserMedia = listen }", listen)
    fail(page, "QuotaExceededError")
    hand.press("Ghi âm").press("Ghi xong")
    expect(page.locator("[id='e/loi']")).to_contain_text("Máy hết chỗ")
    expect(page.get_by_role("button", name="Ghi âm", exact=True)).to_be_enabled()


def test_a_recording_ends_by_itself_when_it_is_as_long_as_may_be(phone: Phone):
    hand = Hand(phone(PERSON, permissions=["microphone"])).open_form("am_thanh")
    hand.page.evaluate("document.querySelector('[name=loi]').dataset.most = '0.001'")
    hand.press("Ghi âm")
    expect(hand.question("loi").locator("audio")).to_be_visible(timeout=15_000)
    expect(hand.page.get_by_role("button", name="Ghi xong")).to_have_count(0)


def test_a_camera_that_does_not_open_leaves_the_code_to_be_typed(phone: Phone):
    page = phone(PERSON)
    page.add_init_script(
        """
        let tries = 0;
        window.BarcodeDetector = class { async detect() { throw new Error('no picture yet') } };
        navigator.mediaDevices.getUserMedia = async () => {
          tries += 1;
          if (tries < 3) throw new DOMException('', tries === 1 ? 'NotAllowedError' : 'NotFoundError');
          const canvas = document.createElement('canvas');
          canvas.getContext('2d');
          return canvas.captureStream();
        };
        """
    )
    hand = Hand(page).open_form("ma_vach")
    for told in ("chưa được phép dùng máy ảnh", "Không mở được máy ảnh"):
        hand.press("Quét mã")
        expect(page.locator("[id='e/ma']")).to_contain_text(told)
    hand.press("Quét mã")
    expect(hand.question("ma").locator("video")).to_have_count(1)
    hand.press("Thôi quét")
    expect(hand.question("ma").locator("video")).to_have_count(0)
    hand.answer("ma", "0123").saved()


def test_a_file_chosen_before_the_scripts_arrived_counts(phone: Phone, tmp_path: Path):
    (tmp_path / "quay.webm").write_bytes(WEBM)
    page = phone(PERSON, service_workers="block")  # else it may bring the script itself
    held: list = []  # type: ignore[type-arg]
    page.route("**/js/form/main.mjs", lambda route: held.append(route))
    page.goto("/f/tep", wait_until="commit")
    page.set_input_files("[name=tep]", tmp_path / "quay.webm")
    while not held:
        page.wait_for_timeout(50)
    for route in held:
        route.continue_()
    expect(Hand(page).wait_for_scripts().question("tep").locator(".photo a")).to_contain_text("quay-")
