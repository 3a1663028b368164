"""Questions about places with scripts on: where the phone is, how sure it is, lines walked and drawn, maps, and places
noted in the background."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from app import db
from app.config import Config
from app.submissions.models import Submission
from tests.browser.corpus import PERSON, put_in
from tests.browser.hand import Hand

Phone = Callable[..., Page]
HOME = {"latitude": 10.98, "longitude": 106.65, "accuracy": 12}
FORMS = ("vi_tri_sai_so", "vi_tri_dat_diem", "duong_di", "vung", "vi_tri_luc_dau", "vi_tri_ngam", "vi_tri_ban_do")
TILES = "https://tiles.example/{z}/{x}/{y}.png"


@pytest.fixture
def tiled() -> bool:
    """Whether this installation has a source of map tiles."""
    return False


@pytest.fixture
def config(config: Config, tiled: bool) -> Config:
    return replace(config, map_tiles=TILES, map_credit="© Người vẽ bản đồ") if tiled else config


@pytest.fixture(autouse=True)
def forms(live_app: Flask) -> None:
    put_in(live_app, *FORMS)


def outside(phone: Phone, **place: float) -> Page:
    """A phone under the open sky that lets the page know where it is."""
    return phone(PERSON, geolocation={**HOME, **place}, permissions=["geolocation"])


def moved(page: Page, **place: float) -> None:
    page.context.set_geolocation({**HOME, **place})  # type: ignore[typeddict-item]


def answers(app: Flask) -> dict[str, object]:
    with db.reading(app.extensions["phieu"].engine) as session:
        return dict(session.scalars(select(Submission)).one().current.data)


def test_how_sure_a_place_must_be_is_the_forms_to_say(phone: Phone):
    page = outside(phone, accuracy=12)
    page.clock.install()
    hand = Hand(page).open_form("vi_tri_sai_so").press("Lấy vị trí")
    expect(hand.question("noi")).to_contain_text("Sai số khoảng 12 m")
    expect(page.get_by_role("button", name="Lấy vị trí")).to_be_disabled()  # 10 m were asked for: it goes on looking
    page.clock.fast_forward(31_000)
    expect(page.get_by_role("button", name="Lấy lại vị trí")).to_be_enabled()
    moved(page, accuracy=90)
    hand.press("Lấy lại vị trí")
    expect(hand.question("noi")).to_contain_text("Sai số lớn, khoảng 90 m")


def test_a_line_is_made_point_by_point_taken_back_and_kept(phone: Phone, live_app: Flask):
    page = outside(phone)
    hand = Hand(page).open_form("duong_di").press("Thêm điểm ở đây")
    q = hand.question("loi")
    expect(q.locator(".measure")).to_have_text("1 điểm, dài 0 m")
    moved(page, latitude=10.981)
    hand.press("Thêm điểm ở đây")
    expect(q.locator(".measure")).to_have_text("2 điểm, dài 111 m")
    moved(page, latitude=10.99)
    hand.press("Thêm điểm ở đây").press("Bỏ điểm cuối").saved()
    expect(q.locator("canvas")).to_be_visible()
    page.reload()
    hand.wait_for_scripts()
    expect(q.locator(".measure")).to_have_text("2 điểm, dài 111 m")
    hand.review()
    expect(page.locator("#review-body")).to_contain_text("2 điểm, dài 111 m")
    hand.finish()
    expect(page.locator("#review-body")).to_contain_text("Đã nhận")
    assert answers(live_app)["loi"] == "10.9800000 106.6500000 0.0 12.0; 10.9810000 106.6500000 0.0 12.0"


def test_walking_along_leaves_points_until_it_is_stopped(phone: Phone):
    page = outside(phone)
    hand = Hand(page).open_form("duong_di").press("Ghi theo bước đi")
    measure = hand.question("loi").locator(".measure")
    for step, said in ((0, "1 điểm"), (0.0005, "2 điểm"), (0.00051, "2 điểm"), (0.001, "3 điểm")):
        moved(page, latitude=10.98 + step)
        expect(measure).to_contain_text(said)
    hand.press("Dừng ghi")
    moved(page, latitude=10.99)
    page.wait_for_timeout(300)
    expect(measure).to_contain_text("3 điểm")


def test_an_area_is_typed_where_the_phone_does_not_know(phone: Phone, live_app: Flask):
    page = phone(PERSON)
    hand = Hand(page).open_form("vung").press("Thêm điểm ở đây")
    q = hand.question("dat")
    expect(q).to_contain_text("chưa được phép biết vị trí")
    field = page.locator("[name=dat]")
    expect(field).to_be_visible()
    field.fill("10,98 106,65\n10,981 106,65")
    field.blur()
    expect(page.locator("[id='e/dat']")).to_contain_text("ít nhất ba điểm")
    field.fill("10,98 106,65\n10,981 106,65\n10,981 106,651")
    expect(q.locator(".measure")).to_have_text("3 góc, rộng 6.082 m²")
    hand.finish()
    expect(page.locator("#review-body")).to_contain_text("Đã nhận")
    assert str(answers(live_app)["dat"]).count(";") == 3, "the area is closed"


def test_a_place_is_moved_on_the_map_by_keys_and_finger(phone: Phone):
    page = outside(phone)
    hand = Hand(page).open_form("vi_tri_dat_diem")
    q, field = hand.question("noi"), page.locator("[name=noi]")
    expect(q.locator("canvas")).to_be_hidden()  # nothing to show yet, and no tiles
    hand.press("Lấy vị trí")
    expect(q.locator("canvas")).to_be_visible()
    q.locator("canvas").focus()
    page.keyboard.press("ArrowUp")
    hand.press("Chọn chỗ ở dấu +")
    expect(field).not_to_have_value("10.9800000 106.6500000 0.0 12.0")
    north, east = (float(part) for part in field.input_value().split()[:2])
    assert north > 10.98 and abs(east - 106.65) < 1e-6 and field.input_value().endswith(" 0.0 0.0")
    at = q.locator("canvas").bounding_box()
    assert at is not None
    page.mouse.move(at["x"] + 200, at["y"] + 100)
    page.mouse.down()
    page.mouse.move(at["x"] + 120, at["y"] + 100)
    page.mouse.up()
    hand.press("Xem gần hơn").press("Xem xa hơn").press("Chọn chỗ ở dấu +")
    assert float(field.input_value().split()[1]) > east


@pytest.mark.parametrize("tiled", [True])
def test_tiles_are_fetched_where_there_is_a_source_and_from_nowhere_else(phone: Phone):
    page, asked = phone(PERSON), []
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)

    def tile(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(
            content_type="image/svg+xml", body="<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"
        )

    page.route("https://tiles.example/**", tile)
    hand = Hand(page).open_form("vi_tri_dat_diem")
    expect(hand.question("noi").locator("canvas")).to_be_visible()
    expect(hand.question("noi")).to_contain_text("© Người vẽ bản đồ")
    page.wait_for_timeout(300)
    assert asked and all(url.startswith("https://tiles.example/5/") for url in asked) and refused == []
    page.evaluate("new Image().src = 'https://elsewhere.example/1.png'")
    page.wait_for_timeout(200)
    assert any("elsewhere.example" in text for text in refused)


def test_the_phone_notes_where_a_record_begins_and_where_answers_are_given(phone: Phone, live_app: Flask):
    page = outside(phone)
    hand = Hand(page).open_form("vi_tri_luc_dau").answer("ten", "Nhà trọ cô Bảy").saved()
    hand.finish()
    expect(page.locator("#review-body")).to_contain_text("Đã nhận")
    assert str(answers(live_app)["luc_dau"]).startswith("10.98")


def test_a_place_is_noted_beside_its_own_answer(phone: Phone, live_app: Flask):
    page = outside(phone)
    hand = Hand(page).open_form("vi_tri_ngam")
    hand.answer("ten", "Nhà trọ cô Bảy")
    hand.answer("nguoi[1]/ho_ten", "An").answer("nguoi[2]/ho_ten", "Bé").saved()
    hand.finish()
    expect(page.locator("#review-body")).to_contain_text("Đã nhận")
    kept = answers(live_app)
    assert str(kept["noi_ghi"]).startswith("10.98")
    assert [bool(one["noi_hoi"]) for one in kept["nguoi"]] == [True, True]  # type: ignore[attr-defined]


def test_a_record_is_whole_without_the_right_to_know_the_place(phone: Phone, live_app: Flask):
    hand = Hand(phone(PERSON)).open_form("vi_tri_luc_dau").answer("ten", "Nhà trọ cô Bảy")
    hand.finish()
    expect(hand.page.locator("#review-body")).to_contain_text("Đã nhận")
    assert json.dumps(answers(live_app)).count("10.98") == 0
