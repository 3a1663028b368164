"""One-time sign-in links: for a first visit, a lost password, a person without one. Opening a link changes nothing
(chat programs open links to preview them); only the button on its page uses it up."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from app.accounts.models import SignInLink, User
from app.db import now

VALID_FOR = timedelta(hours=24)


def make_sign_in_link(session: Session, user: User) -> str:
    """A path that signs the person in once, within a day. Links made before and not used stop working."""
    session.execute(delete(SignInLink).where(SignInLink.user_id == user.id, SignInLink.used_at.is_(None)))
    token = secrets.token_urlsafe(32)
    session.add(SignInLink(hash=_hash(token), user_id=user.id, expires_at=now() + VALID_FOR))
    session.flush()
    return f"/sign-in/{token}"


def who_waits(session: Session, token: str) -> User | None:
    """Whom the link would sign in; None when it is unknown, used or too old."""
    found = session.scalar(select(SignInLink).where(SignInLink.hash == _hash(token), *_still_good()))
    return _active(session, found.user_id) if found else None


def use_link(session: Session, token: str) -> User | None:
    """Use the link up and give its person, once: of two at the same moment only one gets in."""
    query = update(SignInLink).where(SignInLink.hash == _hash(token), *_still_good()).values(used_at=now())
    user_id = session.scalar(query.returning(SignInLink.user_id))
    return _active(session, user_id) if user_id else None


def _still_good() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return SignInLink.used_at.is_(None), SignInLink.expires_at > now()


def _active(session: Session, user_id: int) -> User | None:
    user = session.get(User, user_id)
    return user if user is not None and user.active else None


def _hash(token: str) -> str:
    """The token has 256 random bits, so a plain hash says nothing about it."""
    return hashlib.sha256(token.encode()).hexdigest()
