"""The JSON tree of an expression (docs/formats/wire.md, "Expressions") and ways to walk it. Trees are tuples,
so equal expressions are equal, hashable values, and `json.dumps` writes them as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeGuard

Tree = str | int | float | tuple["Tree", ...]

OPERATORS = frozenset({"or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "|", "neg"})
AXES = frozenset(
    {
        "child", "parent", "self", "attribute", "descendant", "descendant-or-self", "ancestor",
        "ancestor-or-self", "following-sibling", "preceding-sibling", "following", "preceding",
    }
)  # fmt: skip


def is_call(tree: Tree) -> TypeGuard[tuple[Tree, ...]]:
    """A function call; its name is tree[0], its arguments the rest."""
    return isinstance(tree, tuple) and tree[0] not in OPERATORS and tree[0] not in ("path", "filter")


def is_path(tree: Tree) -> TypeGuard[tuple[Tree, ...]]:
    return isinstance(tree, tuple) and tree[0] == "path"


def split_step(step: Tree) -> tuple[str, tuple[Tree, ...]]:
    """(test, predicates) of a step of a path."""
    if isinstance(step, tuple):
        return str(step[0]), step[1:]
    return str(step), ()


def parts(tree: Tree) -> Iterator[Tree]:
    """The expressions directly inside a tree: operands, arguments, origin and predicates."""
    if not isinstance(tree, tuple):
        return
    if tree[0] == "path":
        if isinstance(tree[1], tuple):
            yield tree[1]
        for step in tree[2:]:
            yield from split_step(step)[1]
    else:
        yield from tree[1:]


def walk(tree: Tree) -> Iterator[Tree]:
    yield tree
    for part in parts(tree):
        yield from walk(part)


def depth(tree: Tree) -> int:
    return 1 + max(map(depth, parts(tree)), default=0)


def rewrite(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """The tree with `change` applied to every expression in it, innermost first."""
    if not isinstance(tree, tuple):
        return change(tree)
    if tree[0] == "path":
        origin = rewrite(tree[1], change) if isinstance(tree[1], tuple) else tree[1]
        steps = tuple(
            (step[0], *(rewrite(predicate, change) for predicate in step[1:])) if isinstance(step, tuple) else step
            for step in tree[2:]
        )
        return change(("path", origin, *steps))
    return change((tree[0], *(rewrite(part, change) for part in tree[1:])))


def path_text(tree: Tree) -> str:
    """A path as people write it, predicates left out: for messages."""
    assert isinstance(tree, tuple)
    steps = "/".join(split_step(step)[0] for step in tree[2:])
    origin = tree[1]
    if not isinstance(origin, tuple):
        return (f"/{steps}" if origin == 0 else steps).replace("////", "//")
    inner = ", ".join(repr(part) if isinstance(part, str) else "…" for part in origin[1:])
    return f"{origin[0]}({inner})/{steps}"
