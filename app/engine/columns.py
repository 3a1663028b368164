"""What of its lists a form needs on a phone: the columns that it can ever read, and the lists that may come a little
later than the page."""

from __future__ import annotations

import json

from app.engine.definition import Form
from app.engine.xpath.nodes import Tree, is_path, split_step, walk


def readable_columns(form: Form) -> dict[str, frozenset[str] | None]:
    """By list: the columns that some expression or question names; None where an expression may read any.

    Generous on purpose: an expression that names a list keeps, of that list, every column that it names anywhere.
    """
    found: dict[str, frozenset[str] | None] = {name: frozenset() for name in form.instances}
    for tree in form.exprs:
        names = _names(tree)
        for name in form.lists_named(tree):
            found[name] = _both(found[name], names)
    for node in form.nodes:
        if node.items is not None:
            # With itext the label column holds ids; the wire puts the texts themselves into `label`.
            label = "label" if node.items.itext else node.items.label
            for name in form.lists_named(form.exprs[node.items.nodeset]):
                found[name] = _both(found[name], frozenset({node.items.value, label}))
    return found


# Below this a list costs less in the page than a request of its own (bytes of JSON, before compression).
_HEAVY = 5_000


def later_lists(form: Form) -> frozenset[str]:
    """Heavy lists from files that nothing asks while a new record is being started: they may arrive after the page.

    What is computed or offered follows when they come. An action runs only once, so a list that one reads stays with
    the page, unless the question that starts it is answered from that very list.
    """
    heavy = {
        name
        for name, table in form.instances.items()
        if table.file and len(json.dumps(table.rows, ensure_ascii=False)) > _HEAVY
    }
    for node in form.nodes:
        for action in node.actions:
            if action.expr is None:
                continue
            asked = form.nodes[action.trigger].items if action.event == "changed" else None
            own = set(form.lists_named(form.exprs[asked.nodeset])) if asked else set()
            heavy -= set(form.lists_named(form.exprs[action.expr])) - own
    return frozenset(heavy)


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return None if one is None or other is None else one | other


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
