"""What people type in Vietnam as canonical text: grouping dots, decimal commas, dd/mm/yyyy, 7h30.
The cases are in tests/corpus/inputs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, time
from types import MappingProxyType

from app.engine.moments import EPOCH, Moment, calendar_day, read_moment
from app.engine.numerals import is_point

_SPACES = re.compile(r"\s+")


def from_input(datatype: str, typed: str) -> str | None:
    """What a person typed as canonical text ("" for blank), or None when it cannot be read."""
    typed = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n")).strip()
    reader = _TYPED.get(datatype)
    return typed if reader is None or typed == "" else reader(typed)


def _typed_int(typed: str) -> str | None:
    sign, digits = _sign(typed)
    if re.fullmatch(r"[0-9]{1,3}(?:[. ][0-9]{3})+", digits):
        digits = digits.replace(".", "").replace(" ", "")
    return _signed(sign, digits.lstrip("0") or "0") if re.fullmatch(r"[0-9]+", digits) else None


def _typed_decimal(typed: str) -> str | None:
    sign, digits = _sign(typed)
    if re.fullmatch(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]*)?", digits):
        digits = digits.replace(" ", "")
    if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]*|[0-9]{1,3}(?:\.[0-9]{3}){2,}", digits):
        digits = digits.replace(".", "")
    elif re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]*|[0-9]{1,3}(?:,[0-9]{3}){2,}", digits):
        digits = digits.replace(",", "")
    digits = digits.replace(",", ".")
    if not re.fullmatch(r"[0-9]+\.?[0-9]*|\.[0-9]+", digits):
        return None
    whole, _, rest = digits.partition(".")
    rest = rest.rstrip("0")
    whole = whole.lstrip("0") or "0"
    return _signed(sign, f"{whole}.{rest}" if rest else whole)


def _sign(typed: str) -> tuple[str, str]:
    typed = _SPACES.sub(" ", typed.replace("\u2212", "-"))
    sign = typed[0] if typed[0] in "+-" else ""
    return sign, typed[len(sign) :].strip()


def _signed(sign: str, digits: str) -> str:
    return f"-{digits}" if sign == "-" and digits.strip("0.") else digits


def _typed_date(typed: str) -> str | None:
    typed = typed.replace(" ", "")
    found = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", typed)
    numbers = (found[3], found[2], found[1]) if found else None
    if not found and (found := re.fullmatch(r"([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})", typed)):
        numbers = (found[1], found[2], found[3])
    day = calendar_day(*map(int, numbers)) if numbers else None
    return Moment(datetime(day.year, day.month, day.day), "date").text if day else None


def _typed_time(typed: str) -> str | None:
    typed = _SPACES.sub("", typed.lower().replace("giờ", "h").replace("phút", ""))
    found = re.fullmatch(r"([0-9]{1,2})(?:[h:.]([0-9]{2})?)(?::([0-9]{2})(?:\.[0-9]+)?)?(?:z|[+-][0-9:]+)?", typed)
    if not found or (":" in typed[:3] and found[2] is None):
        return None
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return Moment(datetime.combine(EPOCH, time(hour, minute, second)), "time").text


def _typed_date_time(typed: str) -> str | None:
    whole = read_moment(typed, "dateTime") if "T" in typed else None
    if whole is not None:
        return whole.text
    day_text, _, clock_text = typed.replace(",", " ").strip().partition(" ")
    day, clock = _typed_date(day_text), _typed_time(clock_text)
    return f"{day}T{clock}" if day and clock else None


def _typed_point(typed: str) -> str | None:
    parts = [part.strip(",") for part in typed.replace(", ", " ").replace(";", " ").split()]
    if len(parts) == 1 and parts[0].count(",") == 1:
        parts = parts[0].split(",")
    parts = [part.replace(",", ".") for part in parts]
    return " ".join((*parts, "0", "0")[: max(4, len(parts))]) if is_point(parts) else None


def _typed_points(typed: str) -> str | None:
    """A line for each point, or ";" between them; two at least."""
    points = [_typed_point(line) for line in re.split(r"[;\n]", typed) if line.strip()]
    read = [point for point in points if point]
    return "; ".join(read) if len(read) == len(points) > 1 else None


def _typed_shape(typed: str) -> str | None:
    """Three corners at least. The last point is the first one again: nobody has to type it twice."""
    corners = (_typed_points(typed) or "").split("; ")
    if len(corners) < 3:
        return None
    return "; ".join(corners if corners[0] == corners[-1] else [*corners, corners[0]])


def _typed_choices(typed: str) -> str:
    return " ".join(typed.split())


_TYPED: MappingProxyType[str, Callable[[str], str | None]] = MappingProxyType(
    {
        "int": _typed_int,
        "decimal": _typed_decimal,
        "date": _typed_date,
        "time": _typed_time,
        "dateTime": _typed_date_time,
        "geopoint": _typed_point,
        "geotrace": _typed_points,
        "geoshape": _typed_shape,
        "select": _typed_choices,
        "rank": _typed_choices,
    }
)
