"""The files of a version: those its XML names, those that arrived beside it, and those still on their way.

Nothing is ever overwritten: a second, different file under one name is kept beside the first.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.blobs import BlobStore
from app.submissions.evaluate import MAX_FILE_NAME, NamedFile
from app.submissions.images import SHOWN, sniff
from app.submissions.incoming import ExpectedFile, FileReceipt, IncomingFile, Parcel
from app.submissions.kinds import HEAD, LARGEST, PLAYED, recording_type, suits
from app.submissions.models import Attachment
from app.submissions.problems import FormProblem, own

_UNKNOWN_TYPE = "application/octet-stream"


def looked_at(blobs: BlobStore, parcel: Parcel) -> Parcel:
    """The parcel with content types that the bytes themselves show (a picture or a recording is called one only when it
    is) and names that fit.
    """
    files = {_fit(name): replace(file, content_type=_true_type(blobs, file)) for name, file in parcel.files.items()}
    return replace(parcel, files=files, expected={_fit(name): file for name, file in parcel.expected.items()})


def _fit(name: str) -> str:
    return name.replace("\0", "")[:MAX_FILE_NAME]


def _true_type(blobs: BlobStore, file: IncomingFile) -> str:
    found = sniff(blobs.path(file.sha256)) or _recording(blobs, file.sha256)
    if found is not None:
        return found
    claimed = (file.content_type or "").partition(";")[0].strip().lower()
    return _UNKNOWN_TYPE if not claimed or claimed in SHOWN | PLAYED else claimed[:100]


def _recording(blobs: BlobStore, sha256: str) -> str | None:
    with blobs.open(sha256) as file:
        return recording_type(file.read(HEAD))


def lay_out(
    parcel: Parcel, named: Iterable[NamedFile], carried: Mapping[str, Attachment]
) -> tuple[list[Attachment], list[FormProblem]]:
    """The attachments of a new version, and what is wrong with them. `carried`: the files of the version that it
    corrects.
    """
    rows: list[Attachment] = []
    problems: list[FormProblem] = []
    named = list(named)
    announced = parcel.announced
    for each in named:
        file, promise = parcel.files.get(each.name), announced.get(each.name)
        row = Attachment(name=each.name)
        if file is not None:
            _fill(row, file, parcel)
            problems += _kind_problems(each, file)
        elif each.name in carried and _same(carried[each.name], promise):
            _carry(row, carried[each.name])
        elif promise is not None:
            _expect(row, promise)
        rows.append(row)
    known = {each.name for each in named}
    for name, file in parcel.files.items():
        if name not in known:
            rows.append(_fill(Attachment(name=name), file, parcel))
            problems.append(own("file_unnamed", name=name))
    rows += [_expect(Attachment(name=name), promise) for name, promise in announced.items() if name not in known]
    return rows, problems


def complete(
    rows: list[Attachment], parcel: Parcel, named: Iterable[NamedFile]
) -> tuple[list[Attachment], list[FormProblem]]:
    """Put newly arrived files into `rows` (the version's own); returns the rows that have to be added, and new
    problems.
    """
    by_name = {row.name: row for row in rows}
    pictures = {each.name: each for each in named}
    added: list[Attachment] = []
    problems: list[FormProblem] = []
    for name, file in parcel.files.items():
        row = by_name.get(name)
        if row is None:
            added.append(_fill(Attachment(name=name), file, parcel))
            problems.append(own("file_unnamed", name=name))
        elif row.sha256 is None:
            _fill(row, file, parcel)
            if name in pictures:
                problems += _kind_problems(pictures[name], file)
        elif not _kept_beside(rows, name, file):
            other = _fill(Attachment(name=_free_name(name, by_name)), file, parcel)
            added.append(other)
            problems.append(own("file_differs", name=name))
    added += [_expect(Attachment(name=name), file) for name, file in parcel.announced.items() if name not in by_name]
    return added, problems


def nothing_new(rows: list[Attachment], parcel: Parcel) -> bool:
    """Whether this delivery brings no file that is not kept already: the usual repeated sending."""
    names = {row.name for row in rows}
    arrived = all(_kept_beside(rows, name, file) for name, file in parcel.files.items())
    return arrived and all(name in names for name in parcel.announced)


def answer(rows: list[Attachment], parcel: Parcel) -> tuple[FileReceipt, ...]:
    """What the sender is told of each file, under the name it used."""
    told = {row.name: _told(row) for row in rows}
    for name, file in parcel.files.items():
        told[name] = FileReceipt(name, file.sha256, file.size, "stored")
    return tuple(told.values())


def _told(row: Attachment) -> FileReceipt:
    if row.sha256 is None:
        return FileReceipt(row.name, row.expected_sha256, row.expected_size, "missing")
    return FileReceipt(row.name, row.sha256, row.size, "stored")


def _fill(row: Attachment, file: IncomingFile, parcel: Parcel) -> Attachment:
    row.sha256, row.size, row.content_type, row.received_at = file.sha256, file.size, file.content_type, parcel.at
    return row


def _expect(row: Attachment, promise: ExpectedFile) -> Attachment:
    row.expected_sha256, row.expected_size = promise.sha256, promise.size
    return row


def _carry(row: Attachment, old: Attachment) -> None:
    row.sha256, row.size, row.content_type, row.received_at = old.sha256, old.size, old.content_type, old.received_at
    row.expected_sha256, row.expected_size = old.expected_sha256, old.expected_size


def _same(old: Attachment, promise: ExpectedFile | None) -> bool:
    """A sender that announces another hash under the name means another file."""
    return promise is None or promise.sha256 is None or promise.sha256 == (old.sha256 or old.expected_sha256)


def _kept_beside(rows: list[Attachment], name: str, file: IncomingFile) -> bool:
    stem = _stem(name)
    return any(row.sha256 == file.sha256 and (row.name == name or row.name.startswith(stem + " (")) for row in rows)


def _free_name(name: str, taken: Mapping[str, Attachment]) -> str:
    """ "anh.jpg" → "anh (2).jpg", the first that is free."""
    stem, ending = _stem(name), name[len(_stem(name)) :]
    number = 2
    while f"{stem} ({number}){ending}" in taken:
        number += 1
    return f"{stem} ({number}){ending}"


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _kind_problems(named: NamedFile, file: IncomingFile) -> list[FormProblem]:
    """A file that is not what its question asks for is kept all the same."""
    fits = file.content_type in SHOWN if named.kind == "image" else suits(named.kind, file.content_type)
    problems = [] if fits else [own(f"not_{named.kind}", named.ref, name=named.name)]
    most = LARGEST["image"]
    if named.kind == "image" and file.size > most:
        sizes = {"size": str(math.ceil(file.size / (1 << 20))), "limit": str(most >> 20)}
        problems.append(own("large_image", named.ref, name=named.name, **sizes))
    return problems
