"""Making people and their sign-in links on behalf of whoever looks after them."""

from sqlalchemy.orm import Session

from app.accounts.access import Person
from app.accounts.create import create_user
from app.accounts.links import make_sign_in_link
from app.accounts.models import User
from app.accounts.queries import user_by_id
from app.accounts.rights import stewardship
from app.audit.record import record
from app.units.queries import by_id


class NotYours(LookupError):
    """The person or the unit lies outside what the one at the screen looks after."""


def new_person(session: Session, by: Person, *, name: str, full_name: str, role: str, unit_id: int) -> tuple[User, str]:
    unit = by_id(session, unit_id)
    if unit is None or not stewardship(session, by).may_give(role, unit_id):
        raise NotYours
    user = create_user(session, name, role=role, unit=unit, full_name=full_name)
    record(session, by.id, "user.create", f"user:{user.id}", role=role, unit=unit_id)
    return user, make_sign_in_link(session, user)


def new_link(session: Session, by: Person, user_id: int) -> tuple[User, str]:
    user = user_by_id(session, user_id)
    if user is None or not user.active or not stewardship(session, by).looks_after(user):
        raise NotYours
    record(session, by.id, "user.link", f"user:{user.id}")
    return user, make_sign_in_link(session, user)
