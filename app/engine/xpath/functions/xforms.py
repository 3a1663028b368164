"""What XForms, JavaRosa and ODK add to XPath: repeats, lists, conditions, text, what the device knows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from app.engine.xpath.axes import place, road
from app.engine.xpath.functions.table import Library
from app.engine.xpath.matching import matches
from app.engine.xpath.nodes import Tree, is_path, split_step
from app.engine.xpath.patterns import PatternError
from app.engine.xpath.values import Nodes, Scalar, Scope, Value, XPathError, boolean, each, number, scalar, string

library = Library()
Run = Callable[[Tree, Scope], Value]


@library("if", "any any any", lazy=True)
def if_(run: Run, scope: Scope, condition: Tree, then: Tree, otherwise: Tree) -> Value:
    return run(then if boolean(run(condition, scope)) else otherwise, scope)


@library("coalesce", "any any", lazy=True)
def coalesce(run: Run, scope: Scope, first: Tree, second: Tree) -> Value:
    """The first unless it is blank or no number."""
    value = run(first, scope)
    single = scalar(value)
    return run(second, scope) if single == "" or single != single else value


@library("once", "any", lazy=True)
def once(run: Run, scope: Scope, value: Tree) -> Value:
    """The node's own value while it has one."""
    own = [scope.node] if scope.node.visible else []
    return own if string(own) != "" else run(value, scope)


@library("indexed-repeat", "nodes nodes number (nodes number)4", lazy=True)
def indexed_repeat(run: Run, scope: Scope, node: Tree, *pairs: Tree) -> Value:
    """indexed-repeat(node, repeat, i, …): the node in the i-th instance of the repeat (from 1, cut to whole ones)."""
    if len(pairs) % 2 or not is_path(node):
        raise XPathError("indexed-repeat() needs a node and pairs of a repeat and a number")
    steps = _from_root(node, scope)
    for repeat, index in zip(pairs[::2], pairs[1::2], strict=True):
        if not is_path(repeat):
            raise XPathError("indexed-repeat() needs the path of a repeat")
        wanted = number(run(index, scope))
        outer = _from_root(repeat, scope)
        last = len(outer) - 1
        if [split_step(step)[0] for step in steps[: last + 1]] != [split_step(step)[0] for step in outer]:
            raise XPathError("the repeat does not hold the node")
        steps[last] = (split_step(steps[last])[0], float(math.trunc(wanted)) if math.isfinite(wanted) else 0)
    return run(("path", 0, *_within(steps, scope)), scope)


def _within(steps: list[Tree], scope: Scope) -> Iterator[Tree]:
    """The steps; repeats whose index is not given go to the instance that holds the context node."""
    shared = list(road(scope.asking))[: len(steps) - 1]
    for at, step in enumerate(steps):
        holder = shared[at] if at < len(shared) else None
        if holder is None or holder.name != split_step(step)[0]:
            shared = []
            yield step
        else:
            yield (step, place(holder)) if holder.repeated and isinstance(step, str) else step


def _from_root(path: Tree, scope: Scope) -> list[Tree]:
    """The steps of a path from the root, relative ones resolved against the context node's names."""
    assert isinstance(path, tuple)
    names: list[Tree] = []
    if path[1] != 0:
        node = scope.node if path[1] == 1 else scope.current
        while node.parent is not None:
            names.insert(0, node.name)
            node = node.parent
    for step in path[2:]:
        if step == "..":
            del names[-1:]
        elif step != ".":
            names.append(step)
    return names


@library("count-non-empty", "nodes")
def count_non_empty(found: Nodes) -> Value:
    """Groups and repeats are not empty."""
    return float(sum(bool(node.children()) or node.value() != "" for node in found))


@library("jr:itext", "string", scoped=True)
def itext(scope: Scope, text_id: str) -> Value:
    return scope.world.translation(text_id)


@library("current", scoped=True)
def current(scope: Scope) -> Value:
    return [scope.current]


@library("instance", "string", scoped=True)
def instance(scope: Scope, name: str) -> Value:
    document = scope.world.instance(name)
    if document is None:
        raise XPathError(f"no instance {name}")
    return [document]


@library("pulldata", "string string string string", scoped=True)
def pulldata(scope: Scope, file: str, wanted: str, key: str, value: str) -> Value:
    """One cell of a list: that of the first row whose `key` column reads as the value."""
    document = scope.world.instance(file.removesuffix(".csv"))
    rows = [row for root in (document.children() if document else ()) for row in root.children()]
    for row in rows:
        if string([*row.named(key)][:1]) == value:
            return string([*row.named(wanted)][:1])
    return ""


@library("regex", "string string")
def regex(text: str, pattern: str) -> Value:
    """The whole text has to match, as in JavaRosa."""
    try:
        return matches(pattern, text)
    except PatternError as error:
        raise XPathError(str(error)) from error


@library("boolean-from-string", "string")
def boolean_from_string(text: str) -> Value:
    return text.lower() in ("1", "true")


@library("join", "string each*")
def join(mark: str, *values: Value) -> Value:
    """One node-set gives its nodes; among several values each gives something, no node at all a blank."""
    nothing: list[Scalar] = [""] if len(values) > 1 else []
    return mark.join(string(item) for value in values for item in each(value) or nothing)


@library("substr", "string number number?")
def substr(text: str, start: float, *end: float) -> Value:
    """Counted from 0, the end left out; negative numbers count from the end."""
    first = _bound(start, len(text))
    last = _bound(end[0], len(text)) if end else len(text)
    return text[first:last] if first < last else ""


def _bound(place: float, length: int) -> int:
    if place != place:
        return 0
    whole = int(max(min(place, length), -length))
    return whole if whole >= 0 else length + whole


@library("ends-with", "string string")
def ends_with(text: str, end: str) -> Value:
    return text.endswith(end)


@library("uuid", "number?", scoped=True)
def uuid(scope: Scope, *length: float) -> Value:
    if not length:
        return scope.world.uuid()
    wanted = max(0, min(int(length[0]), 1000)) if length[0] == length[0] else 0
    text = ""
    while len(text) < wanted:
        text += scope.world.uuid().replace("-", "")
    return text[:wanted]


@library("random", scoped=True)
def random(scope: Scope) -> Value:
    return scope.world.random()


@library("property", "string", scoped=True)
def property_(scope: Scope, name: str) -> Value:
    return scope.world.property(name)


@library("depend", "any any*")
def depend(value: Value, *others: Value) -> Value:
    """The first; the others are only named so that their changes count."""
    return value


@library("version", scoped=True)
def version(scope: Scope) -> Value:
    return scope.world.version
