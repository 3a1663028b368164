"""What the readers share while they read one form: problems with their places, expressions interned once, and
where each expression is used (for check.py). Also the map from nodes to the cells of a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.engine.problems import Problem, Severity
from app.engine.webpage import Limit
from app.engine.xpath.lexer import XPathSyntaxError
from app.engine.xpath.nodes import Tree, rewrite
from app.engine.xpath.prepare import prepared

# Characters, with the paths that pyxform writes for ${names}; far more than a person writes.
MAX_EXPRESSION = 200_000
_REFERENCE = re.compile(r"(\$\{[^}]*\})")


@dataclass(frozen=True, slots=True)
class Cell:
    sheet: str | None = None
    row: int | None = None
    column: str | None = None


class Sources:
    """Where nodes and columns stand in the author's file. This one knows nothing: for XForms made elsewhere."""

    def cell(self, path: str, role: str) -> Cell:
        """The cell of a node (by absolute path) for a role such as relevant, constraint, calculation, label."""
        return Cell()

    def written(self, path: str, role: str) -> str:
        """What the author wrote into that cell; blank when unknown."""
        return ""

    def list_cell(self, name: str) -> Cell:
        return Cell()

    def setting_cell(self, name: str) -> Cell:
        return Cell()

    def rows(self, sheet: str) -> Sequence[Mapping[str, str]]:
        """The rows of a sheet by header, below the head."""
        return ()


@dataclass(frozen=True, slots=True)
class Use:
    """An expression at work: for the node `path`, in the role of a column, as written in `source`."""

    expr: int
    path: str
    role: str
    source: str


@dataclass(slots=True)
class Reading:
    """Everything gathered so far."""

    media: Mapping[str, bytes]
    sources: Sources
    problems: list[Problem] = field(default_factory=list)
    exprs: list[Tree] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    _numbers: dict[Tree, int] = field(default_factory=dict)

    def problem(self, code: str, cell: Cell, severity: Severity = "error", **params: object) -> None:
        given = {name: str(value) for name, value in params.items()}
        problem = Problem(code, given, cell.sheet, cell.row, cell.column, severity)
        if problem not in self.problems:
            self.problems.append(problem)

    def limit(self, limit: Limit, path: str, line: int | None = None) -> None:
        """Of something that a web page does not do, or does otherwise."""
        cell = self.cell(path, limit.column, line)
        words = {"what": limit.what, "instead": limit.instead, "instead_en": limit.instead_en}
        self.problem("not-on-a-page", cell, limit.severity, **words)

    def expression(
        self, source: str, path: str, role: str, line: int | None = None, change: Callable[[Tree], Tree] | None = None
    ) -> int | None:
        """The number of an expression, each part of which `change` may replace; None (and a problem) when it cannot be
        parsed."""
        if len(source) > MAX_EXPRESSION:
            cell = self.cell(path, role, line)
            self.problem("xpath-too-long", cell, length=len(source), limit=MAX_EXPRESSION)
            return None
        try:
            tree = rewrite(prepared(source), change) if change else prepared(source)
        except XPathSyntaxError as error:
            written = self.sources.written(path, role)
            place = _place_in(written, source, error.at) if written else None
            self.problem(
                error.code,
                self.cell(path, role, line),
                expression=source if place is None else written,
                at=error.at if place is None else place,
                reason=error.vietnamese,
                reason_en=error.english,
            )
            return None
        return self.intern(tree, path, role, source)

    def intern(self, tree: Tree, path: str, role: str, source: str) -> int:
        number = self._numbers.setdefault(tree, len(self.exprs))
        if number == len(self.exprs):
            self.exprs.append(tree)
        self.uses.append(Use(number, path, role, self.sources.written(path, role) or " ".join(source.split())))
        return number

    def cell(self, path: str, role: str, line: int | None = None) -> Cell:
        """The place in the author's sheet; the line of the XML when there is no sheet."""
        cell = self.sources.cell(path, role)
        return cell if cell.row is not None or cell.sheet is not None else Cell(None, line, role if line else None)


def _place_in(written: str, source: str, at: int) -> int | None:
    """Where character `at` of an expression stands in its cell, in which pyxform put " /a/path " for each `${name}`."""
    parts = _REFERENCE.split(written)
    pattern = "".join(r"( \S+ )" if place % 2 else f"({re.escape(part)})" for place, part in enumerate(parts))
    found = re.fullmatch(pattern, source)
    if found is None:
        return None
    cell = 1
    for place, part in enumerate(parts):
        start, end = found.span(place + 1)
        if at - 1 < end:
            return cell if place % 2 else cell + at - 1 - start
        cell += len(part)
    return cell
