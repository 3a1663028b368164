"""A shortcut through long lists: `item[column = value]` by an index instead of row by row. The result is that of the
slow road; whatever this module is not sure of, it leaves to that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from app.engine.xpath.lists import Root
from app.engine.xpath.nodes import Tree, is_path
from app.engine.xpath.values import Node, Scope, Value, XPathError, boolean, each

Run = Callable[[Tree, Scope], Value]
# With fewer arguments than this, these look at the context node or its place.
_CONTEXTUAL = {"position": 1, "last": 1, "string": 1, "number": 1, "name": 1, "local-name": 1, "string-length": 1,
               "normalize-space": 1, "once": 9, "lang": 9, "namespace-uri": 1, "indexed-repeat": 99}  # fmt: skip


def narrowed(root: Node, predicate: Tree, scope: Scope, run: Run) -> Sequence[Node] | None:
    """The items of a list for which the predicate holds; None when an index cannot tell."""
    if not isinstance(root, Root) or not isinstance(predicate, tuple) or _places_count(predicate):
        return None
    found: list[list[Node]] = []
    rest: list[Tree] = []
    for condition in _conditions(predicate):
        sides = _split(condition)
        rows = None if sides is None else _rows(root, sides[0], sides[1], scope, run)
        if rows is None:
            rest.append(condition)
        else:
            found.append(rows)
    if not found:
        return None
    found.sort(key=len)
    kept: Sequence[Node] = found[0]
    for others in found[1:]:
        known = set(map(id, others))
        kept = [node for node in kept if id(node) in known]
    for condition in rest:
        kept = [node for node in kept if boolean(run(condition, Scope(scope.world, node, scope.current)))]
    return kept


def _rows(root: Root, column: str, wanted: Tree, scope: Scope, run: Run) -> list[Node] | None:
    if column not in root.columns:
        return None
    try:
        values = each(run(wanted, Scope(scope.world, root, scope.current))) or [""]
    except XPathError:
        return None
    if len(values) != 1 or not isinstance(values[0], str):
        return None  # numbers, booleans and moments are not compared as text
    return root.index(column).get(values[0], [])


@lru_cache(maxsize=1024)
def _conditions(tree: Tree) -> tuple[Tree, ...]:
    """What has to hold together."""
    if isinstance(tree, tuple) and tree[0] == "and":
        return (*_conditions(tree[1]), *_conditions(tree[2]))
    return (tree,)


@lru_cache(maxsize=1024)
def _split(condition: Tree) -> tuple[str, Tree] | None:
    """(column, what it has to equal) of an equation whose other side is the same for every row."""
    if not isinstance(condition, tuple) or condition[0] != "=":
        return None
    for column, other in ((condition[1], condition[2]), (condition[2], condition[1])):
        if is_path(column) and len(column) == 3 and column[1] == 1 and isinstance(column[2], str) and _same(other):
            return column[2], other
    return None


def _same(tree: Tree) -> bool:
    """Whether an expression gives the same for every row. What stands in predicates has a context of its own."""
    if not isinstance(tree, tuple):
        return True
    if is_path(tree):
        return tree[1] == 0 or (isinstance(tree[1], tuple) and _same(tree[1]))
    if tree[0] == "filter":
        return _same(tree[1])
    return len(tree) - 1 >= _CONTEXTUAL.get(str(tree[0]), 0) and all(_same(part) for part in tree[1:])


@lru_cache(maxsize=1024)
def _places_count(predicate: tuple[Tree, ...]) -> bool:
    """Whether a predicate asks for positions among the rows, or could itself be one."""
    if predicate[0] in ("position", "last"):
        return True
    if is_path(predicate):
        return isinstance(predicate[1], tuple) and _places_count(predicate[1])
    return any(isinstance(part, tuple) and _places_count(part) for part in predicate[1:])
