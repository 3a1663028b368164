"""Records as a JSON array, one record a line: whole documents, repeats included (docs/formats/export.md)."""

import json
from collections.abc import Iterable
from typing import IO, Any

from sqlalchemy import Row

from app.submissions.models import Attachment

_AS_TEXT = ("event_date", "received_at", "changed_at")
_AS_IS = (
    "receipt",
    "instance_id",
    "version",
    "name",
    "unit",
    "unit_name",
    "neighbourhood",
    "author",
    "channel",
    "state",
)


def write(records: Iterable[tuple[Row[Any], list[Attachment]]], target: IO[str]) -> int:
    """Returns how many were written."""
    count = 0
    target.write("[")
    for row, files in records:
        target.write(",\n" if count else "\n")
        json.dump(_document(row, files), target, ensure_ascii=False, separators=(",", ":"))
        count += 1
    target.write("\n]\n")
    return count


def _document(row: Row[Any], files: list[Attachment]) -> dict[str, Any]:
    document = {key: getattr(row, key) for key in _AS_IS}
    for key in _AS_TEXT:
        value = getattr(row, key)
        document[key] = value.isoformat() if value is not None else None
    document["problems"] = row.problems
    document["files"] = [
        {"name": file.name, "sha256": file.sha256, "size": file.size, "content_type": file.content_type}
        for file in files
    ]
    document["data"] = row.data
    return document
