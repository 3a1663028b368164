"""Who is asking, and which branch of the tree that opens. Rows outside it are not found (404), never "forbidden"."""

from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn

from flask import abort
from flask_login import current_user
from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.units.tree import below, is_below
from app.web.services import services


@dataclass(frozen=True)
class Person:
    """A signed-in person as the rest of the program sees one: no password, no session."""

    id: int
    name: str
    full_name: str
    unit_id: int
    unit_key: str
    unit_name: str
    language: str
    grants: tuple[tuple[str, int], ...]

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _unit in self.grants)

    def may(self, *roles: str) -> bool:
        return bool(self.roles & set(roles))


def person_of(user: User) -> Person:
    return Person(
        id=user.id,
        name=user.name,
        full_name=user.full_name or user.name,
        unit_id=user.unit_id,
        unit_key=user.unit.key,
        unit_name=user.unit.name,
        language=user.language,
        grants=tuple((grant.role, grant.unit_id) for grant in user.grants),
    )


def current_person() -> Person | None:
    """The person of this request, or None."""
    if not current_user or not current_user.is_authenticated:  # no request at all (a command), or nobody signed in
        return None
    person = current_user.person
    assert isinstance(person, Person)
    return person


def signed_in_person() -> Person:
    """The person of this request, in views whose rule admits only signed-in people."""
    person = current_person()
    assert person is not None
    return person


def not_found(subject: str) -> NoReturn:
    """404 for a row that lies outside the person's branch, with a line in the trail: it may have been a try."""
    services().denied(signed_in_person(), subject)
    abort(404)


def branch_of(person: Person, *roles: str) -> Select[int]:
    """Ids of the units the person may see through these roles (through any role when none is named)."""
    roots = [unit for role, unit in person.grants if not roles or role in roles]
    return below(roots)


def may_see_unit(session: Session, person: Person, unit_id: int, *roles: str) -> bool:
    return is_below(session, unit_id, [unit for role, unit in person.grants if not roles or role in roles])
