"""Pieces of files on their way from phones: append-only files below DATA_DIR/staging/<user>/<sha256>.

The offset is the file's size on disk and nothing else, so no crash can make an offset that lies; what a crash may do to
the bytes themselves is found by the hash of the whole. Several uploads of one file may run at once (a phone gave up on
one of them): each piece is appended under a short lock and only where its sender believed the end to be.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import BinaryIO


class WrongOffset(ValueError):
    """The sender and this file disagree about the end of what has arrived; `offset` is the truth."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the file has {offset} bytes")
        self.offset = offset


class TooLong(ValueError):
    """More bytes than the sender announced."""


class StagedBytes:
    """What has arrived of one person's file."""

    def __init__(self, folder: Path, user_id: int, sha256: str) -> None:
        self.sha256 = sha256
        self.path = folder / str(user_id) / sha256

    def offset(self) -> int:
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, offset: int, length: int, pieces: Iterable[bytes]) -> int:
        """Add `pieces` from `offset` on, up to `length` in all; returns the new offset.

        What arrived before the connection broke stays. Raises WrongOffset, TooLong.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab", buffering=0) as file:
            try:
                self._expect(file, offset)
                for piece in pieces:
                    if offset + len(piece) > length:
                        raise TooLong(self.sha256)
                    offset = self._append_piece(file, offset, piece)
            finally:
                os.fsync(file.fileno())
        return offset

    def _append_piece(self, file: FileIO, offset: int, piece: bytes) -> int:
        rest = memoryview(piece)
        with _locked(file):
            self._expect(file, offset)
            while rest:
                rest = rest[file.write(rest) :]
        return offset + len(piece)

    def _expect(self, file: FileIO, offset: int) -> None:
        # Another upload may have finished or dropped the file meanwhile: then these bytes belong to no name any more.
        stat = os.fstat(file.fileno())
        size = stat.st_size if stat.st_nlink else 0
        if size != offset or not stat.st_nlink:
            raise WrongOffset(self.offset())

    def is_whole(self) -> bool:
        """Whether the bytes have the hash that names them."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256

    def open(self) -> BinaryIO:
        return self.path.open("rb")

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)


@contextmanager
def _locked(file: FileIO) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
