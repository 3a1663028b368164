"""Reading the catalogue: which forms there are, for whom, and the compiled Form of a version."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blobs import BlobStore
from app.catalog.models import FormRow, FormVersion
from app.engine.compile import load_xform
from app.engine.definition import Form

# Whoever answers for the whole programme may fill in every form.
_EVERYTHING = frozenset({"admin", "secretariat"})


def form_row(session: Session, form_id: str) -> FormRow | None:
    return session.scalar(select(FormRow).where(FormRow.form_id == form_id))


def form_version(session: Session, form_id: str, version: str) -> FormVersion | None:
    query = select(FormVersion).join(FormRow, FormVersion.form_row_id == FormRow.id)
    return session.scalar(query.where(FormRow.form_id == form_id, FormVersion.version == version))


def open_forms(session: Session) -> list[FormVersion]:
    """The current version of every form that takes records, by form id."""
    query = select(FormRow).where(FormRow.open, FormRow.current_version_id.is_not(None)).order_by(FormRow.form_id)
    return [row.current_version for row in session.scalars(query) if row.current_version is not None]


def forms_for(session: Session, roles: frozenset[str]) -> list[FormVersion]:
    """Open forms that somebody with these roles fills in."""
    return [version for version in open_forms(session) if may_fill_in(version, roles)]


def may_fill_in(version: FormVersion, roles: frozenset[str]) -> bool:
    return bool(roles & _EVERYTHING or roles & set(version.roles))


# Keyed by content, which is frozen, so an entry is right for ever, whatever database it came from.
_CACHE: OrderedDict[tuple[str, tuple[tuple[str, str], ...]], Form] = OrderedDict()
_CACHE_SIZE = 64
_LOCK = Lock()


def compiled(blobs: BlobStore, version: FormVersion) -> Form:
    """The version's Form, compiled again from its frozen bytes when it is not in memory. The version's session must
    be open.
    """
    key = (version.md5, tuple(sorted((media.name, media.sha256) for media in version.media)))
    with _LOCK:
        form = _CACHE.get(key)
        if form is not None:
            _CACHE.move_to_end(key)
            return form
    # Outside the lock: compiling takes tenths of a second, and two threads compiling the same form do no harm.
    form = load_xform(version.xform, media_of(blobs, version))
    with _LOCK:
        _CACHE[key] = form
        while len(_CACHE) > _CACHE_SIZE:
            _CACHE.popitem(last=False)
    return form


def media_of(blobs: BlobStore, version: FormVersion) -> Mapping[str, bytes]:
    return {media.name: blobs.read(media.sha256) for media in version.media}
