"""The records of a form for export: current versions, oldest first, read in pages so that memory stays flat."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.catalog.models import FormRow, FormVersion
from app.submissions.models import Attachment, Submission, SubmissionVersion
from app.units.models import Unit

BATCH = 500


def records(session: Session, form_id: str) -> Iterator[tuple[Row[Any], list[Attachment]]]:
    """(row, attachments) of each record; the columns are those of `_QUERY`."""
    last = 0
    while True:
        query = _QUERY.where(FormRow.form_id == form_id, Submission.id > last).limit(BATCH)
        rows = session.execute(query).all()
        if not rows:
            return
        files = _files(session, [row.version_id for row in rows])
        for row in rows:
            yield row, files.get(row.version_id, [])
        last = rows[-1].id
        session.expunge_all()


def used_versions(session: Session, form_id: str) -> list[FormVersion]:
    """The versions of the form that current records were made with, the newest first."""
    used = select(SubmissionVersion.form_version_id).join(
        Submission, Submission.current_version_id == SubmissionVersion.id
    )
    query = select(FormVersion).join(FormRow, FormRow.id == FormVersion.form_row_id)
    query = query.where(FormRow.form_id == form_id, FormVersion.id.in_(used))
    return list(session.scalars(query.order_by(FormVersion.id.desc())))


_QUERY = (
    select(
        Submission.id,
        Submission.receipt,
        Submission.neighbourhood,
        Submission.event_date,
        Submission.state,
        Submission.received_at,
        SubmissionVersion.id.label("version_id"),
        SubmissionVersion.instance_id,
        SubmissionVersion.name,
        SubmissionVersion.data,
        SubmissionVersion.problems,
        SubmissionVersion.channel,
        SubmissionVersion.received_at.label("changed_at"),
        FormVersion.version,
        Unit.key.label("unit"),
        Unit.name.label("unit_name"),
        User.name.label("author"),
    )
    .join(SubmissionVersion, SubmissionVersion.id == Submission.current_version_id)
    .join(FormVersion, FormVersion.id == SubmissionVersion.form_version_id)
    .join(FormRow, FormRow.id == Submission.form_row_id)
    .join(Unit, Unit.id == Submission.unit_id)
    .outerjoin(User, User.id == Submission.author_id)
    .where(Submission.is_draft.is_(False))
    .order_by(Submission.id)
)


def _files(session: Session, version_ids: list[int]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    query = select(Attachment).where(Attachment.version_id.in_(version_ids)).order_by(Attachment.id)
    for attachment in session.scalars(query):
        found.setdefault(attachment.version_id, []).append(attachment)
    return found
