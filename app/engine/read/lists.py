"""Secondary instances of an XForm as tables: lists written in the form, and CSV files that come with it."""

from __future__ import annotations

import csv
import io
import unicodedata
from urllib.parse import unquote

from app.engine.definition import Table
from app.engine.read.reading import Reading
from app.engine.xml import Element

# Instances that a client fills by itself; nothing to load.
_CLIENT_SIDE = ("jr://instance/", "jr://session")


def read_lists(model: Element, reading: Reading) -> dict[str, Table]:
    """Every instance of the model but the first, by id."""
    tables: dict[str, Table] = {}
    for instance in model.find_all("instance")[1:]:
        name, source = instance.attr("id") or "", instance.attr("src")
        if source is None:
            tables[name] = _inline(name, instance)
        elif source.startswith(_CLIENT_SIDE):
            reading.problem("unsupported", reading.sources.list_cell(name), what=source)
        elif (table := _file(name, source, reading)) is not None:
            tables[name] = table
        else:
            tables[name] = Table(name, (), ())
        _check_duplicates(tables.get(name), reading)
    return tables


def _inline(name: str, instance: Element) -> Table:
    root = next(iter(instance.children), None)
    items = root.children if root is not None else []
    rows = [{cell.local: unicodedata.normalize("NFC", cell.text) for cell in item.children} for item in items]
    return _table(name, rows, None)


def _table(name: str, rows: list[dict[str, str]], file: str | None) -> Table:
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    return Table(name, columns, tuple(tuple(row.get(column, "") for column in columns) for row in rows), file)


def _file(name: str, source: str, reading: Reading) -> Table | None:
    file = unquote(source.rpartition("/")[2])
    content, cell = reading.media.get(file), reading.sources.list_cell(name)
    if content is None:
        reading.problem("missing-file", cell, file=file)
        return None
    if not file.lower().endswith(".csv"):
        reading.problem("unsupported", cell, what=file)
        return None
    try:
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        reading.problem("bad-file", cell, file=file, reason=error)
        return None
    rows = [row for row in rows if any(value.strip() for value in row)]
    if not rows:
        reading.problem("bad-file", cell, file=file, reason="trống / empty")
        return None
    columns = tuple(column.strip() for column in rows[0])
    width = len(columns)
    cells = tuple(tuple(value.strip() for value in (row + [""] * width)[:width]) for row in rows[1:])
    return Table(name, columns, cells, file)


def _delimiter(text: str) -> str:
    """Vietnamese Excel writes semicolons; the header tells."""
    header = text.partition("\n")[0]
    return max((",", ";", "\t"), key=header.count)


def _check_duplicates(table: Table | None, reading: Reading) -> None:
    if table is None or table.file is None or "name" not in table.columns:
        return
    place = table.columns.index("name")
    seen: set[str] = set()
    for row in table.rows:
        if row[place] in seen:
            cell = reading.sources.list_cell(table.id)
            reading.problem("duplicate-choice", cell, "warning", list=table.file, value=row[place])
            return
        seen.add(row[place])
