"""The one road in. Every record, whoever sends it, comes through `receive`, which owns its unit of work from the
first read to the commit.

Receiving twice changes nothing; field data is never refused: what cannot become a record is kept aside and shown to a
person.
"""

import logging
from collections.abc import Mapping

from sqlalchemy.exc import DataError, IntegrityError

from app.accounts.access import Person
from app.db import now, reading, writing
from app.submissions.attachments import looked_at
from app.submissions.identity import MAX_ID, Identity, Unreadable, read_identity
from app.submissions.incoming import MAX_XML, ExpectedFile, FileReceipt, IncomingFile, Parcel, Receipt
from app.submissions.quarantine import keep_aside
from app.submissions.recognise import Aside, Known, recognise
from app.submissions.store import Overtaken, accept, add_files
from app.web.services import Services, services

__all__ = ["MAX_XML", "ExpectedFile", "FileReceipt", "IncomingFile", "Receipt", "receive"]

_log = logging.getLogger("phieu.receive")
_TRIES = 5


def receive(
    xml: bytes,
    files: Mapping[str, IncomingFile],
    expected: Mapping[str, ExpectedFile],
    author: Person | None,
    device_id: str | None,
    channel: str,
) -> Receipt:
    """Take in one record. `files` are in the blob store already, `expected` are announced; channel: web, phone,
    command, openrosa.

    On return everything that the receipt says is committed. Never call it while the request's writing session is open
    (`app.web.session.release()` first): on SQLite it would wait for itself.
    """
    found = services()
    device = device_id[:64] if device_id else None
    parcel = looked_at(found.blobs, Parcel(xml, files, expected, author, device, channel, now()))
    try:
        identity = read_identity(xml)
    except Unreadable:
        return keep_aside(found.engine, parcel, None, "unreadable")
    if len(identity.instance_id) > MAX_ID or len(identity.deprecated_id or "") > MAX_ID:
        return keep_aside(found.engine, parcel, identity, "bad_id")
    for _attempt in range(_TRIES):
        try:
            return _take_in(found, parcel, identity)
        except (Overtaken, IntegrityError):
            continue  # somebody was faster; a second look will find what they stored
        except DataError:
            _log.exception("the database refuses what record %s says", parcel.sha256)
            return keep_aside(found.engine, parcel, identity, "engine")
    raise RuntimeError(f"record {parcel.sha256} was overtaken {_TRIES} times")


def _take_in(found: Services, parcel: Parcel, identity: Identity) -> Receipt:
    with reading(found.engine) as session:
        decided = recognise(session, found.blobs, parcel, identity)
    if isinstance(decided, Aside):
        return keep_aside(found.engine, parcel, identity, decided.reason)
    if isinstance(decided, Known) and decided.receipt is not None:
        return decided.receipt
    with writing(found.engine) as session, session.begin():
        if isinstance(decided, Known):
            return add_files(session, parcel, decided)
        return accept(session, parcel, identity, decided, found.after_version)
