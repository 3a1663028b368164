"""Forms that nobody here wrote: whatever pyxform accepts of them is published, filled in and finished. They are the
forms of an old pyxform's own tests (requirements-forms.txt): files, and Markdown inside its test code."""

from __future__ import annotations

import ast
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path, PurePath

import pytest

from app.engine.compile import compile_form
from app.engine.datatypes import ZONE
from app.engine.problems import sentence
from app.engine.run import Context, restore, start
from app.engine.wire import to_wire

WHEELS = Path(__file__).parents[3] / ".cache" / "forms"
SUFFIXES = (".xls", ".xlsx", ".xlsm", ".xml")
NOW = datetime(2018, 6, 5, 9, 30, tzinfo=ZONE)
# What these forms ask for and do not bring.
LIST = b"name,label,name_key,label_key,list_name\na,A,a,A,l\nb,B,b,B,l\n"

# pyxform takes these, and ODK Validate refuses them as we do (but the last one).
REFUSED = {
    "bad_calc.xlsx": "xpath-syntax",  # the calculation is an English sentence
    "xl_date_ambiguous.xlsx": "xpath-syntax",  # label::English is no path
    "test_validate_unicode_exception.py:17": "xpath-syntax",  # $(myField)
    "test_validate_unicode_exception.py:31": "xpath-syntax",  # £¥§
    "test_last_saved.py:41": "unknown-instance",  # pyxform does not declare what only a label reads
}


@cache
def forms() -> dict[str, tuple[bytes, str]]:
    """(bytes, file name) by a name of their own."""
    found: dict[str, tuple[bytes, str]] = {}
    for wheel in WHEELS.glob("*.whl"):
        with zipfile.ZipFile(wheel) as files:
            for path in sorted(files.namelist()):
                name = PurePath(path).name
                if "/tests" in path and path.endswith(SUFFIXES) and not name.startswith("~"):
                    found.setdefault(name, (files.read(path), name))
                if "/tests" in path and path.endswith(".py"):
                    found |= {f"{name}:{line}": (text, "f.md") for line, text in _markdown(files.read(path))}
    return found


def _markdown(code: bytes) -> Iterator[tuple[int, bytes]]:
    """The forms that test code hands over as `md=`, with their lines."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.keyword) and node.arg == "md" and isinstance(node.value, ast.Constant):
            yield node.value.lineno, str(node.value.value).encode()


class Everything(dict[str, bytes]):
    """Any list that a form asks for."""

    def __missing__(self, name: str) -> bytes:
        suffix = name.rpartition(".")[2]
        return {"xml": b"<root><item><name>a</name><label>A</label></item></root>"}.get(suffix, LIST)

    def get(self, name: str, _default: object = None) -> bytes:
        return self[name]

    def __contains__(self, _name: object) -> bool:
        return True


def test_there_are_hundreds_of_them() -> None:
    assert len(forms()) > 230, "python3 -m app.bootstrap test fetches them"


@pytest.mark.parametrize("name", sorted(forms()))
def test_what_pyxform_takes_is_published_filled_in_and_finished(name: str) -> None:
    source, file = forms()[name]
    compiled = compile_form(source, file, Everything())
    told = [sentence(one, lang) for one in compiled.problems for lang in ("vi", "en")]
    if compiled.form is None:
        errors = {one.code for one in compiled.problems if one.severity == "error"}
        assert compiled.xform is None or errors == {REFUSED.get(name)}, told
        return
    form = compiled.form
    context = Context(now=NOW)
    record = start(form, context)
    kept = record.xml(final=False)
    assert restore(form, kept, context, calculate=False).xml(final=False) == kept
    record.problems()
    record.xml()
    for lang in form.languages:
        assert to_wire(form, lang)["nodes"]
