"""What goes wrong on a phone while a form is open: storage that fails, modules and lists that do not come, drafts that
are gone or belong elsewhere. Nothing is lost, and the page says what is the matter."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.hand import Hand

Phone = Callable[..., Page]

NO_STORAGE = """
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...given) {
    if (!sessionStorage.broken) return open.apply(this, given);
    const asked = {error: new DOMException('the disk is broken', 'UnknownError')};
    setTimeout(() => asked.onerror());
    return asked;
  };
"""
NOTHING_IS_PUT = """
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...value) {
    if (this.name === window.failing) throw new DOMException('no', window.reason);
    return put.apply(this, value);
  };
"""


@pytest.fixture
def page(phone: Phone) -> Page:
    return phone("an")


def begun(page: Page) -> Hand:
    """A survey with one answer on this phone."""
    return Hand(page).open_form("ks_nha_tro").answer("n1/to_dan_pho", "7").saved()


def not_at_home(hand: Hand) -> Hand:
    """A survey of a house where nobody was met: short and complete."""
    return hand.fill_in([("n1/khu_pho", "phu-cuong-kp4"), ("n1/da_co", "khong"), ("n1/ket_qua", "khong_gap")])


def test_a_draft_that_this_phone_does_not_have_opens_an_empty_form(page: Page):
    page.goto("/f/ks_nha_tro#draft=00000000-0000-4000-8000-000000000000")
    hand = Hand(page).wait_for_scripts()
    expect(page.locator("[name='n1/to_dan_pho']")).to_have_value("")
    assert page.url.endswith("/vi")
    hand.answer("n1/to_dan_pho", "3").saved()
    assert "#draft=" in page.url and "00000000" not in page.url


def test_a_draft_opens_at_the_address_it_was_begun_at(page: Page):
    begun(page)
    draft, address = page.url.split("#")[1], page.url
    page.goto("/help")
    page.goto(address.replace("/vi#", "/en#"))
    page.wait_for_url(address)
    Hand(page).wait_for_scripts()
    expect(page.locator("[name='n1/to_dan_pho']")).to_have_value("7")
    assert page.url.endswith(draft)


def test_storage_that_cannot_be_read_is_said_and_no_empty_form_is_shown(page: Page):
    page.add_init_script(NO_STORAGE)
    begun(page)
    page.evaluate("localStorage.removeItem(Object.keys(localStorage).find((key) => key.startsWith('phieu.draft')))")
    page.evaluate("sessionStorage.broken = 1")
    page.reload()
    expect(page.locator(".notice.bad")).to_contain_text("Máy chưa đọc được bản nháp này")
    expect(page.locator("#form")).to_be_hidden()
    page.evaluate("delete sessionStorage.broken")
    page.click(".notice.bad button")
    Hand(page).wait_for_scripts()
    expect(page.locator("[name='n1/to_dan_pho']")).to_have_value("7")


def test_a_write_that_fails_is_done_again(page: Page):
    page.add_init_script(NOTHING_IS_PUT)
    hand = begun(page)
    page.evaluate("window.failing = 'drafts'; window.reason = 'DataError'")
    hand.answer("n1/to_dan_pho", "12")
    expect(page.locator("#state")).to_contain_text("Chưa lưu được")
    page.evaluate("window.failing = ''")
    hand.saved()
    page.evaluate("localStorage.clear()")
    page.reload()
    hand.wait_for_scripts()
    expect(page.locator("[name='n1/to_dan_pho']")).to_have_value("12")


@pytest.mark.parametrize(
    ("reason", "told"), [("DataError", "Chưa hoàn tất được"), ("QuotaExceededError", "Máy hết chỗ")]
)
def test_a_record_that_cannot_be_put_into_the_outbox_stays_a_draft(page: Page, reason: str, told: str):
    page.add_init_script(NOTHING_IS_PUT)
    hand = not_at_home(begun(page)).saved()
    page.evaluate("(reason) => { window.failing = 'outbox'; window.reason = reason }", reason)
    hand.review().press("Hoàn tất và gửi")
    expect(page.locator("#state")).to_contain_text(told)
    page.evaluate("window.failing = ''")
    hand.finish()
    expect(page.locator("#review-body")).to_contain_text("Đã nhận")


def test_without_the_module_that_keeps_drafts_the_page_says_that_nothing_is_saved(phone: Phone):
    page = phone("an", service_workers="block")  # else it has the module by now
    page.route("**/js/form/keep.mjs", lambda route: route.abort())
    page.goto("/f/ks_nha_tro")
    Hand(page).wait_for_scripts()
    expect(page.locator("#state")).to_contain_text("Chưa lưu được")


def test_lists_that_did_not_come_are_asked_for_again_and_waited_for_before_finishing(phone: Phone):
    page = phone("an", service_workers="block")
    tries: list[Route] = []

    def first_fails(route: Route) -> None:
        tries.append(route)
        route.abort() if len(tries) == 1 else route.fallback()

    page.route("**/lists", first_fails)
    hand = Hand(page).open_form("ks_nha_tro")
    hand.fill_in([("n1/da_co", "khong"), ("n1/ket_qua", "khong_gap")]).review()
    hand.press("Hoàn tất và gửi")
    expect(page.locator("#state")).to_contain_text("Đang chờ danh sách")
    expect(page.locator("#summary")).to_be_focused()
    expect(page.locator("#summary")).to_contain_text("Khu phố")
    assert len(tries) == 2


def test_a_phone_that_is_never_idle_gets_everything_all_the_same(page: Page):
    page.add_init_script("delete globalThis.requestIdleCallback")
    not_at_home(Hand(page).open_form("ks_nha_tro")).finish()
    expect(page.locator("#review-body")).to_contain_text("Đã nhận")


def test_enter_means_done_with_this_one(page: Page):
    hand = Hand(page).open_form("ks_nha_tro")
    street = page.locator("[name='n1/to_dan_pho']")
    street.fill("7")
    street.press("Enter")
    expect(page.locator("[name='n1/ngay']")).to_be_focused()
    assert hand.open_page == "Lượt khảo sát", "the page stays"
    hand.saved()


def test_back_and_forward_go_through_the_pages_and_the_review(page: Page):
    hand = not_at_home(Hand(page).open_form("ks_nha_tro")).review()
    first = page.locator("section.page[data-page='1']")
    page.go_back()
    expect(first).to_be_visible()
    page.go_forward()
    expect(page.locator("#review")).to_be_visible()
    page.locator("#review button[value='page:1']").click()
    expect(first).to_be_visible()
    hand.review()
    page.reload()
    hand.wait_for_scripts()
    expect(page.locator("#review")).to_be_visible()
    hand.press("Quay lại")
    expect(first).to_be_visible()
