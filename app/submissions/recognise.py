"""What a parcel is, decided on a snapshot before any lock is taken: known, acceptable (new or a correction), or to be
kept aside.

All the slow work (compiling the form, running the engine, looking at pictures) happens here; `store` only writes.
"""

import logging
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.access import may_see_unit
from app.blobs import BlobStore
from app.catalog.models import FormVersion
from app.catalog.queries import compiled, form_row, form_version, may_fill_in
from app.submissions.attachments import answer, nothing_new
from app.submissions.evaluate import Evaluated, NamedFile, evaluate, named_files
from app.submissions.identity import Identity
from app.submissions.incoming import Parcel, Receipt
from app.submissions.models import Submission, SubmissionVersion
from app.submissions.problems import FormProblem, own
from app.units.queries import by_key

_log = logging.getLogger("phieu.receive")
# A form may compare every entry of a repeat with every other: ten times the entries take a hundred times as long.
MAX_ELEMENTS = 5000
IS_DRAFT = False  # records made with a form's draft version come with a later issue


@dataclass(frozen=True)
class Aside:
    reason: str


@dataclass(frozen=True)
class Known:
    """These very bytes are a version already. `receipt` is the answer when nothing new came with them."""

    version_id: int
    submission_id: int
    receipt: Receipt | None
    named: tuple[NamedFile, ...] = ()


@dataclass(frozen=True)
class Acceptable:
    """`corrects` is (submission id, id of the version that must still be the current one)."""

    form_row_id: int
    form_version_id: int
    evaluated: Evaluated
    unit_id: int
    problems: tuple[FormProblem, ...]
    corrects: tuple[int, int] | None


def recognise(session: Session, blobs: BlobStore, parcel: Parcel, identity: Identity) -> Aside | Known | Acceptable:
    row = form_row(session, identity.form_id)
    if row is None:
        return Aside("unknown_form")
    # First of all: what was accepted once stays accepted, whatever happened to the form or its author since.
    same = version_of(session, row.id, identity.instance_id)
    if same is not None:
        return _known(session, blobs, parcel, identity, same)
    if identity.encrypted:
        return Aside("encrypted")
    version = form_version(session, identity.form_id, identity.version)
    if version is None:
        return Aside("unknown_version")
    if not row.open:
        return Aside("closed")
    if parcel.author is not None and not may_fill_in(version, parcel.author.roles):
        return Aside("not_allowed")
    corrects = None
    if identity.deprecated_id is not None:
        found = _corrected(session, parcel, row.id, identity.deprecated_id)
        if isinstance(found, Aside):
            return found
        corrects = found
    return _evaluated(session, blobs, parcel, identity, version, corrects)


def version_of(session: Session, form_row_id: int, instance_id: str) -> SubmissionVersion | None:
    query = select(SubmissionVersion).where(
        SubmissionVersion.form_row_id == form_row_id,
        SubmissionVersion.is_draft == IS_DRAFT,
        SubmissionVersion.instance_id == instance_id,
    )
    return session.scalar(query)


def _known(
    session: Session, blobs: BlobStore, parcel: Parcel, identity: Identity, version: SubmissionVersion
) -> Aside | Known:
    if version.sha256 != parcel.sha256:
        return Aside("changed")
    submission = session.get_one(Submission, version.submission_id)
    if nothing_new(version.attachments, parcel):
        return Known(version.id, submission.id, known_receipt(submission, version, parcel))
    if not _may_touch(session, parcel, submission, version):
        return Aside("not_allowed")
    form = compiled(blobs, version.form_version)
    return Known(version.id, submission.id, None, tuple(named_files(form, identity.root)))


def known_receipt(submission: Submission, version: SubmissionVersion, parcel: Parcel) -> Receipt:
    return Receipt(
        receipt=submission.receipt,
        state="known",
        sha256=version.sha256,
        files=answer(version.attachments, parcel),
        submission_id=submission.id,
        problems=tuple(version.problems),
    )


def _corrected(session: Session, parcel: Parcel, form_row_id: int, deprecated_id: str) -> tuple[int, int] | Aside:
    old = version_of(session, form_row_id, deprecated_id)
    if old is None:
        return Aside("unknown_correction")
    submission = session.get_one(Submission, old.submission_id)
    if not _may_touch(session, parcel, submission, old):
        return Aside("not_allowed")
    if submission.current_version_id != old.id:
        return Aside("stale")
    return submission.id, old.id


def _may_touch(session: Session, parcel: Parcel, submission: Submission, version: SubmissionVersion) -> bool:
    """Adding to or correcting a record: whoever wrote it, and those on whose branch it lies."""
    author = parcel.author
    if author is None:
        return version.author_id is None
    return version.author_id == author.id or may_see_unit(session, author, submission.unit_id)


def _evaluated(
    session: Session,
    blobs: BlobStore,
    parcel: Parcel,
    identity: Identity,
    version: FormVersion,
    corrects: tuple[int, int] | None,
) -> Aside | Acceptable:
    if sum(1 for _element in identity.root.walk()) > MAX_ELEMENTS:
        return Aside("too_many")
    try:
        form = compiled(blobs, version)
        found = evaluate(form, parcel.xml, identity.root, parcel.author, parcel.at)
    except Exception:
        # Whatever is wrong with a form or the engine, the bytes that somebody walked for are kept.
        _log.exception("the engine failed on a record of %s %s", identity.form_id, identity.version)
        return Aside("engine")
    home = parcel.author.unit_id if parcel.author else None
    if corrects is not None:
        # A city's correction of a ward's record leaves it with the ward, unless the record itself says otherwise.
        home = session.get_one(Submission, corrects[0]).unit_id
    unit_id, problems = _unit(session, parcel, found, home)
    if unit_id is None:
        return Aside("no_unit")
    return Acceptable(version.form_row_id, version.id, found, unit_id, (*found.problems, *problems), corrects)


def _unit(
    session: Session, parcel: Parcel, found: Evaluated, home: int | None
) -> tuple[int | None, tuple[FormProblem, ...]]:
    """The unit that the record names, when it lies on its author's branch; else `home` (for a new record its author's
    own), and a problem."""
    author = parcel.author
    if found.unit is None:
        return home, ()
    ref, key = found.unit
    unit = by_key(session, key)
    if unit is None:
        return home, (own("unit_unknown", ref, value=key),)
    if author is not None and not may_see_unit(session, author, unit.id):
        return home, (own("unit_outside", ref, value=key),)
    return unit.id, ()
