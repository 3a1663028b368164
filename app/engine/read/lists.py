"""Secondary instances of an XForm: written in the form, or files that come with it: CSV, GeoJSON (geojson.py), XML.
What has rows of root/item becomes a table; XML of any other structure is kept as it stands."""

from __future__ import annotations

import csv
import io
import unicodedata
from urllib.parse import unquote

from app.engine.branches import branch
from app.engine.definition import Table
from app.engine.read.geojson import read_geojson
from app.engine.read.reading import Reading
from app.engine.xml import Element, XmlError, parse

# Rows are filled up to the width of the head: without these a few MB of commas would fill the memory.
MAX_COLUMNS, MAX_CELLS = 1_000, 5_000_000
LAST_SAVED = "jr://instance/last-saved"
# Instances that a client fills by itself; nothing to load.
_CLIENT_SIDE = ("jr://instance/", "jr://session")


def read_lists(model: Element, reading: Reading) -> dict[str, Table]:
    """Every instance of the model but the first, by id; not those that are the record saved before."""
    tables: dict[str, Table] = {}
    for instance in model.find_all("instance")[1:]:
        name, source = instance.attr("id") or "", instance.attr("src")
        if source is None:
            tables[name] = _of_element(name, next(iter(instance.children), None), None)
        elif source == LAST_SAVED:
            continue
        elif source.startswith(_CLIENT_SIDE):
            reading.problem("unsupported", reading.sources.list_cell(name), what=source)
        else:
            tables[name] = read_file(name, source, reading) or Table(name, (), ())
        _check_duplicates(tables.get(name), reading)
    return tables


def last_saved(model: Element) -> frozenset[str]:
    """The names of the instances that are the record saved before this one."""
    return frozenset(i.attr("id") or "" for i in model.find_all("instance")[1:] if i.attr("src") == LAST_SAVED)


def _of_element(name: str, root: Element | None, file: str | None) -> Table:
    if root is None:
        return Table(name, (), (), file)
    if not _is_table(root):
        return Table(name, (), (), file, branch(root))
    rows = [{cell.local: unicodedata.normalize("NFC", cell.text) for cell in item.children} for item in root.children]
    return table(name, rows, file)


def _is_table(root: Element) -> bool:
    """Whether an element is a root of items whose children are leaves of different names, without attributes."""
    return root.name == "root" and all(
        item.name == "item"
        and not item.attrs
        and len({cell.name for cell in item.children}) == len(item.children)
        and not any(cell.children or cell.attrs for cell in item.children)
        for item in root.children
    )


def table(name: str, rows: list[dict[str, str]], file: str | None) -> Table:
    """Rows that need not have the same columns."""
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    return Table(name, columns, tuple(tuple(row.get(column, "") for column in columns) for row in rows), file)


def read_file(name: str, source: str, reading: Reading) -> Table | None:
    """A list from the file that an address ends with; None, and a problem, when there is no such list."""
    file = unquote(source.rpartition("/")[2])
    content, cell = reading.media.get(file), reading.sources.list_cell(name)
    suffix = file.lower().rpartition(".")[2]
    if content is None:
        reading.problem("missing-file", cell, file=file)
    elif suffix not in ("csv", "geojson", "xml"):
        reading.problem("unsupported", cell, what=file)
    else:
        try:
            if suffix == "csv":
                columns, rows = read_csv(content)
                return Table(name, columns, rows, file)
            if suffix == "geojson":
                return table(name, read_geojson(content), file)
            return _of_element(name, parse(content), file)
        except XmlError as error:
            reading.problem("bad-file", cell, file=file, reason=error.reason or error.code)
        except (ValueError, RecursionError, csv.Error) as error:
            reading.problem("bad-file", cell, file=file, reason=error)
    return None


def read_csv(content: bytes) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """(columns, rows) of a CSV file; ValueError or csv.Error when it is none."""
    text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    rows = [row for row in rows if any(value.strip() for value in row)]
    if not rows:
        raise ValueError("trống / empty")
    columns = tuple(column.strip() for column in rows[0])
    width = len(columns)
    if width > MAX_COLUMNS or width * len(rows) > MAX_CELLS:
        raise ValueError(
            f"quá {MAX_COLUMNS} cột hoặc {MAX_CELLS} ô / more than {MAX_COLUMNS} columns or {MAX_CELLS} cells"
        )
    return columns, tuple(tuple(value.strip() for value in (row + [""] * width)[:width]) for row in rows[1:])


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
