"""Small, turned copies of photos and signatures, without camera data. Runs in the printer's child process only:
pictures come from outside."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageOps

PHOTO_EDGE = 1000  # pixels: 78 mm on paper at 300 dpi
SIGNATURE_EDGE = 700
Image.MAX_IMAGE_PIXELS = 50_000_000  # more warns; twice as many is refused by Pillow


class Unreadable(Exception):
    """Not a picture, broken, or far too large."""


def small(path: Path, kind: str) -> tuple[bytes, tuple[int, int]]:
    """The bytes to embed and their size in pixels. `kind`: "photo" (JPEG) or "signature" (grey PNG cut to the ink)."""
    try:
        with Image.open(path) as picture:
            return _signature(picture) if kind == "signature" else _photo(picture)
    except Image.DecompressionBombError as error:
        raise Unreadable(str(error)) from error
    except (OSError, ValueError, SyntaxError, MemoryError) as error:  # what Pillow raises for broken files
        raise Unreadable(str(error)) from error


def _photo(picture: Image.Image) -> tuple[bytes, tuple[int, int]]:
    picture.draft("RGB", (PHOTO_EDGE, PHOTO_EDGE))  # a JPEG is decoded at a half, a quarter, an eighth at once
    turned = _on_white(ImageOps.exif_transpose(picture))
    turned.thumbnail((PHOTO_EDGE, PHOTO_EDGE), Image.Resampling.LANCZOS)
    out = BytesIO()
    # No EXIF: the place and the phone are nobody's business, and WeasyPrint would encode the picture again.
    turned.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue(), turned.size


def _signature(picture: Image.Image) -> tuple[bytes, tuple[int, int]]:
    grey = _on_white(ImageOps.exif_transpose(picture)).convert("L")
    ink = ImageChops.invert(grey).point(lambda value: 255 if value > 24 else 0).getbbox()
    if ink is None:
        raise Unreadable("no ink on it")
    grey = grey.crop(ink)
    grey.thumbnail((SIGNATURE_EDGE, SIGNATURE_EDGE), Image.Resampling.LANCZOS)
    out = BytesIO()
    grey.save(out, "PNG", optimize=True)
    return out.getvalue(), grey.size


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    paper = Image.new("RGB", picture.size, "white")
    layer = picture.convert("RGBA")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper
