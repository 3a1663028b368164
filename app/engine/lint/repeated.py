"""One sentence for what comes up again and again: an author reads it once and sees where else to look."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.engine.problems import Severity
from app.engine.read.reading import Cell, Reading

_ROWS_SHOWN = 6


@dataclass(slots=True)
class _Told:
    """One difference: its first cell and words, and the cells where it comes up again."""

    cell: Cell
    params: dict[str, object]
    others: dict[Cell, None] = field(default_factory=dict)


class Repeated:
    """Advice that would come at many cells: told at the first of them, with the rows of the others."""

    def __init__(self, reading: Reading, severity: Severity) -> None:
        self.reading, self.severity = reading, severity
        self.found: dict[tuple[str, str], _Told] = {}

    def add(self, code: str, subject: str, cell: Cell, **params: object) -> None:
        told = self.found.setdefault((code, subject), _Told(cell, params))
        if cell != told.cell:
            told.others[cell] = None

    def tell(self) -> None:
        for (code, _subject), told in self.found.items():
            rows = list(dict.fromkeys(str(cell.row) for cell in told.others if cell.row is not None))
            shown = ", ".join(rows[:_ROWS_SHOWN]) + (", …" if len(rows) > _ROWS_SHOWN else "")
            more = (f" Cũng vậy ở dòng {shown}.", f" Also in row {shown}.") if rows else ("", "")
            self.reading.problem(code, told.cell, self.severity, **told.params, more=more[0], more_en=more[1])
