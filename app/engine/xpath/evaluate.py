"""Runs a tree in a scope. It recurses and selects nodes; what functions and operators mean stands elsewhere."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence

from app.engine.xpath.axes import candidates, document_order, is_reverse, leaps, road
from app.engine.xpath.functions import FUNCTIONS
from app.engine.xpath.lookup import narrowed
from app.engine.xpath.nodes import Tree, split_step
from app.engine.xpath.values import (
    Node,
    Nodes,
    Scope,
    Value,
    boolean,
    equal,
    nodes,
    number,
    ordered,
    unequal,
)


def evaluate(tree: Tree, scope: Scope) -> Value:
    """The value of a tree. XPathError when the values at hand do not allow one."""
    if not isinstance(tree, tuple):
        return tree if isinstance(tree, str) else float(tree)
    name = str(tree[0])
    if name == "path":
        return _select(tree, scope)
    if name in _BINARY:
        return _BINARY[name](evaluate(tree[1], scope), evaluate(tree[2], scope))
    if name in ("and", "or"):
        left = boolean(evaluate(tree[1], scope))
        return left if left is (name == "or") else boolean(evaluate(tree[2], scope))
    if name == "filter":
        found: Sequence[Node] = nodes(evaluate(tree[1], scope))
        for predicate in tree[2:]:
            found = _keep(found, predicate, scope)
        return list(found)
    if name == "neg":
        return -number(evaluate(tree[1], scope))
    function = FUNCTIONS[name]
    if function.lazy:
        return function.body(evaluate, scope, *tree[1:])
    given = [function.convert(place, evaluate(part, scope)) for place, part in enumerate(tree[1:])]
    return function.body(scope, *given) if function.scoped else function.body(*given)


def _select(tree: tuple[Tree, ...], scope: Scope) -> Nodes:
    origin, start = tree[1], 2
    found: Sequence[Node]
    if origin == 1:
        found = (scope.node,)
    elif origin == 0:
        node, start = _follow(tree, scope)
        found = (node,)
    else:
        found = nodes(evaluate(origin, scope))
    for step in tree[start:]:
        found = _step(found, step, scope)
    kept = [node for node in found if node.visible]
    if len(kept) > 1 and any(leaps(split_step(step)[0]) for step in tree[start:]):
        kept.sort(key=document_order)
    return kept


def _follow(tree: tuple[Tree, ...], scope: Scope) -> tuple[Node, int]:
    """An absolute path stays in the repeat instances of the context node as far as both go the same way:
    the deepest node that is common, and the place of the first step that is not."""
    common, place = scope.world.document, 2
    for node, step in zip(road(scope.asking), tree[2:], strict=False):
        if step != node.name or (node.repeated and place == len(tree) - 1):
            break
        common, place = node, place + 1
    return common, place


def _step(found: Sequence[Node], step: Tree, scope: Scope) -> Sequence[Node]:
    test, predicates = split_step(step)
    if test[0] not in "*.@/" and "::" not in test and not predicates:  # the usual step: children by name
        return found[0].named(test) if len(found) == 1 else [child for node in found for child in node.named(test)]
    result: dict[int, Node] = {}
    for node in found:
        known = narrowed(node, predicates[0], scope, evaluate) if test == "item" and predicates else None
        reached = candidates(node, test) if known is None else known
        for predicate in predicates if known is None else predicates[1:]:
            reached = _keep(reached, predicate, scope)
        for candidate in reversed(reached) if is_reverse(test) else reached:
            result.setdefault(id(candidate), candidate)
    return list(result.values())


def _keep(reached: Sequence[Node], predicate: Tree, scope: Scope) -> Sequence[Node]:
    """The candidates for which a predicate holds; a number is a position."""
    kept: Nodes = []
    for place, node in enumerate(reached, 1):
        value = evaluate(predicate, Scope(scope.world, node, scope.current, place, len(reached)))
        if value == place if isinstance(value, float) else boolean(value):
            kept.append(node)
    return kept


def _union(left: Value, right: Value) -> Value:
    return list({id(node): node for node in (*nodes(left), *nodes(right))}.values())


def _arithmetic(body: Callable[[float, float], float]) -> Callable[[Value, Value], Value]:
    return lambda left, right: body(number(left), number(right))


def _comparison(test: Callable[[float, float], bool]) -> Callable[[Value, Value], Value]:
    return lambda left, right: ordered(left, right, test)


def _divide(left: float, right: float) -> float:
    if right != 0:
        return left / right
    return math.nan if left == 0 or left != left else math.copysign(math.inf, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    """With the sign of the left side, as in Java and JavaScript."""
    return math.nan if right == 0 or math.isinf(left) else math.fmod(left, right)


_BINARY: Mapping[str, Callable[[Value, Value], Value]] = {
    "=": equal,
    "!=": unequal,
    "<": _comparison(operator.lt),
    "<=": _comparison(operator.le),
    ">": _comparison(operator.gt),
    ">=": _comparison(operator.ge),
    "+": _arithmetic(operator.add),
    "-": _arithmetic(operator.sub),
    "*": _arithmetic(operator.mul),
    "div": _arithmetic(_divide),
    "mod": _arithmetic(_remainder),
    "|": _union,
}
