"""Everything that the page of one record shows, gathered once; the template only lays it out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.accounts.access import Person, person_of
from app.accounts.models import User
from app.blobs import BlobStore
from app.catalog.queries import compiled
from app.engine.xml import parse
from app.submissions.evaluate import reopen
from app.submissions.models import Attachment, Submission, SubmissionVersion
from app.submissions.problems import OWN, FormProblem
from app.submissions.queries import VersionLine, versions, visible
from app.submissions.queries import version as find_version
from app.submissions.shown import Answer, Item, Section, Shower, Table

_log = logging.getLogger("phieu.submissions")


@dataclass(frozen=True)
class Trouble:
    """A problem as it is told: `ref` leads to the answer, `label` names it ("" when it concerns the whole record)."""

    ref: str
    label: str
    sentence: str


@dataclass(frozen=True)
class Detail:
    """`sections` is None when the form's engine cannot open the record any more: then only the XML can be had."""

    submission: Submission
    version: SubmissionVersion
    versions: list[VersionLine]
    title: str
    sections: tuple[Section, ...] | None
    troubles: tuple[Trouble, ...]
    other_files: tuple[Attachment, ...]

    @property
    def is_current(self) -> bool:
        return self.version.id == self.submission.current_version_id

    @property
    def line(self) -> VersionLine:
        return next(line for line in self.versions if line.id == self.version.id)

    @property
    def files(self) -> tuple[int, int]:
        """(how many have arrived, how many there are to be)"""
        rows = self.version.attachments
        return sum(row.sha256 is not None for row in rows), len(rows)


def detail(
    session: Session, blobs: BlobStore, person: Person, submission_id: int, version_id: int | None, lang: str
) -> Detail | None:
    """None when there is no such record on the person's branch."""
    submission = visible(session, person, submission_id)
    version = find_version(session, submission, version_id) if submission else None
    if submission is None or version is None:
        return None
    shower = _shower(session, blobs, version, lang)
    sections = shower.sections() if shower else None
    shown = {answer.file.id for section in sections or () for answer in _answers(section) if answer.file}
    title = version.form_version.title
    return Detail(
        submission=submission,
        version=version,
        versions=versions(session, submission),
        title=title.get(lang) or next(iter(title.values()), submission.form.form_id),
        sections=sections,
        troubles=tuple(_troubles(version, shower)),
        other_files=tuple(row for row in version.attachments if row.id not in shown),
    )


def _shower(session: Session, blobs: BlobStore, version: SubmissionVersion, lang: str) -> Shower | None:
    author = session.get(User, version.author_id) if version.author_id else None
    try:
        form = compiled(blobs, version.form_version)
        writer = person_of(author) if author else None
        filling = reopen(form, version.xml, parse(version.xml), writer, version.received_at)
    except Exception:
        _log.exception("version %s cannot be opened with its form", version.id)
        return None
    language = lang if lang in form.languages else form.default_language
    return Shower(form, filling, {row.name: row for row in version.attachments}, language)


def _answers(item: Item) -> list[Answer]:
    if isinstance(item, Answer):
        return [item]
    if isinstance(item, Section):
        return [answer for inner in item.items for answer in _answers(inner)]
    if isinstance(item, Table):
        return [answer for row in item.rows for answer in row.answers if answer is not None]
    return []


def _troubles(version: SubmissionVersion, shower: Shower | None) -> list[Trouble]:
    """The stored problems; the form's own sentences anew when the reader's language is not the stored one."""
    anew: dict[tuple[str, str], str] = {}
    if shower is not None and version.problems and shower.lang != shower.form.default_language:
        anew = {(each.ref, each.code): each.message for each in shower.filling.problems(lang=shower.lang)}
    label: Callable[[str], str] = shower.label_of if shower else lambda ref: ref
    troubles = []
    for problem in version.problems:
        sentence = said(problem) or anew.get((problem["ref"], problem["code"])) or problem["message"]
        troubles.append(Trouble(problem["ref"], label(problem["ref"]) if problem["ref"] else "", sentence))
    return troubles


def said(problem: FormProblem) -> str:
    """The sentence of a problem that is ours, in the reader's language; "" for the form's own."""
    sentence = OWN.get(problem["code"])
    return gettext(sentence) % problem if sentence else ""
