"""Everything recorded with a form into files: the front door of exports. Files appear whole or not at all."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import Engine

from app.audit.record import record
from app.blobs import BlobStore
from app.catalog.queries import compiled, form_row
from app.db import reading, writing
from app.exports import as_csv, as_json
from app.exports.columns import tables
from app.exports.records import records, used_versions

FORMATS = ("csv", "json")


def export(engine: Engine, blobs: BlobStore, form_id: str, kind: str, target: Path) -> tuple[int, Sequence[Path]]:
    """Write the form's records; returns how many, and the files. LookupError: there is no such form."""
    with reading(engine) as session:
        if form_row(session, form_id) is None:
            raise LookupError(form_id)
        if kind == "json":
            with _whole(target) as file:
                count = as_json.write(records(session, form_id), file)
            written = [target]
        else:
            flat = tables([compiled(blobs, version) for version in used_versions(session, form_id)])
            paths = {ref: beside(target, ref) for ref in flat}
            with ExitStack() as stack:
                files = {ref: stack.enter_context(_whole(path)) for ref, path in paths.items()}
                count = as_csv.Writers(flat, files).write(records(session, form_id))
            written = list(paths.values())
    with writing(engine) as session, session.begin():
        record(session, None, "export", f"form:{form_id}", format=kind, records=count)
    return count, written


def beside(target: Path, ref: str) -> Path:
    """The file of a repeat: "out.csv" → "out.n8-tham_gia.csv"."""
    return target.with_name(f"{target.stem}.{ref.replace('/', '-')}{target.suffix}") if ref else target


@contextmanager
def _whole(target: Path) -> Iterator[IO[str]]:
    """A file that takes its place only when it is complete; readable by its owner alone, for it holds people's data."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
