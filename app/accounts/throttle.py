"""Slowing down whoever guesses passwords, by user name and by address, in our own database (docs/decisions/0006).

An attempt is counted as failed before it is looked at and taken back when it was right, so that a hundred attempts at
the same moment are a hundred attempts. One-time links do not pass here: guessing at a name locks nobody out of the
link.
"""

import hashlib
import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.accounts.models import SignInFailure
from app.audit.record import record

FORGOTTEN_AFTER = timedelta(hours=1)
_SWEPT_AFTER = timedelta(days=1)
_FIRST_WAIT = timedelta(seconds=30)


@dataclass(frozen=True)
class Key:
    """What is counted, as a keyed hash: the table names nobody. After `free` attempts each one doubles the wait."""

    hash: str
    free: int
    longest: timedelta

    def wait_after(self, failures: int) -> timedelta:
        if failures < self.free:
            return timedelta(0)
        doublings = min(failures - self.free, 10)
        return min(_FIRST_WAIT * 2**doublings, self.longest)


def keys_of(secret: str, name: str, address: str) -> tuple[Key, Key]:
    """A whole office, or a phone network's customers, may share one address.

    It is given more room and shorter waits.
    """
    return (
        Key(_hash(secret, "name", name), free=10, longest=timedelta(minutes=15)),
        Key(_hash(secret, "address", _network(address)), free=100, longest=timedelta(minutes=2)),
    )


def count_attempt(session: Session, keys: Sequence[Key], now: datetime) -> timedelta:
    """How long to wait before the next attempt; when that is zero, this attempt has been counted."""
    rows = _locked(session, keys, now)
    for row in rows.values():
        if now - row.last_at > FORGOTTEN_AFTER:
            row.failures = 0
    wait = max(rows[key.hash].last_at + key.wait_after(rows[key.hash].failures) - now for key in keys)
    if wait > timedelta(0):
        return wait
    for key in keys:
        rows[key.hash].failures += 1
        rows[key.hash].last_at = now
        if rows[key.hash].failures == key.free:
            record(session, None, "sign_in.slowed", f"throttle:{key.hash[:16]}")
    return timedelta(0)


def wait_after_failure(session: Session, keys: Sequence[Key]) -> timedelta:
    """How long the next attempt will have to wait, to be told together with "wrong"."""
    found = {row.key: row.failures for row in session.scalars(_rows(keys))}
    return max(key.wait_after(found.get(key.hash, 0)) for key in keys)


def take_back(session: Session, keys: tuple[Key, Key], now: datetime) -> None:
    """The attempt was right: the name is clean again, the address only by this one, or an attacker could clean it."""
    name, address = keys
    rows = _locked(session, keys, now)
    rows[name.hash].failures = 0
    rows[address.hash].failures = max(0, rows[address.hash].failures - 1)


def sweep(session: Session, now: datetime) -> None:
    """Forget old rows.

    Alone in its transaction, and never waiting for a row that somebody holds, it cannot deadlock.
    """
    old = select(SignInFailure.key).where(SignInFailure.last_at < now - _SWEPT_AFTER).with_for_update(skip_locked=True)
    session.execute(delete(SignInFailure).where(SignInFailure.key.in_(old)))


def _locked(session: Session, keys: Sequence[Key], now: datetime) -> dict[str, SignInFailure]:
    """The rows of these keys, made when missing, locked until commit, always in one order (no deadlock)."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    missing = [{"key": key, "failures": 0, "last_at": now} for key in sorted(k.hash for k in keys)]
    session.execute(insert(SignInFailure).on_conflict_do_nothing(), missing)
    return {row.key: row for row in session.scalars(_rows(keys).with_for_update())}


def _rows(keys: Sequence[Key]) -> Select[SignInFailure]:
    return select(SignInFailure).where(SignInFailure.key.in_([key.hash for key in keys])).order_by(SignInFailure.key)


def _hash(secret: str, kind: str, value: str) -> str:
    return hmac.new(secret.encode(), f"sign-in throttle\0{kind}\0{value}".encode(), hashlib.sha256).hexdigest()


def _network(address: str) -> str:
    """An IPv6 customer has a whole /64 to change addresses in."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)
