"""What a request from a phone says: the sender, the place of a piece of a file, the record and the files it names."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, request

SHA256 = re.compile(r"[0-9a-f]{64}")
# A lone surrogate, which JSON can spell, is no character: no database and no XML takes it.
_NAME = re.compile(r"[^/\\\x00-\x1f\ud800-\udfff]{1,249}")
_LARGEST = 2**63 - 1
# Each is looked up and noted: more than any form can ask for, few enough to be answered in seconds.
_MOST_FILES = 5000


@dataclass(frozen=True)
class Piece:
    """Bytes from `offset` on of a file of `size` bytes."""

    offset: int
    size: int


@dataclass(frozen=True)
class NamedFile:
    name: str
    sha256: str
    size: int


def piece() -> Piece:
    """From the Upload-Offset and Upload-Length headers; 400 when they make no sense."""
    offset, size = (request.headers.get(name, "") for name in ("Upload-Offset", "Upload-Length"))
    if not (_is_count(offset) and _is_count(size) and 0 <= int(offset) <= int(size) and int(size) > 0):
        abort(400)
    return Piece(int(offset), int(size))


def record() -> bytes:
    """The part `record`: the instance XML's exact bytes."""
    file = request.files.get("record")
    if file is not None:
        return file.stream.read()
    text = request.form.get("record")
    if not text:
        abort(400)
    return text.encode()


def named_files() -> list[NamedFile]:
    """The part `files`: [{name, sha256, size}]; 400 when it is anything else."""
    part = request.files.get("files")
    text = part.stream.read().decode("utf-8", "replace") if part else request.form.get("files", "[]")
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):  # nested without end is no list of ours either
        abort(400)
    if not isinstance(listed, list) or len(listed) > _MOST_FILES:
        abort(400)
    return [_named(entry) for entry in listed]


def _named(entry: object) -> NamedFile:
    match entry:
        case {"name": str(name), "sha256": str(sha256), "size": int(size)} if (
            _NAME.fullmatch(name) and SHA256.fullmatch(sha256) and 0 <= size <= _LARGEST
        ):
            return NamedFile(name, sha256, size)
    abort(400)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def device() -> tuple[str, str]:
    """(id, label) from the JSON body; 400 when there is no id."""
    body = request.get_json(silent=True)
    if not isinstance(body, Mapping) or not isinstance(body.get("device"), str):
        abort(400)
    label = str(body.get("label") or "")
    return body["device"], label.encode("utf-8", "replace").decode().replace("\0", "")
