"""How questions are asked with scripts on: what the modules of static/js/form/faces make of plain controls, by thumb,
by keys and for a screen reader. One phone goes through the forms of the corpus."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests.browser.hand import Hand
from tests.builders.corpus import publish_corpus_form, publish_source
from tests.web.test_collect_controls import LONG, long_list

Phone = Callable[..., Page]
Opened = Callable[[str], Hand]


@pytest.fixture
def opened(phone: Phone, live_app: Flask) -> Opened:
    """`opened("rank")`: the form of the corpus, new, on the one phone of the test, all its parts there."""
    hand = Hand(phone("em"))
    hand.page.on("pageerror", lambda error: pytest.fail(str(error)))

    def open_form(name: str) -> Hand:
        hand.open_form(publish_corpus_form(live_app, name))
        hand.page.wait_for_selector("html[data-parts=ready]", state="attached")
        return hand

    return open_form


def value(hand: Hand, ref: str) -> str | None:
    """What the record would hold, as the review reads it back."""
    facts = hand.review().page.locator("#review-body dd")
    return facts.first.inner_text() if facts.count() else None


def box(hand: Hand, ref: str, name: str) -> Locator:
    return hand.question(ref).get_by_role("button", name=name, exact=True)


def test_a_range_is_unanswered_until_it_is_touched_and_steps_by_keys_and_buttons(opened: Opened) -> None:
    hand = opened("range_exact")
    q = hand.question("diem")
    slider = q.get_by_role("slider", name="Điểm")
    expect(slider).to_have_attribute("aria-valuetext", "Chưa chọn")
    assert value(hand, "diem") is None
    hand.press("Quay lại")
    slider.focus()
    slider.press("ArrowRight")
    expect(q.locator("output")).to_have_text("0,6")
    box(hand, "diem", "Thêm").click()
    expect(q.locator("output")).to_have_text("0,7")
    box(hand, "diem", "Bỏ chọn").click()
    expect(q.locator("output")).to_have_text("Chưa chọn")
    box(hand, "diem", "Bớt").click()
    expect(q.locator("output")).to_have_text("0")
    box(hand, "diem", "Bỏ chọn").click()
    slider.click()
    expect(q.locator("output")).to_have_text("0,5")
    assert value(hand, "diem") == "0,5"
    hand.page.reload()
    hand.wait_for_scripts()
    hand.press("Quay lại")
    expect(q.locator("output")).to_have_text("0,5")
    for form, ref, by, number in (
        ("range_downward", "bac", "ArrowRight", "-1"),
        ("appearance_vertical", "nuoc", "ArrowUp", "8"),
    ):
        q = opened(form).question(ref)
        q.get_by_role("slider").press(by)
        expect(q.locator("output")).to_have_text(number)


def test_stars_are_radio_buttons(opened: Opened) -> None:
    hand = opened("appearance_rating")
    third = hand.page.get_by_role("radio", name="3")
    third.check()
    third.press("ArrowRight")
    assert value(hand, "sao") == "4"


def test_an_order_by_buttons_by_dragging_and_back(opened: Opened) -> None:
    hand = opened("rank")
    page, q = hand.page, hand.page.locator(".q[data-kind=rank]")
    rows = q.locator(".what")
    names = rows.all_inner_texts()
    expect(q.get_by_role("status")).to_have_text("Chưa xếp. Bấm mũi tên để đổi chỗ.")
    q.get_by_role("button", name="Xếp theo thứ tự này").click()
    q.get_by_role("button", name=f"Đưa “{names[1]}” lên").click()
    expect(rows).to_have_text([names[1], names[0], *names[2:]])
    expect(q.get_by_role("status")).to_have_text(f"“{names[1]}” đứng thứ 1")
    expect(q.get_by_role("button", name=f"Đưa “{names[1]}” lên")).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows.first).to_have_text(names[1])
    q.get_by_role("button", name=f"Đưa “{names[1]}” xuống").press("Space")
    expect(rows).to_have_text(names)
    handle = q.locator(".handle")
    start, end = handle.nth(0).bounding_box(), handle.nth(1).bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 10, end["y"] + 40, steps=6)
    page.mouse.up()
    expect(rows.nth(1)).to_have_text(names[0])
    handle.nth(1).hover()
    page.mouse.down()
    page.mouse.move(end["x"] + 10, start["y"] - 10, steps=6)
    page.mouse.up()
    expect(rows.first).to_have_text(names[0])
    handle.nth(0).click()
    expect(rows.first).to_have_text(names[0])
    hand.saved()
    page.reload()
    hand.wait_for_scripts()
    expect(rows).to_have_text(names)
    assert value(hand, "") == " → ".join(names)
    hand.press("Quay lại")
    q.get_by_role("button", name="Bỏ xếp hạng").click()
    assert value(hand, "") is None


def test_months_years_and_days_without_a_calendar(opened: Opened) -> None:
    hand = opened("appearance_month_year")
    hand.question("thang").locator("input").fill("2018-06")
    assert value(hand, "thang") == "06/2018"
    hand = opened("appearance_year")
    year = hand.question("nam").locator("input")
    year.fill("98")
    year.blur()
    expect(hand.page.locator("[id='e/nam']")).to_contain_text("Hãy ghi ngày")
    expect(year).to_have_value("98")
    year.fill("1998")
    year.blur()
    expect(hand.page.locator("[id='e/nam']")).to_be_hidden()
    assert value(hand, "nam") == "1998"
    hand = opened("appearance_no_calendar")
    day = hand.question("ngay").locator("input")
    day.fill("3.2.1999")
    day.blur()
    expect(day).to_have_value("03/02/1999")
    hand.saved()
    hand.page.reload()
    hand.wait_for_scripts()
    expect(day).to_have_value("03/02/1999")
    assert value(hand, "ngay") == "03/02/1999"


def test_what_was_typed_before_the_modules_arrived_counts(phone: Phone, live_app: Flask) -> None:
    page = phone("em", service_workers="block")  # else it may bring the module itself
    form = publish_corpus_form(live_app, "appearance_month_year")
    held = []
    page.route("**/faces/days.mjs", lambda route: held.append(route))
    page.goto(f"/f/{form}", wait_until="commit")
    hand = Hand(page).wait_for_scripts()
    hand.question("thang").locator("input").fill("2018-06")
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    hand.saved()
    assert value(hand, "thang") == "06/2018"


def test_numbers_are_read_back_and_counted(opened: Opened) -> None:
    hand = opened("appearance_thousands_sep")
    field = hand.question("tien").locator("input")
    field.fill("1.500.000")
    expect(hand.question("tien").locator(".read")).to_have_text("Đọc là 1.500.000 (1,5 triệu)")
    hand = opened("appearance_counter")
    box(hand, "so", "Thêm một").click()
    box(hand, "so", "Thêm một").click()
    box(hand, "so", "Bớt một").click()
    expect(hand.question("so").locator("input")).to_have_value("1")
    assert value(hand, "so") == "1"


def test_one_of_a_long_list_is_found_by_words_and_keys(opened: Opened) -> None:
    hand = opened("appearance_autocomplete")
    # The list comes after the page: until then its plain control stands there.
    expect(hand.question("duong").get_by_placeholder("Gõ vài chữ")).to_be_visible()
    field = hand.question("duong").get_by_role("combobox", name="Tên đường")
    options = hand.page.get_by_role("option")
    field.click()
    expect(options).to_have_count(100)
    field.fill("dinh hoa")
    expect(options).to_have_count(20)
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("")
    field.fill("phu cuong hem 3")
    expect(options).to_have_count(1)
    field.press("Enter")
    expect(field).to_have_value("Phú Cường hẻm 3")
    field.click()
    field.fill("yersin")
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "l/duong/1")
    field.press("ArrowUp")
    field.press("Enter")
    expect(field).to_have_value("Yersin")
    field.fill("không có")
    expect(hand.question("duong").get_by_role("status")).to_have_text("Không có mục nào khớp. Thử bớt chữ.")
    field.press("ArrowDown")
    field.press("Escape")
    field.fill("bach dang")
    options.nth(2).click()
    expect(field).to_have_value("Bạch Đằng hẻm 3")
    field.fill("xyz")
    field.blur()
    expect(field).to_have_value("Bạch Đằng hẻm 3")
    hand.saved()
    hand.page.reload()
    hand.wait_for_scripts()
    expect(field).to_have_value("Bạch Đằng hẻm 3")
    assert value(hand, "duong") == "Bạch Đằng hẻm 3"
    hand.press("Quay lại")
    field.fill("")
    field.blur()
    assert value(hand, "duong") is None


def test_several_of_a_long_list_are_ticked_below_the_search(opened: Opened) -> None:
    hand = opened("appearance_autocomplete_several")
    q = hand.question("duong")
    search = q.get_by_role("searchbox")
    expect(q.get_by_role("checkbox")).to_have_count(100)
    search.fill("bach dang")
    search.press("Enter")
    q.get_by_label("Bạch Đằng", exact=True).check()
    search.fill("yersin")
    q.get_by_label("Yersin hẻm 2", exact=True).check()
    expect(q.get_by_role("checkbox", checked=True)).to_have_count(2)
    search.fill("")
    q.get_by_label("Bạch Đằng", exact=True).uncheck()
    hand.saved()
    hand.page.reload()
    hand.wait_for_scripts()
    expect(q.get_by_role("checkbox", checked=True)).to_have_count(1)
    assert value(hand, "duong") == "Yersin hẻm 2"


def test_a_list_of_thousands_makes_no_more_rows_than_are_read(phone: Phone, live_app: Flask) -> None:
    publish_source(live_app, LONG.encode(), "dai.md", long_list(3000))
    hand = Hand(phone("em")).open_form("dai")
    hand.page.wait_for_selector("html[data-parts=ready]", state="attached")
    field = hand.question("mot").get_by_placeholder("Gõ vài chữ")
    field.fill("dinh hoa")
    field.press("Enter")
    expect(field).to_have_value("Định Hoà")
    assert hand.page.locator("option").count() == 2
    assert hand.page.locator("input[type=checkbox]").count() == 100


def test_a_choice_that_is_enough_goes_on_but_not_under_the_arrows(opened: Opened) -> None:
    hand = opened("appearance_quick")
    page = hand.page
    first = page.locator("[name=y][value='1']")
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=y][value='2']")).to_be_focused()
    page.locator(".o:has([name=y][value='3'])").click()
    expect(page.locator("select[name=y2]")).to_be_focused()
    page.locator("select[name=y2]").select_option("5")
    expect(page.locator("section.page:not([hidden]) > h2")).to_have_text("Trang sau")


def test_a_folded_list_says_what_is_ticked(opened: Opened) -> None:
    hand = opened("appearance_minimal_several")
    head = hand.question("can").locator("summary")
    expect(head).to_have_text("— Chọn —")
    head.click()
    hand.question("can").get_by_label("Thể thao").check()
    expect(head).to_have_text("Thể thao")
    hand.saved()
    hand.page.reload()
    hand.wait_for_scripts()
    expect(head).to_have_text("Thể thao")


def test_choices_that_are_more_than_words(opened: Opened) -> None:
    hand = opened("choice_markdown")
    expect(hand.question("a").locator("strong")).to_have_text("Có")
    assert hand.question("b").locator("option").all_inner_texts()[1:] == ["Có, chắc chắn", "Không"]
    hand.answer("g/c", "co khong")
    expect(hand.question("g/c").locator("strong")).to_have_text("Có")
    expect(hand.question("g/c").locator(".c-red")).to_have_text("Không")
    hand.review()
    expect(hand.page.locator("#review-body")).to_contain_text("Có, chắc chắn; Không")
    hand = opened("label_media")
    expect(hand.question("a").locator("audio")).to_have_count(2)
    assert hand.page.evaluate("[...document.images].filter((one) => one.loading && one.naturalWidth).length") >= 2


def test_markup_stays_when_what_is_computed_changes(opened: Opened) -> None:
    hand = opened("label_markdown").answer("so", "24")
    note = hand.question("c")
    expect(note.locator("strong")).to_have_text("24")
    expect(note.locator("em")).to_have_text("kiểm lại")
    hand.answer("so", "<b>")
    hand.answer("so", "25")
    expect(note).to_have_text("Còn 25 phòng, kiểm lại")


def test_a_draft_goes_on_in_another_language(opened: Opened) -> None:
    hand = opened("languages_switch")
    page = hand.page
    hand.press("English")
    expect(hand.question("ten")).to_contain_text("Name of the house")
    hand.wait_for_scripts()
    hand.answer("ten", "Cô Bảy").answer("co", "co")
    page.locator("#next").click()
    hand.answer("g/so", "12")
    expect(page.locator("#state")).to_contain_text("Saved")
    hand.press("Tiếng Việt")
    expect(page.locator("h2[id=p2]")).to_have_text("Trang hai")
    hand.wait_for_scripts()
    expect(hand.question("g/n")).to_contain_text("Có 12 phòng")
    hand.press("Quay lại")
    expect(page.locator("[name=ten]")).to_have_value("Cô Bảy")
    page.route("**/en", lambda route: route.abort())
    hand.press("English")
    expect(page.locator("#state")).to_contain_text("Chưa tải được trang ở ngôn ngữ kia")


LOCKED = """
| survey | type | name | label | appearance | parameters | read_only |
| | select_one ck | khoa | Khóa? | | | |
| | range | muc | Mức | | start=0 end=10 step=1 | ${khoa} = 'co' |
| | rank ck | hang | Hạng | | | ${khoa} = 'co' |
| | integer | so | Số | counter | | ${khoa} = 'co' |
| | select_one_from_file duong.csv | duong | Đường | autocomplete | | ${khoa} = 'co' |
| choices | list_name | name | label |
| | ck | co | Có |
| | ck | khong | Không |
| settings | form_id | form_title | version |
| | khoa | Khóa | 1 |
"""


def test_what_is_read_only_cannot_be_moved(phone: Phone, live_app: Flask) -> None:
    publish_source(live_app, LOCKED.encode(), "khoa.md")
    hand = Hand(phone("em")).open_form("khoa")
    page = hand.page
    expect(page.get_by_role("combobox", name="Đường")).to_be_visible()
    hand.answer("khoa", "co")
    expect(page.locator(".slide")).to_have_js_property("inert", True)
    expect(page.locator(".ranked")).to_have_js_property("inert", True)
    expect(page.locator(".count-box")).to_have_js_property("inert", True)
    expect(page.locator(".combo")).to_have_js_property("inert", True)
    hand.answer("khoa", "khong")
    expect(page.locator(".slide")).to_have_js_property("inert", False)


REPEATED = """
| survey | type | name | label | appearance | parameters |
| | begin_repeat | nha | Nhà | | |
| | range | muc | Mức | | start=0 end=10 step=1 |
| | date | nam | Năm xây | year | |
| | select_one_from_file duong.csv | duong | Đường | autocomplete | |
| | end_repeat | | | | |
| settings | form_id | form_title | version |
| | nhieu_nha | Nhiều nhà | 1 |
"""


def test_in_repeats_each_instance_has_its_own_and_they_move_up(phone: Phone, live_app: Flask) -> None:
    publish_source(live_app, REPEATED.encode(), "nhieu_nha.md")
    hand = Hand(phone("em")).open_form("nhieu_nha")
    page = hand.page
    for number, (year, street) in enumerate((("1991", "yersin"), ("1992", "dinh hoa hem 2")), start=1):
        if not page.locator(f"[id='r/nha[{number}]']").count():
            page.locator("button[value='add:nha']").click()
        page.locator(f"[id='q/nha[{number}]/nam'] input").fill(year)
        field = page.locator(f"[id='q/nha[{number}]/duong']").get_by_role("combobox")
        field.fill(street)
        field.press("ArrowDown")
        field.press("Enter")
        page.locator(f"[id='q/nha[{number}]/muc']").get_by_role("button", name="Thêm").click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("button[value='remove:nha[1]']").click()
    expect(page.locator("[id='q/nha[1]/nam'] input")).to_have_value("1992")
    field = page.locator("[id='q/nha[1]/duong']").get_by_role("combobox", name="Đường")
    expect(field).to_have_value("Định Hoà hẻm 2")
    field.click()
    expect(page.locator("[id='l/nha[1]/duong'] li").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 180])
def test_no_control_is_wider_than_the_phone_and_all_are_large_enough(opened: Opened, width: int) -> None:
    for name in (
        "range_exact", "rank", "appearance_counter", "appearance_rating", "appearance_columns", "appearance_likert",
        "appearance_table_list", "appearance_autocomplete", "label_media", "appearance_vertical", "appearance_grid",
    ):  # fmt: skip
        page = opened(name).page
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        touched = "main :is(.button, select, .o, summary, .stars label, input:not([type=radio], [type=checkbox]))"
        boxes = [box for one in page.locator(touched).all() if (box := one.bounding_box()) and box["width"] > 2]
        assert not [b for b in boxes if b["height"] < 31 or b["width"] < 31], name
