"""Reading drafts and what the home page lists. A draft is its owner's alone: for everybody else there is
none."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.access import Person
from app.collect.models import Draft
from app.submissions.models import Submission


def draft(session: Session, person: Person, draft_id: str, *, to_change: bool = False) -> Draft | None:
    """`to_change` makes others who want to change it wait (SQLite lets one write at a time anyway)."""
    query = select(Draft).where(Draft.id == draft_id, Draft.user_id == person.id)
    return session.scalar(query.with_for_update(of=Draft) if to_change else query)


def open_drafts(session: Session, person: Person) -> list[Draft]:
    """Not yet sent, the latest first."""
    query = select(Draft).where(Draft.user_id == person.id, Draft.sent_receipt.is_(None))
    return list(session.scalars(query.order_by(Draft.updated_at.desc()).limit(50)))


def recent_records(session: Session, person: Person, count: int = 5) -> list[Submission]:
    """The last records of this person's own."""
    query = select(Submission).where(Submission.author_id == person.id, Submission.is_draft.is_(False))
    return list(session.scalars(query.order_by(Submission.id.desc()).limit(count)))
