"""Which columns of its lists a form can ever read: the others need not travel to a phone."""

from __future__ import annotations

from collections.abc import Iterator

from app.engine.definition import Form
from app.engine.xpath.nodes import Tree, is_path, split_step, walk


def readable_columns(form: Form) -> dict[str, frozenset[str] | None]:
    """By list: the columns that some expression or question names; None where an expression may read any.

    Generous on purpose: an expression that names a list keeps, of that list, every column that it names anywhere.
    """
    found: dict[str, frozenset[str] | None] = {name: frozenset() for name in form.instances}
    for tree in form.exprs:
        names = _names(tree)
        for name in _lists(tree, form):
            found[name] = _both(found[name], names)
    for node in form.nodes:
        if node.items is not None:
            # With itext the label column holds ids; the wire puts the texts themselves into `label`.
            label = "label" if node.items.itext else node.items.label
            for name in _lists(form.exprs[node.items.nodeset], form):
                found[name] = _both(found[name], frozenset({node.items.value, label}))
    return found


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return None if one is None or other is None else one | other


def _lists(tree: Tree, form: Form) -> Iterator[str]:
    """The lists that an expression names: instance('x'), pulldata('x.csv', …)."""
    for part in walk(tree):
        if isinstance(part, tuple) and part[0] in ("instance", "pulldata") and len(part) > 1:
            name = str(part[1]).removesuffix(".csv")
            # A name that is only known while the form is filled in may mean any list.
            yield from [name] if isinstance(part[1], str) and name in form.instances else form.instances


def _names(tree: Tree) -> frozenset[str] | None:
    """Every step and every string of an expression; None when one of its steps could mean any column."""
    names: set[str] = set()
    for part in walk(tree):
        if isinstance(part, str):
            names.add(part)
        if is_path(part):
            for step in part[2:]:
                test, _predicates = split_step(step)
                if test in ("*", "//") or "::" in test:
                    return None
                names.add(test)
    return frozenset(names)
