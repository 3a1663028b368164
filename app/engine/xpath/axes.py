"""The axes: which nodes a step may reach from one node, in the axis' own order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from app.engine.xpath.lists import Cell
from app.engine.xpath.values import Node


def candidates(node: Node, test: str) -> Sequence[Node]:
    """The nodes that a step's test gives, nearest first on the reverse axes."""
    if test == "..":
        return [node.parent] if node.parent else []
    if test == ".":
        return [node]
    if test == "//":
        return list(_below(node, True))
    if test[0] == "@":
        return [Cell(test[1:], node, text) for name, text in node.attributes().items() if name == test[1:]]
    if test == "child::text()":
        return [node] if node.name != "" and not node.children() else []
    axis, separator, name = test.partition("::")
    if not separator:
        axis, name = "child", test
    return [found for found in _AXES[axis](node) if _matches(found, name)]


def is_reverse(test: str) -> bool:
    return test.startswith(("ancestor::", "ancestor-or-self::", "preceding-sibling::", "preceding::"))


def leaps(test: str) -> bool:
    """Whether a step may leave the document order of the nodes that it starts from."""
    return test == "//" or "::" in test


def document_order(node: Node) -> tuple[int, ...]:
    """A key to sort the nodes of one document by: the places on the way down; attributes stand before the children."""
    if node.parent is None:
        return ()
    siblings = node.parent.children()
    place = next((place for place, sibling in enumerate(siblings) if sibling is node), -1)
    return (*document_order(node.parent), place)


def place(node: Node) -> int:
    """Among its siblings of the same name, from 1; an attribute stands alone."""
    siblings = node.parent.named(node.name) if node.parent else ()
    return next((place for place, sibling in enumerate(siblings, 1) if sibling is node), 1)


def road(node: Node) -> list[Node]:
    """The node and everything above it up to the root element, that one first."""
    found: list[Node] = []
    walker: Node | None = node
    while walker is not None and walker.name != "":
        found.insert(0, walker)
        walker = walker.parent
    return found


def _matches(node: Node, name: str) -> bool:
    if name == "node()":
        return True
    return node.name != "" if name == "*" else node.name == name


def _child(node: Node) -> Iterator[Node]:
    yield from node.children()


def _below(node: Node, itself: bool = False) -> Iterator[Node]:
    if itself:
        yield node
    for child in node.children():
        yield from _below(child, True)


def _above(node: Node, itself: bool = False) -> Iterator[Node]:
    walker = node if itself else node.parent
    while walker is not None:
        yield walker
        walker = walker.parent


def _siblings(node: Node) -> tuple[Sequence[Node], int]:
    """The node's siblings with itself, and its place among them; an attribute has none."""
    found = node.parent.children() if node.parent else [node]
    place = next((place for place, sibling in enumerate(found) if sibling is node), None)
    return ([], 0) if place is None else (found, place)


def _following(node: Node) -> Iterator[Node]:
    found, place = _siblings(node)
    yield from found[place + 1 :]


def _preceding(node: Node) -> Iterator[Node]:
    found, place = _siblings(node)
    yield from reversed(found[:place])


def _self(node: Node) -> Iterator[Node]:
    yield node


def _attributes(node: Node) -> Iterator[Node]:
    for name, text in node.attributes().items():
        yield Cell(name, node, text)


def _outside(node: Node, onward: bool) -> Iterator[Node]:
    """Everything behind a node, or everything before it from the nearest on, its ancestors left out."""
    walker: Node | None = node
    while walker is not None:
        for sibling in _following(walker) if onward else _preceding(walker):
            below = _below(sibling, True)
            yield from below if onward else reversed(list(below))
        walker = walker.parent


def _parent(node: Node) -> Iterator[Node]:
    if node.parent is not None:
        yield node.parent


_AXES: Mapping[str, Callable[[Node], Iterator[Node]]] = {
    "child": _child,
    "self": _self,
    "parent": _parent,
    "descendant": _below,
    "descendant-or-self": lambda node: _below(node, True),
    "ancestor": _above,
    "ancestor-or-self": lambda node: _above(node, True),
    "attribute": _attributes,
    "following-sibling": _following,
    "preceding-sibling": _preceding,
    "following": lambda node: _outside(node, True),
    "preceding": lambda node: _outside(node, False),
}
