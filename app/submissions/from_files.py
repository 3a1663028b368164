"""A record that lies in a file, its attachments beside it under the names it uses: made ready for the one road in."""

import re
from pathlib import Path

from sqlalchemy import Engine

from app.accounts.access import Person
from app.blobs import BlobStore
from app.catalog.queries import compiled, form_version
from app.db import reading
from app.submissions.evaluate import MAX_FILE_NAME, named_files
from app.submissions.identity import Unreadable, read_identity
from app.submissions.incoming import MAX_XML, ExpectedFile, IncomingFile, Receipt
from app.submissions.receive import receive

_FILE_LIKE = re.compile(r"[^/\\\n]+\.(?!xml$)[A-Za-z0-9]{1,5}")


class NoRecord(ValueError):
    """The file cannot be read, or is too big to be a record."""


def receive_file(engine: Engine, blobs: BlobStore, path: Path, author: Person) -> Receipt:
    """Raises NoRecord. What the record names and does not lie beside it is expected later."""
    try:
        if path.stat().st_size > MAX_XML:
            raise NoRecord(f"{path}: lớn hơn {MAX_XML // 1_000_000} MB")
        xml = path.read_bytes()
    except OSError as error:
        raise NoRecord(f"{path}: {error.strerror}") from error
    files: dict[str, IncomingFile] = {}
    expected: dict[str, ExpectedFile] = {}
    names, certain = _names(engine, blobs, xml)
    for name in names:
        beside = _beside(path, name)
        if beside is not None:
            with beside.open("rb") as file:
                files[name] = IncomingFile(*blobs.put(file))
        elif certain:
            expected[name] = ExpectedFile()
    return receive(xml, files, expected, author, None, "command")


def _beside(record: Path, name: str) -> Path | None:
    """Only a plain file in the record's own folder: a name in a record must not reach into other folders."""
    found = record.parent / name
    try:
        return found if found.name == name and found.is_file() and not found.is_symlink() else None
    except OSError:  # longer than the file system allows
        return None


def _names(engine: Engine, blobs: BlobStore, xml: bytes) -> tuple[list[str], bool]:
    """What the record names, and whether that is certain: without its form only a guess can be made."""
    try:
        identity = read_identity(xml)
    except Unreadable:
        return [], False
    with reading(engine) as session:
        version = form_version(session, identity.form_id, identity.version)
        form = compiled(blobs, version) if version else None
    if form is not None:
        return [each.name for each in named_files(form, identity.root)], True
    texts = dict.fromkeys(element.text.strip() for element in identity.root.walk())
    return [text for text in texts if len(text) <= MAX_FILE_NAME and _FILE_LIKE.fullmatch(text)], False
