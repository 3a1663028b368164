"""The datatypes of binds: what text each accepts, and its value in JSON. How moments, numbers and typed text are read
stands in moments.py, numerals.py and typed.py; their names are offered here too."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType

from app.engine.moments import EPOCH, ZONE, ZONE_NAME, Moment, day_moment, local, read_moment
from app.engine.numerals import NUMBER, is_point, plain, read_number
from app.engine.typed import from_input

__all__ = [
    "EPOCH", "ZONE", "ZONE_NAME", "Json", "Moment", "day_moment", "from_input", "local", "plain", "read_moment",
    "read_number", "read_value", "readable", "to_json",
]  # fmt: skip

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
_INT = re.compile(r"-?[0-9]+\Z")


def _geo(text: str, least: int) -> bool:
    points = [point.split() for point in text.strip().rstrip(";").split(";")]
    return len(points) >= least and all(is_point(point) for point in points)


_READABLE: MappingProxyType[str, Callable[[str], bool]] = MappingProxyType(
    {
        "int": lambda text: bool(_INT.match(text.strip())),
        "decimal": lambda text: bool(NUMBER.match(text.strip())),
        "date": lambda text: read_moment(text, "date") is not None,
        "time": lambda text: read_moment(text, "time") is not None,
        "dateTime": lambda text: read_moment(text, "dateTime") is not None,
        "geopoint": lambda text: ";" not in text and _geo(text, 1),
        "geotrace": lambda text: _geo(text, 2),
        "geoshape": lambda text: _geo(text, 3),
    }
)


def readable(datatype: str, text: str) -> bool:
    """Whether the canonical text is a value of the datatype. Blank always is; unknown datatypes read anything."""
    check = _READABLE.get(datatype)
    return check is None or text == "" or check(text)


def read_value(datatype: str, text: str) -> str | float | Moment:
    """The value of a node: a number or a moment where the datatype is one and the text reads as it, else the text.
    A number beyond what doubles count exactly stays text, so that it is copied and compared digit by digit."""
    if datatype in ("int", "decimal"):
        number = read_number(text)
        return number if abs(number) < EXACT else text
    return (read_moment(text, datatype) or text) if datatype in ("date", "time", "dateTime") else text


EXACT = 2.0**53
LONGEST_NUMBER = 100


def to_json(datatype: str, text: str) -> Json:
    """The value in a JSON document: numbers as numbers, several choices as a list, blank as None. A number longer than
    any quantity stays text: JSON knows no infinity."""
    if text == "":
        return None
    if datatype == "int" and len(text) <= LONGEST_NUMBER and readable("int", text):
        return int(text)
    if datatype == "decimal" and len(text) <= LONGEST_NUMBER and readable("decimal", text):
        return float(text)
    if datatype in ("select", "rank"):
        return list(text.split())
    return text
