"""Writing the trail: one row for each thing somebody saw or did. Callers pass ids and codes, never names, phones or
answers."""

from typing import Any

from sqlalchemy.orm import Session

from app.audit.models import AuditEntry


def record(session: Session, actor_id: int | None, action: str, subject: str = "", **detail: Any) -> None:
    """`action` is "thing.verb" ("submission.view"), `subject` "thing:id" ("submission:12").

    Kept with the caller's unit of work. What must be kept although a request only reads or is refused is recorded in
    a transaction of its own: `with own_transaction() as session, session.begin(): record(session, …)`.
    """
    session.add(AuditEntry(actor_id=actor_id, action=action, subject=subject, detail=detail))
