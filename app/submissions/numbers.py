"""Handing out receipt numbers and inserting a row at most once, the same on SQLite and PostgreSQL."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.submissions.models import Quarantined, Submission
from app.submissions.receipts import number_for

_ATTEMPTS = 20


def free_number(session: Session, sha256: str) -> Iterator[str]:
    """Numbers for a record with this hash that nobody else has, best first. The same bytes, kept aside or accepted,
    keep their number.
    """
    for attempt in range(_ATTEMPTS):
        number = number_for(sha256, attempt)
        taken = select(Submission.id).where(Submission.receipt == number)
        aside = select(Quarantined.id).where(Quarantined.receipt == number, Quarantined.sha256 != sha256)
        if session.scalar(taken) is None and session.scalar(aside) is None:
            yield number


def insert_once(session: Session, model: type[Submission] | type[Quarantined], values: dict[str, Any]) -> int | None:
    """The new row's id, or None when a unique key already has a row (on PostgreSQL after waiting for whoever is
    inserting it).
    """
    # RETURNING, because psycopg's rowcount says nothing after ON CONFLICT DO NOTHING.
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(model).values(**values).on_conflict_do_nothing().returning(model.id)
    return session.scalar(statement)
