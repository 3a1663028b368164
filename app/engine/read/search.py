"""ODK Collect's search() in an appearance: choices that are rows of a file, as an expression over that file's list.
The choices sheet then names columns instead of codes and labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.engine.definition import Table
from app.engine.xpath.lexer import XPathSyntaxError
from app.engine.xpath.nodes import Tree, rewrite
from app.engine.xpath.prepare import prepared

_CALL = re.compile(r"\bsearch\s*\(.*\)", re.DOTALL)
_TESTS = {"contains": "contains", "startswith": "starts-with", "endswith": "ends-with", "matches": "="}


def without_search(appearance: str) -> str:
    """The other words of an appearance."""
    return _CALL.sub(" ", appearance)


def search_of(appearance: str) -> tuple[str, Tree] | None:
    """(list, nodeset) of search('list'), search('list', test, columns, value) or with a filter of a column and a value
    behind; None when the appearance has no such call."""
    found = _CALL.search(appearance)
    try:
        call = prepared(found[0]) if found else ""
    except XPathSyntaxError:
        return None
    if not isinstance(call, tuple) or len(call) not in (2, 5, 7) or not isinstance(call[1], str):
        return None
    name, conditions = call[1].removesuffix(".csv"), []
    if len(call) > 2:
        test = _TESTS.get(str(call[2]).lower())
        if test is None:
            return None
        conditions.append(_any([(test, ("path", 1, column), _asked(call[4])) for column in _columns(call[3])]))
    if len(call) > 5:
        conditions.append(("=", ("path", 1, str(call[5])), _asked(call[6])))
    return name, ("path", ("instance", name), "root", ("item", *conditions) if conditions else "item")


def _columns(names: Tree) -> list[str]:
    return [name.strip() for name in str(names).split(",")]


def _any(conditions: Sequence[Tree]) -> Tree:
    tree = conditions[0]
    for condition in conditions[1:]:
        tree = ("or", tree, condition)
    return tree


def _asked(tree: Tree) -> Tree:
    """Relative paths start at the question, not at the row."""

    def change(part: Tree) -> Tree:
        at_question = isinstance(part, tuple) and part[:2] == ("path", 1)
        return ("path", ("current",), *part[2:]) if at_question and isinstance(part, tuple) else part

    return rewrite(tree, change)


def with_columns(table: Table, names: str) -> Table:
    """The list with one more column when several are to be shown together ("ten, dia_chi")."""
    wanted = [column for column in _columns(names) if column in table.columns]
    if names in table.columns or len(wanted) < 2:
        return table
    places = [table.columns.index(column) for column in wanted]
    rows = tuple((*row, ", ".join(row[place] for place in places)) for row in table.rows)
    return Table(table.id, (*table.columns, names), rows, table.file)
