"""Checks of a whole form, at publish time: functions and their arguments, paths, lists and columns, patterns.
Finds problems through the uses of expressions that reading left behind; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from app.engine.definition import Form, Question
from app.engine.problems import Severity
from app.engine.read.reading import Reading, Use
from app.engine.references import references
from app.engine.webpage import BACKGROUND, Limit, of_appearance, of_property
from app.engine.xpath.functions import FUNCTIONS
from app.engine.xpath.functions.table import Function
from app.engine.xpath.literals import wrong_literals
from app.engine.xpath.nodes import Tree, is_call, is_path, path_text, walk


def check(form: Form, reading: Reading) -> None:
    for use in dict.fromkeys(reading.uses):
        tree = form.exprs[use.expr]
        for part in walk(tree):
            if is_call(part):
                _check_call(part, use, reading)
        if use.path in form.paths:
            _check_references(form, tree, use, reading)
            if use.role != "choice_filter":
                _check_single_values(form, tree, use, reading)
    _check_page(form, reading)


def _check_page(form: Form, reading: Reading) -> None:
    """What a web page cannot do of what the form asks."""
    for node in form.nodes:
        control = form.controls.get(node.number)
        limits: list[Limit | None] = []
        if isinstance(control, Question):
            limits += of_appearance(control.kind, control.appearance)
        if node.preload and node.preload[0] == "property":
            limits.append(of_property(node.preload[1]))
        if node.name == "audit" and node.datatype == "binary":
            limits.append(BACKGROUND["audit"])
        asked = (form.exprs[action.expr] for action in node.actions if action.expr is not None)
        if any(is_call(p) and p[0] == "instance" and p[1:] and p[1] in form.last_saved for t in asked for p in walk(t)):
            limits.append(BACKGROUND["last-saved"])
        for limit in limits:
            if limit is not None:
                reading.limit(limit, node.path)


def _check_call(call: tuple[Tree, ...], use: Use, reading: Reading) -> None:
    name, given = str(call[0]), len(call) - 1
    cell = reading.cell(use.path, use.role)
    function = FUNCTIONS.get(name)
    if function is None:
        reading.problem("unknown-function", cell, name=name, expression=use.source)
        return
    if not function.takes(given):
        expected = _expected(function)
        reading.problem("argument-count", cell, name=name, expected=expected, given=given, expression=use.source)
    for place, argument in enumerate(call[1:]):
        if function.kind(place) == "nodes" and not _gives_nodes(argument):
            reading.problem("argument-kind", cell, name=name, at=place + 1, expression=use.source)
    for code, told in wrong_literals(call):
        severity: Severity = "error" if code == "bad-pattern" else "warning"
        reading.problem(code, cell, severity, **told, name=name, expression=use.source)


def _expected(function: Function) -> str:
    counts = [
        str(count)
        for count in range(function.least, (function.most or function.least + 4) + 1)
        if function.takes(count)
    ]
    if function.together > 1:
        return ", ".join(counts) + ("" if function.most else ", …")
    if function.most is None:
        return f"≥ {function.least}"
    return "–".join(dict.fromkeys((counts[0], counts[-1])))


def _gives_nodes(tree: Tree) -> bool:
    if is_path(tree):
        return True
    return isinstance(tree, tuple) and tree[0] in (
        "filter",
        "|",
        "current",
        "instance",
        "if",
        "coalesce",
        "randomize",
        "once",
        "depend",
        "indexed-repeat",
    )


def _check_references(form: Form, tree: Tree, use: Use, reading: Reading) -> None:
    found = references(form, tree, form.paths[use.path])
    cell = reading.cell(use.path, use.role)
    for path in found.unknown:
        # A path to nothing is blank, in ODK Collect too.
        reading.problem("unknown-node", cell, "warning", path=path_text(path), expression=use.source)
    for name in found.lists:
        if name not in form.instances and name not in form.last_saved:
            reading.problem("unknown-instance", cell, name=name)
    for name, column in found.columns:
        table = form.instances.get(name)
        if table is None or not table.columns or column in table.columns:
            continue
        if column == "label" and "itextId" in table.columns:
            continue
        columns = ", ".join(table.columns)
        reading.problem("unknown-column", cell, "warning", list=table.file or name, column=column, columns=columns)


def _check_single_values(form: Form, tree: Tree, use: Use, reading: Reading) -> None:
    """Where one value is needed, a path through a repeat gives many: ODK Collect stops there, we take the first."""
    node = form.paths[use.path]
    for path in _single(tree):
        for read, anchor in references(form, path, node).reads.items():
            repeats = form.repeats_above(read)
            if repeats and repeats[-1] != anchor:
                cell = reading.cell(use.path, use.role)
                reading.problem("many-nodes", cell, "warning", path=path_text(path), expression=use.source)


def _single(tree: Tree) -> Iterator[Tree]:
    """The paths without predicates that stand where one value is needed."""
    if not isinstance(tree, tuple) or tree[0] in ("filter", "|"):
        return
    if is_path(tree):
        if isinstance(tree[1], int) and not any(isinstance(step, tuple) for step in tree[2:]):
            yield tree
        return
    function = FUNCTIONS.get(str(tree[0]))
    for place, part in enumerate(tree[1:]):
        many = function is not None and function.kind(place) in ("nodes", "each")
        if not (many and is_path(part)):
            yield from _single(part)
