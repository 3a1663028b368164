"""Where ODK Collect, Enketo and ODK Web Forms would do something else than we. Each difference is told once, at its
first place, with the rows of the others."""

from __future__ import annotations

from collections.abc import Iterator

from app.engine.definition import Form, Node
from app.engine.lint.repeated import Repeated
from app.engine.lint.tree import calls, named
from app.engine.read.reading import Cell, Reading, Use
from app.engine.references import references
from app.engine.xpath.nodes import Tree, is_path, split_step, walk

# Asked of JavaRosa: "cannot handle function".
_NOT_IN_COLLECT = frozenset({"floor", "ceiling", "last", "name", "local-name", "substring"})
# Asked of JavaRosa: anything else is a "step other than 'child::name', '.', '..'".
_STEPS = frozenset({"child::node()", "child::*", "self::node()", "parent::node()", "child::text()"})


def look(form: Form, reading: Reading) -> None:
    notes = Repeated(reading, "note")
    for use in dict.fromkeys(reading.uses):
        if use.path in form.paths:
            _look_at(form, use, reading.cell(use.path, use.role), notes)
    for node in form.nodes:
        if node.count is not None and not isinstance(form.exprs[node.count], int | float) and _answered(form, node):
            notes.add("elsewhere-count", "", reading.cell(node.path, "repeat_count"), name=node.name)
    notes.tell()


def _answered(form: Form, repeat: Node) -> bool:
    """Whether the count of a repeat follows from answers, so that it may fall while people fill in."""
    assert repeat.count is not None
    tree = form.exprs[repeat.count]
    read = references(form, tree, repeat.number).reads
    if len(read) == 1 and (helper := form.nodes[next(iter(read))]).calculate is not None:
        read = references(form, form.exprs[helper.calculate], helper.number).reads
    return bool(read)


def _look_at(form: Form, use: Use, cell: Cell, notes: Repeated) -> None:
    tree, asking = form.exprs[use.expr], form.paths[use.path]
    for part in walk(tree):
        if is_path(part):
            for step in part[2:]:
                test = split_step(step)[0]
                if test == "//" or ("::" in test and test not in _STEPS and not test.startswith("child::")):
                    notes.add("elsewhere-axis", test, cell, axis=test, expression=use.source)
    for name, arguments, _within in calls(tree):
        for code, subject, params in _differences(form, asking, name, arguments):
            notes.add(code, subject, cell, **params, expression=use.source)
    if use.role not in ("label", "hint", "constraint"):
        for hidden in _hidden(form, tree, asking):
            notes.add("elsewhere-hidden", "", cell, name=hidden.name, expression=use.source)


def _differences(
    form: Form, asking: int, name: str, arguments: tuple[Tree, ...]
) -> Iterator[tuple[str, str, dict[str, object]]]:
    if name in _NOT_IN_COLLECT:
        yield "elsewhere-function", name, {"function": name, "works": "Enketo, ODK Web Forms"}
    elif name == "regex" and len(arguments) == 2 and isinstance(arguments[1], str):
        if not (arguments[1].startswith("^") and arguments[1].endswith("$")):
            yield "elsewhere-regex", "", {}
    elif name in ("sum", "max", "min"):
        node = next((node for one in arguments if (node := _maybe_blank(form, one, asking)) is not None), None)
        if node is not None:
            yield "elsewhere-sum", "", {"function": name, "name": node.name}
        if name == "max" and any(_is_negative(form, one, asking) for one in arguments):
            yield "elsewhere-max", "", {}
    elif name == "selected" and len(arguments) == 2 and isinstance(arguments[1], int | float):
        yield "elsewhere-selected", "", {"value": f"{arguments[1]:g}"}
    elif name == "indexed-repeat":
        for index in arguments[2::2]:
            if (isinstance(index, int | float) and index < 1) or _is_one_before(index):
                yield "elsewhere-index", "", {}
    if form.nodes[asking].datatype == "int" and _grows(name, arguments):
        yield "elsewhere-big-number", form.nodes[asking].path, {"name": form.nodes[asking].name}


def _grows(name: str, arguments: tuple[Tree, ...]) -> bool:
    """Whether a result may well pass two thousand million: two answers multiplied, or a large number in it."""
    product = name == "*" and not any(isinstance(one, int | float) for one in arguments)
    return product or name == "pow" or any(isinstance(one, int | float) and one >= 100_000 for one in arguments)


def _maybe_blank(form: Form, tree: Tree, asking: int) -> Node | None:
    """The answer of a path that people may leave blank."""
    node = named(form, tree, asking)
    return node if node is not None and node.control and node.required is not True else None


def _is_negative(form: Form, tree: Tree, asking: int) -> bool:
    """Whether a value may well be below zero: it says so, or it is a difference."""
    node = named(form, tree, asking)
    source = form.exprs[node.calculate] if node is not None and node.calculate is not None else tree
    if isinstance(source, int | float):
        return source < 0
    return isinstance(source, tuple) and source[0] in ("neg", "-")


def _is_one_before(tree: Tree) -> bool:
    """position(..) - 1 and the like: 0 in the first entry."""
    return isinstance(tree, tuple) and tree[0] == "-" and isinstance(tree[1], tuple) and tree[1][0] == "position"


def _hidden(form: Form, tree: Tree, asking: int) -> Iterator[Node]:
    """Answers that may be hidden while the asking node is shown, unless the expression asks for what hides them."""
    reads = references(form, tree, asking).reads
    around = _conditions(form, asking)
    for number in reads:
        node = form.nodes[number]
        own = _conditions(form, number) - around
        if node.kind != "leaf" or not node.control or not own:
            continue
        decisive = {read for condition in own for read in references(form, form.exprs[condition], number).reads}
        if not decisive & reads.keys():
            yield node


def _conditions(form: Form, number: int) -> frozenset[int]:
    """The relevance conditions of a node and of everything that holds it."""
    found = set()
    while number >= 0:
        relevant = form.nodes[number].relevant
        if relevant is not None:
            found.add(relevant)
        number = form.nodes[number].parent
    return frozenset(found)
