"""What people change about their own account: password and language."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.accounts.create import new_stamp
from app.accounts.models import SignInLink, User
from app.audit.record import record
from app.db import locked


def set_password(session: Session, user_id: int, hashed: str) -> User:
    """Keep the new hash and end every session of this person; the caller begins a new one. Waiting links stop
    working."""
    user = locked(session, User, user_id)
    user.password_hash = hashed
    user.stamp = new_stamp()
    session.execute(delete(SignInLink).where(SignInLink.user_id == user_id, SignInLink.used_at.is_(None)))
    record(session, user_id, "account.password", f"user:{user_id}")
    return user


def set_language(session: Session, user_id: int, language: str) -> None:
    session.get_one(User, user_id).language = language
