"""Pictures for the demonstration, drawn here so that no real house, face or signature is ever shown."""

import io
import math
from random import Random

from PIL import Image, ImageDraw

from app.demo.invent import random_for

SIZE = (1280, 960)


def picture(name: str, seed: int) -> bytes:
    """The bytes of a demonstration file by its name: a street view for .jpg, a signature for .png."""
    random = random_for(name, seed)
    return _signature(random) if name.endswith(".png") else _row_of_rooms(random)


def _row_of_rooms(random: Random) -> bytes:
    """A row of rented rooms under a tin roof, in the light of some hour of the day."""
    width, height = SIZE
    warm = random.randint(-18, 18)
    image = Image.new("RGB", SIZE, (168 + warm, 200, 226 - warm))
    draw = ImageDraw.Draw(image)
    ground = int(height * 0.74)
    draw.rectangle((0, ground, width, height), fill=(150 + warm, 138, 120))
    wall = random.choice(((232, 222, 196), (214, 226, 214), (226, 208, 196), (206, 216, 228)))
    roof = random.choice(((150, 74, 60), (92, 110, 128), (120, 92, 76)))
    top = int(height * 0.36)
    draw.rectangle((60, top, width - 60, ground), fill=wall)
    draw.polygon([(30, top + 20), (width - 30, top + 20), (width - 110, top - 90), (110, top - 90)], fill=roof)
    rooms = random.randint(4, 6)
    step = (width - 160) / rooms
    for room in range(rooms):
        left = 80 + room * step
        door = random.choice(((70, 96, 120), (96, 74, 56), (64, 104, 84)))
        draw.rectangle((left + step * 0.12, top + 110, left + step * 0.46, ground), fill=door)
        window = (left + step * 0.58, top + 120, left + step * 0.9, top + 220)
        draw.rectangle(window, fill=(92, 122, 140), outline=(240, 240, 235), width=6)
    for _ in range(random.randint(2, 4)):
        x, trunk = random.randint(40, width - 40), random.randint(120, 200)
        draw.rectangle((x - 8, ground - trunk, x + 8, ground + 30), fill=(94, 70, 50))
        draw.ellipse((x - 80, ground - trunk - 110, x + 80, ground - trunk + 40), fill=(58, 104 + warm, 62))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=72)
    return out.getvalue()


def _signature(random: Random) -> bytes:
    """A made-up signature: a few loops and an underline."""
    image = Image.new("L", (600, 240), 255)
    draw = ImageDraw.Draw(image)
    waves, lean, height = random.uniform(3, 5.5), random.uniform(0.6, 1.4), random.uniform(40, 70)
    points = []
    for tick in range(260):
        t = tick / 259
        fade = 1 - 0.55 * t
        x = 50 + 470 * t + 26 * lean * math.sin(2 * math.pi * waves * t + 1.2)
        y = 120 - height * fade * math.sin(2 * math.pi * waves * t) - 18 * math.sin(math.pi * t)
        points.append((x, y))
    draw.line(points, fill=20, width=4, joint="curve")
    draw.line([(70, 190), (330, 182), (540, 160)], fill=20, width=3, joint="curve")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
