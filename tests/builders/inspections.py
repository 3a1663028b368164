"""Inspections with their photos and signatures, sent by the inspector: `inspection(app)` gives the record's id."""

import io
import math
from datetime import UTC, datetime

from flask import Flask
from PIL import Image, ImageDraw

from app.engine.run import Filling
from tests.builders import answers, records

NOW = datetime(2018, 7, 5, 9, 30, tzinfo=UTC)


def inspection(
    app: Flask, ward: str = "phu-loi", seed: int = 0, *, files: bool = True, round_: str = "6_thang", **texts: str
) -> int:
    """A complete one; `texts` replace answers by the last part of their ref; without `files` its pictures stay
    expected."""
    return send(app, filling(app, ward, seed, round_=round_, **texts), files=files)


def filling(app: Flask, ward: str = "phu-loi", seed: int = 0, *, round_: str = "6_thang", **texts: str) -> Filling:
    """The same before it is sent, to change answers one by one."""
    day = "2018-07-05" if round_ == "6_thang" else "2018-12-04"
    given = answers.changed(answers.kiem_tra(ward, seed, day=day, round_=round_), **texts)
    now = NOW if round_ == "6_thang" else NOW.replace(month=12)
    return records.filled(app, "kiem_tra", given, "dung", now)


def signed(filled: Filling) -> Filling:
    """Any change after signing clears the signatures: here everybody signs again."""
    for name in ("truong_doan", "thu_ky", "phuong"):
        filled.set(f"k7/ky_{name}", f"ky-{name.replace('_', '-')}.png")
    return filled


def send(app: Flask, filled: Filling, *, files: bool = True) -> int:
    xml = filled.xml()
    names = records.photo_names(xml) if files else []
    receipt = records.send(app, xml, "dung", {name: picture_for(name) for name in names})
    assert receipt.submission_id is not None, receipt
    return receipt.submission_id


def picture_for(name: str) -> bytes:
    return signature(name) if name.endswith(".png") else photo(name)


def photo(name: str, size: tuple[int, int] = (1600, 1200)) -> bytes:
    """A house under a sky, different for each name, with a camera's data."""
    shade = sum(name.encode()) % 90
    width, height = size
    picture = Image.new("RGB", size, (170 + shade // 2, 205, 235))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, height * 0.7, width, height), fill=(120, 110 + shade, 90))
    draw.rectangle((width * 0.2, height * 0.35, width * 0.8, height * 0.8), fill=(225, 200 - shade, 150))
    draw.polygon(
        [(width * 0.15, height * 0.35), (width * 0.5, height * 0.12), (width * 0.85, height * 0.35)], fill="brown"
    )
    draw.rectangle((width * 0.44, height * 0.55, width * 0.56, height * 0.8), fill=(70, 60, 50 + shade))
    exif = Image.Exif()
    exif[0x010F] = "Phone-X1"
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


def signature(name: str) -> bytes:
    """A line drawn with a finger on a transparent ground, as the phone sends it."""
    turn = sum(name.encode()) % 7
    picture = Image.new("RGBA", (800, 300), (0, 0, 0, 0))
    line = [
        (150 + 5 * step, 150 + 60 * math.sin(step / 6 + turn) + 30 * math.cos(step / 2.5 + turn)) for step in range(90)
    ]
    ImageDraw.Draw(picture).line(line, fill=(10, 20, 80, 255), width=6)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
