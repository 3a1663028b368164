"""Reading people."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.create import canonical_name
from app.accounts.models import User
from app.vietnamese.fold import person_sort_key


def user_by_name(session: Session, name: str) -> User | None:
    return session.scalar(select(User).where(User.name == canonical_name(name)))


def user_by_id(session: Session, user_id: int) -> User | None:
    return session.get(User, user_id)


def has_password(session: Session, user_id: int) -> bool:
    return session.scalar(select(User.id).where(User.id == user_id, User.password_hash.is_not(None))) is not None


def people_of(session: Session, units: Iterable[int]) -> list[User]:
    """Everybody who belongs to these units: unit by unit, then by given name."""
    found = session.scalars(select(User).where(User.unit_id.in_(list(units)))).unique()
    return sorted(found, key=lambda user: (user.unit.sort_key, person_sort_key(user.full_name or user.name)))
