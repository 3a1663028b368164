"""How much a form may hold. Files are looked at before anything reads them whole: a few kB can unpack into gigabytes,
and what nobody can fill in must not keep the server busy."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from app.engine.problems import Problem

# Far more than any form has: Excel itself holds 32,767 characters in a cell; what an .xlsx unpacks to is mostly XML.
MAX_UNPACKED, MAX_PARTS = 100_000_000, 2_000
MAX_CELL = 32_767
MAX_LINES, MAX_LINE = 200_000, 1_000_000
MAX_ROWS: Mapping[str, int] = {"survey": 5_000, "choices": 50_000, "external_choices": 100_000, "entities": 1_000}
MAX_COLUMNS = 1_000


def file_problem(source: bytes, suffix: str) -> Problem | None:
    """Whether an XLSForm holds more than is read. (An .xls unpacks nothing.)"""
    if suffix == ".md":
        return _markdown_problem(source)
    return _package_problem(source) if suffix != ".xls" else None


def _package_problem(source: bytes) -> Problem | None:
    """What an .xlsx unpacks to, by its own table of contents: the reader never takes more of a part than that says."""
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return None  # whoever reads it says so
    unpacked = sum(part.file_size for part in parts)
    if unpacked <= MAX_UNPACKED and len(parts) <= MAX_PARTS:
        return None
    return Problem("unpacks-too-big", {"size": str(unpacked // 1_000_000), "limit": str(MAX_UNPACKED // 1_000_000)})


def _markdown_problem(source: bytes) -> Problem | None:
    lines = source.split(b"\n", MAX_LINES)
    if len(lines) > MAX_LINES:
        return Problem("too-many-rows", {"rows": f"> {MAX_LINES}", "limit": str(MAX_LINES)})
    number, longest = max(enumerate(lines, start=1), key=lambda line: len(line[1]))
    if len(longest) <= MAX_LINE:
        return None
    columns = longest.count(b"|")
    if columns > MAX_COLUMNS:
        return Problem("too-many-columns", {"columns": str(columns), "limit": str(MAX_COLUMNS)}, row=number)
    return Problem("cell-too-long", {"length": str(len(longest)), "limit": str(MAX_CELL)}, row=number)


def sheet_problem(sheets: Mapping[str, Sequence[Mapping[str, str]]]) -> Problem | None:
    """The first thing of which there is too much."""
    for sheet, rows in sheets.items():
        most = MAX_ROWS.get(sheet, 1_000)
        if len(rows) > most:
            return Problem("too-many-rows", {"rows": str(len(rows)), "limit": str(most)}, sheet)
        for number, row in enumerate(rows, start=2):
            if len(row) > MAX_COLUMNS:
                return Problem("too-many-columns", {"columns": str(len(row)), "limit": str(MAX_COLUMNS)}, sheet, number)
            for header, cell in row.items():
                if len(cell) > MAX_CELL:
                    words = {"length": str(len(cell)), "limit": str(MAX_CELL)}
                    return Problem("cell-too-long", words, sheet, number, header)
    return None
