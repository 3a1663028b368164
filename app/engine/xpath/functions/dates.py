"""Dates and times. Blank stays blank; a text that is no date is an error, as in JavaRosa."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from types import MappingProxyType

from app.engine.datatypes import EPOCH, Moment, local, read_moment
from app.engine.xpath.functions.table import Library
from app.engine.xpath.values import Scope, Value, XPathError, number, scalar, string

library = Library()
_DAY = timedelta(days=1)
_MORNING = -7 / 24  # local midnight in days of UTC
_NAMES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "vi": (
            tuple(f"thg {month}" for month in range(1, 13)),
            ("Th 2", "Th 3", "Th 4", "Th 5", "Th 6", "Th 7", "CN"),
        ),
        "en": (
            ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
            ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        ),
    }
)


@library("today", scoped=True)
def today(scope: Scope) -> Value:
    return local(scope.world.now, "date")


@library("now", scoped=True)
def now(scope: Scope) -> Value:
    return local(scope.world.now)


@library("date", "any")
def date(value: Value) -> Value:
    value = scalar(value)
    if isinstance(value, float) and math.isfinite(value):
        value = math.trunc(value) + _MORNING  # a number is a local day
    moment = _moment(value)
    return Moment(EPOCH + _DAY * moment.day, "date") if moment else ""


@library("date-time", "any")
def date_time(value: Value) -> Value:
    moment = _moment(value)
    return Moment(moment.at, "dateTime") if moment else ""


@library("decimal-date-time", "any")
def decimal_date_time(value: Value) -> Value:
    """Days since 1970 in UTC, with fractions: the midnight of a local day lies 7/24 before the whole number."""
    moment = _moment(value)
    return (moment.at - timedelta(hours=7) - EPOCH) / _DAY if moment else ""


@library("decimal-time", "any")
def decimal_time(value: Value) -> Value:
    """The part of the local day that has passed, 0 to 1; of a number, what stands behind the point."""
    value = scalar(value)
    if value == "" or isinstance(value, float):
        return value if value == "" else number(value) % 1
    moment = read_moment(value, "time") if isinstance(value, str) else _moment(value)
    if moment is None:
        raise XPathError(f"not a time: {string(value)}")
    return (moment.at - EPOCH) % _DAY / _DAY


@library("format-date", "any string", scoped=True)
def format_date(scope: Scope, value: Value, pattern: str) -> Value:
    moment = _moment(value)
    return formatted(moment, pattern, scope.world.lang) if moment else ""


@library("format-date-time", "any string", scoped=True)
def format_date_time(scope: Scope, value: Value, pattern: str) -> Value:
    return format_date(scope, value, pattern)


def formatted(moment: Moment, pattern: str, lang: str) -> str:
    """%Y %y %m %n %b %d %e %a %W %H %h %M %S %3 and %%; any other letter is an error."""
    if unknown := unknown_letters(pattern):
        raise XPathError(f"format-date() does not know {unknown[0]}")
    at = moment.at
    months, days = _NAMES.get(lang, _NAMES["en"])
    parts = {
        "Y": f"{at.year:04d}", "y": f"{at.year % 100:02d}", "m": f"{at.month:02d}", "n": str(at.month),
        "b": months[at.month - 1], "d": f"{at.day:02d}", "e": str(at.day), "a": days[at.weekday()],
        "W": str(at.isocalendar().week), "H": f"{at.hour:02d}", "h": str(at.hour), "M": f"{at.minute:02d}",
        "S": f"{at.second:02d}", "3": f"{at.microsecond // 1000:03d}", "%": "%",
    }  # fmt: skip

    return re.sub("%(.)", lambda found: parts[found[1]], pattern, flags=re.DOTALL)


def unknown_letters(pattern: str) -> list[str]:
    """What follows a % in a pattern of format-date() and is none of its letters, each with the %."""
    return [f"%{letter}" for letter in re.findall("%(.?)", pattern, re.DOTALL) if letter not in _LETTERS]


_LETTERS = frozenset("YymnbdeaWHhMS3%")


def _moment(value: Value) -> Moment | None:
    """A moment from another, from days since 1970 in UTC, or from ISO text; None for blank and NaN."""
    value = scalar(value)
    moment: Moment | None = None
    if isinstance(value, Moment):
        moment = value
    elif isinstance(value, float):
        if value != value:
            return None
        with suppress(OverflowError):
            moment = Moment(EPOCH + timedelta(hours=7, milliseconds=round(value * 86_400_000)), "dateTime")
    elif isinstance(value, str):
        if value.strip() == "":
            return None
        moment = read_moment(value, "dateTime")
    if moment is None:
        raise XPathError(f"not a date: {string(value)}")
    return moment
