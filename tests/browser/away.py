"""A phone that is away from the network, and the program at the other end of a line that can be cut."""

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Error, Page
from sqlalchemy import select
from werkzeug.serving import BaseWSGIServer, make_server

from app import db
from app.submissions.models import Submission
from tests.browser.hand import Hand, sign_in


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


Turn = Callable[[], BrowserContext]


def kill(context: BrowserContext, folder: Path) -> None:
    """The battery is empty: the whole browser goes at once, without a word to its pages."""
    pid = int(str((folder / "SingletonLock").readlink()).rpartition("-")[2])
    os.kill(pid, signal.SIGKILL)
    with suppress(Error):
        context.close()
    (folder / "SingletonLock").unlink(missing_ok=True)


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


def eventually(page: Page, is_so: Callable[[], bool], otherwise: str) -> None:
    for _ in range(150):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError(otherwise)


def finished(page: Page, **more: Any) -> Hand:
    """A survey of a house where nobody was met: short, without a photo, complete."""
    hand = Hand(page, **more).open_form("ks_nha_tro")
    hand.fill_in([("n1/khu_pho", "phu-cuong-kp4"), ("n1/da_co", "khong"), ("n1/ket_qua", "khong_gap")])
    return hand.finish()


def outbox(page: Page) -> Page:
    page.goto("/outbox")
    page.wait_for_load_state("networkidle")
    return page


def open_tab(turn_on: Turn) -> Page:
    return first_visit(turn_on())
