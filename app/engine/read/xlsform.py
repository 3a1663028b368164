"""XLSForm (.xlsx, .xls, Markdown) into XForm XML through pyxform, whose complaints become problems with a place."""

from __future__ import annotations

import dataclasses
import logging
from dataclasses import dataclass, field
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform
from pyxform.xls2xform import convert as pyxform_convert

from app.engine.problems import Problem
from app.engine.read.choices import ITEMSETS
from app.engine.read.complaints import problem_of, warnings_of
from app.engine.read.limits import file_problem, sheet_problem
from app.engine.read.quotes import kept, restored
from app.engine.read.reading import Sources
from app.engine.read.sheets import SheetSources

logging.getLogger("pyxform").setLevel(logging.ERROR)  # its warnings come back as values

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")


@dataclass(slots=True)
class Converted:
    """`xform` is None when there is nothing to go on with."""

    xform: bytes | None
    sources: Sources = field(default_factory=Sources)
    problems: list[Problem] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)  # files that pyxform makes of sheets


def convert(source: bytes, name: str, suffix: str) -> Converted:
    """The XForm of an XLSForm. A form without form_id is called after its file, as pyxform does with files."""
    if (problem := file_problem(source, suffix)) is not None:
        return Converted(None, problems=[problem])
    try:
        return _converted(get_xlsform(source, file_type=suffix), name)
    except Exception as error:  # broken files make pyxform and the readers below it raise many things
        return Converted(None, problems=[Problem("unreadable", {"name": name, "reason": _reason(error)})])


def _converted(workbook: Any, name: str) -> Converted:
    sheets = {sheet: getattr(workbook, sheet) or () for sheet in SHEETS}
    sources = SheetSources(sheets)
    if (problem := sheet_problem(sheets)) is not None:
        return Converted(None, sources, [problem])
    try:
        result = pyxform_convert(_fields(workbook, name))
    except PyXFormError as error:
        return Converted(None, sources, [problem_of(restored(str(error)), sources)])
    warnings = [restored(warning) for warning in result.warnings]
    media = {ITEMSETS: restored(result.itemsets).encode()} if result.itemsets else {}
    return Converted(restored(result.xform).encode(), sources, warnings_of(warnings, sources), media)


def _fields(workbook: Any, name: str) -> dict[str, Any]:
    """The workbook as pyxform takes it back, so that the file is read once."""
    found = {entry.name: getattr(workbook, entry.name) for entry in dataclasses.fields(workbook)}
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    texts = {
        sheet: kept(found[sheet]) for sheet in ("survey", "choices", "external_choices", "settings") if found[sheet]
    }
    return {**found, **texts, "fallback_form_name": stem or None}


def _reason(error: Exception) -> str:
    if isinstance(error, PyXFormError) and "not recognized" in str(error):
        return "không có bảng nào / no sheets"
    return f"{type(error).__name__}: {error}"[:200]
