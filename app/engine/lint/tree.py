"""Questions about expressions that several rules ask: which node a path names, what kind of value a tree gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.engine.definition import Form, Node
from app.engine.references import references
from app.engine.xpath.nodes import Tree, is_path, parts

DATE_TEXT = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?", re.DOTALL)
COMPARES = frozenset({"<", "<=", ">", ">="})
EQUALS = frozenset({"=", "!="})
SUMS = frozenset({"+", "-", "*", "div", "mod"})
_TRUTHS = COMPARES | EQUALS | {"and", "or", "not", "true", "false", "selected", "boolean", "regex", "contains",
                               "starts-with", "ends-with", "checklist", "boolean-from-string"}  # fmt: skip


def named(form: Form, tree: Tree, asking: int) -> Node | None:
    """The one leaf of the form that a path without predicates names, read by the node `asking`."""
    if not is_path(tree) or not isinstance(tree[1], int) or any(isinstance(step, tuple) for step in tree[2:]):
        return None
    found = references(form, tree, asking)
    numbers = [number for number in found.reads if form.nodes[number].kind == "leaf"]
    return form.nodes[numbers[0]] if len(numbers) == 1 and not found.unknown else None


def is_truth(tree: Tree) -> bool:
    """Whether the value of a tree is surely a boolean."""
    return isinstance(tree, tuple) and tree[0] in _TRUTHS


def calls(tree: Tree, within: frozenset[str] = frozenset()) -> Iterator[tuple[str, tuple[Tree, ...], frozenset[str]]]:
    """Every operation in a tree: its name, its arguments, and the names of all that it stands inside of."""
    if not isinstance(tree, tuple):
        return
    name = str(tree[0])
    if not is_path(tree):
        yield name, tree[1:], within
    for part in parts(tree):
        yield from calls(part, within | {name})
