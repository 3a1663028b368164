"""What a filling-in knows of the person and the moment, before the first question: the engine's Context."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.access import Person, branch_of
from app.engine.run import Context
from app.units.models import Unit


def context(session: Session, person: Person, now: datetime) -> Context:
    """The unit is filled in only for people whose whole branch is one unit: nobody else has just one ward to
    write about."""
    return Context(now=now, username=person.name, full_name=person.full_name, unit=_only_unit(session, person))


def _only_unit(session: Session, person: Person) -> str:
    units = session.scalars(select(Unit.key).where(Unit.id.in_(branch_of(person))).limit(2)).all()
    return units[0] if len(units) == 1 else ""
