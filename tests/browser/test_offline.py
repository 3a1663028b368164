"""Days without a network: what was saved on the phone survives tabs, processes, people, and arrives once and
whole."""

import base64
import io
import json
import os
import re
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, Route, expect
from sqlalchemy import select, update
from werkzeug.serving import BaseWSGIServer, make_server

from app import db
from app.accounts.models import UploadToken
from app.catalog.publish import publish
from app.submissions.models import Submission
from tests.browser.conftest import ARGUMENTS, CHROMIUM, PHONE, sign_in
from tests.browser.hand import Hand
from tests.builders.answers import Answers, ks_nha_tro
from tests.builders.phone import Phone, sha256
from tests.cast import PASSWORD


class Network:
    """The program behind a network that can be cut: a server on one port that stops answering and answers
    again."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._server: BaseWSGIServer | None = None
        self.port = 0
        self.restore()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def restore(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = None


@pytest.fixture
def network(live_app: Flask) -> Iterator[Network]:
    made = Network(live_app)
    yield made
    made.cut()


Turn = Callable[[], BrowserContext]


@pytest.fixture
def turn_on(chromium: Browser, network: Network, tmp_path: Path) -> Iterator[Turn]:
    """The same phone, turned on (again): its storage stays, its process is new."""
    contexts: list[BrowserContext] = []

    def turned_on() -> BrowserContext:
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "phone",
            executable_path=CHROMIUM,
            args=list(ARGUMENTS),
            base_url=network.url,
            viewport=PHONE,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context

    yield turned_on
    for context in contexts:
        with suppress(Error):
            context.close()


def kill(context: BrowserContext, folder: Path) -> None:
    """The battery is empty: the whole browser goes at once, without a word to its pages."""
    pid = int(str((folder / "SingletonLock").readlink()).rpartition("-")[2])
    os.kill(pid, signal.SIGKILL)
    with suppress(Error):
        context.close()
    (folder / "SingletonLock").unlink(missing_ok=True)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo small enough that the phone leaves it as it is."""
    out = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(out, "JPEG", quality=80)
    path = tmp_path / "cong.jpg"
    path.write_bytes(out.getvalue())
    return path


def first_visit(context: BrowserContext) -> Page:
    """Sign in and wait until the phone has put everything by."""
    page = context.pages[0] if context.pages else context.new_page()
    sign_in(page, "an")
    page.wait_for_selector("html[data-offline=ready]", state="attached")
    return page


def submissions(app: Flask) -> list[Any]:
    with db.reading(app.extensions["phieu"].engine) as session:
        found = session.scalars(select(Submission)).all()
        for one in found:
            _ = one.current.attachments, one.author
        return list(found)


def waiting_row(page: Page) -> str:
    return page.locator("#phone-outbox").inner_text()


def test_a_survey_filled_in_without_a_network_arrives_once_with_its_photo(
    live_app: Flask, network: Network, turn_on: Turn, photo: Path, tmp_path: Path
):
    answers: Answers = ks_nha_tro(seed=1, workers=3)
    half = next(index for index, (ref, _) in enumerate(answers) if ref.startswith("n5/"))
    context = turn_on()
    page = first_visit(context)

    network.cut()
    hand = Hand(page, photo).open_form("ks_nha_tro")
    hand.fill_in(answers[:half]).saved()
    page.close()

    page = context.new_page()
    page.goto("/")
    page.locator("#phone-drafts a").click()
    hand = Hand(page, photo).wait_for_scripts()
    assert hand.open_page == "Công nhân", "the draft opens where it was left"
    hand.fill_in(answers[half:]).saved()
    kill(context, tmp_path / "phone")

    context = turn_on()
    page = context.new_page()
    page.goto("/")
    page.locator("#phone-drafts a").click()
    hand = Hand(page, photo).wait_for_scripts()
    assert hand.open_page == "Người muốn tham gia"
    expect(page.locator("[name='n8/tham_gia[3]/ho_ten']")).to_have_value(dict(answers)["n8/tham_gia[3]/ho_ten"])
    hand.finish()
    expect(page.locator("#review-body")).to_contain_text("Đã lưu trên máy – chờ gửi")
    kill(context, tmp_path / "phone")

    assert submissions(live_app) == []
    network.restore()
    page = turn_on().new_page()
    page.goto("/")
    expect(page.locator("#phone-outbox")).to_contain_text("Đã gửi từ máy này")
    expect(page.locator("#sync")).to_be_hidden()

    [submission] = submissions(live_app)
    assert submission.author.name == "an" and submission.problem_count == 0
    [attachment] = submission.current.attachments
    assert live_app.extensions["phieu"].blobs.read(attachment.sha256) == photo.read_bytes()
    workers = submission.current.data["n8"]["tham_gia"]
    assert [one["ho_ten"] for one in workers] == [dict(answers)[f"n8/tham_gia[{n}]/ho_ten"] for n in (1, 2, 3)]

    _the_same_post_five_times_in_parallel(live_app, submission, photo)
    assert len(submissions(live_app)) == 1


def _the_same_post_five_times_in_parallel(app: Flask, submission: Any, photo: Path) -> None:
    xml, [attachment] = submission.current.xml, submission.current.attachments
    phone = Phone(app, "an")
    phone.put(photo.read_bytes())
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda: answers.append(phone.post(xml, {attachment.name: photo.read_bytes()})))
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 5
    assert {answer.json["sha256"] for answer in answers} == {sha256(xml)}


def finished(page: Page, **more: Any) -> Hand:
    """A survey of a house where nobody was met: short, without a photo, complete."""
    hand = Hand(page, **more).open_form("ks_nha_tro")
    hand.fill_in([("n1/khu_pho", "phu-cuong-kp4"), ("n1/da_co", "khong"), ("n1/ket_qua", "khong_gap")])
    return hand.finish()


def eventually(page: Page, is_so: Callable[[], bool], otherwise: str) -> None:
    for _ in range(150):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError(otherwise)


def outbox(page: Page) -> Page:
    page.goto("/outbox")
    page.wait_for_load_state("networkidle")
    return page


def open_tab(turn_on: Turn) -> Page:
    return first_visit(turn_on())


def test_what_only_the_server_has_is_said_to_need_a_network(network: Network, turn_on: Turn):
    page = open_tab(turn_on)
    network.cut()
    page.goto("/submissions")
    expect(page.locator("h1")).to_have_text("Không có mạng")
    page.click("main a")
    expect(page.locator("h1")).to_have_text("Việc của tôi")
    page.goto("/help")
    expect(page.locator("h1")).to_have_text("Hướng dẫn")


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


def test_a_draft_opens_in_the_version_it_was_begun_with(live_app: Flask, network: Network, turn_on: Turn):
    page = open_tab(turn_on)
    Hand(page).open_form("ks_nha_tro").answer("n1/to_dan_pho", "7").saved()
    old = page.url
    publish_next_version(live_app)
    page.goto("/")
    page.wait_for_selector("html[data-offline=ready]", state="attached")
    network.cut()
    page.goto("/f/ks_nha_tro")
    assert "/2019010101/" in page.url
    page.goto("/")
    page.locator("#phone-drafts a").click()
    Hand(page).wait_for_scripts()
    assert page.url == old
    expect(page.locator("[name='n1/to_dan_pho']")).to_have_value("7")


def publish_next_version(app: Flask) -> None:
    services = app.extensions["phieu"]
    folder = services.config.forms_dir
    source = (folder / "ks_nha_tro.md").read_bytes()
    number = re.search(rb"\| ks_nha_tro \|[^|]*\| (\d+) \|", source)
    assert number is not None
    with db.writing(services.engine) as session, session.begin():
        media = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
        made = publish(session, services.blobs, source.replace(number[1], b"2019010101"), "ks_nha_tro.md", media)
        assert made.version is not None and made.fresh


def test_a_new_build_does_not_take_the_page_from_under_an_open_draft(live_app: Flask, network: Network, turn_on: Turn):
    page = open_tab(turn_on)
    hand = Hand(page).open_form("ks_nha_tro").answer("n1/to_dan_pho", "7").saved()
    old_build = live_app.extensions["phieu"].assets
    new_build(live_app)
    home = page.context.new_page()
    home.goto("/")
    home.wait_for_selector("html[data-offline=ready]", state="attached")
    eventually(home, lambda: waiting_worker(home), "the new worker took over while a form was open")
    network.cut()
    hand.answer("n1/ket_qua", "gap_chu").saved()
    page.reload()
    hand.wait_for_scripts()
    expect(page.locator("[name='n1/to_dan_pho']")).to_have_value("7")
    caches = page.evaluate("caches.keys()")
    assert any(old_build in name for name in caches)
    network.restore()
    page.close()
    home.goto("/")
    eventually(home, lambda: not waiting_worker(home), "no form is open, yet the new worker waits")


def waiting_worker(page: Page) -> bool:
    found: bool = page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.waiting !== null)")
    return found


def new_build(app: Flask) -> None:
    """The same files under another name, as after an update of the program."""
    services = app.extensions["phieu"]
    folder = services.config.assets_dir
    shutil.copytree(folder / services.assets, folder / "0123456789ab")
    services.assets = "0123456789ab"


def test_a_worker_that_is_switched_off_leaves_and_takes_no_record_along(
    live_app: Flask, network: Network, turn_on: Turn
):
    page = open_tab(turn_on)
    Hand(page).open_form("ks_nha_tro").answer("n1/to_dan_pho", "7").saved()
    services = live_app.extensions["phieu"]
    services.config = replace(services.config, service_worker=False)
    page.goto("/")
    eventually(page, lambda: page.evaluate("caches.keys()") == [], "what the worker kept is still there")
    page.goto("/")
    workers = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
    eventually(page, lambda: page.evaluate(workers) == 0, "the worker is still there")
    page.locator("#phone-drafts a").click()
    Hand(page).wait_for_scripts()
    expect(page.locator("[name='n1/to_dan_pho']")).to_have_value("7")


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


def test_a_finished_record_cannot_be_changed_by_going_back(live_app: Flask, network: Network, turn_on: Turn):
    page = open_tab(turn_on)
    network.cut()
    finished(page)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Việc của tôi")
    expect(page.locator("#phone-drafts a")).to_have_count(0)
    expect(page.locator("#sync")).to_have_text("1 chờ gửi")
