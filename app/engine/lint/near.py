"""Words that are probably meant to be other words: one slip of the keyboard away."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_CLOSE = 0.8


def meant(word: str, known: Iterable[str]) -> str:
    """The known word that this one most resembles; blank when it is known itself, or resembles none."""
    words = list(known)
    if word in words:
        return ""
    return next(iter(get_close_matches(word, words, n=1, cutoff=_CLOSE)), "")
