"""Every form of the corpus on a phone of 360×740, without and with scripts: each question that is asked is there, named
and large enough for a thumb; nothing is wider than the phone; nothing complains; what was typed outlives the page.

All forms are looked at in one go, several pages at a time, before the first test says what was found."""

import shutil
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page
from sqlalchemy import select
from werkzeug.serving import make_server

from app import db
from app.accounts.access import person_of
from app.accounts.models import User
from app.catalog.models import FormRow
from app.catalog.queries import compiled
from app.collect.prefill import context as surroundings
from app.collect.screen import Screen
from app.collect.views import questions
from app.db import now
from app.engine.run import start
from app.factory import create_app
from tests.browser.conftest import PHONE
from tests.browser.corpus import PERSON, put_in
from tests.browser.hand import sign_in
from tests.browsing import Browser
from tests.builders.paper import Paper
from tests.conftest import config_for
from tests.corpus.cases import paths

AT_ONCE = 6
LOOK = Path(__file__).with_name("look.js").read_text("utf-8")
NAMES = sorted(paths())
# Every page of the form, one after the other, as the steps open them.
LOOK_AT_ALL = f"""() => {{
  const look = {LOOK};
  const found = {{refs: [], complaints: []}};
  for (const step of document.querySelectorAll('nav.side [data-step]:not([hidden]) button')) {{
    step.click();
    const seen = look();
    found.refs.push(...seen.refs);
    found.complaints.push(...seen.complaints);
  }}
  document.querySelector('nav.side [data-step] button').click();
  return found;
}}"""
# An answer for the first question of the first page that takes one; says which and what, null when there is none.
ANSWER = """() => {
  const ANSWERS = {date: '2018-06-05', month: '2018-06', time: '07:30', 'datetime-local': '2018-06-05T07:30',
    geopoint: '10.98 106.65', geotrace: '10.98 106.65; 10.99 106.65',
    geoshape: '10.98 106.65; 10.99 106.65; 10.99 106.66'};
  const section = document.querySelector('section.page:not([hidden])');
  for (const one of section.querySelectorAll('.q input, .q textarea, .q select')) {
    const q = one.closest('.q');
    if (!one.name || !one.offsetParent || one.disabled || one.readOnly || one.type === 'file') continue;
    if (one.matches('[type=checkbox], [type=radio]')) one.checked = true;
    else if (one.localName === 'select') one.selectedIndex = (one.selectedIndex + 1) % one.options.length;
    else one.value = ANSWERS[one.type] ?? ANSWERS[q.dataset.kind] ?? (one.value === '5' ? '6' : '5');
    for (const type of ['input', 'change']) one.dispatchEvent(new Event(type, {bubbles: true}));
    return [one.name, one.matches('[type=checkbox], [type=radio]') ? one.value : null];
  }
  return null;
}"""
HELD = """([name, value]) => {
  const all = [...document.getElementsByName(name)].filter((one) => value === null || one.value === value);
  return all.some((one) => (value === null ? one.value !== '' : one.checked));
}"""

STYLED = "document.readyState === 'complete' && getComputedStyle(document.body).margin === '0px'"


@dataclass
class Found:
    """What was seen of one form."""

    asked: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def wanted(request: pytest.FixtureRequest) -> list[str]:
    """The forms whose tests are going to run."""
    here = [item for item in request.session.items if item.path == request.path]
    return [name for name in NAMES if any(item.callspec.params.get("name") == name for item in here)]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def house(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    data = tmp_path_factory.mktemp("every") / "data"
    shutil.copytree(prepared, data)
    app = create_app(config_for(data, f"sqlite:///{data / 'phieu.sqlite3'}"))
    yield app
    app.extensions["phieu"].engine.dispose()


@pytest.fixture(scope="module")
def address(house: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, house, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def published(house: Flask, wanted: list[str]) -> dict[str, str]:
    """File name to form id, without the forms that are wrong on purpose."""
    return {name: found[0] for name in wanted if (found := put_in(house, name))}


@pytest.fixture(scope="module")
def asked(house: Flask, published: dict[str, str]) -> dict[str, set[str]]:
    """The questions that a new record asks and nobody has answered for the person, as the engine says."""
    services, found = house.extensions["phieu"], {}
    with house.test_request_context(), db.reading(services.engine) as session:
        person = person_of(session.scalars(select(User).where(User.name == PERSON)).one())
        for form_id in published.values():
            version = session.scalars(select(FormRow).where(FormRow.form_id == form_id)).one().current_version
            assert version is not None
            form = compiled(services.blobs, version)
            filling = start(form, surroundings(session, person, now()))
            screen = Screen(form, filling, version.languages[0])
            pages = [screen.page(page) for page in form.pages if screen.is_page_relevant(page)]
            views = [view for page in pages for view in questions(page.items)]
            found[form_id] = {view.ref for view in views if view.control.asks}
    return found


def opened(chromium: Chromium, address: str, scripts: bool) -> BrowserContext:
    context = chromium.new_context(
        base_url=address,
        viewport=PHONE,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        java_script_enabled=scripts,
        service_workers="block",
    )
    context.set_default_timeout(20_000)
    return context


@pytest.fixture(scope="module")
def scripted(chromium: Chromium, address: str, published: dict[str, str]) -> Iterator[dict[str, Found]]:
    with opened(chromium, address, scripts=True) as context:
        yield look_at_all(context, list(published.values()), live)


@pytest.fixture(scope="module")
def plain(chromium: Chromium, house: Flask, address: str, published: dict[str, str]) -> Iterator[dict[str, Found]]:
    client = Browser(house, use_cookies=True).sign_in(PERSON)
    with opened(chromium, address, scripts=False) as context:
        page = context.new_page()
        page.goto("/offline")  # an address of ours, so that style sheets are found
        found: dict[str, Found] = defaultdict(Found)
        for form_id in published.values():
            try:
                without_scripts(page, client, form_id, found[form_id])
            except (AssertionError, Error) as error:
                found[form_id].complaints.append(f"gave up: {str(error).splitlines()[0]}")
        yield found


Visit = Callable[[Page, str, Found], Iterator[None]]


def look_at_all(context: BrowserContext, form_ids: list[str], visit: Visit) -> dict[str, Found]:
    """Several visits at a time: while one page loads or saves, another is looked at."""
    found: dict[str, Found] = defaultdict(Found)
    first = context.new_page()
    sign_in(first, PERSON)
    pages = [first, *(context.new_page() for _ in range(AT_ONCE - 1))]
    heard: dict[Page, Found] = {}
    for page in pages:
        page.on("pageerror", lambda error, page=page: heard[page].complaints.append(f"error: {error}"))
        page.on("console", lambda said, page=page: _listen(heard[page], said))
    waiting = list(form_ids)
    running: dict[Page, Iterator[None]] = {}
    while waiting or running:
        for page in pages:
            if page not in running and waiting:
                heard[page] = found[waiting[0]]
                running[page] = visit(page, waiting.pop(0), heard[page])
        for page in list(running):
            try:
                next(running[page])
            except StopIteration:
                del running[page]
            except Exception as error:
                heard[page].complaints.append(f"gave up: {str(error).splitlines()[0]}")
                del running[page]
    return found


def _listen(found: Found, said: ConsoleMessage) -> None:
    """Pictures and sounds that forms of the corpus name without having them are no news."""
    if said.type == "error" and "/media/" not in said.location.get("url", ""):
        found.complaints.append(f"console: {said.text}")


def live(page: Page, form_id: str, found: Found) -> Iterator[None]:
    """With scripts; each `yield` lets the others go on while this page is busy."""
    page.goto(f"/f/{form_id}", wait_until="commit")
    yield
    page.wait_for_selector("html[data-live=ready]", state="attached")
    # Stored and decorated: from then on nothing is added to the questions.
    page.wait_for_selector("html[data-parts=ready]", state="attached")
    seen = page.evaluate(LOOK_AT_ALL)
    found.asked.update(seen["refs"])
    found.complaints += seen["complaints"]
    answer = page.evaluate(ANSWER)
    if answer is None:
        return
    yield
    page.wait_for_selector("#state.ok")
    page.reload(wait_until="commit")
    yield
    page.wait_for_selector("html[data-live=ready]", state="attached")
    if not page.evaluate(HELD, answer):
        found.complaints.append(f"forgotten: {answer[0]}")


def without_scripts(page: Page, client: Browser, form_id: str, found: Found) -> None:
    """Page by page to the review as the server gives them, each laid out by Chromium."""
    paper = Paper(client).open(form_id)
    for _page in range(30):
        page.set_content(paper.page.text)
        page.wait_for_function(STYLED)
        seen = page.evaluate(LOOK)
        found.asked.update(seen["refs"])
        found.complaints += seen["complaints"]
        if paper.path.endswith("/review"):
            return
        paper.press("next")
    found.complaints.append(f"never came to the review: {paper.path}")


@pytest.mark.parametrize("name", NAMES)
def test_with_scripts(
    name: str, published: dict[str, str], asked: dict[str, set[str]], scripted: dict[str, Found]
) -> None:
    if name not in published:
        pytest.skip("wrong on purpose")
    found = scripted[published[name]]
    assert (found.complaints, asked[published[name]] - found.asked) == ([], set()), name


@pytest.mark.parametrize("name", NAMES)
def test_without_scripts(
    name: str, published: dict[str, str], asked: dict[str, set[str]], plain: dict[str, Found]
) -> None:
    if name not in published:
        pytest.skip("wrong on purpose")
    found = plain[published[name]]
    assert (found.complaints, asked[published[name]] - found.asked) == ([], set()), name
