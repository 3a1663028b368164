"""Reading documents and the jobs that make them. Whoever may see a record may see what was issued from it; others
find nothing."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.access import Person, branch_of
from app.documents.models import IssuedDocument
from app.jobs.models import Job
from app.submissions.models import Submission, SubmissionVersion
from app.submissions.receipts import read

ISSUERS = ("inspector", "secretariat", "admin")
JOB = "document"  # the kind of job that issues one


def issuable(session: Session, person: Person, submission_id: int) -> Submission | None:
    """The record, if the person may issue documents on that branch."""
    mine = Submission.unit_id.in_(branch_of(person, *ISSUERS))
    return session.scalar(select(Submission).where(Submission.id == submission_id, mine))


def submission_named(session: Session, text: str) -> Submission | None:
    """For people at a terminal: by row id, receipt number or the instanceID of one of its versions."""
    number = read(text)
    if number is not None:
        return session.scalar(select(Submission).where(Submission.receipt == number))
    if text.isascii() and text.isdigit() and len(text) < 19:
        return session.get(Submission, int(text))
    versions = select(SubmissionVersion.submission_id).where(SubmissionVersion.instance_id == text)
    return session.scalars(select(Submission).where(Submission.id.in_(versions)).order_by(Submission.id)).first()


def of_submission(session: Session, submission_id: int) -> list[IssuedDocument]:
    """Newest first."""
    query = select(IssuedDocument).where(IssuedDocument.submission_id == submission_id)
    return list(session.scalars(query.order_by(IssuedDocument.id.desc())))


def newest(session: Session, kind: str, submission_id: int) -> IssuedDocument | None:
    query = select(IssuedDocument).where(IssuedDocument.kind == kind, IssuedDocument.submission_id == submission_id)
    return session.scalars(query.order_by(IssuedDocument.id.desc()).limit(1)).first()


def next_number(session: Session, kind: str, year: int) -> int:
    query = select(func.max(IssuedDocument.number)).where(IssuedDocument.kind == kind, IssuedDocument.year == year)
    return (session.scalar(query) or 0) + 1


def unfinished(session: Session, submission_id: int, kind: str | None = None) -> Job | None:
    """The job that is making a document of this record at the moment."""
    query = select(Job).where(
        Job.kind == JOB,
        Job.state.in_(("queued", "running")),
        Job.payload["submission"].as_integer() == submission_id,
    )
    if kind is not None:
        query = query.where(Job.payload["document"].as_string() == kind)
    return session.scalars(query.order_by(Job.id.desc()).limit(1)).first()


def visible(session: Session, person: Person, document_id: int) -> IssuedDocument | None:
    query = select(IssuedDocument).join(Submission, Submission.id == IssuedDocument.submission_id)
    return session.scalar(query.where(IssuedDocument.id == document_id, Submission.unit_id.in_(branch_of(person))))


def visible_job(session: Session, person: Person, job_id: int) -> tuple[Job, Submission] | None:
    """A job that makes a document, with the record it is made from."""
    job = session.scalar(select(Job).where(Job.id == job_id, Job.kind == JOB))
    if job is None:
        return None
    mine = Submission.unit_id.in_(branch_of(person))
    submission = session.scalar(select(Submission).where(Submission.id == job.payload["submission"], mine))
    return None if submission is None else (job, submission)
