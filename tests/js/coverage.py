"""What no test reaches of the modules in static/js/form and static/js/xpath: V8's counts, from Node and Chromium alike.

`make coverage` sets JS_COVERAGE to a folder. Node writes its counts there (test_javascript.py), `watch` those of
a page; `python -m tests.js.coverage FOLDER` puts all of them together and names the blocks that never ran.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import BrowserContext, CDPSession, Error, Page

ROOT = Path(__file__).parents[2]
MEASURED = re.compile(r"/(?:assets/[0-9a-f]+|static)/(js/(?:form|xpath)/[\w-]+\.mjs)$")
NOTHING = re.compile(r"[\s{}()\[\];,]*")  # what is left of a block whose code is elsewhere


def folder() -> Path | None:
    """Where counts are wanted; None in an ordinary run."""
    wanted = os.environ.get("JS_COVERAGE")
    return Path(wanted) if wanted else None


def watch(context: BrowserContext) -> None:
    """Count what the pages of a context run until it or they are closed. The program must serve its sources as is."""
    into = folder()
    if into is None:
        return
    sessions: list[CDPSession] = []

    def start(page: Page) -> None:
        session = context.new_cdp_session(page)
        session.send("Profiler.enable")
        session.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
        sessions.append(session)
        page.close = counted(page.close)  # type: ignore[method-assign]

    def counted(close: Callable[..., None]) -> Callable[..., None]:
        def first(**more: Any) -> None:
            for session in sessions:
                with suppress(Error):  # its page is gone already
                    counts = session.send("Profiler.takePreciseCoverage")
                    (into / f"page-{uuid4()}.json").write_text(json.dumps(counts), "utf-8")
            close(**more)

        return first

    context.on("page", start)
    for page in context.pages:
        start(page)
    context.close = counted(context.close)  # type: ignore[method-assign]


def main(given: str) -> int:
    reached: dict[str, bytearray] = {}
    for file in Path(given).glob("*.json"):
        for name, script in _scripts(json.loads(file.read_text("utf-8"))):
            seen = reached.setdefault(name, bytearray(_length(name)))
            for place, count in enumerate(_counts(script, len(seen))):
                seen[place] |= count
    files = sorted(path.relative_to(ROOT / "static").as_posix() for path in _measured_files())
    missing = [line for name in files for line in _missing(name, reached.get(name, bytearray(_length(name))))]
    print("\n".join(missing) or f"every block of {len(files)} modules ran")
    return 1 if missing else 0


def _measured_files() -> Iterator[Path]:
    for part in ("form", "xpath"):
        yield from (ROOT / "static/js" / part).glob("*.mjs")


def _scripts(report: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for script in report["result"]:
        found = MEASURED.search(script["url"])
        if found:
            yield found[1], script


def _source(name: str) -> bytes:
    """Two bytes a unit, as JavaScript counts characters."""
    return (ROOT / "static" / name).read_text("utf-8").encode("utf-16-le")


def _length(name: str) -> int:
    return len(_source(name)) // 2


def _counts(script: dict[str, Any], length: int) -> bytearray:
    """For every character whether it ran. A range inside another has the last word."""
    ran = bytearray(length)
    for function in script["functions"]:
        for block in function["ranges"]:
            begin, end = block["startOffset"], min(block["endOffset"], length)
            ran[begin:end] = bytes([block["count"] > 0]) * (end - begin)
    return ran


def _missing(name: str, ran: bytearray) -> Iterator[str]:
    source = _source(name)
    for gap in re.finditer(rb"\0+", bytes(ran)):
        text = source[2 * gap.start() : 2 * gap.end()].decode("utf-16-le")
        if NOTHING.fullmatch(text):
            continue
        line = source[: 2 * gap.start()].decode("utf-16-le").count("\n") + 1
        yield f"static/{name}:{line}: {' '.join(text.split())[:100]}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
