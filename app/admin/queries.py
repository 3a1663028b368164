"""What the administration pages show."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.accounts.access import Person, branch_of
from app.accounts.models import User
from app.accounts.queries import people_of
from app.accounts.rights import Stewardship, stewardship
from app.units.models import Unit
from app.units.tree import in_order

PEOPLE_ROLES = ("admin", "secretariat", "ward_secretary")


@dataclass(frozen=True)
class PeoplePage:
    """Everybody of the branch, the units and roles that may be handed out, and whose link may be made."""

    people: list[User]
    units: list[tuple[int, Unit]]
    may: Stewardship


def people_page(session: Session, person: Person) -> PeoplePage:
    may = stewardship(session, person)
    branch = session.scalars(branch_of(person, *PEOPLE_ROLES))
    return PeoplePage(people=people_of(session, branch), units=in_order(session, may.units), may=may)
