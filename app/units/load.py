"""The shipped tree of units: `forms/don_vi.csv` into the database. Loading it again changes nothing that is there."""

import csv
import unicodedata
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.units.models import Unit, UnitCode
from app.vietnamese.fold import fold, sort_key

Row = dict[str, str]


def load_units(session: Session, path: Path) -> int:
    """Add the file's units that are missing and return how many; parents stand before their children.

    Columns: name, label, kind, parent, code, valid_from, valid_to. Raises ValueError, naming the line, for a parent
    that is not there.
    """
    known = {unit.key: unit for unit in session.scalars(select(Unit))}
    added = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            if row["name"] in known:
                continue
            parent = row.get("parent") or None
            if parent is not None and parent not in known:
                raise ValueError(f"{path.name}, line {line}: the parent {parent!r} of {row['name']!r} is not above it")
            known[row["name"]] = _add(session, row, known[parent] if parent else None)
            added += 1
    return added


def _add(session: Session, row: Row, parent: Unit | None) -> Unit:
    name = unicodedata.normalize("NFC", row["label"].strip())
    valid_from, valid_to = _day(row.get("valid_from")), _day(row.get("valid_to"))
    unit = Unit(
        key=row["name"],
        name=name,
        kind=row["kind"],
        parent_id=parent.id if parent else None,
        valid_from=valid_from,
        valid_to=valid_to,
        fold=fold(name),
        sort_key=sort_key(name),
    )
    session.add(unit)
    session.flush()
    if row.get("code"):
        session.add(UnitCode(unit_id=unit.id, code=row["code"], valid_from=valid_from, valid_to=valid_to))
        session.flush()
    return unit


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
