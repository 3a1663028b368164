"""Files that mean harm, and a way to open each of them in a process of its own with little memory and little time:
`python -m tests.builders.hostile` prints {case: what became of it} as JSON."""

import io
import json
import os
import resource
import signal
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime

from openpyxl import Workbook

from app.engine.compile import compile_form
from app.engine.datatypes import ZONE
from app.engine.run import Context, restore, start

MEMORY, SECONDS = 1 << 30, 30
SETTINGS = "\n| settings | form_id |\n| | thu |\n"
FORM = f"| survey | type | name | label | calculation |\n| | begin_repeat | r | R | |\n| | text | a | A | |\n| | end_repeat | | | |\n| | calculate | n | | count(${{a}}) |\n{SETTINGS}"  # noqa: E501
LIST = "| survey | type | name | label |\n| | select_one_from_file l.csv | a | A |\n" + SETTINGS
HEAD, OLE = b"| survey | type | name | label |\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOW = Context(now=datetime(2018, 6, 5, 9, 30, tzinfo=ZONE))
OPEN = '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model>'


def codes(source: bytes, name: str, media: dict[str, bytes] | None = None) -> list[str]:
    return sorted({problem.code for problem in compile_form(source, name, media or {}).problems})


def listed(content: bytes) -> list[str]:
    return codes(LIST.encode(), "f.md", {"l.csv": content})


def package(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def workbook(*cells: tuple[int, int, str]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    sheet.append(["type", "name", "label"])
    sheet.append(["text", "a", "A"])
    for row, column, text in cells:
        sheet.cell(row, column, text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def lying_workbook() -> bytes:
    """Its table of contents says that a sheet is small; what is packed is not."""
    honest = workbook()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(honest)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part.filename, content + b" " * 300_000_000 if "sheet1" in part.filename else content)
    return stream.getvalue().replace((300_000_000 + _size(honest)).to_bytes(4, "little"), (900).to_bytes(4, "little"))


def _size(source: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        return next(part.file_size for part in package.infolist() if "sheet1" in part.filename)


def laughing_workbook() -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as old:
        parts = {part.filename: old.read(part) for part in old.infolist()}
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(12))
    sheet = next(name for name in parts if "sheet1" in name)
    parts[sheet] = b"<!DOCTYPE w [" + entities + b"]>" + parts[sheet].replace(b"<sheetData>", b"<sheetData>&l11;")
    return package(parts)


def record(instances: int) -> list[str]:
    form = compile_form(FORM.encode(), "f.md", {}).form
    assert form is not None
    filling = restore(form, b"<data>" + b"<r><a>x</a></r>" * instances + b"</data>", NOW)
    return [filling.value("n")]


def regex(pattern: str, text: str) -> list[str]:
    """A pattern that the author left to an answer, so nobody could look at it beforehand."""
    source = f"| survey | type | name | label | calculation |\n| | text | p | P | |\n| | text | t | T | |\n| | calculate | k | | regex(${{t}}, ${{p}}) |\n{SETTINGS}"  # noqa: E501
    form = compile_form(source.encode(), "f.md", {}).form
    assert form is not None
    filling = start(form, NOW)
    filling.set("p", pattern)
    filling.set("t", text)
    return [filling.value("k")]


def chain(links: int) -> bytes:
    rows = "".join(f"| | calculate | c{n} | | ${{c{(n + 1) % links}}} + 1 |\n" for n in range(links))
    return f"| survey | type | name | label | calculation |\n| | text | a | A | |\n{rows}{SETTINGS}".encode()


CASES: dict[str, Callable[[], list[str]]] = {
    "an .xlsx of 300 MB of blanks": lambda: codes(package({"xl/workbook.xml": b" " * 300_000_000}), "f.xlsx"),
    "an .xlsx with 5,000 parts": lambda: codes(package({f"p{n}": b"" for n in range(5_000)}), "f.xlsx"),
    "an .xlsx that lies about its size": lambda: codes(lying_workbook(), "f.xlsx"),
    "an .xlsx with entities in entities": lambda: codes(laughing_workbook(), "f.xlsx"),
    "a cell in the last row and column": lambda: codes(workbook((1_048_576, 16_384, "x")), "f.xlsx"),
    "a column of a million": lambda: codes(workbook((1, 16_384, "x")), "f.xlsx"),
    "an .xls of nothing but its first bytes": lambda: codes(OLE + b"\xff" * 5_000_000, "f.xls"),
    "a giant cell": lambda: codes(HEAD + b"| | text | a | " + b"x" * 900_000 + b" |\n", "f.md"),
    "a cell of 9 MB": lambda: codes(HEAD + b"| | text | a | " + b"x" * 9_000_000 + b" |\n", "f.md"),
    "a giant line": lambda: codes(b"| survey | type |\n| | " + b"|" * 15_000_000, "f.md"),
    "a million rows": lambda: codes(HEAD + b"| | text | a | A |\n" * 900_000, "f.md"),
    "300,000 columns": lambda: codes(
        ("| survey | type | name | label |" + "".join(f"x{n}|" for n in range(300_000)) + "\n").encode(), "f.md"
    ),
    "an expression of 150,000 parentheses": lambda: codes(
        f"{OPEN}<instance><data id='t'><a/></data></instance><bind nodeset='/data/a' relevant='{'(' * 150_000}'/>"
        "</model></h:head><h:body><input ref='/data/a'/></h:body></h:html>".encode(),
        "f.xml",
    ),
    "a circle of a thousand": lambda: codes(chain(1_000), "f.md"),
    "entities in entities": lambda: codes(
        b"<!DOCTYPE d [" + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
        + b"]><d>&l11;</d>",
        "f.xml",
    ),
    "a hundred thousand elements inside each other": lambda: codes(b"<a>" * 100_000, "f.xml"),
    "four million elements": lambda: codes(b"<a>" + b"<b/>" * 4_000_000 + b"</a>", "f.xml"),
    "a list of commas": lambda: listed(b"name,label" + b"," * 9_000_000 + b"\na\n" * 9),
    "a list of a wide head and a million rows": lambda: listed(b"name" + b"," * 900 + b"\n" + b"a\n" * 1_000_000),
    "a list with a cell of 9 MB": lambda: listed(b"name,label\na," + b"x" * 9_000_000),
    "a list of GeoJSON inside GeoJSON": lambda: codes(
        LIST.replace(".csv", ".geojson").encode(), "f.md", {"l.geojson": b'{"features":' + b"[" * 500_000}
    ),
    "a record of 20,000 entries": lambda: record(20_000),
    "a pattern that never ends": lambda: regex("^(a+)+$", "a" * 5_000 + "!"),
    "a pattern that ends in a month": lambda: regex("a*a*a*a*a*a*b", "a" * 5_000),
    "a pattern that counts to a million in a million": lambda: regex("((a{1,30000}){1,30000}){1,30000}", "a" * 5_000),
}  # fmt: skip


def outcome(case: Callable[[], list[str]]) -> object:
    """What a case says, or what it died of."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        try:
            said: object = case()
        except BaseException as error:  # everything is told
            said = f"{type(error).__name__}: {error}"[:200]
        os.write(write, json.dumps(said).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read()
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return f"killed by {signal.Signals(os.WTERMSIG(status)).name}"
    return json.loads(told)


if __name__ == "__main__":
    json.dump({name: outcome(case) for name, case in CASES.items()}, sys.stdout, ensure_ascii=False)
