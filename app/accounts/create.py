"""Making people: a user with a role on a branch, with or without a password."""

import secrets

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from app.accounts.models import ROLES, Grant, User
from app.units.models import Unit

hasher = PasswordHasher()


def create_user(
    session: Session, name: str, *, role: str, unit: Unit, full_name: str = "", password: str | None = None
) -> User:
    """A new user. Raises ValueError for a role nobody has heard of."""
    if role not in ROLES:
        raise ValueError(f"unknown role {role!r}; one of {', '.join(ROLES)}")
    user = User(
        name=name,
        full_name=full_name,
        unit_id=unit.id,
        stamp=secrets.token_hex(16),
        password_hash=hasher.hash(password) if password else None,
        grants=[Grant(role=role, unit_id=unit.id)],
    )
    session.add(user)
    session.flush()
    return user
