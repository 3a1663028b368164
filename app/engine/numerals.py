"""Numbers as text: plain decimals both ways, and the pairs of numbers that are points."""

from __future__ import annotations

import re
from decimal import Decimal

NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\Z")


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


def is_point(parts: list[str]) -> bool:
    if not 2 <= len(parts) <= 4 or not all(NUMBER.match(part) for part in parts):
        return False
    return abs(float(parts[0])) <= 90 and abs(float(parts[1])) <= 180
