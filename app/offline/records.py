"""A record from a phone: its files are looked up among those that its person has sent, then all take the one road."""

from collections.abc import Iterable

from app.db import reading
from app.offline.files import arrived
from app.offline.sender import NamedFile
from app.offline.token import Bearer
from app.submissions.incoming import ExpectedFile, IncomingFile, Receipt
from app.submissions.receive import receive
from app.web.session import engine

STATUS = {"received": 201, "known": 200, "quarantined": 202}


def take(xml: bytes, named: Iterable[NamedFile], sender: Bearer) -> Receipt:
    """Hand the record to `receive`; files that have not arrived are announced, and answered as missing."""
    named = list(named)
    return receive(
        xml,
        _here(named, sender.person.id),
        {file.name: ExpectedFile(file.sha256, file.size) for file in named},
        sender.person,
        sender.device_id,
        "phone",
    )


def answer(receipt: Receipt) -> dict[str, object]:
    """What the phone compares with its own hashes before it forgets anything."""
    files = [{"name": file.name, "sha256": file.sha256, "state": file.state} for file in receipt.files]
    return {"receipt": receipt.receipt, "state": receipt.state, "sha256": receipt.sha256, "files": files}


def _here(named: list[NamedFile], user_id: int) -> dict[str, IncomingFile]:
    with reading(engine()) as session:
        rows = {file.name: arrived(session, user_id, file.sha256) for file in named}
    return {name: IncomingFile(row.sha256, row.size) for name, row in rows.items() if row is not None}
