"""The files of one posted page: each read, shrunk and put into the blob store before any transaction begins,
for a photo takes longer than a writer may make others wait."""

import io
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.blobs import BlobStore
from app.collect.controls import control_for
from app.collect.pages import question_at
from app.collect.photos import MAX_BYTES, SIDE, NotAPhoto, read_photo
from app.engine.definition import Form, Question


@dataclass(frozen=True)
class Kept:
    """A photo whose bytes are in the blob store; `name` is what the answer will hold."""

    name: str
    sha256: str
    size: int
    content_type: str


@dataclass
class Uploads:
    """By ref of the question: what was kept, and why a file was not."""

    kept: dict[str, Kept] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def read_uploads(form: Form, files: Iterable[tuple[str, FileStorage]], blobs: BlobStore) -> Uploads:
    """Only files that were chosen for a photo question of this form are looked at."""
    uploads = Uploads()
    for ref, file in files:
        question = _photo_question(form, ref)
        if question is None or not file.filename:
            continue
        if getattr(file.stream, "too_big", False):
            uploads.refused[ref] = _too_big(file.filename)
            continue
        try:
            uploads.kept[ref] = _keep(form, question, file, blobs)
        except NotAPhoto:
            uploads.refused[ref] = _no_photo(file.filename)
    return uploads


def _photo_question(form: Form, ref: str) -> Question | None:
    question = question_at(form, ref)
    return question if question is not None and control_for(question).takes_file else None


def _keep(form: Form, question: Question, file: FileStorage, blobs: BlobStore) -> Kept:
    file.stream.seek(0)
    photo = read_photo(cast(BinaryIO, file.stream), _side(question.parameters))
    sha256, size = blobs.put(io.BytesIO(photo.data))
    name = f"{form.nodes[question.node].name}-{secrets.token_hex(4)}{photo.suffix}"
    return Kept(name, sha256, size, photo.content_type)


def _side(parameters: Mapping[str, str]) -> int:
    wanted = parameters.get("max-pixels", "")
    return int(wanted) if wanted.isdigit() and 0 < int(wanted) <= 4000 else SIDE


def _too_big(name: str) -> str:
    return _(
        "Ảnh “%(name)s” lớn hơn %(limit)s MB nên chưa được lưu. Những câu khác vẫn còn."
        " Hãy chọn ảnh nhỏ hơn hoặc chụp lại.",
        name=name,
        limit=MAX_BYTES >> 20,
    )


def _no_photo(name: str) -> str:
    return _(
        "Tệp “%(name)s” không phải là ảnh đọc được nên chưa được lưu. Những câu khác vẫn còn."
        " Hãy chọn ảnh JPG hoặc PNG.",
        name=name,
    )
