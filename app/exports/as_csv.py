"""Records as CSV that Excel opens: byte-order mark, one file for the records and one for each repeat, joined by KEY and
PARENT_KEY (docs/formats/export.md). No cell can start a formula.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from sqlalchemy import Row

from app.engine.datatypes import plain
from app.exports.columns import Flat
from app.submissions.models import Attachment

BOM = "\ufeff"
KEPT = {
    "_receipt": "receipt",
    "_version": "version",
    "_name": "name",
    "_unit": "unit",
    "_unit_name": "unit_name",
    "_neighbourhood": "neighbourhood",
    "_event_date": "event_date",
    "_author": "author",
    "_channel": "channel",
    "_state": "state",
    "_received_at": "received_at",
    "_changed_at": "changed_at",
}
_HARMLESS = re.compile(r"[-+]?[0-9 .,]*")


class Writers:
    """An open file for each table; headers are written at once."""

    def __init__(self, tables: Mapping[str, Flat], files: Mapping[str, IO[str]]) -> None:
        self.tables = tables
        self._writers = {}
        for ref, table in tables.items():
            files[ref].write(BOM)
            self._writers[ref] = csv.writer(files[ref], lineterminator="\r\n")
            fixed = ["KEY", "PARENT_KEY"] if ref else ["KEY", *KEPT, "_problems", "_files", "_files_missing"]
            self._writers[ref].writerow([*fixed, *table.columns])

    def write(self, records: Iterable[tuple[Row[Any], list[Attachment]]]) -> int:
        count = 0
        for row, files in records:
            missing = sum(file.sha256 is None for file in files)
            kept = [row.instance_id, *(getattr(row, name) for name in KEPT.values())]
            self._table("", [*kept, len(row.problems), len(files), missing], row.data, row.instance_id)
            count += 1
        return count

    def _table(self, ref: str, fixed: list[Any], data: Any, key: str) -> None:
        table = self.tables[ref]
        inside = len(ref.split("/")) if ref else 0
        values = [_at(data, column.split("/")[inside:]) for column in table.columns]
        self._writers[ref].writerow([_cell(value) for value in [*fixed, *values]])
        for repeat in table.repeats:
            steps = repeat.split("/")[inside:]
            for number, entry in enumerate(_entries(data, steps), start=1):
                inner = f"{key}/{'/'.join(steps)}[{number}]"
                self._table(repeat, [inner, key], entry, inner)


def _at(data: Any, steps: list[str]) -> Any:
    for step in steps:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _entries(data: Any, steps: list[str]) -> Iterator[Any]:
    found = _at(data, steps)
    yield from found if isinstance(found, list) else ()


def _cell(value: Any) -> str:
    """The value as text. What a spreadsheet would run as a formula gets an apostrophe in front (CSV injection)."""
    if value is None:
        return ""
    if isinstance(value, float):
        return plain(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        value = " ".join(str(each) for each in value)
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    if text[:1] in "=+-@\t\r\n" and not _HARMLESS.fullmatch(text):
        return "'" + text
    return text
