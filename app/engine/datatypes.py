"""The datatypes of binds: what text each accepts, moments in time, and what people type in Vietnam.
All clock times are local time of ZONE; the offset has not changed since 1975, so it is a constant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType

ZONE_NAME = "Asia/Ho_Chi_Minh"
ZONE = timezone(timedelta(hours=7), ZONE_NAME)
EPOCH = datetime(1970, 1, 1)

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\Z")
_INT = re.compile(r"-?[0-9]+\Z")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?\Z")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, time or dateTime: `at` is naive local time; a time stands on 1970-01-01."""

    at: datetime
    kind: str  # "date" | "time" | "dateTime"

    @property
    def day(self) -> int:
        """Whole days since 1970-01-01 in the local calendar."""
        return (self.at - EPOCH).days

    @property
    def text(self) -> str:
        if self.kind == "date":
            return f"{self.at:%Y-%m-%d}".rjust(10, "0")
        clock = f"{self.at:%H:%M:%S}.{self.at.microsecond // 1000:03d}+07:00"
        return clock if self.kind == "time" else f"{self.at:%Y-%m-%d}T{clock}".rjust(29, "0")


def day_moment(number: int) -> Moment | None:
    """The date that lies this many days after 1970-01-01."""
    try:
        return Moment(EPOCH + timedelta(days=number), "date")
    except OverflowError:
        return None


def local(at: datetime, kind: str = "dateTime") -> Moment:
    """An aware datetime as a moment of local time, cut to milliseconds (to the day for a date)."""
    at = at.astimezone(ZONE).replace(tzinfo=None)
    if kind == "date":
        return Moment(datetime(at.year, at.month, at.day), kind)
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    return Moment(datetime.combine(EPOCH, at.time()) if kind == "time" else at, kind)


def read_moment(text: str, kind: str) -> Moment | None:
    """The moment that the text states, or None. A dateTime text will do as a date, a date as a dateTime."""
    text = text.strip()
    day_text, letter, clock_text = text.partition("T")
    if kind == "time":
        clock = _read_clock(clock_text if letter else text)
        return None if clock is None else Moment(datetime.combine(EPOCH, (EPOCH + clock).time()), kind)
    day = _read_day(day_text)
    clock = _read_clock(clock_text) if letter else timedelta()
    if day is None or clock is None:
        return None
    start = datetime(day.year, day.month, day.day)
    if kind == "date":
        return Moment(start, kind)
    try:
        return Moment(start + clock, kind)
    except OverflowError:
        return None


def _read_day(text: str) -> date | None:
    found = _DATE.match(text)
    return _calendar(int(found[1]), int(found[2]), int(found[3])) if found else None


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_clock(text: str) -> timedelta | None:
    """Time of day as a distance from midnight in local time; an offset may push it over the edge of the day."""
    found = _TIME.match(text)
    if not found:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    milliseconds = int(((found[4] or "") + "000")[:3])
    clock = timedelta(hours=hour, minutes=minute, seconds=second, milliseconds=milliseconds)
    zone = found[5]
    if zone is None:
        return clock
    shift = timedelta()
    if zone != "Z":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (-1 if zone[0] == "-" else 1)
    return clock - shift + timedelta(hours=7)


def plain(number: float) -> str:
    """A number as plain decimal text, never in exponent form: what XML, labels and concat() hold."""
    if number != number:
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 2**53:
        return str(int(number))
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_number(text: str) -> float:
    """JavaRosa's reading of a text as a number: trimmed, a comma is a decimal point, no exponents; else NaN."""
    text = text.strip().replace(",", ".")
    return float(text) if NUMBER.match(text) else float("nan")


def _geo(text: str, least: int) -> bool:
    points = [point.split() for point in text.strip().rstrip(";").split(";")]
    return len(points) >= least and all(_is_point(point) for point in points)


def _is_point(parts: list[str]) -> bool:
    if not 2 <= len(parts) <= 4 or not all(NUMBER.match(part) for part in parts):
        return False
    return abs(float(parts[0])) <= 90 and abs(float(parts[1])) <= 180


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


def to_json(datatype: str, text: str) -> Json:
    """The value in a JSON document: numbers as numbers, several choices as a list, blank as None."""
    if text == "":
        return None
    if datatype == "int" and readable("int", text):
        return int(text)
    if datatype == "decimal" and readable("decimal", text):
        return float(text)
    if datatype in ("select", "rank"):
        return list(text.split())
    return text


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
    day = _calendar(*map(int, numbers)) if numbers else None
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
    return " ".join((*parts, "0", "0")[: max(4, len(parts))]) if _is_point(parts) else None


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
        "select": _typed_choices,
        "rank": _typed_choices,
    }
)
