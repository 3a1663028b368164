"""The values of expressions and how one becomes another: JavaRosa's rules where XPath 1.0 leaves a choice.
Also the protocols of nodes and of the world around an expression; who implements them is not known here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.engine.datatypes import Moment, plain, read_number

Scalar = str | float | bool | Moment
TOLERANCE = 1e-12


class XPathError(ValueError):
    """An expression cannot be evaluated on these values, for example date('abc')."""


class Node(Protocol):
    """A node of the main instance or of a list. `name` is "" for a document."""

    @property
    def name(self) -> str: ...
    @property
    def parent(self) -> Node | None: ...
    @property
    def visible(self) -> bool:
        """Relevant, and so are all its ancestors."""

    @property
    def repeated(self) -> bool:
        """An instance of a repeat."""

    @property
    def main(self) -> bool:
        """Of the main instance."""

    def named(self, name: str) -> Sequence[Node]:
        """Children of this name in document order."""

    def children(self) -> Sequence[Node]: ...
    def value(self) -> Scalar:
        """Typed: a number for int and decimal, a Moment for dates and times, else text; "" for a blank or a group."""

    def attributes(self) -> Mapping[str, str]:
        """Texts by name; those that are not relevant are left out."""


Nodes = list[Node]
Value = Scalar | Nodes


class World(Protocol):
    """What an expression may ask of its surroundings."""

    @property
    def document(self) -> Node: ...
    @property
    def now(self) -> datetime: ...
    @property
    def lang(self) -> str: ...
    @property
    def version(self) -> str: ...
    def instance(self, name: str) -> Node | None: ...
    def uuid(self) -> str: ...
    def random(self) -> float: ...
    def choice_label(self, node: Node, value: str) -> str: ...
    def translation(self, text_id: str) -> str: ...
    def property(self, name: str) -> str:
        """What the device or person is called: username, deviceid, …; blank when unknown."""


@dataclass(slots=True)
class Scope:
    """Where an expression is evaluated: context node, position among `size` candidates, and the node that asked."""

    world: World
    node: Node
    current: Node
    position: int = 1
    size: int = 1

    @property
    def asking(self) -> Node:
        """The node of the main instance that asks: the context node, or `current` where that is of a list."""
        return self.node if self.node.main else self.current


def scalar(value: Value) -> Scalar:
    """One value: the first node's, blank when there is none."""
    if isinstance(value, list):
        return value[0].value() if value else ""
    return value


def each(value: Value) -> list[Scalar]:
    """All values: every node's."""
    return [node.value() for node in value] if isinstance(value, list) else [value]


def number(value: Value) -> float:
    value = scalar(value)
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, str):
        return read_number(value)
    return float(value.day) if isinstance(value, Moment) else float(value)


def string(value: Value) -> str:
    value = scalar(value)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.text if isinstance(value, Moment) else plain(value)


def boolean(value: Value) -> bool:
    """A node counts by its value, a group by being there; text is true unless blank, so 'false' is true."""
    if isinstance(value, list):
        return bool(value) and (bool(value[0].children()) or boolean(value[0].value()))
    if isinstance(value, float):
        return value == value and abs(value) > TOLERANCE
    return True if isinstance(value, Moment) else bool(value)


def nodes(value: Value) -> Nodes:
    if not isinstance(value, list):
        raise XPathError("a node-set is needed")
    return value


def equal(left: Value, right: Value) -> bool:
    return any(_same(a, b) for a, b in _pairs(left, right))


def unequal(left: Value, right: Value) -> bool:
    return any(not _same(a, b) for a, b in _pairs(left, right))


def ordered(left: Value, right: Value, test: Callable[[float, float], bool]) -> bool:
    return any(test(number(a), number(b)) for a, b in _pairs(left, right))


def _pairs(left: Value, right: Value) -> Iterator[tuple[Scalar, Scalar]]:
    """Every value of one side with every value of the other; no node at all stands for one blank."""
    for a in each(left) or [""]:
        for b in each(right) or [""]:
            yield a, b


def _same(a: Scalar, b: Scalar) -> bool:
    if isinstance(a, bool) or isinstance(b, bool):
        return boolean(a) == boolean(b)
    if isinstance(a, float) or isinstance(b, float):
        x, y = number(a), number(b)
        return x == y or abs(x - y) < TOLERANCE
    if isinstance(a, Moment) and isinstance(b, Moment) and "date" in (a.kind, b.kind):
        return a.day == b.day
    return string(a) == string(b)
