"""Where things stand in an XLSForm: a map from nodes and roles to sheet, row and column, read from the sheets
themselves, since pyxform names no cell for what it does not check. Rows count as in the spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from app.engine.read.reading import Cell, Sources

Rows = Sequence[Mapping[str, str]]
_BEGIN = re.compile(r"begin[ _](group|repeat|loop)\b", re.IGNORECASE)
_END = re.compile(r"end[ _](group|repeat|loop)\b", re.IGNORECASE)
# A role (how the engine speaks) and the headers under which authors write it; the first is the usual one.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "relevant": ("relevant", "relevance", "bind::relevant"),
    "calculation": ("calculation", "calculate", "bind::calculate"),
    "constraint": ("constraint", "bind::constraint"),
    "required": ("required", "bind::required"),
    "readonly": ("readonly", "read_only", "bind::readonly"),
    "repeat_count": ("repeat_count", "count", "jr:count"),
    "choice_filter": ("choice_filter", "type"),
    "default": ("default",),
    "constraint_message": ("constraint_message", "constraint_msg", "bind::jr:constraintmsg"),
    "required_message": ("required_message", "bind::jr:requiredmsg"),
    "label": ("label", "caption"),
    "hint": ("hint",),
    "guidance_hint": ("guidance_hint",),
    "name": ("name",),
    "type": ("type",),
}


class SheetSources(Sources):
    """Sheets by lower-case name, each a list of rows by header."""

    def __init__(self, sheets: Mapping[str, Rows]) -> None:
        self._sheets = sheets
        self._rows: dict[str, tuple[int, Mapping[str, str]]] = {}
        self._lists: dict[str, Cell] = {}
        for ref, number, row in _walk(sheets.get("survey", ())):
            self._rows.setdefault(ref, (number, row))
            self._note_list(row, number)
        for number, row in enumerate(sheets.get("choices", ()), start=2):
            name = _get(row, ("list_name", "list name"))[1]
            self._lists.setdefault(name, Cell("choices", number, "list_name"))

    def cell(self, path: str, role: str) -> Cell:
        ref = path.split("/", 2)[-1]
        if ref == "meta/instanceName":
            return self.setting_cell("instance_name")
        if ref == "meta/audit":
            return self.find_type("audit")
        number, row = self._rows.get(ref, (None, {}))
        if number is None and ref.endswith("_count"):  # pyxform keeps a repeat's count in a node of its own
            number, row = self._rows.get(ref.removesuffix("_count"), (None, {}))
            role = "repeat_count"
        if number is None:
            return Cell()
        return Cell("survey", number, _get(row, _COLUMNS.get(role, (role,)))[0])

    def list_cell(self, name: str) -> Cell:
        return self._lists.get(name, Cell())

    def rows(self, sheet: str) -> Rows:
        return self._sheets.get(sheet, ())

    def setting_cell(self, name: str) -> Cell:
        return Cell("settings", 2, name)

    def written(self, path: str, role: str) -> str:
        return self.text(self.cell(path, role))

    def text(self, cell: Cell) -> str:
        """What a cell of a sheet holds."""
        rows = self._sheets.get(cell.sheet or "", ())
        known = cell.row is not None and cell.column is not None and 2 <= cell.row < len(rows) + 2
        return str(rows[(cell.row or 2) - 2].get(cell.column or "") or "") if known else ""

    def find_type(self, kind: str) -> Cell:
        """The first row with this question type."""
        for number, row in enumerate(self._sheets.get("survey", ()), start=2):
            if _cell(row, "type").strip() == kind:
                return Cell("survey", number, "type")
        return Cell()

    def find(self, name: str) -> Cell:
        """The row of a question by its bare name."""
        for ref, (number, _) in self._rows.items():
            if ref.rpartition("/")[2] == name:
                return Cell("survey", number, "name")
        return Cell()

    def _note_list(self, row: Mapping[str, str], number: int) -> None:
        words = _cell(row, "type").split()
        if len(words) > 1 and words[0].endswith("_from_file"):
            self._lists.setdefault(words[1].rpartition(".")[0], Cell("survey", number, "type"))
        elif words[:1] in (["csv-external"], ["xml-external"]):
            self._lists.setdefault(_cell(row, "name"), Cell("survey", number, "name"))


def _walk(rows: Rows) -> Iterator[tuple[str, int, Mapping[str, str]]]:
    """(path without the root, row number, row) of every named row."""
    groups: list[str] = []
    for number, row in enumerate(rows, start=2):
        kind, name = _cell(row, "type"), _cell(row, "name")
        if _END.match(kind):
            del groups[-1:]
            continue
        if name:
            yield "/".join((*groups, name)), number, row
        if _BEGIN.match(kind):
            groups.append(name)


def _cell(row: Mapping[str, str], name: str) -> str:
    """The cell under a header, however that is written."""
    return _get(row, (name,))[1]


def _get(row: Mapping[str, str], names: Sequence[str]) -> tuple[str, str]:
    """(header as written, text) of the first filled-in column with one of the names, languages aside."""
    for name in names:
        for header, text in row.items():
            plain = header.strip().lower()
            if text and (plain == name or (plain.startswith(f"{name}:") and "jr:" not in plain)):
                return header, text
    return names[0], ""
