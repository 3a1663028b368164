"""Numbers: XPath's rounding functions and the mathematics that XForms and ODK add. Doubles throughout;
what has no result (a root of -1, a division by zero in pow) is NaN."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

from app.engine.xpath.functions.table import Library
from app.engine.xpath.values import Value, each, number

library = Library()


@library("round", "number number?")
def round_(value: float, digits: float = 0.0) -> Value:
    """Halves go up, in decimal: round(-2.5) is -2, round(-0.125, 2) is -0.12, round(1250, -2) is 1300."""
    if not math.isfinite(value) or abs(digits) > 300:
        return value
    places = int(digits) if digits == digits else 0
    shifted = Decimal(repr(value)).scaleb(places) + Decimal("0.5")
    return float(shifted.to_integral_value(rounding=ROUND_FLOOR).scaleb(-places)) + 0.0


@library("int", "number")
def int_(value: float) -> Value:
    return float(math.trunc(value)) if math.isfinite(value) else value


@library("floor", "number")
def floor(value: float) -> Value:
    return float(math.floor(value)) if math.isfinite(value) else value


@library("ceiling", "number")
def ceiling(value: float) -> Value:
    return float(math.ceil(value)) if math.isfinite(value) else value


@library("abs", "number")
def abs_(value: float) -> Value:
    return abs(value)


@library("max", "each each*")
def max_(*values: Value) -> Value:
    return _extreme(values, max)


@library("min", "each each*")
def min_(*values: Value) -> Value:
    return _extreme(values, min)


def _extreme(values: tuple[Value, ...], choose: Callable[[list[float]], float]) -> float:
    """What is no number is passed over, blanks too; NaN when nothing is left."""
    found = [number(item) for value in values for item in each(value)]
    return choose([value for value in found if value == value] or [math.nan])


@library("pow", "number number")
def pow_(base: float, exponent: float) -> Value:
    """As Java and JavaScript have it: one to the power of no number, or of no end, is no number."""
    if exponent != exponent or (abs(base) == 1 and math.isinf(exponent)):
        return math.nan
    return math.inf if base == 0 and exponent < 0 else _safe(math.pow, base, exponent)


@library("atan2", "number number")
def atan2(y: float, x: float) -> Value:
    return math.atan2(y, x)


@library("pi")
def pi() -> Value:
    return math.pi


def _safe(body: Callable[..., float], *arguments: float) -> float:
    try:
        return body(*arguments)
    except (ValueError, ZeroDivisionError):
        return math.nan
    except OverflowError:
        return math.inf


def _plain(name: str, body: Callable[[float], float]) -> None:
    library(name, "number")(lambda value: _safe(body, value))


_plain("sqrt", math.sqrt)
_plain("exp", math.exp)
_plain("exp10", lambda value: math.pow(10.0, value))
_plain("log", lambda value: -math.inf if value == 0 else math.log(value))
_plain("log10", lambda value: -math.inf if value == 0 else math.log10(value))
_plain("sin", math.sin)
_plain("cos", math.cos)
_plain("tan", math.tan)
_plain("asin", math.asin)
_plain("acos", math.acos)
_plain("atan", math.atan)
