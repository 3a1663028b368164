"""Areas and distances on a sphere of JavaRosa's radius, in square metres and metres."""

from __future__ import annotations

import math
from itertools import pairwise

from app.engine.xpath.functions.table import Library
from app.engine.xpath.values import Value, XPathError, each, string

library = Library()
RADIUS = 6_378_100.0
Point = tuple[float, float]


@library("area", "any any*")
def area(*values: Value) -> Value:
    """Of a geoshape, or of the polygon that several points make; 0 for fewer than three points."""
    points = _points(values)
    if len(points) < 3:
        return 0.0
    circumference = 2 * math.pi * RADIUS
    start_latitude, start_longitude = points[0]
    flat = [
        (
            (longitude - start_longitude) * circumference * math.cos(math.radians(latitude)) / 360,
            (latitude - start_latitude) * circumference / 360,
        )
        for latitude, longitude in points[1:]
    ]
    return abs(sum((y1 * x2 - x1 * y2) / 2 for (x1, y1), (x2, y2) in pairwise(flat)))


@library("distance", "any any*")
def distance(*values: Value) -> Value:
    """Along a geotrace, around a geoshape, or between points in the order given."""
    points = _points(values)
    total = 0.0
    for a, b in pairwise(points):
        total += _between(a, b)
    return total


def _between(a: Point, b: Point) -> float:
    (phi1, lambda1), (phi2, lambda2) = ((math.radians(p[0]), math.radians(p[1])) for p in (a, b))
    half = math.sin((phi2 - phi1) / 2) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin((lambda2 - lambda1) / 2) ** 2
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(half)))


def _points(values: tuple[Value, ...]) -> list[Point]:
    points: list[Point] = []
    for text in (string(item) for value in values for item in each(value)):
        for point in text.split(";"):
            if point.strip():
                points.append(_point(point.split()))
    return points


def _point(parts: list[str]) -> Point:
    try:
        return float(parts[0]), float(parts[1])
    except (ValueError, IndexError) as error:
        raise XPathError("not a point: " + " ".join(parts)) from error
