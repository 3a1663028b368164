"""Writing a recognised parcel: root, version, attachments, consumers and trail, in the caller's one transaction.

Raises Overtaken when the snapshot it was recognised on is no longer true; the caller then looks again.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.record import record
from app.submissions.attachments import answer, complete, lay_out
from app.submissions.identity import Identity
from app.submissions.incoming import Parcel, Receipt
from app.submissions.models import Attachment, Submission, SubmissionVersion
from app.submissions.numbers import free_number, insert_once
from app.submissions.quarantine import settle
from app.submissions.recognise import IS_DRAFT, Acceptable, Known, known_receipt, version_of

Consumer = Callable[..., None]


class Overtaken(Exception):
    """Somebody else stored this record, or another version of it, in between."""


def accept(
    session: Session, parcel: Parcel, identity: Identity, found: Acceptable, consumers: Iterable[Consumer]
) -> Receipt:
    """Store a new record or a correction."""
    carried: list[Attachment] = []
    if found.corrects is None:
        submission = _new_root(session, parcel, identity, found)
    else:
        submission, carried = _root_of_correction(session, *found.corrects)
    rows, file_problems = lay_out(parcel, found.evaluated.files, {row.name: row for row in carried if row.sha256})
    version = _version(parcel, identity, found, submission.id)
    version.problems = [*found.problems, *file_problems]
    version.attachments = rows
    session.add(version)
    session.flush()
    _stand_for(submission, version, found)
    session.flush()
    for consumer in consumers:
        consumer(session, version)
    action = "submission.receive" if found.corrects is None else "submission.correct"
    record(session, parcel.author_id, action, f"submission:{submission.id}", version=version.id, channel=parcel.channel)
    settle(session, parcel.sha256)
    return Receipt(
        receipt=submission.receipt,
        state="received",
        sha256=parcel.sha256,
        files=answer(rows, parcel),
        submission_id=submission.id,
        problems=tuple(version.problems),
    )


def _new_root(session: Session, parcel: Parcel, identity: Identity, found: Acceptable) -> Submission:
    values: dict[str, Any] = {
        "form_row_id": found.form_row_id,
        "is_draft": IS_DRAFT,
        "instance_id": identity.instance_id,
        "unit_id": found.unit_id,
        "author_id": parcel.author_id,
        "received_at": parcel.at,
    }
    for number in free_number(session, parcel.sha256):
        new_id = insert_once(session, Submission, {**values, "receipt": number})
        if new_id is not None:
            return session.get_one(Submission, new_id)
        # Either this record came in at the same moment, or its number went to another one: the next will do.
        if version_of(session, found.form_row_id, identity.instance_id) is not None:
            raise Overtaken
    raise Overtaken


def _root_of_correction(session: Session, submission_id: int, corrected_id: int) -> tuple[Submission, list[Attachment]]:
    submission = session.get_one(Submission, submission_id, with_for_update={"of": Submission})
    if submission.current_version_id != corrected_id:
        raise Overtaken
    return submission, session.get_one(SubmissionVersion, corrected_id).attachments


def _version(parcel: Parcel, identity: Identity, found: Acceptable, submission_id: int) -> SubmissionVersion:
    return SubmissionVersion(
        submission_id=submission_id,
        form_row_id=found.form_row_id,
        is_draft=IS_DRAFT,
        instance_id=identity.instance_id,
        deprecated_id=identity.deprecated_id,
        form_version_id=found.form_version_id,
        xml=parcel.xml,
        sha256=parcel.sha256,
        data=found.evaluated.data,
        name=found.evaluated.name,
        author_id=parcel.author_id,
        device_id=parcel.device_id,
        channel=parcel.channel,
        received_at=parcel.at,
    )


def _stand_for(submission: Submission, version: SubmissionVersion, found: Acceptable) -> None:
    """The root says what its current version says."""
    submission.current_version_id = version.id
    submission.unit_id = found.unit_id
    submission.neighbourhood = found.evaluated.neighbourhood
    submission.event_date = found.evaluated.event_date
    submission.fold = found.evaluated.fold
    submission.problem_count = len(version.problems)


def add_files(session: Session, parcel: Parcel, known: Known) -> Receipt:
    """Files that came after their record."""
    query = select(SubmissionVersion).where(SubmissionVersion.id == known.version_id)
    version = session.scalars(query.with_for_update()).one()
    added, problems = complete(version.attachments, parcel, known.named)
    version.attachments.extend(added)
    submission = session.get_one(Submission, version.submission_id)
    if problems:
        version.problems = [*version.problems, *problems]
        if submission.current_version_id == version.id:
            submission.problem_count = len(version.problems)
    session.flush()
    names = len(parcel.files)
    record(
        session, parcel.author_id, "submission.files", f"submission:{submission.id}", version=version.id, files=names
    )
    settle(session, parcel.sha256)
    return known_receipt(submission, version, parcel)
