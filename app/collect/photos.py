"""A photo posted by a page without scripts: is it one, and if so the same photo upright, shrunk and without
the camera's notes (they may hold a position). Whatever the sender called it, only pixels that Pillow could
read are kept."""

import io
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 60_000_000
SIDE = 1600
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


class NotAPhoto(ValueError):
    """The bytes are no picture that this program can read, or one that is broken or absurdly large."""


@dataclass(frozen=True)
class Photo:
    data: bytes
    suffix: str
    content_type: str


def read_photo(stream: BinaryIO, side: int = SIDE) -> Photo:
    """The picture, at most `side` pixels long. Drawings with transparency (signatures) stay PNG. Raises
    NotAPhoto."""
    try:
        with Image.open(stream, formats=_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise NotAPhoto("too many pixels")
            picture.draft("RGB", (side, side))
            return _shrunk(ImageOps.exif_transpose(picture), side)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise NotAPhoto(str(error)) from error


def _shrunk(picture: Image.Image, side: int) -> Photo:
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture.convert("RGBA").save(out, "PNG", optimize=True)
        return Photo(out.getvalue(), ".png", "image/png")
    picture.convert("RGB").save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return Photo(out.getvalue(), ".jpg", "image/jpeg")
