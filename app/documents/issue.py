"""Issuing a document: ask for it, make it, give it its number. An issued file never changes; a correction is a new
file with a new number.

The number is printed inside, yet it is only taken in the transaction that stores the document, so that no number is
lost: the next free one is read, printed, and if another document took it meanwhile, the pages are printed again with
the one after.
"""

import logging
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.access import Person
from app.audit.record import record
from app.catalog.queries import compiled
from app.db import reading
from app.documents import queries, render
from app.documents.answers import Answers
from app.documents.gallery import Gallery
from app.documents.kinds import KINDS, Kind
from app.documents.models import IssuedDocument
from app.documents.printer import Printer
from app.documents.profiles import Profile, ProfileError, fill, find
from app.jobs.models import Job
from app.jobs.queue import Queue
from app.jobs.work import Failed, Refused, Work
from app.submissions.models import Submission, SubmissionVersion
from app.web.language import local
from app.web.services import Services

_log = logging.getLogger("phieu.documents")
_TRIES = 10  # numbers lost to others before this attempt gives up


@dataclass(frozen=True)
class Material:
    """Everything that goes into one document, read in one snapshot."""

    name: str
    kind: Kind
    profile: Profile
    answers: Answers
    gallery: Gallery
    day: date


class _NumberTaken(Exception):
    pass


def ask(
    session: Session, queue: Queue, submission: Submission, kind: str, person: Person, after: int | None
) -> Job | IssuedDocument:
    """Start the job, unless one is under way or a document was issued since the person looked (`after` is the newest
    they saw): pressing a button twice, or two people pressing it, must not make two minutes of one inspection."""
    lock(session, submission.id)
    newest = queries.newest(session, kind, submission.id)
    if newest is not None and newest.id != after:
        return newest
    return queries.unfinished(session, submission.id, kind) or queue.enqueue(
        session, queries.JOB, person.id, **payload(kind, submission, newest)
    )


def payload(kind: str, submission: Submission, newest: IssuedDocument | None) -> dict[str, Any]:
    """What the job needs to know. The version is fixed now: what a person asked for is what they saw."""
    after = newest.id if newest is not None else None
    return {"document": kind, "submission": submission.id, "version": submission.current_version_id, "after": after}


def run(work: Work, services: Services, printer: Printer) -> dict[str, Any]:
    """The job. Ends with the document's id in its result. Raises Stopped, Failed, Refused."""
    work.on_stop = printer.interrupt
    work.report(5, "read")
    material = _gather(work, services)
    work.report(15, "pictures")
    material.gallery.measured(printer.pictures(material.gallery.files))
    for _attempt in range(_TRIES):
        with reading(services.engine) as session:
            number = queries.next_number(session, material.name, material.day.year)
        work.report(40, "print")
        symbol, pdf, pages = _print(material, number, work, printer)
        work.report(90, "store")
        try:
            return work.finish(lambda session: _store(session, services, work, material, number, symbol, pdf, pages))  # noqa: B023
        except _NumberTaken:
            continue
    raise Failed("numbers")


def _gather(work: Work, services: Services) -> Material:
    name = str(work.payload["document"])
    kind = KINDS[name]
    try:
        profile = find(services.config.forms_dir / "profiles", name)
    except ProfileError as error:
        raise Refused("profile") from error
    with reading(services.engine) as session:
        version = session.get_one(SubmissionVersion, work.payload["version"])
        form = compiled(services.blobs, version.form_version)
        answers = Answers(version.data, form, profile.language)
        gallery = Gallery(kind.pictures(answers), version.attachments, services.blobs)
        day = kind.day_of(answers) or local(work.held.created_at).date()
    return Material(name, kind, profile, answers, gallery, day)


def _print(material: Material, number: int, work: Work, printer: Printer) -> tuple[str, bytes, int]:
    # The moment of the request, not of the printing: a job that is done again after a crash makes the same bytes.
    issued = work.held.created_at
    try:
        symbol = fill(material.profile.documents[material.name]["symbol"], number=number)
        context = material.kind.context(material.answers, material.profile, material.gallery, symbol, issued)
    except (ProfileError, KeyError) as error:
        _log.error("the document profile cannot be used: %r", error)
        raise Refused("profile") from error
    return symbol, *printer.print(render.xhtml(material.name, context), render.css(material.profile))


def _store(
    session: Session,
    services: Services,
    work: Work,
    material: Material,
    number: int,
    symbol: str,
    pdf: bytes,
    pages: int,
) -> dict[str, Any]:
    """The number, the row and the file, in the transaction that closes the job."""
    submission_id, year = int(work.payload["submission"]), material.day.year
    lock(session, submission_id)
    newest = queries.newest(session, material.name, submission_id)
    if newest is not None and newest.id != work.payload["after"]:
        return {"document": newest.id}
    if queries.next_number(session, material.name, year) != number:
        raise _NumberTaken
    sha256, size = services.blobs.put(BytesIO(pdf))
    document = IssuedDocument(
        kind=material.name,
        year=year,
        number=number,
        symbol=symbol,
        submission_id=submission_id,
        submission_version_id=work.payload["version"],
        job_id=work.held.job_id,
        sha256=sha256,
        size=size,
        created_by=work.held.created_by,
    )
    session.add(document)
    try:
        session.flush()
    except IntegrityError as error:  # PostgreSQL: another transaction took the number and has committed since
        raise _NumberTaken from error
    record(session, work.held.created_by, "document.issue", f"document:{document.id}", submission=submission_id)
    return {"document": document.id, "pages": pages}


def lock(session: Session, submission_id: int) -> None:
    """One at a time decides what is issued from a record. (SQLite has one writer anyway.)"""
    session.execute(select(Submission.id).where(Submission.id == submission_id).with_for_update())
