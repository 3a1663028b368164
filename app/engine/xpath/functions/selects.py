"""Choices: lists of values with white space between them, labels, and checklists of what is true."""

from __future__ import annotations

import math

from app.engine.xpath.functions.table import Library
from app.engine.xpath.values import Nodes, Scope, Value, XPathError, boolean, each, number, scalar

library = Library()


@library("is-selected", "string string")
@library("selected", "string string")
def selected(chosen: str, value: str) -> Value:
    """A blank value is selected when nothing is."""
    return value.strip() in (chosen.split() or [""])


@library("selected-at", "string number")
def selected_at(chosen: str, place: float) -> Value:
    """Counted from 0; blank when there is none."""
    found = chosen.split()
    return found[int(place)] if found and -1 < place < len(found) else ""


@library("count-selected", "string")
def count_selected(chosen: str) -> Value:
    return float(len(chosen.split()))


@library("jr:choice-name", "string nodes", scoped=True)
def choice_name(scope: Scope, value: str, found: Nodes) -> Value:
    """The label of a choice of the question that the path (a string in XPath, parsed at publish time) points at."""
    return scope.world.choice_label(found[0], value) if found and value != "" else ""


@library("checklist", "number number each*")
def checklist(least: float, most: float, *values: Value) -> Value:
    """Whether so many of the values are true. Bounds are cut to whole numbers; one below 0 is none, no number is 0."""
    count = sum(boolean(item) for value in values for item in each(value))
    low, high = _whole(least), _whole(most)
    return (low < 0 or count >= low) and (high < 0 or count <= high)


@library("weighted-checklist", "number number (each each)*")
def weighted_checklist(least: float, most: float, *pairs: Value) -> Value:
    """Whether the weights of the true values add up to something between the bounds, which are bounds below 0 too.
    Two node-sets go together node by node."""
    total = 0.0
    for flag, weight in zip(pairs[::2], pairs[1::2], strict=True):
        both = isinstance(flag, list) and isinstance(weight, list)
        flags, weights = (each(flag), each(weight)) if both else ([scalar(flag)], [scalar(weight)])
        if len(flags) != len(weights):
            raise XPathError("weighted-checklist() needs a weight for each value")
        for one, amount in zip(flags, weights, strict=True):
            total += number(amount) if boolean(one) else 0.0
    return least <= total <= most


def _whole(bound: float) -> float:
    if math.isfinite(bound):
        return float(math.trunc(bound))
    return bound if bound == bound else 0.0
