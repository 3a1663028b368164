"""Sessions: who is signed in, by Flask-Login; a changed stamp ends every session of that person."""

from flask import Flask
from flask_login import LoginManager, UserMixin

from app.accounts.access import Person, current_person, person_of
from app.accounts.models import User
from app.db import reading
from app.web.session import engine


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps: `id` is "user id:stamp"."""

    def __init__(self, person: Person, stamp: str) -> None:
        self.person = person
        self.id = f"{person.id}:{stamp}"


def init_app(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # phones change networks all day
    manager.user_loader(_load)
    app.extensions["phieu"].person = current_person


def _load(session_id: str) -> SignedIn | None:
    user_id, _, stamp = session_id.partition(":")
    if not user_id.isdigit():
        return None
    # A short snapshot of its own: knowing who asks must not hold the write lock of the whole request.
    with reading(engine()) as session:
        user = session.get(User, int(user_id))
    if user is None or not user.active or user.stamp != stamp:
        return None
    return SignedIn(person_of(user), user.stamp)
