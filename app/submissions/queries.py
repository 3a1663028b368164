"""Reading records: lists, one record, receipts. Every query is bound to the asker's branch of the tree; outside it
nothing is found.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.access import Person, branch_of
from app.accounts.models import User
from app.catalog.models import FormRow, FormVersion
from app.submissions.inputs import Wanted
from app.submissions.models import Attachment, Quarantined, Submission, SubmissionVersion
from app.submissions.receipts import grouped, read
from app.units.models import Unit
from app.units.tree import below
from app.vietnamese.fold import fold

PAGE = 50
_NAME = case((User.full_name != "", User.full_name), else_=User.name)


@dataclass(frozen=True)
class Line:
    """One record in a list. `title` is by language; `files`: how many the current version names, how many are here."""

    id: int
    version_id: int
    receipt: str
    name: str
    title: dict[str, str]
    unit: str
    author: str | None
    event_date: date | None
    received_at: datetime
    problem_count: int
    files: tuple[int, int]


@dataclass(frozen=True)
class Found:
    """`next` is the id to go on before, None on the last page."""

    lines: tuple[Line, ...]
    count: int
    next: int | None


@dataclass(frozen=True)
class VersionLine:
    """One version of a record; `version` is that of its form."""

    id: int
    received_at: datetime
    channel: str
    device_id: str | None
    version: str
    author: str | None


def find(session: Session, person: Person, wanted: Wanted) -> Found:
    """What the person may see and asks for, newest first. LookupError: no such form, or not a unit of theirs."""
    conditions = _conditions(session, person, wanted)
    count = session.scalar(select(func.count()).select_from(Submission).where(*conditions)) or 0
    page = select(Submission.id).where(*conditions).order_by(Submission.id.desc()).limit(PAGE + 1)
    if wanted.before is not None:
        page = page.where(Submission.id < wanted.before)
    # Which records comes first, from the narrow table alone; only they are then joined with what the list shows.
    ids = session.scalars(page).all()
    rows = session.execute(_lines().where(Submission.id.in_(ids)).order_by(Submission.id.desc())).all()
    files = _file_counts(session, [row.version_id for row in rows])
    lines = tuple(Line(**row._mapping, files=files.get(row.version_id, (0, 0))) for row in rows[:PAGE])
    return Found(lines, count, lines[-1].id if len(rows) > PAGE else None)


def _lines() -> Select[tuple[int, str, date | None, datetime, int, int, str, dict[str, str], str, str | None]]:
    """Only the columns that a list shows: the XML and the document of fifty records would be megabytes."""
    return (
        select(
            Submission.id,
            Submission.receipt,
            Submission.event_date,
            Submission.received_at,
            Submission.problem_count,
            SubmissionVersion.id.label("version_id"),
            SubmissionVersion.name,
            FormVersion.title,
            Unit.name.label("unit"),
            _NAME.label("author"),
        )
        .join(SubmissionVersion, SubmissionVersion.id == Submission.current_version_id)
        .join(FormVersion, FormVersion.id == SubmissionVersion.form_version_id)
        .join(Unit, Unit.id == Submission.unit_id)
        .outerjoin(User, User.id == Submission.author_id)
    )


def _conditions(session: Session, person: Person, wanted: Wanted) -> list[ColumnElement[bool]]:
    seen = branch_of(person)
    if wanted.unit:
        asked = select(Unit.id).where(Unit.key == wanted.unit, Unit.id.in_(seen))
        seen = below([_must(session.scalar(asked))])
    conditions: list[ColumnElement[bool]] = [Submission.unit_id.in_(seen)]
    if wanted.form:
        asked = select(FormRow.id).where(FormRow.form_id == wanted.form)
        conditions.append(Submission.form_row_id == _must(session.scalar(asked)))
    if wanted.problems:
        conditions.append(Submission.problem_count > 0)
    if wanted.words:
        conditions.append(_matches(wanted.words))
    return conditions


def _must(found: int | None) -> int:
    if found is None:
        raise LookupError
    return found


def _matches(words: str) -> ColumnElement[bool]:
    """Every word of the name, without diacritics; or a receipt number, whole or its beginning."""
    number = read(words)
    if number is not None:
        return Submission.receipt == number
    named = and_(*(Submission.fold.contains(word, autoescape=True) for word in fold(words).split()))
    digits = re.sub(r"[\s.-]", "", words)
    if digits.isascii() and digits.isdigit() and len(digits) >= 4:
        return or_(named, Submission.receipt.startswith(grouped(digits)))
    return named


def _file_counts(session: Session, version_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """(named, here) by version, in one query for the whole page."""
    query = (
        select(Attachment.version_id, func.count(), func.count(Attachment.sha256))
        .where(Attachment.version_id.in_(version_ids))
        .group_by(Attachment.version_id)
    )
    return {version_id: (named, here) for version_id, named, here in session.execute(query)}


def choosable_units(session: Session, person: Person) -> list[Unit]:
    """The units of the person's branch, in Vietnamese order."""
    return list(session.scalars(select(Unit).where(Unit.id.in_(branch_of(person))).order_by(Unit.sort_key)))


def choosable_forms(session: Session) -> list[tuple[str, dict[str, str]]]:
    """(form id, title by language) of every published form."""
    query = select(FormRow.form_id, FormVersion.title).join(FormVersion, FormVersion.id == FormRow.current_version_id)
    return [(form_id, title) for form_id, title in session.execute(query.order_by(FormRow.form_id))]


def visible(session: Session, person: Person, submission_id: int) -> Submission | None:
    """The record, if it lies on the person's branch. Having written it is not enough: people move to other units."""
    query = select(Submission).where(Submission.id == submission_id, Submission.unit_id.in_(branch_of(person)))
    return session.scalar(query)


def versions(session: Session, submission: Submission) -> list[VersionLine]:
    """Newest first."""
    query = (
        select(
            SubmissionVersion.id,
            SubmissionVersion.received_at,
            SubmissionVersion.channel,
            SubmissionVersion.device_id,
            FormVersion.version,
            _NAME.label("author"),
        )
        .join(FormVersion, FormVersion.id == SubmissionVersion.form_version_id)
        .outerjoin(User, User.id == SubmissionVersion.author_id)
        .where(SubmissionVersion.submission_id == submission.id)
        .order_by(SubmissionVersion.id.desc())
    )
    return [VersionLine(**row._mapping) for row in session.execute(query)]


def version(session: Session, submission: Submission, version_id: int | None) -> SubmissionVersion | None:
    """The current version of a record, or one of its earlier ones."""
    wanted = submission.current_version_id if version_id is None else version_id
    query = select(SubmissionVersion).where(SubmissionVersion.submission_id == submission.id)
    return session.scalar(query.where(SubmissionVersion.id == wanted))


def attachment(
    session: Session, person: Person, submission_id: int, name: str, version_id: int | None = None
) -> Attachment | None:
    """A file that is here, of the current version or of the one named, if the person may see the record."""
    query = (
        select(Attachment)
        .join(SubmissionVersion, SubmissionVersion.id == Attachment.version_id)
        .join(Submission, Submission.id == SubmissionVersion.submission_id)
        .where(
            Submission.id == submission_id,
            Submission.unit_id.in_(branch_of(person)),
            Attachment.version_id == (Submission.current_version_id if version_id is None else version_id),
            Attachment.name == name,
            Attachment.sha256.is_not(None),
        )
    )
    return session.scalar(query)


def names_of(session: Session, user_ids: Iterable[int | None]) -> dict[int | None, str]:
    """What people are called, by id."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    rows = session.execute(select(User.id, _NAME).where(User.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def is_received(session: Session, form_id: str, instance_id: str) -> bool:
    """Whether a record of this form came with this id, whatever its bytes."""
    known = select(SubmissionVersion.id).where(
        SubmissionVersion.form_row_id == FormRow.id,
        SubmissionVersion.is_draft.is_(False),
        SubmissionVersion.instance_id == instance_id,
    )
    return session.scalar(select(FormRow.id).where(FormRow.form_id == form_id, known.exists())) is not None


def by_receipt(session: Session, person: Person, number: str) -> Submission | None:
    """For its author and for those on whose branch it lies."""
    mine = or_(Submission.author_id == person.id, Submission.unit_id.in_(branch_of(person)))
    return session.scalar(select(Submission).where(Submission.receipt == number, mine))


def aside_by_receipt(session: Session, person: Person, number: str) -> Quarantined | None:
    mine = or_(Quarantined.author_id == person.id, _theirs_to_settle(person))
    return session.scalar(select(Quarantined).where(Quarantined.receipt == number, mine))


def aside(session: Session, person: Person, before: int | None = None, *, put_away: bool = False) -> list[Quarantined]:
    """What waits for a decision, or what somebody has put away, newest first."""
    query = select(Quarantined).where(_put_away() if put_away else Quarantined.resolved_at.is_(None))
    query = query.where(_theirs_to_settle(person))
    if before is not None:
        query = query.where(Quarantined.id < before)
    return list(session.scalars(query.order_by(Quarantined.id.desc()).limit(PAGE + 1)))


def _put_away() -> ColumnElement[bool]:
    """Settled, but not by becoming a record."""
    record_of_it = select(SubmissionVersion.id).where(SubmissionVersion.sha256 == Quarantined.sha256)
    return and_(Quarantined.resolved_at.is_not(None), ~record_of_it.exists())


def one_aside(session: Session, person: Person, quarantined_id: int) -> Quarantined | None:
    return session.scalar(select(Quarantined).where(Quarantined.id == quarantined_id, _theirs_to_settle(person)))


def _theirs_to_settle(person: Person) -> ColumnElement[bool]:
    """The secretariat's and the administrators' branch, and what nobody knows a unit of."""
    branch = Quarantined.unit_id.in_(branch_of(person, "secretariat", "admin"))
    return or_(branch, Quarantined.unit_id.is_(None)) if person.may("secretariat", "admin") else branch
