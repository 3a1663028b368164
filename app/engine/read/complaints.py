"""What pyxform says, as problems: in our own words for the commonest complaints, with sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.engine.problems import Problem, Severity
from app.engine.read.reading import Cell
from app.engine.read.sheets import SheetSources

_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_SHEET = re.compile(r"\b(survey|choices|settings|entities|external_choices)'? sheet", re.IGNORECASE)
_COLUMN = re.compile(r"the '([^']+)' (?:value|column)")
# (what the message holds, our code, the sheet and column that it is about). Named groups become parameters.
_KNOWN: tuple[tuple[re.Pattern[str], str, str | None, str | None], ...] = tuple(
    (re.compile(pattern, re.DOTALL), code, sheet, column)
    for pattern, code, sheet, column in (
        (r"Could not find the name '(?P<name>[^']+)'", "unknown-name", None, None),
        (r"'name' value '(?P<name>[^']+)' is invalid\. (?:Questions|Repeat names)", "duplicate-name", "survey", "name"),
        (r"Choice names must be unique", "duplicate-choice-name", "choices", "name"),
        (r"List name not in choices sheet: (?P<name>\S+)", "missing-list", "survey", "type"),
        (r"Unknown question type '(?P<name>[^']+)'", "unknown-type", "survey", "type"),
        (r"Names must begin with a letter or underscore", "bad-name", None, None),
        (r"[Qq]uestion or group with no name", "missing-name", "survey", "name"),
        (r"Question with no type", "missing-type", "survey", "type"),
        (r"Unmatched 'begin_(?P<kind>\w+)'.*name '(?P<name>[^']*)'", "unmatched-begin", "survey", "type"),
        (r"Unmatched 'end_(?P<kind>\w+)'", "unmatched-end", "survey", "type"),
        (r"element named '(?P<name>[^']+)' has no label or hint", "missing-label", "survey", "label"),
        (r"required column headers were not found: (?P<name>.+?)\. Learn", "missing-column", None, None),
        (r"Missing calculation", "missing-calculation", "survey", "calculation"),
        (r"case-insensitive match to another name", "names-alike", "survey", "name"),
        (r"Use the max-pixels parameter", "max-pixels", "survey", "parameters"),
        (r"Choices should have a label", "unlabelled-choice", "choices", "label"),
        (r"uses or_other and translations", "or-other", None, None),
        (r"'disabled' column header", "disabled-column", "survey", "disabled"),
        (r"Row without name, text, or label is being skipped", "skipped-row", "survey", None),
        (r"valid machine-readable codes: (?P<languages>.+?)\. Learn", "language-code", "survey", None),
        (r"looking for a sheet named '(?P<name>[^']+)'.* found: (?P<sheets>[^.]+)\.", "sheet-spelling", None, None),
        (r"(?P<name>\w+) is no longer supported on most devices", "old-metadata", "survey", "type"),
    )
)


# What only makes a form less pleasant.
_NOTES = frozenset({"max-pixels", "skipped-row", "language-code"})
# Told by app/engine/lint/wording.py, cell by cell.
_TOLD_BY_US = re.compile(r"Language '.*' is missing the |(Group|Repeat) has no label")


def warnings_of(messages: Iterable[str], sources: SheetSources) -> list[Problem]:
    """pyxform's warnings but those that we give ourselves."""
    found = (problem_of(text, sources, "warning") for text in messages if not _TOLD_BY_US.search(text))
    return [replace(problem, severity="note") if problem.code in _NOTES else problem for problem in found]


def problem_of(message: str, sources: SheetSources, severity: Severity = "error") -> Problem:
    """A complaint with the place that it names, in our words where we have them."""
    reason = " ".join(_ROW.sub("", message).split())
    code, params, cell = _known(reason)
    row, sheet, column = _ROW.search(message), _SHEET.search(message), _COLUMN.search(message)
    cell = Cell(
        cell.sheet or (sheet[1].lower() if sheet else "survey" if row else None),
        int(row[1]) if row else None,
        cell.column or (column[1] if column else None),
    )
    if cell.row is None and "name" in params:
        found = sources.find_type(params["name"]) if code == "unknown-type" else sources.find(params["name"])
        cell = Cell(found.sheet, found.row, cell.column) if found.row is not None else cell
    if code in ("bad-name", "duplicate-choice-name"):
        params = {**params, "name": sources.text(cell)}
    return Problem(code, {"reason": reason, **params}, cell.sheet, cell.row, cell.column, severity)


def _known(message: str) -> tuple[str, Mapping[str, str], Cell]:
    for pattern, code, sheet, column in _KNOWN:
        if found := pattern.search(message):
            return code, found.groupdict(), Cell(sheet, None, column)
    return "xlsform", {}, Cell()
