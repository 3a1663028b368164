"""A finished draft on its way down the one road: its bytes are frozen first, so that pressing twice, or again
after a crash, sends the same record, and `receive` makes one of them."""

from datetime import datetime

from app.accounts.access import Person
from app.collect import drafts, queries
from app.collect.drafts import OpenDraft
from app.collect.findings import Finding, findings
from app.collect.models import Draft
from app.submissions.receive import IncomingFile, receive
from app.web.services import services
from app.web.session import own_transaction


def frozen(person: Person, draft_id: str, now: datetime) -> tuple[OpenDraft, list[Finding]]:
    """The draft, ready to go, or what stands in the way."""
    with own_transaction() as session, session.begin():
        draft = drafts.open_for(session, services().blobs, person, draft_id, now, to_change=True)
        problems = findings(draft)
        if not problems and draft.row.final_xml is None:
            draft.row.final_xml = draft.filling.xml(final=True)
    return draft, problems


def deliver(person: Person, row: Draft) -> str:
    """Hand the frozen bytes and their photos to `receive` and remember the receipt; returns its number."""
    xml = row.final_xml
    if xml is None:
        raise ValueError("the draft was not frozen")
    named = xml.decode()
    files = {
        file.name: IncomingFile(sha256=file.sha256, size=file.size, content_type=file.content_type)
        for file in row.files
        if f">{file.name}<" in named
    }
    receipt = receive(xml, files=files, expected={}, author=person, device_id=None, channel="web")
    with own_transaction() as session, session.begin():
        sent = queries.draft(session, person, row.id, to_change=True)
        if sent is not None:
            # The record is where it belongs; a second copy of people's answers has no reason to stay.
            sent.sent_receipt, sent.xml, sent.rejected, sent.final_xml = receipt.receipt, b"", {}, None
            sent.files.clear()
    return receipt.receipt
