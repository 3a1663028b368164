"""Pages as small grey pictures, how far two of them differ, and the approved ones in `reference/`."""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

REFERENCE = Path(__file__).with_name("reference")
DPI = 50
ALLOWED = 0.001  # of a page's area; a line of text that moved by its own height changes 0.0015 to 0.006
TELLING = 70  # of 255: how much darker or lighter a spot must be to count; less is the renderer's smoothing


def pages(pdf: Path) -> list[Image.Image]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", str(pdf), f"{folder}/p"], check=True)
        return [Image.open(io.BytesIO(path.read_bytes())).convert("L") for path in sorted(Path(folder).glob("p*.png"))]


def approved() -> list[Image.Image]:
    return [Image.open(path).convert("L") for path in sorted(REFERENCE.glob("r1-*.png"))]


def difference(page: Image.Image, reference: Image.Image) -> float:
    """The share of the page that is clearly darker or lighter, after both were blurred a little."""
    if page.size != reference.size:
        return 1.0
    one, other = (picture.filter(ImageFilter.BoxBlur(1)) for picture in (page, reference))
    telling = ImageChops.difference(one, other).point(lambda value: 255 if value > TELLING else 0)
    return telling.histogram()[255] / (page.width * page.height)


def approve(pdf: Path) -> None:
    REFERENCE.mkdir(exist_ok=True)
    for old in REFERENCE.glob("r1-*.png"):
        old.unlink()
    for number, page in enumerate(pages(pdf), 1):
        page.quantize(8).save(REFERENCE / f"r1-{number}.png", optimize=True)


if __name__ == "__main__":
    approve(Path(sys.argv[1]))
