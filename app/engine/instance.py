"""The main instance of one filling-in as a tree of items: made from a form or from XML, addressed by refs,
written as XML or JSON. It keeps values and relevance; who computes them is not known here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from app.engine.datatypes import Json, read_value, to_json
from app.engine.definition import Form, Node
from app.engine.xml import Element, clean, escape_attribute, escape_text
from app.engine.xpath.values import Scalar

_STEP = re.compile(r"([^\[\]/]+)(?:\[([0-9]+)\])?\Z")


class Item:
    """One instance of a node. `kids` holds its children by name, repeats as several; `visible` means relevant with
    all its ancestors, `own` what its own expression says."""

    __slots__ = (
        "kids", "name", "number", "own", "parent", "readonly", "repeated", "required", "spec", "text", "visible",
    )  # fmt: skip
    main = True

    def __init__(self, spec: Node, parent: Item | Document) -> None:
        self.spec, self.parent = spec, parent
        self.number, self.name, self.repeated = spec.number, spec.name, spec.kind == "repeat"
        self.kids: dict[str, list[Item]] = {}
        self.text = ""
        self.own = True
        self.visible: bool = parent.visible
        self.required, self.readonly = spec.required is True, spec.readonly is True

    def named(self, name: str) -> Sequence[Item]:
        return self.kids.get(name, ())

    def children(self) -> Sequence[Item]:
        return [item for name, found in self.kids.items() if name[0] != "@" for item in found]

    def value(self) -> Scalar:
        datatype = self.spec.datatype
        return self.text if datatype == "string" else read_value(datatype, self.text)

    def attributes(self) -> Mapping[str, str]:
        return {name[1:]: kids[0].text for name, kids in self.kids.items() if name[0] == "@" and kids[0].visible}

    def walk(self) -> Iterator[Item]:
        """This item and everything inside it, in document order."""
        yield self
        for found in self.kids.values():
            for item in found:
                yield from item.walk()


class Document:
    """What stands above the root."""

    name, parent, visible, repeated, main = "", None, True, False, True

    def __init__(self) -> None:
        self.kids: dict[str, list[Item]] = {}

    def named(self, name: str) -> Sequence[Item]:
        return self.kids.get(name, ())

    def children(self) -> Sequence[Item]:
        return [item for found in self.kids.values() for item in found]

    def value(self) -> Scalar:
        return ""

    def attributes(self) -> Mapping[str, str]:
        return {}


class Instance:
    """The tree of one record."""

    def __init__(self, form: Form, source: Element | None = None) -> None:
        """New, with defaults; or with the values of `source`, the root element of a record."""
        self.form = form
        self.document = Document()
        self.root = self.make(form.nodes[0], self.document, source, new=source is None)
        self.document.kids[self.root.name] = [self.root]

    def make(self, spec: Node, parent: Item | Document, source: Element | None = None, new: bool = True) -> Item:
        """An item with everything below it, not yet in its parent's place."""
        item = Item(spec, parent)
        if spec.kind == "leaf":
            item.text = spec.default if new else _own_text(source)
            return item
        for number in spec.children:
            child = self.form.nodes[number]
            item.kids[child.name] = self._children(child, item, source, new)
        return item

    def _children(self, child: Node, item: Item, source: Element | None, new: bool) -> list[Item]:
        if new:
            copies = child.start if child.kind == "repeat" else 1
            return [self.make(child, item) for _ in range(copies)]
        if child.name[0] == "@":
            made = self.make(child, item, None, new)
            made.text = (source.attr(child.name[1:]) if source else None) or ""
            return [made]
        local = child.name.rpartition(":")[2]
        found = source.find_all(local) if source else []
        if child.kind == "repeat":
            real = [element for element in found if "template" not in (n.rpartition(":")[2] for n in element.attrs)]
            return [self.make(child, item, element, new) for element in real]
        return [self.make(child, item, found[0] if found else None, new)]

    def items(self, number: int, within: Item) -> list[Item]:
        """Every instance of a node inside `within` (itself included), in document order."""
        names: list[str] = []
        walker = number
        while walker != within.number:
            names.append(self.form.nodes[walker].name)
            walker = self.form.nodes[walker].parent
        found = [within]
        for name in reversed(names):
            found = [child for item in found for child in item.kids[name]]
        return found

    def find(self, ref: str) -> Item:
        """The item of a ref; a repeat without a position means its first instance. LookupError if it is not there."""
        item = self.root
        for step in ref.split("/") if ref else ():
            name, place = split(step)
            found = item.kids.get(name, ())
            if not 1 <= (place or 1) <= len(found):
                raise LookupError(ref)
            item = found[(place or 1) - 1]
        return item

    def siblings(self, ref: str) -> tuple[Item, Node]:
        """(parent item, repeat) of a repeat's ref without position at its end."""
        outer, _, last = ref.rpartition("/")
        parent = self.find(outer)
        for number in parent.spec.children:
            spec = self.form.nodes[number]
            if spec.name == last and spec.kind == "repeat":
                return parent, spec
        raise LookupError(ref)

    def attached(self, item: Item) -> bool:
        """Whether the item is (still) part of the record."""
        while isinstance(item.parent, Item):
            if not any(item is other for other in item.parent.kids[item.name]):
                return False
            item = item.parent
        return item is self.root

    def xml(self, final: bool) -> bytes:
        attributes = "".join(f' {name}="{escape_attribute(value)}"' for name, value in self.form.root_attrs)
        return _xml(self.root, final, attributes).encode()

    def data(self) -> dict[str, Json]:
        """Groups as objects, repeats as lists, blanks as None; what is not relevant is left out."""
        return _data(self.root)


def split(step: str) -> tuple[str, int | None]:
    """A step such as tham_gia[2] into its name and position; None without a position."""
    found = _STEP.match(step)
    if found is None:
        raise LookupError(step)
    return found[1], int(found[2]) if found[2] else None


def ref_of(item: Item) -> str:
    steps: list[str] = []
    while isinstance(item.parent, Item):
        position = ""
        if item.repeated:
            position = f"[{next(n for n, other in enumerate(item.parent.kids[item.name], 1) if other is item)}]"
        steps.append(item.name + position)
        item = item.parent
    return "/".join(reversed(steps))


def _own_text(source: Element | None) -> str:
    return clean(source.text) if source is not None else ""


def _xml(item: Item, final: bool, attributes: str = "") -> str:
    if final and not item.visible:
        return ""
    if item.spec.kind == "leaf":
        content = escape_text(item.text)
    else:
        parts: list[str] = []
        for name, found in item.kids.items():
            for child in found:
                if name[0] != "@":
                    parts.append(_xml(child, final))
                elif child.visible or not final:
                    attributes += f' {name[1:]}="{escape_attribute(child.text)}"'
        content = "".join(parts)
    start = f"{item.name}{attributes}"
    return f"<{start}>{content}</{item.name}>" if content else f"<{start}/>"


def _data(item: Item) -> dict[str, Json]:
    document: dict[str, Json] = {}
    for name, found in item.kids.items():
        local = name.rpartition(":")[2]
        if not found or found[0].repeated:
            document[local] = [_data(child) for child in found if child.visible]
        elif found[0].visible:
            spec = found[0].spec
            document[local] = _data(found[0]) if spec.kind == "group" else to_json(spec.datatype, found[0].text)
    return document
