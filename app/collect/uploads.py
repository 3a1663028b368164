"""The files of one posted page: each looked at and put into the blob store before any transaction begins, for a photo
takes longer to shrink than a writer may make others wait."""

import io
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.blobs import BlobStore
from app.collect.controls import control_for
from app.collect.pages import question_at
from app.collect.photos import SIDE, NotAPhoto, read_photo
from app.engine.definition import Form, Question
from app.submissions.kinds import HEAD, LARGEST, recording_type, suits

_UNKNOWN_TYPE = "application/octet-stream"
_NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f\s]+')
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")


@dataclass(frozen=True)
class Kept:
    """A file whose bytes are in the blob store; `name` is what the answer will hold."""

    name: str
    sha256: str
    size: int
    content_type: str


@dataclass
class Uploads:
    """By ref of the question: what was kept, and why a file was not."""

    kept: dict[str, Kept] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


class _Refused(ValueError):
    """Says to the person why."""


def read_uploads(form: Form, files: Iterable[tuple[str, FileStorage]], blobs: BlobStore) -> Uploads:
    """Only files that were chosen for a question of this form that takes one are looked at."""
    uploads = Uploads()
    for ref, file in files:
        question = _file_question(form, ref)
        if question is None or not file.filename:
            continue
        try:
            uploads.kept[ref] = _keep(form, question, file, file.filename, blobs)
        except _Refused as refused:
            uploads.refused[ref] = str(refused)
    return uploads


def _file_question(form: Form, ref: str) -> Question | None:
    question = question_at(form, ref)
    return question if question is not None and control_for(question).takes_file else None


def _keep(form: Form, question: Question, file: FileStorage, given: str, blobs: BlobStore) -> Kept:
    stream, name = cast(BinaryIO, file.stream), form.nodes[question.node].name
    size = _size(file)
    if size > LARGEST[question.kind]:
        raise _Refused(_too_big(given, LARGEST[question.kind] >> 20))
    if size == 0:
        raise _Refused(_empty(given))
    stream.seek(0)
    if question.kind == "image":
        try:
            photo = read_photo(stream, _side(question.parameters))
        except NotAPhoto as error:
            raise _Refused(_no_photo(given)) from error
        sha256, size = blobs.put(io.BytesIO(photo.data))
        return Kept(_name(name, photo.suffix), sha256, size, photo.content_type)
    found = recording_type(stream.read(HEAD))
    if not suits(question.kind, found):
        raise _Refused(_no_recording(given) if question.kind == "audio" else _no_film(given))
    stream.seek(0)
    sha256, size = blobs.put(stream)
    stem = _stem(given) if question.kind == "file" else ""
    ending = _ENDING.search(given)
    return Kept(_name(stem or name, ending[0].lower() if ending else ""), sha256, size, found or _UNKNOWN_TYPE)


def _size(file: FileStorage) -> int:
    """As it was sent, even where the end was dropped because it was too much (`app.web.uploads.CappedFile`)."""
    known = getattr(file.stream, "size", None)
    return known if isinstance(known, int) else file.stream.seek(0, io.SEEK_END)


def _name(stem: str, ending: str) -> str:
    return f"{stem}-{secrets.token_hex(4)}{ending}"


def _stem(given: str) -> str:
    """The name that a file came with, so that people know it again, without what no file name may hold."""
    words = _NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFC", _ENDING.sub("", given)))
    return "".join(char for char in words if char.isprintable())[:60].strip()


def _side(parameters: Mapping[str, str]) -> int:
    wanted = parameters.get("max-pixels", "")
    return int(wanted) if wanted.isdigit() and 0 < int(wanted) <= 4000 else SIDE


def _too_big(name: str, limit: int) -> str:
    return _(
        "Tệp “%(name)s” lớn hơn %(limit)s MB nên chưa được lưu. Những câu khác vẫn còn. Hãy chọn tệp nhỏ hơn.",
        name=name,
        limit=limit,
    )


def _empty(name: str) -> str:
    return _("Tệp “%(name)s” trống nên chưa được lưu. Những câu khác vẫn còn. Hãy chọn tệp khác.", name=name)


def _no_photo(name: str) -> str:
    return _(
        "Tệp “%(name)s” không phải là ảnh đọc được nên chưa được lưu. Những câu khác vẫn còn."
        " Hãy chọn ảnh JPG hoặc PNG.",
        name=name,
    )


def _no_recording(name: str) -> str:
    return _(
        "Tệp “%(name)s” không phải là bản ghi âm nên chưa được lưu. Những câu khác vẫn còn."
        " Hãy chọn tệp âm thanh (MP3, M4A, WAV…).",
        name=name,
    )


def _no_film(name: str) -> str:
    return _(
        "Tệp “%(name)s” không phải là phim nên chưa được lưu. Những câu khác vẫn còn."
        " Hãy chọn tệp phim (MP4, WebM, 3GP…).",
        name=name,
    )
