"""Upload tokens: a phone's right to send what its person saved. Apart from the session; outlives log-out.

Only the SHA-256 of a token is kept. A token ends when it, its device or its person is switched off; the phone then
keeps its records and asks the person to sign in.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass

from flask import g, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.access import Person, person_of
from app.accounts.models import Device, UploadToken, User
from app.db import now, reading
from app.web.session import engine

SCOPE = "submit"
# A phone that lost the answer asks again, so a few tokens of one device may be alive; not any number of them.
ALIVE_PER_DEVICE = 5
_DEVICE_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


class DeviceRefused(ValueError):
    """This device may not have a token: it was switched off, or its id is none."""


@dataclass(frozen=True)
class Bearer:
    """Whom a request with an upload token speaks for, and from which device."""

    person: Person
    device_id: str


def issue(session: Session, person: Person, device_id: str, label: str) -> str:
    """A new token for this person on this device, which is written down. Raises DeviceRefused."""
    if not _DEVICE_ID.fullmatch(device_id):
        raise DeviceRefused("not a device id")
    device = session.get(Device, (device_id, person.id))
    if device is None:
        device = Device(id=device_id, user_id=person.id)
        session.add(device)
    if device.revoked_at is not None:
        raise DeviceRefused("switched off")
    device.label, device.last_seen = label[:200], now()
    token = secrets.token_urlsafe(32)
    session.add(UploadToken(hash=_hash(token), user_id=person.id, device_id=device_id, scope=SCOPE))
    session.flush()
    _revoke_old_ones(session, person.id, device_id)
    return token


def _revoke_old_ones(session: Session, user_id: int, device_id: str) -> None:
    alive = select(UploadToken).where(
        UploadToken.user_id == user_id, UploadToken.device_id == device_id, UploadToken.revoked_at.is_(None)
    )
    for token in session.scalars(alive.order_by(UploadToken.id.desc()).offset(ALIVE_PER_DEVICE)):
        token.revoked_at = now()


def bearer() -> Bearer | None:
    """Whose valid token this request carries, if any; looked up once a request."""
    if "bearer" not in g:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        g.bearer = _find(token.strip()) if kind.lower() == "bearer" and token.strip() else None
    found = g.bearer
    assert found is None or isinstance(found, Bearer)
    return found


def bearer_person() -> Person | None:
    """For the access rule `allow.token`."""
    found = bearer()
    return found.person if found else None


def _find(token: str) -> Bearer | None:
    # A short snapshot of its own: an upload may last minutes and must not hold the request's transaction meanwhile.
    with reading(engine()) as session:
        row = session.scalar(select(UploadToken).where(UploadToken.hash == _hash(token)))
        if row is None or row.revoked_at is not None or row.scope != SCOPE:
            return None
        user = session.get(User, row.user_id)
        device = session.get(Device, (row.device_id, row.user_id))
        if user is None or not user.active or device is None or device.revoked_at is not None:
            return None
        return Bearer(person_of(user), row.device_id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
