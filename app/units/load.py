"""The shipped tree of units: `forms/don_vi.csv` into the database. Loading it again changes nothing that is there."""

import csv
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.units.models import Unit, UnitCode
from app.vietnamese.fold import fold, sort_key


def load_units(session: Session, path: Path) -> int:
    """Add the units of the file (columns name, label, kind, parent, code, valid_from, valid_to) that are missing; returns how many."""
    known = {unit.key: unit for unit in session.scalars(select(Unit))}
    added = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["name"] in known:
                continue
            unit = Unit(
                key=row["name"],
                name=row["label"],
                kind=row["kind"],
                parent_id=known[row["parent"]].id if row.get("parent") else None,
                valid_from=_day(row.get("valid_from")),
                valid_to=_day(row.get("valid_to")),
                fold=fold(row["label"]),
                sort_key=sort_key(row["label"]),
            )
            session.add(unit)
            session.flush()
            if row.get("code"):
                session.add(
                    UnitCode(
                        unit_id=unit.id, code=row["code"], valid_from=unit.valid_from, valid_to=unit.valid_to
                    )
                )
            known[unit.key] = unit
            added += 1
    session.flush()
    return added


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
