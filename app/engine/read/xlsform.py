"""XLSForm (.xlsx, .xls, Markdown) into XForm XML through pyxform, whose complaints become problems with a place."""

from __future__ import annotations

import dataclasses
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform
from pyxform.xls2xform import convert as pyxform_convert

from app.engine.problems import Problem, Severity
from app.engine.read.reading import Cell, Sources
from app.engine.read.sheets import SheetSources

logging.getLogger("pyxform").setLevel(logging.ERROR)  # its warnings come back as values

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_SHEET = re.compile(r"\b(survey|choices|settings|entities|external_choices)'? sheet", re.IGNORECASE)
_COLUMN = re.compile(r"the '([^']+)' (?:value|column)")
# pyxform's commonest complaints in our words: pattern, code, the parameter that its group fills.
_KNOWN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Could not find the name '(?P<name>[^']+)'"), "unknown-name"),
    (re.compile(r"'name' value '(?P<name>[^']+)' is invalid\. Questions, groups"), "duplicate-name"),
    (re.compile(r"Repeat names must unique|Repeat names must be unique"), "duplicate-name"),
    (re.compile(r"List name not in choices sheet: (?P<name>\S+)"), "missing-list"),
    (re.compile(r"Unknown question type '(?P<name>[^']+)'"), "unknown-type"),
    (re.compile(r"Names must begin with a letter or underscore"), "bad-name"),
)


@dataclass(slots=True)
class Converted:
    """`xform` is None when there is nothing to go on with."""

    xform: bytes | None
    sources: Sources = field(default_factory=Sources)
    problems: list[Problem] = field(default_factory=list)


def convert(source: bytes, name: str, suffix: str) -> Converted:
    sources = SheetSources({})
    try:
        workbook = get_xlsform(source, file_type=suffix)
        sheets = {sheet: getattr(workbook, sheet) or () for sheet in SHEETS}
        sources = SheetSources(sheets)
        result = pyxform_convert(_fields(workbook))
    except PyXFormError as error:
        return Converted(None, sources, [_problem(str(error), sources)])
    except Exception as error:  # broken files make pyxform and the readers below it raise many things
        reason = f"{type(error).__name__}: {error}"[:200]
        return Converted(None, sources, [Problem("unreadable", {"name": name, "reason": reason})])
    warnings = [_problem(text, sources, "warning") for text in result.warnings]
    return Converted(result.xform.encode(), sources, warnings)


def _fields(workbook: Any) -> dict[str, Any]:
    """The workbook as pyxform takes it back, so that the file is read once."""
    return {entry.name: getattr(workbook, entry.name) for entry in dataclasses.fields(workbook)}


def _problem(message: str, sources: SheetSources, severity: Severity = "error") -> Problem:
    """A complaint with the place that it names, in our words where we have them."""
    row, sheet, column = _ROW.search(message), _SHEET.search(message), _COLUMN.search(message)
    cell = Cell(
        sheet[1].lower() if sheet else "survey" if row else None,
        int(row[1]) if row else None,
        column[1] if column else None,
    )
    reason = " ".join(_ROW.sub("", message).split())
    code, params = _known(reason)
    if cell.row is None and "name" in params:
        cell = sources.find(params["name"])
    return Problem(code, {"reason": reason, **params}, cell.sheet, cell.row, cell.column, severity)


def _known(message: str) -> tuple[str, Mapping[str, str]]:
    for pattern, code in _KNOWN:
        if found := pattern.search(message):
            return code, found.groupdict()
    return "xlsform", {}
