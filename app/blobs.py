"""Content-addressed files: photos and issued documents, each under its SHA-256, and on the disk before anyone is told
so."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 16


class BlobStore:
    """`<root>/ab/cd…`: a blob never changes, so writing one twice is harmless and reading needs no lock.

    A file appears under its name only when it is whole; a crash leaves at most a `.new-…` beside the folders.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("not a SHA-256 in lower-case hex")
        return self.root / sha256[:2] / sha256[2:]

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def open(self, sha256: str) -> BinaryIO:
        return self.path(sha256).open("rb")

    def read(self, sha256: str) -> bytes:
        return self.path(sha256).read_bytes()

    def put(self, stream: BinaryIO) -> tuple[str, int]:
        """Keep the stream's bytes; returns (SHA-256, size). On return they are on the disk, not only in its cache."""
        if not self.root.is_dir():
            self.root.mkdir(parents=True, exist_ok=True)
            _fsync_directory(self.root.parent)
        digest, size = hashlib.sha256(), 0
        descriptor, name = tempfile.mkstemp(dir=self.root, prefix=".new-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in _chunks(stream):
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            self._settle(Path(name), self.path(digest.hexdigest()), size)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return digest.hexdigest(), size

    def _settle(self, fresh: Path, target: Path, size: int) -> None:
        """Give the file its name.

        Folders are fsynced even when the name is there: its writer may not have got so far.
        """
        target.parent.mkdir(exist_ok=True)
        _fsync_directory(self.root)
        if target.is_file() and target.stat().st_size == size:
            fresh.unlink()
        else:
            fresh.replace(target)
        _fsync_directory(target.parent)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _fsync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
