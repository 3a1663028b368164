"""Looking through a list that is too long to read, on pages without scripts. Case and diacritics do not matter: "phu
cuong" finds "Phú Cường". Scripts do the same in static/js/form/faces/search.mjs."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.collect.sources import ChoiceView
from app.vietnamese.fold import fold

MOST = 50  # rows shown at a time


@dataclass(frozen=True)
class Search:
    """What is shown of a list: what is chosen first, then what fits the words that were typed (`count` of them, the
    first MOST shown)."""

    typed: str
    count: int
    shown: tuple[ChoiceView, ...]

    @property
    def is_cut(self) -> bool:
        return self.count > MOST


def found(choices: Sequence[ChoiceView], chosen: Sequence[str], typed: str) -> Search:
    """Every word that was typed must begin somewhere in a choice's words."""
    words = fold(typed).split()
    fitting = [choice for choice in choices if _fits(f" {fold(choice.label)}", words)]
    first = [choice for choice in choices if choice.value in chosen]
    rest = [choice for choice in fitting[:MOST] if choice.value not in chosen]
    return Search(typed, len(fitting), (*first, *rest))


def _fits(label: str, words: Sequence[str]) -> bool:
    return all(f" {word}" in label or f"({word}" in label for word in words)
