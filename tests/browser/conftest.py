"""A real Chromium before a running program: `live` is its address over fresh data, `phone` opens a 360×740
window in it."""

import io
import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright
from werkzeug.serving import make_server

from app.config import Config
from app.factory import create_app
from app.web import assets
from tests.browser.away import Network, Turn
from tests.browser.hand import sign_in
from tests.conftest import config_for
from tests.js import coverage

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)
PHONE = {"width": 360, "height": 740}

expect.set_options(timeout=15_000)  # a busy machine is no failure

Phone = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def config(prepared: Path, tmp_path: Path) -> Config:
    """SQLite only: what a browser sees does not depend on the database."""
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    return config_for(data, f"sqlite:///{data / 'phieu.sqlite3'}")


@pytest.fixture
def live_app(config: Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    if coverage.folder():  # counts are of the sources, comments and all
        monkeypatch.setattr(assets, "lean", lambda text, _suffix: text)
        shutil.rmtree(config.assets_dir, ignore_errors=True)
    app = create_app(config)
    yield app
    app.extensions["phieu"].engine.dispose()


@pytest.fixture
def live(live_app: Flask) -> Iterator[str]:
    """The address of the running program. It runs in this process: `live_app` may be asked what it holds."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, live_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser, live: str) -> Iterator[Phone]:
    """`phone()` is a page of a new phone; `phone("an")` one where An is signed in; keywords go to the browser
    context."""
    contexts: list[BrowserContext] = []

    def opened(name: str | None = None, **settings: Any) -> Page:
        settings = {"viewport": PHONE, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", **settings}
        context = chromium.new_context(base_url=live, **settings)
        context.set_default_timeout(10_000)
        contexts.append(context)
        coverage.watch(context)
        page = context.new_page()
        if name is not None:
            sign_in(page, name)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def network(live_app: Flask) -> Iterator[Network]:
    made = Network(live_app)
    yield made
    made.cut()


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
        coverage.watch(context)
        return context

    yield turned_on
    for context in contexts:
        with suppress(Error):
            context.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo small enough that the phone leaves it as it is."""
    out = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(out, "JPEG", quality=80)
    path = tmp_path / "cong.jpg"
    path.write_bytes(out.getvalue())
    return path
