"""What a form costs on the network: lists that every phone downloads, and answers that are heavy to send."""

from __future__ import annotations

import gzip
import json

from app.engine.columns import readable_columns
from app.engine.definition import Form, Question, Table, walk
from app.engine.read.reading import Reading

# Bytes of JSON that a list may add to the page itself; gzipped bytes of a list that comes after it.
_IN_PAGE, _LATER = 20_000, 60_000
_2G = 4_000  # bytes a second, where EDGE is at its edge
_HEAVY = {"video": ("phim", "a film"), "audio": ("tệp âm thanh", "a sound file"), "file": ("tệp bất kỳ", "any file")}


def look(form: Form, reading: Reading) -> None:
    kept = readable_columns(form)
    for name, table in form.instances.items():
        plain = _json(table, kept[name])
        packed = len(gzip.compress(plain, 6, mtime=0))
        cell = reading.sources.list_cell(name)
        rows = len(table.rows)
        if table.file is None and len(plain) > _IN_PAGE:
            reading.problem("heavy-list", cell, "warning", name=_shown(name), rows=rows, size=_kb(packed))
        elif packed > _LATER:
            seconds = round(packed / _2G)
            reading.problem(
                "heavy-file", cell, "warning", name=table.file or name, rows=rows, size=_kb(packed), seconds=seconds
            )
    for control in walk(form.body):
        if isinstance(control, Question) and control.kind in _HEAVY:
            node = form.nodes[control.node]
            what, what_en = _HEAVY[control.kind]
            cell = reading.cell(node.path, "type")
            reading.problem("heavy-answer", cell, "note", name=node.name, what=what, what_en=what_en)


def _json(table: Table, kept: frozenset[str] | None) -> bytes:
    """About the bytes that a phone gets: the rows, without the columns that the form cannot read."""
    places = [place for place, column in enumerate(table.columns) if kept is None or column in kept]
    rows = [[row[place] for place in places] for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _kb(size: int) -> str:
    return str(max(1, round(size / 1000)))


def _shown(name: str) -> str:
    """Lists written inside a question (XForms) are called after it."""
    return name.removeprefix("items:").rpartition("/")[2]
