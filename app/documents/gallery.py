"""The pictures of a document: which the record names, where their files are, and how each one is called on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.blobs import BlobStore
from app.documents.printer import Picture
from app.submissions.models import Attachment


@dataclass(frozen=True)
class Wanted:
    """A picture that the record names: the file's name there, a caption, and "photo" or "signature"."""

    file: str
    caption: str
    kind: str = "photo"


class Gallery:
    """Knows each wanted picture by its file name in the record."""

    def __init__(self, wanted: Sequence[Wanted], attachments: Sequence[Attachment], blobs: BlobStore) -> None:
        self._wanted = wanted
        kept = {row.name: row.sha256 for row in attachments if row.sha256 and blobs.has(row.sha256)}
        # Named by place, not by content: the same names every time, and nothing of the record in the PDF's structure.
        self._names = {w.file: f"p{number}" for number, w in enumerate(wanted, 1) if w.file in kept}
        self.files = [
            Picture(self._names[w.file], str(blobs.path(kept[w.file])), w.kind) for w in wanted if w.file in self._names
        ]
        self._sizes: Mapping[str, tuple[int, int] | None] = {}

    def measured(self, sizes: Mapping[str, tuple[int, int] | None]) -> None:
        """What the printer found when it made the small copies."""
        self._sizes = sizes

    def source(self, file: str) -> str | None:
        """The address of a picture inside the document; None when it did not arrive or cannot be read."""
        name = self._names.get(file)
        return f"res:{name}" if name and self._sizes.get(name) else None

    def photos(self) -> list[dict[str, Any]]:
        """The annex: every photo in order, the missing ones too, so that nobody thinks there were none."""
        found = []
        for number, wanted in enumerate((w for w in self._wanted if w.kind == "photo"), 1):
            width, height = self._sizes.get(self._names.get(wanted.file, "")) or (1, 1)
            arrived = wanted.file in self._names
            found.append(
                {
                    "number": number,
                    "caption": wanted.caption,
                    "src": self.source(wanted.file),
                    "why": "" if not arrived else "unreadable",
                    "upright": height > width,
                }
            )
        return found

    def number_of(self, file: str) -> int | None:
        """The number of a photo in the annex, for references from the text."""
        photos = [w.file for w in self._wanted if w.kind == "photo"]
        return photos.index(file) + 1 if file in photos else None
