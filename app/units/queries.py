"""Reading units."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.units.models import Unit, UnitCode


def by_key(session: Session, key: str) -> Unit | None:
    return session.scalar(select(Unit).where(Unit.key == key))


def by_code(session: Session, code: str, on: date) -> Unit:
    """The unit that an official code meant on a day. Raises LookupError when none or, as codes are reused, more than one fits."""
    valid = (
        or_(UnitCode.valid_from.is_(None), UnitCode.valid_from <= on),
        or_(UnitCode.valid_to.is_(None), UnitCode.valid_to >= on),
    )
    query = select(Unit).join(UnitCode, UnitCode.unit_id == Unit.id).where(UnitCode.code == code, *valid)
    found = list(session.scalars(query))
    if len(found) != 1:
        raise LookupError(f"code {code} means {len(found)} units on {on.isoformat()}")
    return found[0]


def by_key_or_code(session: Session, text: str, on: date) -> Unit:
    """For people at a terminal, who may know either. Raises LookupError."""
    return by_key(session, text) or by_code(session, text, on)
