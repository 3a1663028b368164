"""Making people: a user with a role on a branch, with or without a password."""

import re
import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import passwords
from app.accounts.models import ROLES, Grant, User
from app.units.models import Unit

_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,79}")


class NameTaken(ValueError):
    """Somebody else has this user name."""


class BadName(ValueError):
    """Not a user name: 2 to 80 small letters without marks, digits and . _ @ + -"""


def canonical_name(typed: str) -> str:
    """User names are small letters; phones like to begin a word with a capital one."""
    return typed.strip().lower()


def create_user(
    session: Session, name: str, *, role: str, unit: Unit, full_name: str = "", password: str | None = None
) -> User:
    """A new user. Raises BadName, NameTaken, or ValueError for a role nobody has heard of."""
    name = canonical_name(name)
    if not _NAME.fullmatch(name):
        raise BadName(name)
    if role not in ROLES:
        raise ValueError(f"unknown role {role!r}; one of {', '.join(ROLES)}")
    if session.scalar(select(User.id).where(User.name == name)) is not None:
        raise NameTaken(name)
    user = User(
        name=name,
        full_name=" ".join(full_name.split()),
        unit_id=unit.id,
        unit=unit,
        stamp=new_stamp(),
        password_hash=passwords.hashed(password) if password else None,
        grants=[Grant(role=role, unit_id=unit.id)],
    )
    session.add(user)
    session.flush()
    return user


def new_stamp() -> str:
    return secrets.token_hex(16)
