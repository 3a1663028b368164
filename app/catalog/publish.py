"""Publishing a form: source → frozen XForm bytes and media, or problems. Nothing is stored when there is an error."""

import hashlib
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import ROLES
from app.blobs import BlobStore
from app.catalog.models import FormMedia, FormRow, FormVersion
from app.engine.compile import Compiled, compile_form
from app.engine.definition import Form
from app.engine.problems import Problem

FORM_SUFFIXES = (".md", ".xlsx", ".xls", ".xml")
EVERY_FIELD_ROLE = ("surveyor", "ward_secretary", "inspector", "secretariat")


@dataclass(frozen=True)
class Published:
    """What came of one file: the version, or None and why. `fresh` is false when exactly this was published before."""

    name: str
    version: FormVersion | None
    problems: tuple[Problem, ...]
    fresh: bool = False


def publish(
    session: Session,
    blobs: BlobStore,
    source: bytes,
    name: str,
    media: Mapping[str, bytes],
    published_by: int | None = None,
) -> Published:
    """Compile and store one form. `media` offers files by name; only those that the form uses are kept with it."""
    return _publish(session, blobs, _Offered(name, source, media, compile_form(source, name, media)), published_by)


@dataclass(frozen=True)
class _Offered:
    """A form that somebody wants to publish. Compiling is slow, so it comes before the database is touched."""

    name: str
    source: bytes
    media: Mapping[str, bytes]
    compiled: Compiled


def _publish(session: Session, blobs: BlobStore, offered: _Offered, published_by: int | None) -> Published:
    compiled, name = offered.compiled, offered.name
    media = {**offered.media, **compiled.media}
    if compiled.form is None or compiled.xform is None:
        return Published(name, None, compiled.problems)
    form, xform = compiled.form, compiled.xform
    row = session.scalar(select(FormRow).where(FormRow.form_id == form.id))
    if row is None:
        row = FormRow(form_id=form.id)
        session.add(row)
        session.flush()
    used = {file: media[file] for file in form.media if file in media}
    same = session.scalar(
        select(FormVersion).where(FormVersion.form_row_id == row.id, FormVersion.version == form.version)
    )
    if same is not None:
        return _published_again(row, same, xform, used, name, compiled.problems)
    version = _store(session, blobs, row, form, xform, offered, used, published_by)
    return Published(name, version, compiled.problems, fresh=True)


def _published_again(
    row: FormRow,
    same: FormVersion,
    xform: bytes,
    used: Mapping[str, bytes],
    name: str,
    problems: tuple[Problem, ...],
) -> Published:
    """A version never changes after it was published: phones hold drafts of it. The same bytes are simply the same
    version.
    """
    kept = {media.name: media.sha256 for media in same.media}
    if same.xform == xform and kept == {file: _sha256(content) for file, content in used.items()}:
        # The form's current version stays: loading the shipped forms at every start must not undo a newer one.
        return Published(name, same, problems)
    clash = Problem("version-taken", {"form": row.form_id, "version": same.version}, sheet="settings", column="version")
    return Published(name, None, (*problems, clash))


def _store(
    session: Session,
    blobs: BlobStore,
    row: FormRow,
    form: Form,
    xform: bytes,
    offered: _Offered,
    used: Mapping[str, bytes],
    published_by: int | None,
) -> FormVersion:
    source_sha256, _size = blobs.put(io.BytesIO(offered.source))
    version = FormVersion(
        form_row_id=row.id,
        version=form.version,
        title={language: form.title(language) for language in form.languages},
        languages=list(form.languages),
        roles=_roles(form),
        settings=dict(form.settings),
        xform=xform,
        md5=hashlib.md5(xform, usedforsecurity=False).hexdigest(),
        source_name=offered.name,
        source_sha256=source_sha256,
        published_by=published_by,
        media=[_media(blobs, file, content) for file, content in sorted(used.items())],
    )
    session.add(version)
    session.flush()
    row.current_version_id = version.id
    row.current_version = version
    session.flush()
    return version


def _roles(form: Form) -> list[str]:
    """`ph:roles` of the form's settings, else everybody who works in the field."""
    named = [role for role in str(form.settings.get("roles", "")).split() if role in ROLES]
    return named or list(EVERY_FIELD_ROLE)


def _media(blobs: BlobStore, name: str, content: bytes) -> FormMedia:
    sha256, size = blobs.put(io.BytesIO(content))
    return FormMedia(name=name, sha256=sha256, md5=hashlib.md5(content, usedforsecurity=False).hexdigest(), size=size)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class _Beside(Mapping[str, bytes]):
    """The files that lie beside a form or in `<form>-media/`, read only when the form asks for one."""

    def __init__(self, form: Path) -> None:
        folders = (form.parent, form.parent / f"{form.stem}-media")
        found = [file for folder in folders if folder.is_dir() for file in folder.iterdir() if file.is_file()]
        self.paths = {unicodedata.normalize("NFC", file.name): file for file in sorted(found) if file != form}

    def __getitem__(self, name: str) -> bytes:
        return self.paths[name].read_bytes()

    def __contains__(self, name: object) -> bool:
        return name in self.paths

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


def publish_paths(
    session: Session, blobs: BlobStore, paths: Iterable[Path], published_by: int | None = None
) -> list[Published]:
    """Publish files and folders (of a folder, every form in it)."""
    offered = []
    for path in _form_files(paths):
        source, media = path.read_bytes(), _Beside(path)
        offered.append(_Offered(path.name, source, media, compile_form(source, path.name, media)))
    return [_publish(session, blobs, each, published_by) for each in offered]


def publish_folder(session: Session, blobs: BlobStore, folder: Path) -> list[Problem]:
    """Publish every form of a folder; returns all problems, warnings included."""
    return [problem for result in publish_paths(session, blobs, [folder]) for problem in result.problems]


def _form_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (p for p in sorted(path.iterdir()) if p.suffix in FORM_SUFFIXES and p.name != "README.md")
        else:
            yield path
