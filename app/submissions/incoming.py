"""What comes in at the one road and what is answered: plain values, shared by the doors and by everything below
`receive`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from app.accounts.access import Person
from app.submissions.problems import FormProblem

MAX_XML = 5_000_000  # bytes; the doors answer 413 above it


@dataclass(frozen=True)
class IncomingFile:
    """A file whose bytes are in the blob store already."""

    sha256: str
    size: int
    content_type: str | None = None


@dataclass(frozen=True)
class ExpectedFile:
    """A file that the sender announces and will send."""

    sha256: str | None = None
    size: int | None = None


@dataclass(frozen=True)
class Parcel:
    """One delivery as it stood at the door."""

    xml: bytes
    files: Mapping[str, IncomingFile]
    expected: Mapping[str, ExpectedFile]
    author: Person | None
    device_id: str | None
    channel: str
    at: datetime

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.xml).hexdigest()

    @property
    def author_id(self) -> int | None:
        return self.author.id if self.author else None

    @property
    def announced(self) -> dict[str, ExpectedFile]:
        """Files that the sender names but that are not here."""
        return {name: file for name, file in self.expected.items() if name not in self.files}


@dataclass(frozen=True)
class FileReceipt:
    name: str
    sha256: str | None
    size: int | None
    state: str  # stored | missing


@dataclass(frozen=True)
class Receipt:
    """The answer. `sha256` is that of the exact XML bytes; what is said here is on the disk.

    state: received (new, or a correction), known (had it; files may have been added), quarantined (kept aside,
    `reason` says why).
    """

    receipt: str
    state: str
    sha256: str
    files: tuple[FileReceipt, ...] = ()
    submission_id: int | None = None
    problems: tuple[FormProblem, ...] = field(default_factory=tuple)
    reason: str | None = None
