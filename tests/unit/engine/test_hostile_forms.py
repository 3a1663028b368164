"""Files that mean harm or are broken: a clear problem each, within a GB of memory and half a minute, never a crash."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.engine.compile import compile_form
from app.engine.problems import sentence
from app.engine.run import restore
from app.engine.xml import XmlError, parse
from app.engine.xpath.matching import is_slow, matches
from app.engine.xpath.patterns import PatternError
from tests.builders.hostile import CASES, HEAD, NOW, workbook

ROOT = Path(__file__).parents[3]
# Whatever else a file does, this is said of it.
SAID: dict[str, list[str]] = {
    "an .xlsx of 300 MB of blanks": ["unpacks-too-big"],
    "an .xlsx with 5,000 parts": ["unpacks-too-big"],
    "an .xlsx that lies about its size": ["unreadable"],
    "an .xlsx with entities in entities": ["unreadable"],
    "a cell in the last row and column": [],
    "a column of a million": [],
    "an .xls of nothing but its first bytes": ["unreadable"],
    "a giant cell": ["cell-too-long"],
    "a cell of 9 MB": ["cell-too-long"],
    "a giant line": ["too-many-columns"],
    "a million rows": ["too-many-rows"],
    "300,000 columns": ["too-many-columns"],
    "an expression of 150,000 parentheses": ["xpath-too-deep"],
    "a circle of a thousand": ["cycle"],
    "entities in entities": ["xml-entities"],
    "a hundred thousand elements inside each other": ["xml-too-deep"],
    "four million elements": ["xml-too-big"],
    "a list of commas": ["bad-file"],
    "a list of a wide head and a million rows": ["bad-file"],
    "a list with a cell of 9 MB": ["bad-file"],
    "a list of GeoJSON inside GeoJSON": ["bad-file"],
    "a record of 20,000 entries": ["20000"],
    "a pattern that never ends": ["false"],
    "a pattern that ends in a month": ["false"],
    "a pattern that counts to a million in a million": ["true"],
}


@cache
def outcomes() -> dict[str, object]:
    """One process that forks for every case, so that each has its own memory and time."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.builders.hostile"], cwd=ROOT, capture_output=True, check=True, timeout=600
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("case", CASES)
def test_it_is_told_what_is_wrong_and_harms_nobody(case: str) -> None:
    assert outcomes()[case] == SAID[case]


@pytest.mark.parametrize(
    ("source", "code", "row"),
    [
        (HEAD + b"\n" * 200_000, "too-many-rows", None),
        (HEAD + b"|" * 1_000_001, "too-many-columns", 2),
        (HEAD + b"x" * 1_000_001, "cell-too-long", 2),
    ],
    ids=["rows", "columns", "a cell"],
)
def test_too_much_of_markdown_is_not_even_read(source: bytes, code: str, row: int | None) -> None:
    (told,) = compile_form(source, "f.md", {}).problems
    assert (told.code, told.row) == (code, row)


# Fuzzed

MARKDOWN = (ROOT / "tests/corpus/forms/co_ban.md").read_bytes()
XFORM = compile_form(MARKDOWN, "co_ban.md", {}).xform or b""
BOOK = workbook((3, 1, "integer"), (3, 2, "b"), (3, 3, "B ${a}"))
CSV = b"name,label\na,A\nb,B\n"
LIST = b"| survey | type | name | label |\n| | select_one_from_file l.csv | a | A |\n| settings | form_id |\n| | t |\n"
FUZZ = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
PIECES = (
    b"<",
    b">",
    b"&",
    b"'",
    b'"',
    b"|",
    b"\n",
    b"${a}",
    b"(",
    b"]]>",
    b"\x00",
    b"\xff\xfe",
    "ố".encode(),
    b"<!--",
    b",",
    b";",
)


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file in which some bytes were cut out, put in or changed."""
    content = whole
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 60)))
        content = content[:start] + draw(st.sampled_from(PIECES) | st.binary(max_size=12)) + content[end:]
    return content


def check(source: bytes, name: str, media: dict[str, bytes] | None = None) -> None:
    compiled = compile_form(source, name, media or {})
    assert (compiled.form is None) == any(one.severity == "error" for one in compiled.problems)
    for problem in compiled.problems:
        assert sentence(problem) and sentence(problem, "en")


@FUZZ
@given(damaged(MARKDOWN))
def test_a_damaged_markdown_form_is_a_form_or_has_problems(source: bytes) -> None:
    check(source, "f.md")


@FUZZ
@given(damaged(XFORM))
def test_a_damaged_xform_is_a_form_or_has_problems(source: bytes) -> None:
    check(source, "f.xml")


@FUZZ
@given(damaged(BOOK))
def test_a_damaged_excel_file_is_a_form_or_has_problems(source: bytes) -> None:
    check(source, "f.xlsx")


@st.composite
def damaged_sheets(draw: st.DrawFn) -> bytes:
    """A sound package whose parts are damaged."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(stream, "w") as new:
        victim = draw(st.sampled_from(old.namelist()))
        for name in old.namelist():
            new.writestr(name, draw(damaged(old.read(name))) if name == victim else old.read(name))
    return stream.getvalue()


@FUZZ
@given(damaged_sheets())
def test_an_excel_file_with_damaged_parts_is_a_form_or_has_problems(source: bytes) -> None:
    check(source, "f.xlsx")


@FUZZ
@given(damaged(CSV))
def test_a_damaged_list_is_a_list_or_a_problem(content: bytes) -> None:
    check(LIST, "f.md", {"l.csv": content})


@FUZZ
@given(damaged(b"<data id='t'><ten>a</ten><so_phong>1</so_phong><nhom><x/></nhom></data>"))
def test_a_damaged_record_is_a_record_or_no_xml(xml: bytes) -> None:
    form = compile_form(MARKDOWN, "co_ban.md", {}).form
    assert form is not None
    try:
        record = restore(form, xml, NOW)
    except XmlError:
        return
    record.problems()
    parse(record.xml())


@FUZZ
@given(st.text(alphabet="ab()[]{}|*+?^$\\.,-0129dwsp:<>=!", max_size=30), st.text(alphabet="ab0 \n", max_size=40))
def test_any_pattern_is_answered_soon(pattern: str, text: str) -> None:
    try:
        matches(pattern, text)
    except PatternError as error:
        assert str(error)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "(ab|a|b)*c", "([a-z]+)*", "(a|a)*b", "(x+x+)+y", "(.*a){12}"])
def test_a_pattern_that_would_keep_a_phone_busy_is_seen_through(pattern: str) -> None:
    assert is_slow(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "[0-9]+", r"0[0-9]{9}", r"\d{12}", r"[A-Za-z0-9._%+\-]+@([A-Za-z0-9\-]+\.)+[A-Za-z]{2,}", r"([0-9]+\.)*[0-9]+",
        "(có|không)( (có|không))*", r"(\+84|0)(3|5|7|8|9)[0-9]{8}", ".*", "a?b?c?",
    ],
)  # fmt: skip
def test_a_pattern_that_people_write_is_left_alone(pattern: str) -> None:
    assert not is_slow(pattern)


def test_a_pattern_that_cannot_be_told_in_time_fails_like_a_wrong_one() -> None:
    with pytest.raises(PatternError, match="too long"):
        matches("(a|b|ab)*[cd]", "ab" * 30)
