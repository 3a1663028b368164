"""Writing the trail: one row for each thing somebody saw or did. Callers pass ids and codes, never names, phones or
answers.
"""

from typing import Any

from sqlalchemy.orm import Session

from app.audit.models import AuditEntry


def record(session: Session, actor_id: int | None, action: str, subject: str = "", **detail: Any) -> None:
    """`action` is "thing.verb" ("submission.view"), `subject` "thing:id" ("submission:12")."""
    session.add(AuditEntry(actor_id=actor_id, action=action, subject=subject, detail=detail))
