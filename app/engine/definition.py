"""A form as read: frozen dataclasses that everything above shares. Nothing here evaluates or checks.
Expressions are numbers into `Form.exprs`; nodes are numbers into `Form.nodes` (document order, 0 is the root)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from app.engine.xml import Element
from app.engine.xpath.lists import List
from app.engine.xpath.nodes import Tree
from app.engine.xpath.nodes import walk as walk_tree
from app.engine.xpath.trees import Branch, document
from app.engine.xpath.values import Node as XPathNode

PH = "urn:phieu:xforms"
# Kinds of plan entries, by their number on the wire.
RELEVANT, CALCULATE, REQUIRED, READONLY, COUNT, CONSTRAINT, ITEMS, TEXT = range(8)
KIND_NAMES = ("relevant", "calculate", "required", "readonly", "count", "constraint", "items", "text")
Event = Literal["load", "open", "repeat", "changed"]
Part = str | int  # literal text, or the expression number of an <output>
MEDIUM = "itext:"  # begins the names of columns that hold the media of choices


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the form's languages, the default language first; media are file names by kind and language."""

    languages: Mapping[str, tuple[Part, ...]]
    media: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def parts(self, lang: str) -> tuple[Part, ...]:
        found = self.languages.get(lang)
        return next(iter(self.languages.values()), ()) if found is None else found

    def medium(self, kind: str, lang: str) -> str | None:
        names = self.media.get(kind, {})
        return names.get(lang) or next(iter(names.values()), None)

    def expressions(self) -> Iterator[int]:
        for parts in self.languages.values():
            yield from (part for part in parts if isinstance(part, int))


@dataclass(frozen=True, slots=True)
class Items:
    """Where a select's choices come from. With `itext`, the label column holds text ids."""

    nodeset: int
    value: str
    label: str
    itext: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """A setvalue that targets a node: event "load" (of a new record), "open" (of any record, each time), "repeat" or
    "changed" (of node `trigger`)."""

    event: Event
    expr: int | None
    trigger: int = -1


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the primary instance with everything its bind, control and actions say.
    `path` is absolute ("/data/n1/so"), `ref` the same without the root ("n1/so", "" for the root)."""

    number: int
    name: str
    parent: int
    kind: Literal["group", "repeat", "leaf"]
    path: str
    children: tuple[int, ...] = ()
    datatype: str = "string"
    default: str = ""
    relevant: int | None = None
    calculate: int | None = None
    constraint: int | None = None
    required: int | bool = False
    readonly: int | bool = False
    constraint_message: Text | None = None
    required_message: Text | None = None
    label: Text | None = None
    hint: Text | None = None
    preload: tuple[str, str] | None = None
    actions: tuple[Action, ...] = ()
    located: tuple[tuple[Event, int], ...] = ()  # setgeopoint: (event, trigger) at which the phone notes where it is
    items: Items | None = None
    media: str = ""
    count: int | None = None
    fixed: bool = False
    start: int = 1  # instances of a repeat in a new record; a repeat with a count starts with none
    control: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)  # ph:* attributes of the bind

    @property
    def ref(self) -> str:
        return self.path.split("/", 2)[2] if self.parent >= 0 else ""


@dataclass(frozen=True, slots=True)
class Question:
    """A control that shows one node. `kind` is the XLSForm type: text integer decimal date time dateTime select_one
    select_multiple rank range note acknowledge geopoint geotrace geoshape image audio video file barcode."""

    node: int
    kind: str
    label: Text | None = None
    hint: Text | None = None
    guidance: Text | None = None
    appearance: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    items: Items | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """`node` is None for a group that only orders the page."""

    node: int | None
    label: Text | None
    appearance: tuple[str, ...]
    children: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`fixed`: people neither add nor remove instances."""

    node: int
    label: Text | None
    appearance: tuple[str, ...]
    children: tuple[Control, ...]
    fixed: bool = False


Control = Question | Group | Repeat


@dataclass(frozen=True, slots=True)
class Page:
    """What is filled in together: a top-level group or repeat, or loose questions that stand side by side."""

    index: int
    controls: tuple[Control, ...]
    node: int | None = None
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A list (secondary instance): rows of root/item, or, when it is of another structure, its root element `tree`.
    `file` is the media file it came from."""

    id: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    file: str | None = None
    tree: Branch | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """What a record does to a register (ODK entity list): `node` is its meta/entity, `saves` names the node that gives
    each property."""

    node: int
    dataset: str
    saves: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One thing that is evaluated: `expr` for a node. `within` is the repeat (or the root) all whose instances of the
    node have to be looked at when something it reads changes, because it reads other repeat instances than its own;
    -1: only those that share the deepest repeat instance with what changed. For TEXT `expr` is unused."""

    node: int
    kind: int
    expr: int
    within: int = -1
    text: Text | None = None


@dataclass(frozen=True, eq=False)
class Form:
    """A form, immutable, ready to be filled in. `settings` are the ph:* attributes of the root."""

    id: str
    version: str
    name: str
    languages: tuple[str, ...]
    default_language: str
    root_attrs: tuple[tuple[str, str], ...]
    nodes: tuple[Node, ...]
    body: tuple[Control, ...]
    exprs: tuple[Tree, ...]
    instances: Mapping[str, Table]
    texts: Mapping[str, Text]
    settings: Mapping[str, str] = field(default_factory=dict)
    plan: tuple[PlanEntry, ...] = ()
    feeds: tuple[tuple[int, ...], ...] = ()
    initial: Element | None = None  # the record to begin with, when instances of a repeat differ in it
    last_saved: frozenset[str] = frozenset()  # names of the instances that are the record saved before
    entities: tuple[Entity, ...] = ()

    def title(self, lang: str = "") -> str:
        """XForms know one title for all languages."""
        return self.name

    @cached_property
    def media(self) -> tuple[str, ...]:
        """Names of the external files that the form uses: its lists, then what its texts show and say."""
        found = dict.fromkeys(table.file for table in self.instances.values() if table.file)
        shown = (text for node in self.nodes for text in (node.label, node.hint) if text is not None)
        for text in (*self.texts.values(), *shown):
            found |= dict.fromkeys(name for names in text.media.values() for name in names.values())
        return tuple(found)

    @cached_property
    def paths(self) -> Mapping[str, int]:
        """Node numbers by absolute path."""
        return {node.path: node.number for node in self.nodes}

    @cached_property
    def named_children(self) -> Mapping[tuple[int, str], tuple[int, ...]]:
        """Node numbers by parent and name."""
        found: dict[tuple[int, str], tuple[int, ...]] = {}
        for node in self.nodes[1:]:
            key = node.parent, node.name
            found[key] = (*found.get(key, ()), node.number)
        return found

    def node(self, ref: str) -> Node:
        """The node of a ref without positions; LookupError when there is none."""
        number = self.paths.get(f"{self.nodes[0].path}/{ref}" if ref else self.nodes[0].path)
        if number is None:
            raise LookupError(ref)
        return self.nodes[number]

    def repeats_above(self, number: int) -> tuple[int, ...]:
        """The repeats that hold a node, outermost first, the node itself not counted."""
        found: list[int] = []
        number = self.nodes[number].parent
        while number >= 0:
            if self.nodes[number].kind == "repeat":
                found.insert(0, number)
            number = self.nodes[number].parent
        return tuple(found)

    @cached_property
    def controls(self) -> Mapping[int, Control]:
        """The control that shows a node, by node number."""
        return {control.node: control for control in walk(self.body) if control.node is not None}

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """In body order; a form that asks nothing has one page with nothing on it."""
        pages: list[Page] = []
        loose: list[Control] = []

        def close() -> None:
            if loose:
                pages.append(Page(len(pages), tuple(loose)))
                loose.clear()

        for control in self.body:
            if isinstance(control, Question):
                loose.append(control)
            else:
                close()
                pages.append(Page(len(pages), (control,), control.node, control.label))
        close()
        return tuple(pages) or (Page(0, ()),)

    def table(self, name: str, lang: str) -> Table:
        """A list as expressions see it: items with an itextId gain (or get a new) `label` column in the language, and
        one column for each medium that their labels have, such as `itext:image`."""
        table = self.instances[name]
        if "itextId" not in table.columns:
            return table
        place = table.columns.index("itextId")
        kept = [index for index, column in enumerate(table.columns) if column != "label"]
        texts = [self.texts.get(row[place]) for row in table.rows]
        media = tuple(dict.fromkeys(kind for text in texts if text for kind in text.media))
        rows = tuple(
            (
                *(row[index] for index in kept),
                self.plain_text(row[place], lang),
                *((text and text.medium(kind, lang)) or "" for kind in media),
            )
            for row, text in zip(table.rows, texts, strict=True)
        )
        columns = (*(table.columns[index] for index in kept), "label", *(MEDIUM + kind for kind in media))
        return Table(name, columns, rows, table.file)

    def plain_text(self, text_id: str, lang: str) -> str:
        """A text of the translations without its outputs; blank when there is none."""
        text = self.texts.get(text_id)
        return "".join(part for part in text.parts(lang) if isinstance(part, str)) if text else ""

    @cached_property
    def _lists(self) -> dict[tuple[str, str], XPathNode]:
        return {}

    def list(self, name: str, lang: str) -> XPathNode | None:
        """The nodes of a list, made once a language."""
        if name not in self.instances:
            return None
        if (name, lang) not in self._lists:
            table = self.table(name, lang)
            made = document(table.tree) if table.tree is not None else List(table.columns, table.rows)
            self._lists[name, lang] = made
        return self._lists[name, lang]

    def lists_named(self, tree: Tree) -> Iterator[str]:
        """The lists that an expression names: instance('x'), pulldata('x.csv', …)."""
        for part in walk_tree(tree):
            if isinstance(part, tuple) and part[0] in ("instance", "pulldata") and len(part) > 1:
                name = str(part[1]).removesuffix(".csv")
                # A name that is only known while the form is filled in may mean any list.
                yield from [name] if isinstance(part[1], str) and name in self.instances else self.instances

    def choice_outputs(self, items: Items) -> Iterator[int]:
        """The expressions of the outputs that stand in the labels of a question's choices."""
        for name in self.lists_named(self.exprs[items.nodeset]) if items.itext else ():
            table = self.instances[name]
            for row in table.rows if items.label in table.columns else ():
                text = self.texts.get(row[table.columns.index(items.label)])
                yield from text.expressions() if text else ()


def walk(controls: tuple[Control, ...]) -> Iterator[Control]:
    """Every control in body order."""
    for control in controls:
        yield control
        if not isinstance(control, Question):
            yield from walk(control.children)
