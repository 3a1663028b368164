"""Who is signed in: Flask-Login over a signed cookie. A changed stamp ends every session of that person."""

from datetime import timedelta
from typing import Any

from flask import Flask, session
from flask_login import LoginManager, UserMixin, login_user

from app.accounts.access import Person, current_person, person_of
from app.accounts.models import User
from app.audit.record import record
from app.config import Config
from app.db import now, reading
from app.web.session import engine, own_transaction, release

REMEMBERED = timedelta(days=180)
_RENEWED_AFTER = timedelta(days=7)
# Whoever came by a link may set a password without knowing the old one, for this long.
_LINK_IS_FRESH = timedelta(minutes=30)


class SignedIn(UserMixin):
    """What Flask-Login keeps: `id` is "user id:stamp"."""

    def __init__(self, person: Person, stamp: str) -> None:
        self.person = person
        self.id = f"{person.id}:{stamp}"


def cookie_settings(config: Config) -> dict[str, Any]:
    """By https the cookie's name makes browsers insist on https, on this very host and on the whole site."""
    return {
        "SESSION_COOKIE_NAME": "__Host-phieu" if config.secure else "phieu",
        "SESSION_COOKIE_SECURE": config.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": REMEMBERED,
        "SESSION_REFRESH_EACH_REQUEST": False,  # else every answer, also to a phone on 2G, would carry the cookie again
    }


def init_app(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # phones change networks all day
    manager.user_loader(_load)
    app.extensions["phieu"].person = current_person
    app.extensions["phieu"].denied = _denied


def enter(user: User, *, remember: bool, by_link: bool = False) -> None:
    """Begin a session for this person; nothing of what the browser had before is taken along."""
    session.clear()
    session.permanent = remember
    if remember:
        session["renewed"] = _today()
    if by_link:
        session["by_link"] = int(now().timestamp())
    login_user(SignedIn(person_of(user), user.stamp))
    session.pop("_id", None)  # a hash of address and browser for a protection we do not use: 128 bytes in every request


def came_by_link() -> bool:
    return bool(session.get("by_link", 0) > now().timestamp() - _LINK_IS_FRESH.total_seconds())


def leave() -> None:
    session.clear()


def _denied(person: Person, subject: str) -> None:
    """Somebody tried what they may not: kept, although the request is refused and rolled back."""
    release()
    with own_transaction() as trail, trail.begin():
        record(trail, person.id, "access.denied", subject)


def _load(session_id: str) -> SignedIn | None:
    user_id, _, stamp = session_id.partition(":")
    if not user_id.isdigit():
        return None
    # A short snapshot of its own: knowing who asks must not hold the write lock of the whole request.
    with reading(engine()) as snapshot:
        user = snapshot.get(User, int(user_id))
        if user is None or not user.active or user.stamp != stamp:
            return None
        found = SignedIn(person_of(user), user.stamp)
    if session.permanent and _today() - session.get("renewed", 0) >= _RENEWED_AFTER.days:
        session["renewed"] = _today()  # a phone in use stays signed in; one forgotten for half a year does not
    return found


def _today() -> int:
    return now().date().toordinal()
