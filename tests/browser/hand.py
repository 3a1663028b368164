"""A person's thumb on the form page: finds the question, goes to its page by "Tiếp tục", makes room in
repeats and answers each kind of control the way people do."""

import re
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests import cast


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", cast.PASSWORD)
    page.click("button:has-text('Đăng nhập')")
    page.wait_for_url("**/")


class Hand:
    """Fills in the form that stands open on a page. `photo` is what the camera gives."""

    def __init__(self, page: Page, photo: Path | None = None) -> None:
        self.page = page
        self.photo = photo

    def open_form(self, form_id: str) -> "Hand":
        self.page.goto(f"/f/{form_id}")
        return self.wait_for_scripts()

    def wait_for_scripts(self) -> "Hand":
        self.page.wait_for_selector("html[data-live=ready]", state="attached")
        return self

    def fill_in(self, answers: Iterable[tuple[str, str]]) -> "Hand":
        for ref, text in answers:
            self.answer(ref, text)
        return self

    def question(self, ref: str) -> Locator:
        return self.page.locator(f"[id='q/{ref}']")

    def answer(self, ref: str, text: str) -> "Hand":
        self._make_room(ref)
        self._go_to(ref)
        q = self.question(ref)
        expect(q).to_be_visible()
        kind = q.get_attribute("data-kind")
        if kind == "image":
            self._photograph(q, text)
        elif q.locator("select").count():
            if q.locator("select").is_enabled():
                q.locator("select").select_option(text)
        elif kind in {"select_one", "select_multiple", "acknowledge"}:
            for value in text.split():
                q.locator(f"input[value='{value}']").check()
        else:
            q.locator("input, textarea").first.fill(text[:5] if kind == "time" else text)
            q.locator("input, textarea").first.blur()
        return self

    def press(self, label: str) -> "Hand":
        self.page.get_by_role("button", name=label, exact=True).locator("visible=true").first.click()
        return self

    def saved(self) -> "Hand":
        """Wait until everything is on this phone, as the status line says."""
        expect(self.page.locator("#state")).to_contain_text("Đã lưu trên máy")
        return self

    def review(self) -> "Hand":
        while not self.page.locator("#review").is_visible():
            self._next_page()
        return self

    def finish(self) -> "Hand":
        """Complete the record; it lies in the outbox when this returns."""
        self.review().press("Hoàn tất và gửi")
        expect(self.page.locator("html")).to_have_attribute("data-sealed", re.compile(".+"))
        return self

    @property
    def open_page(self) -> str:
        return self.page.locator("section.page:not([hidden]) > h2").inner_text()

    def _make_room(self, ref: str) -> None:
        for end, letter in enumerate(ref):
            if letter != "]":
                continue
            repeat = ref[: ref.rindex("[", 0, end)]
            self._show(self.page.locator(f"[id='r/{repeat}']"))
            if not self.page.locator(f"[id='r/{ref[: end + 1]}']").count():
                self.page.locator(f"button[value='add:{repeat}']").click()

    def _go_to(self, ref: str) -> None:
        self._show(self.question(ref))

    def _show(self, inside: Locator) -> None:
        section = inside.locator("xpath=ancestor::section[1]")
        for _ in range(20):
            if section.is_visible():
                return
            self._next_page()
        raise AssertionError(f"never came to {inside}")

    def _next_page(self) -> None:
        before = self.open_page
        self.press("Tiếp tục")
        expect(self.page.locator("section.page:not([hidden]) > h2")).not_to_have_text(before)

    def _sign(self, q: Locator) -> None:
        box = q.locator("canvas")
        box.scroll_into_view_if_needed()
        at = box.bounding_box()
        assert at is not None
        mouse = self.page.mouse
        mouse.move(at["x"] + 30, at["y"] + 120)
        mouse.down()
        for step in range(1, 12):
            mouse.move(at["x"] + 30 + step * 20, at["y"] + (40 if step % 2 else 140), steps=4)
        mouse.up()
        q.get_by_role("button", name="Ký xong").click()
        expect(q.locator(".photo img")).to_be_visible()
        expect(q.get_by_role("button", name="Bỏ chữ ký này")).to_be_visible()

    def _photograph(self, q: Locator, name: str) -> None:
        if "signature" in (q.get_attribute("class") or ""):
            self._sign(q)
            return
        assert self.photo is not None, f"nothing to photograph for {name}"
        q.locator("input[type=file]").set_input_files(self.photo)
        expect(q.locator(".photo img")).to_be_visible()
