"""One attempt to get in with a password: counted, looked at, taken back when right. In short transactions of its own,
so that a refused request leaves its trace and the slow hashing happens under no lock."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, select

from app.accounts import passwords, throttle
from app.accounts.create import canonical_name
from app.accounts.models import User
from app.db import locked, now, reading, writing


@dataclass(frozen=True)
class Outcome:
    """`user` when the password was right; else `wait`, which is zero while attempts are still free."""

    user: User | None
    wait: timedelta


def attempt(engine: Engine, secret: str, name: str, password: str, address: str) -> Outcome:
    """Try a password. While the name or the address has to wait, nothing is looked at, not even a right one."""
    name = canonical_name(name)
    keys = throttle.keys_of(secret, name, address)
    with writing(engine) as session, session.begin():
        wait = throttle.count_attempt(session, keys, now())
    if wait > timedelta(0):
        return Outcome(None, wait)
    with reading(engine) as session:
        user = session.scalar(select(User).where(User.name == name, User.active))
    if not passwords.is_right(user.password_hash if user else None, password) or user is None:
        with reading(engine) as session:
            return Outcome(None, throttle.wait_after_failure(session, keys))
    _let_in(engine, keys, user, password)
    return Outcome(user, timedelta(0))


def _let_in(engine: Engine, keys: tuple[throttle.Key, throttle.Key], user: User, password: str) -> None:
    fresh = passwords.hashed(password) if passwords.is_outdated(user.password_hash or "") else None
    with writing(engine) as session, session.begin():
        throttle.take_back(session, keys, now())
        if fresh:
            mine = locked(session, User, user.id)
            if mine.password_hash == user.password_hash:
                mine.password_hash = fresh
    with writing(engine) as session, session.begin():
        throttle.sweep(session, now())
