"""Conditions and calculations that are allowed but surely not meant: what never holds, what is overwritten, what
is compared in vain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.engine.definition import Form, Node, Question
from app.engine.lint.tree import COMPARES, DATE_TEXT, EQUALS, SUMS, calls, is_truth, named
from app.engine.read.reading import Reading, Use
from app.engine.xpath.nodes import Tree

_CHANGING = frozenset({"now", "random", "uuid"})
_GUARDS = frozenset({"coalesce", "if", "once", "sum", "max", "min", "count", "count-non-empty", "number", "string",
                     "concat", "join"})  # fmt: skip
_WHOLE = frozenset({"int", "floor", "round", "ceiling"})
_LETTERS = re.compile(r"%(.?)", re.DOTALL)
_KNOWN_LETTERS = frozenset("YymnbdeaWHhMS3%")
_NOTES = frozenset({"blank-number", "blank-unequal"})
_CONDITIONS = frozenset({"relevant", "required", "readonly", "constraint"})


def look(form: Form, reading: Reading) -> None:
    for node in form.nodes:
        _look_at_node(form, node, reading)
    for use in dict.fromkeys(reading.uses):
        if use.path in form.paths:
            _look_at_expression(form, use, reading)


def _look_at_node(form: Form, node: Node, reading: Reading) -> None:
    def tell(code: str, role: str, **params: object) -> None:
        reading.problem(code, reading.cell(node.path, role), "warning", name=node.name, **params)

    question = form.controls.get(node.number)
    if node.relevant is not None and _never(form.exprs[node.relevant]):
        tell("never-relevant", "relevant", expression=reading.sources.written(node.path, "relevant") or "false()")
    if node.kind != "leaf":
        return
    if not node.control:
        for column, rule in (("constraint", node.constraint is not None), ("required", node.required is not False)):
            if rule:
                tell("unseen-rule", column, column=column)
    # once(…) keeps an answer that is there.
    if node.calculate is None or any(name == "once" for name, _, _ in calls(form.exprs[node.calculate])):
        return
    if isinstance(question, Question) and question.kind != "note" and node.readonly is False:
        tell("overwritten-answer", "calculation")
    if node.default:
        tell("overwritten-default", "default")


def _never(tree: Tree) -> bool:
    """Whether a condition is false whatever is answered."""
    if not isinstance(tree, tuple):
        return tree in ("", 0)
    if tree[0] == "false":
        return True
    if tree[0] in EQUALS and not isinstance(tree[1], tuple) and not isinstance(tree[2], tuple):
        return (str(tree[1]) == str(tree[2])) is (tree[0] == "!=")
    return tree[0] == "and" and any(_never(part) for part in tree[1:])


def _look_at_expression(form: Form, use: Use, reading: Reading) -> None:
    tree, asking, cell = form.exprs[use.expr], form.paths[use.path], reading.cell(use.path, use.role)

    def tell(code: str, **params: object) -> None:
        reading.problem(code, cell, "note" if code in _NOTES else "warning", **params, expression=use.source)

    if use.role in _CONDITIONS:
        for flag in _flags(form, tree, asking):
            tell("stored-boolean", name=flag.name)
    calculated = form.nodes[asking].calculate == use.expr
    if calculated and (blank := list(dict.fromkeys(_maybe_blank(form, tree, asking)))):
        tell("blank-number", name=blank[0], names=", ".join(f"«{name}»" for name in blank))
    for name, arguments, within in calls(tree):
        if name in _CHANGING and calculated and "once" not in within:
            tell("recomputed", function=name)
        for code, params in _slips(name, arguments):
            tell(code, **params)
        if name in EQUALS and use.role != "choice_filter":
            for node, value in _compared(form, arguments, asking):
                if node.datatype == "select" and isinstance(value, str) and value.strip():
                    tell("several-compared", name=node.name, value=value)
                elif name == "!=" and _is_open_number(node, value) and not _asks_for_blank(form, tree, node, asking):
                    tell("blank-unequal", name=node.name, comparison=f"${{{node.name}}} != {value}")


def _slips(name: str, arguments: tuple[Tree, ...]) -> Iterator[tuple[str, dict[str, object]]]:
    """What is wrong whatever the form: one operation and its arguments tell."""
    if name in ("format-date", "format-date-time") and len(arguments) == 2 and isinstance(arguments[1], str):
        for letter in _LETTERS.findall(arguments[1]):
            if letter not in _KNOWN_LETTERS:
                yield "format-letter", {"pattern": arguments[1], "letter": "%" + letter}
    elif name in _WHOLE and any(isinstance(one, tuple) and one[0] == "decimal-date-time" for one in arguments):
        yield "day-before", {"function": name}
    elif name in COMPARES or name in SUMS:
        for one in arguments:
            if isinstance(one, str) and DATE_TEXT.fullmatch(one):
                yield "date-text", {"text": f"'{one}'"}


def _is_open_number(node: Node, value: Tree) -> bool:
    """A number that people may leave blank, compared with a number."""
    return (
        isinstance(value, int | float)
        and node.datatype in ("int", "decimal")
        and node.control
        and node.required is False
    )


def _flags(form: Form, tree: Tree, asking: int) -> Iterator[Node]:
    """Stored truths that stand where a condition is needed: bare, or under and, or, not."""
    if isinstance(tree, tuple) and tree[0] in ("and", "or", "not", "boolean"):
        for part in tree[1:]:
            yield from _flags(form, part, asking)
        return
    node = named(form, tree, asking)
    if node is not None and node.calculate is not None and is_truth(form.exprs[node.calculate]):
        yield node


def _maybe_blank(form: Form, tree: Tree, asking: int) -> Iterator[str]:
    """Names of numbers that people may leave blank, bare in a sum."""
    for name, arguments, within in calls(tree):
        for one in arguments if name in SUMS and not within & _GUARDS else ():
            node = named(form, one, asking)
            if node is not None and node.control and node.datatype in ("int", "decimal") and node.required is False:
                yield node.name


def _compared(form: Form, arguments: tuple[Tree, ...], asking: int) -> Iterator[tuple[Node, Tree]]:
    """(question, literal) of a comparison, whichever side they stand on."""
    for one, other in (arguments, arguments[::-1]):
        node = named(form, one, asking) if not isinstance(other, tuple) else None
        if node is not None:
            yield node, other


def _asks_for_blank(form: Form, tree: Tree, node: Node, asking: int) -> bool:
    """Whether the expression also looks whether the answer is blank."""
    return any(
        found is node and other == ""
        for name, arguments, _within in calls(tree)
        if name in EQUALS
        for found, other in _compared(form, arguments, asking)
    )
