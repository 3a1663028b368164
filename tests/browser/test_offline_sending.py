"""From the outbox to the server: other people on the phone, refusals, revoked tokens, lines that break."""

import base64
import io
import json
from pathlib import Path

from flask import Flask
from PIL import Image
from playwright.sync_api import Request, Route, expect
from sqlalchemy import update

from app import db
from app.accounts.models import UploadToken
from tests.browser.away import Network, Turn, eventually, finished, open_tab, outbox, submissions
from tests.browser.hand import Hand, sign_in
from tests.builders.answers import ks_nha_tro
from tests.cast import PASSWORD


def test_two_surveys_wait_are_counted_and_go_out_by_the_button(live_app: Flask, network: Network, turn_on: Turn):
    page = open_tab(turn_on)
    network.cut()
    finished(page)
    finished(page)
    page.goto("/")
    expect(page.locator("#phone-outbox")).to_contain_text("Chờ gửi")
    expect(page.locator("#sync")).to_have_text("2 chờ gửi")
    outbox(page)
    expect(page.locator("[data-list=waiting] li")).to_have_count(2)
    network.restore()
    page.click("text=Gửi ngay")
    expect(page.locator("[data-list=sent] li")).to_have_count(2)
    expect(page.locator("[data-list=waiting] li")).to_have_count(0)
    assert len(submissions(live_app)) == 2


def test_a_record_goes_out_as_its_author_whoever_is_signed_in_later(live_app: Flask, network: Network, turn_on: Turn):
    page = open_tab(turn_on)
    network.cut()
    finished(page)
    network.restore()
    page.context.set_offline(True)
    page.context.clear_cookies()
    page.context.set_offline(False)
    sign_in(page, "chi")
    outbox(page)
    expect(page.locator("[data-list=waiting] li")).to_have_count(0)
    expect(page.locator("[data-list=sent] li")).to_have_count(0)
    eventually(page, lambda: len(submissions(live_app)) == 1, "it never arrived")
    [submission] = submissions(live_app)
    assert submission.author.name == "an"


def test_the_next_person_on_the_phone_writes_in_their_own_name(live_app: Flask, turn_on: Turn):
    page = open_tab(turn_on)
    page.context.clear_cookies()
    sign_in(page, "chi")
    hand = Hand(page).open_form("ks_nha_tro")
    expect(page.locator("[name='n1/phuong']")).to_have_value("phu-loi")
    hand.fill_in([("n1/khu_pho", "phu-loi-kp1"), ("n1/da_co", "khong"), ("n1/ket_qua", "khong_gap")]).finish()
    expect(page.locator("#review-body")).to_contain_text("Đã nhận")
    assert submissions(live_app)[0].author.name == "chi"


def test_a_revoked_token_keeps_the_record_and_signing_in_brings_it_home(
    live_app: Flask, network: Network, turn_on: Turn
):
    page = open_tab(turn_on)
    network.cut()
    finished(page)
    with db.writing(live_app.extensions["phieu"].engine) as session, session.begin():
        session.execute(update(UploadToken).values(revoked_at=db.now()))
    page.context.clear_cookies()
    network.restore()
    page.goto("/help")
    page.wait_for_timeout(1500)
    assert submissions(live_app) == []
    sign_in(page, "an")
    outbox(page)
    page.click("text=Gửi ngay") if page.locator("[data-part=send]").is_visible() else None
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    assert len(submissions(live_app)) == 1


def test_a_refused_record_is_kept_explained_exported_and_sent_again(
    live_app: Flask, turn_on: Turn, photo: Path, tmp_path: Path
):
    page = open_tab(turn_on)
    context = page.context
    context.route("**/api/records", lambda route: route.fulfill(status=413, json={"error": {"what": "Tệp quá lớn"}}))
    Hand(page, photo).open_form("ks_nha_tro").fill_in(ks_nha_tro(seed=3, workers=1)).finish()
    expect(page.locator("#review-body")).to_contain_text("Cần xử lý")
    finished(page)
    outbox(page)
    expect(page.locator("[data-list=attention] li")).to_have_count(2)
    first = page.locator("[data-list=attention] li").first
    expect(first).to_contain_text("Tệp quá lớn")
    with page.expect_download() as download:
        first.get_by_role("button", name="Lưu phiếu chưa gửi ra tệp").click()
    exported = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert base64.b64decode(exported["photos"][0]["base64"]) == photo.read_bytes()
    assert "<n1>" in exported["xml"]
    context.unroute("**/api/records")
    page.get_by_role("button", name="Gửi lại").first.click()
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    assert len(submissions(live_app)) == 1


def test_a_connection_that_breaks_after_the_commit_leaves_one_record(live_app: Flask, turn_on: Turn, photo: Path):
    page = open_tab(turn_on)
    broken: list[int] = []

    def break_once(route: Route) -> None:
        answer = route.fetch()
        broken.append(answer.status)
        route.abort("connectionreset") if len(broken) == 1 else route.fulfill(response=answer)

    page.context.route("**/api/records", break_once)
    Hand(page, photo).open_form("ks_nha_tro").fill_in(ks_nha_tro(seed=4, workers=1)).finish()
    eventually(page, lambda: len(broken) == 1, "it was never sent")
    outbox(page)
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    assert broken == [201, 200]
    assert len(submissions(live_app)) == 1


def test_a_photo_goes_on_where_the_connection_broke(live_app: Flask, turn_on: Turn, tmp_path: Path):
    page = open_tab(turn_on)
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 90).convert("RGB").save(out, "JPEG", quality=75)
    large = tmp_path / "lon.jpg"
    large.write_bytes(out.getvalue())
    pieces: list[int] = []

    def break_third(route: Route) -> None:
        pieces.append(int(route.request.headers["upload-offset"]))
        route.abort("connectionreset") if len(pieces) == 2 else route.continue_()

    page.context.route("**/api/files/*", lambda r: break_third(r) if r.request.method == "PUT" else r.continue_())
    Hand(page, large).open_form("ks_nha_tro").fill_in(ks_nha_tro(seed=5, workers=0)).finish()
    eventually(page, lambda: len(pieces) == 2, "the second piece was never sent")
    outbox(page)
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    assert len(pieces) >= 3 and pieces[:3] == [0, 256 * 1024, 256 * 1024]
    [attachment] = submissions(live_app)[0].current.attachments
    assert attachment.sha256 is not None


def test_two_open_tabs_send_a_record_once(live_app: Flask, network: Network, turn_on: Turn):
    page = open_tab(turn_on)
    posts: list[str] = []
    page.context.on(
        "requestfinished", lambda request: posts.append(request.url) if "/api/records" in request.url else None
    )
    other = page.context.new_page()
    other.goto("/outbox")
    network.cut()
    finished(page)
    network.restore()
    for one in (page, other):
        one.evaluate("dispatchEvent(new Event('online'))")
    outbox(page)
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    assert len(posts) == 1
    assert len(submissions(live_app)) == 1


def test_uploads_never_pass_through_the_worker(turn_on: Turn):
    page = open_tab(turn_on)
    seen: list[tuple[str, str]] = []

    def note(request: Request) -> None:
        if request.service_worker is not None:
            seen.append((request.method, request.url))

    page.context.on("request", note)
    finished(page)
    expect(page.locator("#review-body")).to_contain_text("Đã nhận")
    assert [method for method, _ in seen if method != "GET"] == []


def test_whoever_signs_in_on_the_way_to_a_form_is_its_author(live_app: Flask, turn_on: Turn):
    page = open_tab(turn_on)
    page.context.clear_cookies()
    page.goto("/f/ks_nha_tro")
    page.fill("[name=name]", "chi")
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Đăng nhập')")
    hand = Hand(page).wait_for_scripts()
    expect(page.locator("[name='n1/phuong']")).to_have_value("phu-loi")
    hand.fill_in([("n1/khu_pho", "phu-loi-kp1"), ("n1/da_co", "khong"), ("n1/ket_qua", "khong_gap")]).finish()
    expect(page.locator("#review-body")).to_contain_text("Đã nhận")
    assert submissions(live_app)[0].author.name == "chi"
