"""Plain XML documents as nodes: what an expression sees when there is no form around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from app.engine.datatypes import Json, read_value
from app.engine.xml import Element, parse
from app.engine.xpath.values import Node, Scalar


class Branch:
    """An element, or with the name "" the document above the root. Elements of one name side by side are the instances
    of a repeat. An element with elements inside has no text of its own."""

    visible = True

    def __init__(self, name: str, parent: Branch | None, main: bool) -> None:
        self.name, self.parent, self.main = name, parent, main
        self.repeated = False
        self.text = self.datatype = ""
        self.attrs: Mapping[str, str] = {}
        self.kids: list[Branch] = []

    def named(self, name: str) -> Sequence[Node]:
        return [kid for kid in self.kids if kid.name == name]

    def children(self) -> Sequence[Node]:
        return self.kids

    def value(self) -> Scalar:
        return read_value(self.datatype, self.text)

    def attributes(self) -> Mapping[str, str]:
        return self.attrs

    def on_wire(self) -> Json:
        """[name, attributes, text or children, datatype]."""
        content: Json = [kid.on_wire() for kid in self.kids] if self.kids else self.text
        return [self.name, dict(self.attrs), content, self.datatype]


def document(source: str | bytes, *, main: bool, types: Mapping[str, str]) -> Branch:
    """The document of some XML, with datatypes by path without positions; XmlError when it is none."""
    root = parse(source.encode() if isinstance(source, str) else source)
    made = Branch("", None, main)
    made.kids.append(_grown(root, made, f"/{root.name}", types))
    return made


def _grown(element: Element, parent: Branch, path: str, types: Mapping[str, str]) -> Branch:
    branch = Branch(element.name, parent, parent.main)
    branch.attrs, branch.datatype = element.attrs, types.get(path, "")
    branch.kids = [_grown(child, branch, f"{path}/{child.name}", types) for child in element.children]
    branch.text = "" if branch.kids else element.text
    counts = Counter(kid.name for kid in branch.kids)
    for kid in branch.kids:
        kid.repeated = counts[kid.name] > 1
    return branch
