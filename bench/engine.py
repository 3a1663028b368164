"""The engine over a form of 1,000 questions: publishing, opening, one edit after the other; in Python, in Node and in a
Chromium whose processor is slowed six times, against the limits of a phone. Then the bytes of the wire, a question.

The three engines get the same edits and have to come to the same total.
"""

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

from playwright.sync_api import Route, sync_playwright

from app.engine.compile import compile_form
from app.engine.definition import Form, Question, walk
from app.engine.run import start
from app.engine.wire import to_wire
from bench._long_form import QUESTIONS, compiled, edits
from bench.critical_path import CHROMIUM
from tests.corpus.cases import context

ROOT = Path(__file__).resolve().parent.parent
SLOWED = 6
EDIT_LIMIT, OPEN_LIMIT = 8.0, 300.0  # milliseconds in the slowed Chromium
TYPES = {".mjs": "text/javascript", ".json": "application/json", "": "text/html"}
NODE = """
import {readFileSync} from 'node:fs';
import * as engine from './static/js/form/engine.mjs';
import {measured} from './bench/engine.mjs';
const {wire, edits} = JSON.parse(readFileSync(process.argv[1]));
for (const module of engine.modulesFor(wire)) await import(module);
console.log(JSON.stringify(measured(engine, wire, edits)));
"""
PAGE = """async () => {
  const engine = await import('/static/js/form/engine.mjs');
  const {measured} = await import('/bench/engine.mjs');
  const {wire, edits} = await (await fetch('/given.json')).json();
  for (const module of engine.modulesFor(wire)) await import(module);
  return measured(engine, wire, edits);
}"""


def main() -> int:
    begun = time.perf_counter()
    form = compiled().form
    assert form is not None
    print(f"{(time.perf_counter() - begun) * 1000:9.0f} ms  publish {QUESTIONS:,} questions (pyxform included)")
    given = json.dumps({"wire": to_wire(form, "vi"), "edits": edits()}, ensure_ascii=False)
    found = {"Python": _python(form), "Node": _node(given), f"Chromium, {SLOWED}x slowed": _chromium(given)}
    for name, result in found.items():
        cuts = quantiles(result["times"], n=20)
        print(f"{result['open']:9.0f} ms  open in {name}")
        print(f"{cuts[9]:9.2f} ms  an edit in {name}, the median; p95 {cuts[18]:.2f} ms")
    _sizes({"the long form": form, "ks_nha_tro": _shipped("ks_nha_tro")})
    totals = {result["total"] for result in found.values()}
    print(f"          all came to the total {totals.pop()}" if len(totals) == 1 else f"THEY DIFFER: {totals}")
    slowed = found[f"Chromium, {SLOWED}x slowed"]
    p95, opened = quantiles(slowed["times"], n=20)[18], slowed["open"]
    print(f"{p95 / EDIT_LIMIT:9.2f}     of the limit of {EDIT_LIMIT:.0f} ms an edit (p95, slowed)")
    print(f"{opened / OPEN_LIMIT:9.2f}     of the limit of {OPEN_LIMIT:.0f} ms to open (slowed)")
    return 0 if not totals and p95 <= EDIT_LIMIT and opened <= OPEN_LIMIT else 1


def _python(form: Form) -> dict[str, Any]:
    begun = time.perf_counter()
    filling = start(form, context())
    opened = time.perf_counter() - begun
    times = []
    for ref, value in edits():
        begun = time.perf_counter()
        filling.set(ref, value)
        times.append((time.perf_counter() - begun) * 1000)
    return {"open": opened * 1000, "times": times, "total": filling.value("tong")}


def _node(given: str) -> dict[str, Any]:
    node = shutil.which("node")
    assert node, "Node.js is missing"
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(given)
        file.flush()
        command = [node, "--input-type=module", "-e", NODE, file.name]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _chromium(given: str) -> dict[str, Any]:
    def answer(route: Route) -> None:
        path = route.request.url.split("/", 3)[3]
        body = {"": "<title>bench</title>", "given.json": given}.get(path)
        text = (ROOT / path).read_text("utf-8") if body is None else body
        route.fulfill(body=text, content_type=TYPES[Path(path).suffix])

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        page = browser.new_page()
        page.route("**/*", answer)
        page.goto("http://localhost/")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        found: dict[str, Any] = page.evaluate(PAGE)
        browser.close()
    return found


def _shipped(name: str) -> Form:
    folder = ROOT / "forms"
    media = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    form = compile_form((folder / f"{name}.md").read_bytes(), f"{name}.md", media).form
    assert form is not None
    return form


def _sizes(forms: dict[str, Form]) -> None:
    """Without the lists: they are content, and a phone fetches them once."""
    for name, form in forms.items():
        wire = to_wire(form, "vi", frozenset(form.instances))
        asked = sum(isinstance(control, Question) for control in walk(form.body))
        size = len(gzip.compress(json.dumps(wire, ensure_ascii=False, separators=(",", ":")).encode(), 9))
        print(f"{size / asked:9.1f}     bytes of wire a question, gzipped: {name}, {asked} questions, {size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
