"""Whether a whole text matches a pattern, in bounded time: the patterns come from forms, the texts from anybody, and
one with a repetition inside a repetition could keep a thread busy for years."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from time import thread_time

import regex

from app.engine.xpath.patterns import PatternError, compiled

SECONDS = 0.25
_PUMPED, _SEEDS, _LONG = 40, 6, 0.01
# A quantifier or an alternative; escapes and sets of characters are stepped over.
_WAY = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<found>[*+?|]|\{[0-9]+(?:,[0-9]*)?\})", re.DOTALL)


def matches(pattern: str, text: str) -> bool:
    """PatternError when the pattern is wrong, or when nobody can tell in a quarter of a second."""
    found = compiled(pattern)
    if not _may_take_long(found.pattern):
        return found.fullmatch(text) is not None
    try:
        return _timed(found.pattern).fullmatch(text, timeout=SECONDS) is not None
    except TimeoutError as error:
        raise PatternError("mất quá nhiều thời gian", "it takes too long") from error


def is_slow(pattern: str) -> bool:
    """Whether some short text that does not match takes long already, as it would on a phone, where nothing stops it.
    Tried with repeated characters and pairs of the pattern itself, one character more each time: what doubles with
    every character is seen as soon as it can be measured."""
    found = compiled(pattern)
    if not _may_take_long(found.pattern):
        return False
    seeds = list(dict.fromkeys([*(char for char in pattern if char.isalnum()), "a", "0", " "]))[:_SEEDS]
    for one, other in product(seeds, repeat=2):
        for length in range(_PUMPED):
            text = ((one + other) * length)[:length] + "\0"
            begun = thread_time()
            found.fullmatch(text)
            if thread_time() - begun > _LONG:
                return True
    return False


@lru_cache(maxsize=256)
def _may_take_long(pattern: str) -> bool:
    """With one quantifier or alternative at most there is only one way to go."""
    return sum(found["found"] is not None for found in _WAY.finditer(pattern)) > 1


@lru_cache(maxsize=256)
def _timed(pattern: str) -> regex.Pattern[str]:
    """The same pattern for the engine that can be told to stop."""
    return regex.compile(pattern, regex.VERSION0)
