"""Is a file a picture that we show, and its small copy. Pictures are never written again: what was received is what
is kept.
"""

import os
import tempfile
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
MAX_PIXELS = 60_000_000  # a decoded picture takes three to four bytes a pixel
THUMB_SIDE = 320


def sniff(path: Path) -> str | None:
    """The content type that the bytes show, for the pictures that browsers can show; None for everything else."""
    try:
        with Image.open(path, formats=FORMATS) as picture:
            return Image.MIME.get(picture.format or "")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None


def thumbnail(source: Path, target: Path) -> bool:
    """Write a small JPEG of the picture unless it is there; False when the picture cannot or should not be decoded."""
    if target.is_file():
        return True
    try:
        with Image.open(source, formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return False
            picture.draft("RGB", (THUMB_SIDE * 2, THUMB_SIDE * 2))
            small = ImageOps.exif_transpose(picture)
            small.thumbnail((THUMB_SIDE, THUMB_SIDE))
            small = _on_white(small)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return False
    _write(small, target)
    return True


def _on_white(picture: Image.Image) -> Image.Image:
    """Signatures are drawn on nothing; JPEG knows no nothing."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        drawn = picture.convert("RGBA")
        paper = Image.new("RGBA", drawn.size, "white")
        paper.alpha_composite(drawn)
        picture = paper
    return picture.convert("RGB")


def _write(picture: Image.Image, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    with os.fdopen(descriptor, "wb") as file:
        picture.save(file, "JPEG", quality=78, optimize=True)
    Path(name).replace(target)
