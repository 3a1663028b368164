"""What is wrong with a form and what could be better, as an author reads it: by sheet, the worst first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.engine.problems import Problem, reason

_SHEETS = ("", "survey", "choices", "settings", "entities")
_WORST_FIRST: Mapping[str, int] = MappingProxyType({"error": 0, "warning": 1, "note": 2})


@dataclass(frozen=True)
class Told:
    severity: str
    row: int | None
    column: str | None
    sentence: str


def by_sheet(problems: Iterable[Problem], lang: str) -> list[tuple[str, list[Told]]]:
    """(sheet, problems) in the order of the sheets; what has no sheet comes first, under a blank name."""
    found: dict[str, list[Told]] = {}
    for one in sorted(problems, key=lambda one: (_WORST_FIRST[one.severity], one.row or 0)):
        told = Told(one.severity, one.row, one.column, reason(one, lang))
        found.setdefault(one.sheet or "", []).append(told)
    return sorted(found.items(), key=lambda item: _SHEETS.index(item[0]) if item[0] in _SHEETS else len(_SHEETS))


def count(problems: Iterable[Problem]) -> Mapping[str, int]:
    """How many of each severity."""
    counted = dict.fromkeys(_WORST_FIRST, 0)
    for one in problems:
        counted[one.severity] += 1
    return counted
