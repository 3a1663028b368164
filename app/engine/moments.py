"""Dates, times and dateTimes: their text, and what reads as one. All clock times are local time of ZONE; its offset
has not changed since 1975, so it is a constant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

ZONE_NAME = "Asia/Ho_Chi_Minh"
ZONE = timezone(timedelta(hours=7), ZONE_NAME)
EPOCH = datetime(1970, 1, 1)
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?\Z")


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
    return calendar_day(int(found[1]), int(found[2]), int(found[3])) if found else None


def calendar_day(year: int, month: int, day: int) -> date | None:
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
