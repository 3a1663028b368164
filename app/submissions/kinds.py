"""The kinds of files that questions ask for: how large they may be, and what the first bytes of recordings and films
say they are. The twin of static/js/form/kinds.mjs; both pass tests/corpus/files. Pictures are images.py's matter: one
is only what Pillow can open.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.submissions.images import SHOWN

HEAD = 4096  # bytes that are looked at
LARGEST: Mapping[str, int] = MappingProxyType(
    {"image": 20 << 20, "audio": 20 << 20, "video": 50 << 20, "file": 20 << 20}
)
MOST = max(LARGEST.values())
# What a browser may play on our pages. A container that holds either counts as what it mostly holds.
PLAYED = frozenset(
    {
        "audio/aac", "audio/amr", "audio/flac", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav",
        "video/3gpp", "video/mp4", "video/quicktime", "video/webm", "video/x-msvideo",
    }
)  # fmt: skip
_BOTH = frozenset({"audio/ogg", "video/3gpp", "video/mp4", "video/webm"})
_STARTS: Mapping[bytes, str] = MappingProxyType(
    {
        b"ID3": "audio/mpeg",
        b"fLaC": "audio/flac",
        b"OggS": "audio/ogg",
        b"#!AMR": "audio/amr",
        b"\x1aE\xdf\xa3": "video/webm",
    }
)
_RIFF: Mapping[bytes, str] = MappingProxyType({b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"})
_PICTURES = (b"avif", b"avis", b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc")


def recording_type(head: bytes) -> str | None:
    """The content type that the first bytes of a recording or a film show; None for everything else."""
    for start, found in _STARTS.items():
        if head.startswith(start):
            return found
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _brand(head[8:12])
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:  # a frame of MPEG audio begins
        return _frame(head[1])
    return None


def _brand(brand: bytes) -> str | None:
    if brand in _PICTURES:
        return None
    if brand.startswith(b"M4A"):
        return "audio/mp4"
    if brand.startswith(b"3g"):
        return "video/3gpp"
    return "video/quicktime" if brand == b"qt  " else "video/mp4"


def _frame(byte: int) -> str | None:
    """ADTS has layer 0; MPEG audio has layers 1 to 3 and a version that is not the reserved one."""
    if byte & 0x06 == 0:
        return "audio/aac" if byte & 0xF0 == 0xF0 else None
    return None if byte & 0x18 == 0x08 else "audio/mpeg"


def look(kind: str, content_type: str | None) -> str:
    """How a page shows an answer's file: "image", "audio", "video", or "" for a link to it only."""
    if content_type in SHOWN:
        return "image"
    if content_type not in PLAYED:
        return ""
    return kind if kind in ("audio", "video") else str(content_type).partition("/")[0]


def suits(kind: str, content_type: str | None) -> bool:
    """Whether a file of this (sniffed) type answers a question of this kind; pictures are looked at elsewhere."""
    if kind not in ("audio", "video"):
        return True
    return content_type in _BOTH or (content_type in PLAYED and str(content_type).startswith(kind))
