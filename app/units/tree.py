"""Walking the tree of units with one recursive query, the same on SQLite and PostgreSQL."""

from collections.abc import Sequence

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from app.units.models import Unit


def below(roots: Sequence[int]) -> Select[tuple[int]]:
    """A query of the ids of these units and of everything below them; usable inside `in_(…)`."""
    top = select(Unit.id.label("id")).where(Unit.id.in_(roots)).cte("branch", recursive=True)
    branch = top.union(select(Unit.id).join(top, Unit.parent_id == top.c.id))
    return select(branch.c.id)


def is_below(session: Session, unit_id: int, roots: Sequence[int]) -> bool:
    """Whether the unit is one of the roots or lies below one."""
    return session.scalar(select(literal(1)).where(literal(unit_id).in_(below(roots)))) is not None


def ancestors(session: Session, unit_id: int) -> list[Unit]:
    """The unit's parents, nearest first."""
    found: list[Unit] = []
    unit = session.get(Unit, unit_id)
    while unit is not None and unit.parent_id is not None:
        unit = session.get(Unit, unit.parent_id)
        if unit is not None:
            found.append(unit)
    return found
