"""Walking the tree of units with one recursive query, the same on SQLite and PostgreSQL."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from app.units.models import Unit


def below(roots: Sequence[int]) -> Select[int]:
    """A query of the ids of these units and of everything below them; usable inside `in_(…)`."""
    top = select(Unit.id.label("id")).where(Unit.id.in_(roots)).cte("branch", recursive=True)
    branch = top.union(select(Unit.id).join(top, Unit.parent_id == top.c.id))
    return select(branch.c.id)


def is_below(session: Session, unit_id: int, roots: Sequence[int]) -> bool:
    """Whether the unit is one of the roots or lies below one."""
    return session.scalar(select(literal(1)).where(literal(unit_id).in_(below(roots)))) is not None


def ancestors(session: Session, unit_id: int) -> list[Unit]:
    """The unit's parents, nearest first. A ring in the data (which no page makes) ends the walk."""
    found: list[Unit] = []
    unit = session.get(Unit, unit_id)
    while unit is not None and unit.parent_id is not None:
        unit = session.get(Unit, unit.parent_id)
        if unit is None or unit in found:
            break
        found.append(unit)
    return found


def in_order(session: Session, ids: Iterable[int]) -> list[tuple[int, Unit]]:
    """These units as a tree is read, each with its depth below the highest of them; children in Vietnamese order."""
    units = {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.id.in_(list(ids))))}
    children: dict[int | None, list[Unit]] = {}
    for unit in sorted(units.values(), key=lambda unit: unit.sort_key):
        children.setdefault(unit.parent_id if unit.parent_id in units else None, []).append(unit)
    found: list[tuple[int, Unit]] = []
    waiting = [(0, unit) for unit in reversed(children.get(None, []))]
    while waiting:
        depth, unit = waiting.pop()
        found.append((depth, unit))
        waiting += [(depth + 1, child) for child in reversed(children.get(unit.id, []))]
    return found
