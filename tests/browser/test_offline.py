"""Days without a network: what was saved on the phone survives tabs, processes, people, and arrives once and whole."""

import io
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from sqlalchemy import select
from werkzeug.serving import BaseWSGIServer, make_server

from app import db
from app.submissions.models import Submission
from tests.browser.conftest import ARGUMENTS, CHROMIUM, PHONE, sign_in
from tests.browser.hand import Hand
from tests.builders.answers import Answers, ks_nha_tro
from tests.builders.phone import Phone, sha256


class Network:
    """The program behind a network that can be cut: a server on one port that stops answering and answers again."""

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
