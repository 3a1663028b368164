"""Secondary instances of any structure as nodes: a document above the root element. Lists of rows are in lists.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.engine.xpath.values import Node, Scalar


@dataclass(frozen=True, slots=True)
class Branch:
    """An element: name as written, attributes, own text, children."""

    name: str
    attrs: tuple[tuple[str, str], ...] = ()
    text: str = ""
    children: tuple[Branch, ...] = ()


class Twig:
    """A branch where it stands. Its children are made when first asked for."""

    visible, repeated, main = True, False, False

    def __init__(self, branch: Branch, parent: Node | None) -> None:
        self.branch, self.name, self.parent = branch, branch.name, parent

    @cached_property
    def _children(self) -> list[Node]:
        return [Twig(child, self) for child in self.branch.children]

    def children(self) -> Sequence[Node]:
        return self._children

    def named(self, name: str) -> Sequence[Node]:
        return [child for child in self._children if child.name == name]

    def value(self) -> Scalar:
        return "" if self.branch.children else self.branch.text

    def attributes(self) -> Mapping[str, str]:
        return dict(self.branch.attrs)


def document(root: Branch | None) -> Node:
    """The document of a root element; an empty one without it."""
    return Twig(Branch("", children=() if root is None else (root,)), None)
