"""Reading the catalogue: which forms there are, for whom, and the compiled Form of a version."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blobs import BlobStore
from app.catalog.models import FormRow, FormVersion
from app.engine.compile import load_xform
from app.engine.definition import Form


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
    """Open forms that somebody with these roles fills in. The city secretariat and administrators may fill in all."""
    everything = roles & {"admin", "secretariat"}
    return [version for version in open_forms(session) if everything or roles & set(version.roles)]


def may_fill_in(version: FormVersion, roles: frozenset[str]) -> bool:
    return bool(roles & {"admin", "secretariat"} or roles & set(version.roles))


# Keyed by content, which is frozen, so an entry is right for ever, whatever database it came from.
_CACHE: dict[tuple[str, tuple[tuple[str, str], ...]], Form] = {}
_CACHE_SIZE = 64


def compiled(blobs: BlobStore, version: FormVersion) -> Form:
    """The version's Form, compiled again from its frozen bytes when it is not in memory."""
    key = (version.md5, tuple((media.name, media.sha256) for media in version.media))
    form = _CACHE.get(key)
    if form is None:
        form = load_xform(version.xform, media_of(blobs, version))
        if len(_CACHE) >= _CACHE_SIZE:
            _CACHE.pop(next(iter(_CACHE)), None)
        _CACHE[key] = form
    return form


def media_of(blobs: BlobStore, version: FormVersion) -> Mapping[str, bytes]:
    return {media.name: blobs.read(media.sha256) for media in version.media}
