"""Reading units."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.units.models import Unit, UnitCode


class AmbiguousCode(LookupError):
    """Codes are reused: this one means several units on that day."""


def by_key(session: Session, key: str) -> Unit | None:
    return session.scalar(select(Unit).where(Unit.key == key))


def by_id(session: Session, unit_id: int) -> Unit | None:
    return session.get(Unit, unit_id)


def by_code(session: Session, code: str, on: date) -> Unit:
    """The unit that an official code meant on a day.

    Raises LookupError when none fits, AmbiguousCode when several do.
    """
    valid = (
        or_(UnitCode.valid_from.is_(None), UnitCode.valid_from <= on),
        or_(UnitCode.valid_to.is_(None), UnitCode.valid_to >= on),
    )
    query = select(Unit).join(UnitCode, UnitCode.unit_id == Unit.id).where(UnitCode.code == code, *valid).distinct()
    found = list(session.scalars(query))
    if not found:
        raise LookupError(f"code {code} means no unit on {on.isoformat()}")
    if len(found) > 1:
        raise AmbiguousCode(f"code {code} means {', '.join(unit.key for unit in found)} on {on.isoformat()}")
    return found[0]


def by_key_or_code(session: Session, text: str, on: date) -> Unit:
    """For people at a terminal, who may know either. Raises LookupError."""
    return by_key(session, text) or by_code(session, text, on)
