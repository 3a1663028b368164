"""The functions of XPath 1.0: strings, booleans, node-sets. Its numeric ones are in numbers.py."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

from app.engine.xpath.axes import place, road
from app.engine.xpath.functions.table import Library
from app.engine.xpath.values import Node, Nodes, Scope, Value, XPathError, each, number, string

library = Library()
_NAMESPACES: Mapping[str, str] = MappingProxyType(
    {
        "entities": "http://www.opendatakit.org/xforms/entities",
        "jr": "http://openrosa.org/javarosa",
        "odk": "http://www.opendatakit.org/xforms",
        "orx": "http://openrosa.org/xforms",
    }
)


@library("string", "any?", scoped=True)
def string_(scope: Scope, *value: Value) -> Value:
    return string(value[0] if value else [scope.node])


@library("concat", "each*")
def concat(*values: Value) -> Value:
    return "".join(string(item) for value in values for item in each(value))


@library("starts-with", "string string")
def starts_with(text: str, start: str) -> Value:
    return text.startswith(start)


@library("contains", "string string")
def contains(text: str, part: str) -> Value:
    return part in text


@library("substring-before", "string string")
def substring_before(text: str, mark: str) -> Value:
    before, found, _ = text.partition(mark) if mark else ("", "", "")
    return before if found else ""


@library("substring-after", "string string")
def substring_after(text: str, mark: str) -> Value:
    return text.partition(mark)[2] if mark else text


@library("substring", "string number number?")
def substring(text: str, start: float, length: float = math.inf) -> Value:
    """Counted from 1; positions are rounded, so substring('12345', 1.5, 2.6) is '234'."""
    first, end = _half_up(start), _half_up(start) + _half_up(length)
    return "".join(character for place, character in enumerate(text, 1) if first <= place < end)


@library("string-length", "string?", scoped=True)
def string_length(scope: Scope, *text: str) -> Value:
    return float(len(text[0] if text else string([scope.node])))


@library("normalize-space", "string?", scoped=True)
def normalize_space(scope: Scope, *text: str) -> Value:
    return re.sub("[ \t\r\n]+", " ", text[0] if text else string([scope.node])).strip(" ")


@library("translate", "string string string")
def translate(text: str, old: str, new: str) -> Value:
    changes: dict[int, str | None] = {}
    for at, character in enumerate(old):
        changes.setdefault(ord(character), new[at] if at < len(new) else None)
    return text.translate(changes)


@library("boolean", "boolean")
def boolean_(value: bool) -> Value:
    return value


@library("not", "boolean")
def not_(value: bool) -> Value:
    return not value


@library("true")
def true() -> Value:
    return True


@library("false")
def false() -> Value:
    return False


@library("count", "nodes")
def count(nodes: Nodes) -> Value:
    return float(len(nodes))


@library("sum", "nodes")
def sum_(nodes: Nodes) -> Value:
    """Plain addition, as JavaRosa does it; nodes that are not numbers are passed over."""
    total = 0.0
    for node in nodes:
        value = number(node.value())
        total += value if value == value else 0.0
    return total


@library("position", "nodes?", scoped=True)
def position(scope: Scope, *nodes: Nodes) -> Value:
    """position(..): the place of a repeat instance among its siblings; of several nodes that of the one around the
    context node, else of the first. Without an argument: in a predicate."""
    if not nodes:
        return float(scope.position)
    if not nodes[0]:
        raise XPathError("position() of nothing")
    around = {id(node) for node in road(scope.asking)}
    return float(place(next((node for node in nodes[0] if id(node) in around), nodes[0][0])))


@library("last", scoped=True)
def last(scope: Scope) -> Value:
    return float(scope.size)


@library("name", "nodes?", scoped=True)
def name(scope: Scope, *nodes: Nodes) -> Value:
    found = nodes[0] if nodes else [scope.node]
    return found[0].name if found else ""


@library("local-name", "nodes?", scoped=True)
def local_name(scope: Scope, *nodes: Nodes) -> Value:
    return string(name(scope, *nodes)).rpartition(":")[2]


@library("namespace-uri", "nodes?", scoped=True)
def namespace_uri(scope: Scope, *nodes: Nodes) -> Value:
    """Of the prefix, as the document declares it or forms usually do."""
    found = nodes[0] if nodes else [scope.node]
    prefix, colon, _ = string(name(scope, found)).rpartition(":")
    declared: Node | None = found[0] if found else None
    while declared is not None:
        if (uri := declared.attributes().get(f"xmlns{colon}{prefix}")) is not None:
            return uri
        declared = declared.parent
    return _NAMESPACES.get(prefix, "")


@library("lang", "string", scoped=True)
def lang(scope: Scope, wanted: str) -> Value:
    """Whether the nearest xml:lang says this language, or a variety of it."""
    node: Node | None = scope.node
    while node is not None:
        if (found := node.attributes().get("xml:lang")) is not None:
            return f"{found}-".lower().startswith(f"{wanted}-".lower())
        node = node.parent
    return False


@library("number", "any?", scoped=True)
def number_(scope: Scope, *value: Value) -> Value:
    return number(value[0] if value else [scope.node])


def _half_up(value: float) -> float:
    return math.floor(value + 0.5) if math.isfinite(value) else value
