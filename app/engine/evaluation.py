"""One expression on its own, outside any form: against a plain XML document, with a clock that stands still.
`evaluate` runs it here; `expression_to_wire` writes what `evaluateWire` of static/js/form/run.mjs runs, which has no
parser."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import uuid4

from app.engine.datatypes import ZONE, Moment
from app.engine.xpath.documents import document
from app.engine.xpath.evaluate import evaluate as run
from app.engine.xpath.functions import FUNCTIONS
from app.engine.xpath.nodes import Tree, is_call, walk
from app.engine.xpath.prepare import prepared
from app.engine.xpath.uses import modules
from app.engine.xpath.values import Node, Scope, Value, XPathError, boolean, nodes, number, string


class Setting(TypedDict, total=False):
    """What stands around an expression; all of it may be left out.

    `at`: the context node, as an XPath that gives one ("/data/a", "/data/rep[2]/a"); the root element.
    `now`: aware, or ISO text; in Asia/Ho_Chi_Minh if it names no zone; the time of day.
    `lang`: "vi" or "en", for format-date().  `version`: what version() gives.
    `types`: datatypes by path without positions ({"/data/a": "int"}); every other value is text.
    `instances`: further documents as XML, by the name that instance() asks for; their root element included.
    `texts`: what jr:itext() finds.  `properties`: what property() finds.
    `uuid`, `random`: for uuid() and random(); not part of the JSON, evaluateWire() takes its own."""

    at: str
    now: datetime | str
    lang: str
    version: str
    types: Mapping[str, str]
    instances: Mapping[str, str | bytes]
    texts: Mapping[str, str]
    properties: Mapping[str, str]
    uuid: Callable[[], str]
    random: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an expression gives. `kind` is text, number, boolean, moment or nodes; `value` a str, float or bool, for a
    moment its text, for nodes the list of their texts. The others are the same value turned into each kind."""

    kind: str
    value: str | float | bool | list[str]
    text: str
    number: float
    boolean: bool


def evaluate(expression: str, context_xml: str | bytes = "<data/>", **setting: Unpack[Setting]) -> Answer:
    """The answer of an expression. XPathSyntaxError when it is none, XPathError when it asks for a function that is not
    there or fails on these values, XmlError when the context is no XML, LookupError when `at` gives no node."""
    world = _World(context_xml, setting)
    return _answer(run(_checked(prepared(expression)), Scope(world, world.node, world.node)))


def expression_to_wire(
    expression: str, context_xml: str | bytes = "<data/>", **setting: Unpack[Setting]
) -> dict[str, Any]:
    """The same as JSON: "An expression on its own" in docs/formats/wire.md."""
    world = _World(context_xml, setting)
    tree = _checked(prepared(expression))
    return {
        "wire": 1,
        "expr": tree,
        "uses": modules([tree]),
        "at": list(_places(world.node)),
        "now": world.now.isoformat(timespec="milliseconds"),
        "lang": world.lang,
        "version": world.version,
        "document": world.document.kids[0].on_wire(),
        "instances": {name: found.kids[0].on_wire() for name, found in world.instances.items()},
        "texts": dict(world.texts),
        "properties": dict(world.properties),
    }


def _checked(tree: Tree) -> Tree:
    """What publishing a form would have refused is refused here."""
    for part in walk(tree):
        if is_call(part):
            function, given = FUNCTIONS.get(str(part[0])), len(part) - 1
            if function is None or not function.takes(given):
                raise XPathError(f"no function {part[0]}() with {given} arguments")
    return tree


def _places(node: Node) -> Iterator[int]:
    """The way from the document down to a node: places among the children, from 0."""
    if node.parent is not None:
        yield from _places(node.parent)
        yield next(place for place, sibling in enumerate(node.parent.children()) if sibling is node)


class _World:
    """The World of a setting; `node` is the context node."""

    def __init__(self, context_xml: str | bytes, setting: Setting) -> None:
        self.document = document(context_xml, main=True, types=setting.get("types", {}))
        given = setting.get("instances", {})
        self.instances = {name: document(xml, main=False, types={}) for name, xml in given.items()}
        self.now = _aware(setting.get("now"))
        self.lang, self.version = setting.get("lang", "vi"), setting.get("version", "")
        self.texts, self.properties = setting.get("texts", {}), setting.get("properties", {})
        self.uuid = setting.get("uuid", lambda: str(uuid4()))
        self.random = setting.get("random", random.random)
        self.node = self._find(setting.get("at", "/*"))

    def _find(self, at: str) -> Node:
        root = self.document.kids[0]
        found = nodes(run(prepared(at), Scope(self, root, root)))
        if not found:
            raise LookupError(at)
        return found[0]

    def instance(self, name: str) -> Node | None:
        return self.instances.get(name)

    def choice_label(self, node: Node, value: str) -> str:
        """Plain XML knows no choices."""
        return ""

    def translation(self, text_id: str) -> str:
        return self.texts.get(text_id, "")

    def property(self, name: str) -> str:
        return self.properties.get(name, "")


def _aware(now: datetime | str | None) -> datetime:
    at = datetime.fromisoformat(now) if isinstance(now, str) else now or datetime.now(ZONE)
    return at if at.tzinfo else at.replace(tzinfo=ZONE)


def _answer(value: Value) -> Answer:
    kind = "text" if isinstance(value, str) else "boolean" if isinstance(value, bool) else "number"
    shown: str | float | bool | list[str]
    if isinstance(value, list):
        kind, shown = "nodes", [string(node.value()) for node in value]
    elif isinstance(value, Moment):
        kind, shown = "moment", value.text
    else:
        shown = value
    return Answer(kind, shown, string(value), number(value), boolean(value))
