"""Lists (secondary instances) as nodes: a document, its root, items and their cells, made when first asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property

from app.engine.xpath.values import Node, Scalar


class Cell:
    """A leaf with text: a cell of a list, or an attribute."""

    __slots__ = ("name", "parent", "text")
    visible, repeated, main = True, False, False

    def __init__(self, name: str, parent: Node, text: str) -> None:
        self.name, self.parent, self.text = name, parent, text

    def named(self, name: str) -> Sequence[Node]:
        return ()

    def children(self) -> Sequence[Node]:
        return ()

    def value(self) -> Scalar:
        return self.text

    def attributes(self) -> Mapping[str, str]:
        return {}


class _Branch(ABC):
    """What document, root and items share."""

    visible, repeated, main = True, False, False

    def __init__(self, name: str, parent: Node | None) -> None:
        self.name, self.parent = name, parent

    @abstractmethod
    def children(self) -> Sequence[Node]: ...

    def named(self, name: str) -> Sequence[Node]:
        return [child for child in self.children() if child.name == name]

    def value(self) -> Scalar:
        return ""

    def attributes(self) -> Mapping[str, str]:
        return {}


class Item(_Branch):
    """One row of a list."""

    def __init__(self, parent: Node, columns: Sequence[str], cells: Sequence[str]) -> None:
        super().__init__("item", parent)
        self.columns, self.cells = columns, cells

    @cached_property
    def _children(self) -> dict[str, Node]:
        return {name: Cell(name, self, text) for name, text in zip(self.columns, self.cells, strict=True)}

    def children(self) -> Sequence[Node]:
        return list(self._children.values())

    def named(self, name: str) -> Sequence[Node]:
        child = self._children.get(name)
        return () if child is None else (child,)


class List(_Branch):
    """The document of a list; below it stand one root and its items."""

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        super().__init__("", None)
        self.columns = columns
        self.root = Root(self, columns, rows)

    def children(self) -> Sequence[Node]:
        return (self.root,)


class Root(_Branch):
    def __init__(self, parent: Node, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        super().__init__("root", parent)
        self.columns = columns
        self.items: list[Node] = [Item(self, columns, row) for row in rows]
        self._indexes: dict[str, dict[str, list[Node]]] = {}

    def index(self, column: str) -> dict[str, list[Node]]:
        """Items by the text of one of the columns, in order; made when first asked for."""
        if column not in self._indexes:
            place = self.columns.index(column)
            found = self._indexes[column] = {}
            for item in self.items:
                assert isinstance(item, Item)
                found.setdefault(item.cells[place], []).append(item)
        return self._indexes[column]

    def children(self) -> Sequence[Node]:
        return self.items

    def named(self, name: str) -> Sequence[Node]:
        return self.items if name == "item" else ()
