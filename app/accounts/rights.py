"""Who looks after whom: which roles a person may give, on which units, and whose sign-in links they may make.

A link is as good as a password, so nobody can make one for somebody who may do more than they may hand out themselves.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.accounts.access import Person
from app.accounts.models import ROLES, User
from app.units.tree import below

MAY_GIVE = {
    "admin": frozenset(ROLES),
    "secretariat": frozenset(ROLES) - {"admin"},
    "ward_secretary": frozenset({"surveyor"}),
}


@dataclass(frozen=True)
class Stewardship:
    """What one person may hand out: (roles, ids of the units they may be given on), one pair for each of their
    grants."""

    branches: tuple[tuple[frozenset[str], frozenset[int]], ...]

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for roles, _units in self.branches for role in roles)

    @property
    def units(self) -> frozenset[int]:
        return frozenset(unit for _roles, units in self.branches for unit in units)

    def may_give(self, role: str, unit_id: int) -> bool:
        return any(role in roles and unit_id in units for roles, units in self.branches)

    def looks_after(self, user: User) -> bool:
        return user.unit_id in self.units and all(self.may_give(grant.role, grant.unit_id) for grant in user.grants)


def stewardship(session: Session, person: Person) -> Stewardship:
    return Stewardship(
        tuple(
            (MAY_GIVE[role], frozenset(session.scalars(below([unit]))))
            for role, unit in person.grants
            if role in MAY_GIVE
        )
    )
