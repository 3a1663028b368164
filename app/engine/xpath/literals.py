"""Arguments written out in an expression that their function can never take: told when the form is published, before
anybody stands in the field with a question that does not work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from app.engine.datatypes import read_moment
from app.engine.xpath.functions.hashing import algorithm, encoding
from app.engine.xpath.matching import is_slow
from app.engine.xpath.nodes import Tree
from app.engine.xpath.patterns import PatternError, compiled

# A code of the catalogue of problems, and what its sentence needs.
Wrong = tuple[str, dict[str, str]]


def wrong_literals(call: tuple[Tree, ...]) -> Iterator[Wrong]:
    """What is wrong with the texts among the arguments of a function call."""
    for place, argument in enumerate(call[1:]):
        look = _LOOKS.get((str(call[0]), place))
        if look is not None and isinstance(argument, str):
            yield from look(argument)


def _pattern(text: str) -> Iterator[Wrong]:
    try:
        compiled(text)
    except PatternError as error:
        code = "bad-pattern" if error.wrong else "foreign-pattern"
        yield code, {"pattern": text, "reason": error.vietnamese, "reason_en": error.english}
    else:
        if is_slow(text):
            yield "slow-pattern", {}


def _algorithm(text: str) -> Iterator[Wrong]:
    if algorithm(text) is None:
        yield "digest", {"value": text}


def _encoding(text: str) -> Iterator[Wrong]:
    if encoding(text) is None:
        yield "digest", {"value": text}


def _date(text: str) -> Iterator[Wrong]:
    if text.strip() and read_moment(text, "dateTime") is None:
        yield "bad-date", {"value": text}


def _time(text: str) -> Iterator[Wrong]:
    if text.strip() and read_moment(text, "time") is None:
        yield "bad-date", {"value": text}


_LOOKS: Mapping[tuple[str, int], Callable[[str], Iterator[Wrong]]] = MappingProxyType(
    {
        ("regex", 1): _pattern,
        ("format-date", 0): _date,
        ("format-date-time", 0): _date,
        ("digest", 1): _algorithm,
        ("digest", 2): _encoding,
        ("date", 0): _date,
        ("date-time", 0): _date,
        ("decimal-date-time", 0): _date,
        ("decimal-time", 0): _time,
    }
)
