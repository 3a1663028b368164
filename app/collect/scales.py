"""Ranges: the numbers between a start and an end that may be the answer. Exact decimals: 0.1 three times is 0.3."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from flask_babel import lazy_gettext as _l

from app.engine.datatypes import from_input
from app.engine.definition import Question

UNREAD = _l("Hãy chọn một số có trên thang này.")
_MOST = 500  # more steps than anybody looks through


@dataclass(frozen=True)
class Scale:
    """From `start` by `step` up to (or down to) `end`; each as canonical text."""

    start: Decimal
    end: Decimal
    step: Decimal

    def steps(self) -> list[str]:
        """Every number of the scale, at most 501."""
        count = min(int((self.end - self.start) / self.step), _MOST)
        return [_text(self.start + self.step * place) for place in range(count + 1)]

    def holds(self, value: Decimal) -> bool:
        low, high = sorted((self.start, self.end))
        return low <= value <= high and (value - self.start) % self.step == 0

    @property
    def least(self) -> str:
        return _text(min(self.start, self.end))

    @property
    def most(self) -> str:
        return _text(max(self.start, self.end))

    @property
    def by(self) -> str:
        return _text(abs(self.step))


def scale_of(parameters: Mapping[str, str]) -> Scale:
    """The parameters of a range; where they make no sense, ODK's defaults: 1 to 10 by 1."""
    start, end, step = (_number(parameters.get(name, ""), name) for name in ("start", "end", "step"))
    step = abs(step) or Decimal(1)
    return Scale(start, end, step if end >= start else -step)


def read(typed: str, question: Question, _offered: int) -> str | None:
    """The typed number if it is on the scale, as its datatype reads it."""
    value = from_input("decimal", typed)
    if not value:
        return value
    return value if scale_of(question.parameters).holds(Decimal(value)) else None


_DEFAULTS = {"start": Decimal(1), "end": Decimal(10), "step": Decimal(1)}


def _number(text: str, name: str) -> Decimal:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return _DEFAULTS[name]
    return found if found.is_finite() else _DEFAULTS[name]


def _text(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
