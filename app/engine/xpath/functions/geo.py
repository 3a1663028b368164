"""Areas and distances on a sphere of JavaRosa's radius, in square metres and metres."""

from __future__ import annotations

import math
from itertools import pairwise

from app.engine.numerals import NUMBER
from app.engine.xpath.functions.table import Library
from app.engine.xpath.values import Value, XPathError, each, string

library = Library()
RADIUS = 6_378_100.0
Point = tuple[float, float]
Edge = tuple[Point, Point]


@library("enclosed-area", "each each*")
@library("area", "each each*")
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


@library("distance", "each each*")
def distance(*values: Value) -> Value:
    """Along a geotrace, around a geoshape, or between points in the order given."""
    points = _points(values)
    total = 0.0
    for a, b in pairwise(points):
        total += _between(a, b)
    return total


@library("geofence", "string each each*")
def geofence(place: str, *shape: Value) -> Value:
    """Whether a point lies inside a geoshape (or the closed line that several points make); nothing is inside of less
    than three points. On the edge it counts as inside at the south and west, outside at the north and east."""
    found, corners = _points((place,)), _points(shape)
    if len(found) != 1:
        return False
    y, x = found[0]
    inside = False
    for (y1, x1), (y2, x2) in pairwise(corners):
        if (y2 > y) != (y1 > y) and x < (x1 - x2) * (y - y2) / (y1 - y2) + x2:
            inside = not inside
    return inside


@library("intersects", "each each*")
def intersects(*values: Value) -> Value:
    """Whether a trace or the edge of a shape crosses or touches itself; where a shape closes, it may."""
    points = _points(values)
    edges = [(a, b) for a, b in pairwise(points) if a != b]
    if len(edges) == 2:  # there and back on the same line
        return _lies_on(edges[0][0], edges[1]) or _lies_on(edges[1][1], edges[0])
    closing = len(edges) - 1 if edges and points[0] == points[-1] else -1
    return any(
        _meet(one, edges[second])
        for first, one in enumerate(edges)
        for second in range(first + 2, len(edges))
        if first > 0 or second != closing
    )


def _meet(one: Edge, other: Edge) -> bool:
    (a, b), (c, d) = one, other
    if _side(a, other) * _side(b, other) < 0 and _side(c, one) * _side(d, one) < 0:
        return True
    return any(_lies_on(end, other) for end in one) or any(_lies_on(end, one) for end in other)


def _side(point: Point, edge: Edge) -> int:
    """-1, 0 or 1: on which side of an edge a point lies, 0 in line with it."""
    (y, x), ((y1, x1), (y2, x2)) = point, edge
    turn = (x1 - x) * (y2 - y) - (y1 - y) * (x2 - x)
    return (turn > 0) - (turn < 0)


def _lies_on(point: Point, edge: Edge) -> bool:
    within = all(min(ends) <= place <= max(ends) for place, *ends in zip(point, *edge, strict=True))
    return within and _side(point, edge) == 0


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
    if len(parts) < 2 or not all(NUMBER.match(part) for part in parts[:2]):
        raise XPathError("not a point: " + " ".join(parts))
    return float(parts[0]), float(parts[1])
