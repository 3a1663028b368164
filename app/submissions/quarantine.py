"""Keeping aside what cannot become a record, and trying again. Bytes that carry field data are never refused and
never thrown away.
"""

from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from app.accounts.access import person_of
from app.accounts.models import User
from app.audit.record import record
from app.db import now, writing
from app.submissions.identity import MAX_ID, Identity
from app.submissions.incoming import ExpectedFile, FileReceipt, IncomingFile, Parcel, Receipt
from app.submissions.models import Quarantined
from app.submissions.numbers import free_number, insert_once


def keep_aside(engine: Engine, parcel: Parcel, identity: Identity | None, reason: str) -> Receipt:
    """One row for these bytes, however often they come; files that come later are added to it."""
    with writing(engine) as session, session.begin():
        row = _row(session, parcel, identity, reason)
        files = _merged(row.files, parcel)
        if (row.files, row.reason) != (files, reason):  # what somebody has seen stays settled when it only comes again
            row.files, row.reason, row.resolved_at = files, reason, None
        session.flush()
        return Receipt(
            receipt=row.receipt,
            state="quarantined",
            sha256=row.sha256,
            files=tuple(FileReceipt(f["name"], f["sha256"], f["size"], f["state"]) for f in row.files),
            reason=reason,
        )


def _row(session: Session, parcel: Parcel, identity: Identity | None, reason: str) -> Quarantined:
    found = select(Quarantined).where(Quarantined.sha256 == parcel.sha256).with_for_update()
    row = session.scalar(found)
    if row is not None:
        return row
    values: dict[str, Any] = {
        "sha256": parcel.sha256,
        "form_id": identity.form_id[:MAX_ID] if identity else None,
        "instance_id": identity.instance_id[:MAX_ID] if identity else None,
        "reason": reason,
        "xml": parcel.xml,
        "files": [],
        "unit_id": parcel.author.unit_id if parcel.author else None,
        "author_id": parcel.author_id,
        "device_id": parcel.device_id,
        "channel": parcel.channel,
        "received_at": parcel.at,
    }
    for number in free_number(session, parcel.sha256):
        new_id = insert_once(session, Quarantined, {**values, "receipt": number})
        if new_id is not None:
            record(session, parcel.author_id, "quarantine.keep", f"quarantine:{new_id}", reason=reason)
        row = session.scalar(found)
        if row is not None:
            return row
    raise LookupError("no receipt number is free")


def _merged(kept: list[dict[str, Any]], parcel: Parcel) -> list[dict[str, Any]]:
    """Files by name and hash: of two different files under one name both stay."""
    stored = {(file["name"], file["sha256"]): file for file in kept if file["state"] == "stored"}
    for name, file in parcel.files.items():
        stored[name, file.sha256] = _file(name, file.sha256, file.size, file.content_type, "stored")
    names = {name for name, _sha256 in stored}
    missing = {file["name"]: file for file in kept if file["state"] == "missing"}
    for name, promise in parcel.announced.items():
        missing[name] = _file(name, promise.sha256, promise.size, None, "missing")
    return [*stored.values(), *(file for name, file in missing.items() if name not in names)]


def _file(name: str, sha256: str | None, size: int | None, kind: str | None, state: str) -> dict[str, Any]:
    return {"name": name, "sha256": sha256, "size": size, "content_type": kind, "state": state}


def settle(session: Session, sha256: str) -> None:
    """These bytes have become a record after all."""
    query = update(Quarantined).where(Quarantined.sha256 == sha256, Quarantined.resolved_at.is_(None))
    session.execute(query.values(resolved_at=now()))


def put_away(session: Session, person_id: int, row: Quarantined) -> None:
    """Somebody has seen it and nothing more is to be done. The bytes stay, and can still be tried again."""
    if row.resolved_at is None:
        row.resolved_at = now()
        record(session, person_id, "quarantine.put_away", f"quarantine:{row.id}", reason=row.reason)


def again(session: Session, row: Quarantined) -> Parcel:
    """The delivery as it came, to be tried once more."""
    author = session.get(User, row.author_id) if row.author_id else None
    stored = {file["name"]: file for file in row.files if file["state"] == "stored"}
    missing = {file["name"]: file for file in row.files if file["state"] == "missing"}
    return Parcel(
        xml=row.xml,
        files={name: IncomingFile(f["sha256"], f["size"], f["content_type"]) for name, f in stored.items()},
        expected={name: ExpectedFile(f["sha256"], f["size"]) for name, f in missing.items()},
        author=person_of(author) if author else None,
        device_id=row.device_id,
        channel=row.channel,
        at=row.received_at,
    )
