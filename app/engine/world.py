"""What the expressions of one record may ask of their surroundings: the person and the clock, lists, labels, texts.
An expression that fails gives None here, and the caller's rule of docs/formats/wire.md says what then."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from random import random
from uuid import uuid4

from app.engine.branches import branch
from app.engine.datatypes import Moment, day_moment
from app.engine.definition import Form, Items, Text
from app.engine.instance import Document, Instance, Item
from app.engine.xml import XmlError, clean, parse
from app.engine.xpath.evaluate import evaluate
from app.engine.xpath.trees import document
from app.engine.xpath.values import Node, Scope, Value, XPathError, scalar, string


def _uuid() -> str:
    return str(uuid4())


@dataclass(frozen=True, slots=True)
class Context:
    """What a record takes from its surroundings. `now` is aware; `uuid` gives bare UUIDs; `lang` is the language of
    labels that expressions look up, the form's default one when blank; `last_saved` is the XML of the record that
    this person finished before with the same form, if there is one."""

    now: datetime
    username: str = ""
    full_name: str = ""
    unit: str = ""
    deviceid: str = ""
    email: str = ""
    phonenumber: str = ""
    uuid: Callable[[], str] = field(default=_uuid)
    random: Callable[[], float] = field(default=random)
    lang: str = ""
    last_saved: bytes = b""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice as it is offered: its code, its words, and names of media files by kind (image, audio, video …)."""

    value: str
    label: str
    media: Mapping[str, str] = field(default_factory=dict)


class Surroundings:
    """The World of one record's expressions, in one language."""

    def __init__(self, form: Form, context: Context, record: Instance, lang: str = "") -> None:
        self.form, self.context, self.record = form, context, record
        wanted = lang or context.lang
        self.lang = wanted if wanted in form.languages else form.default_language

    def speaking(self, lang: str) -> Surroundings:
        """The same record in another language."""
        return self if lang in ("", self.lang) else Surroundings(self.form, self.context, self.record, lang)

    @property
    def document(self) -> Document:
        return self.record.document

    @property
    def now(self) -> datetime:
        return self.context.now

    @property
    def version(self) -> str:
        return self.form.version

    def instance(self, name: str) -> Node | None:
        return self._last_saved if name in self.form.last_saved else self.form.list(name, self.lang)

    @cached_property
    def _last_saved(self) -> Node:
        """The record saved before as a list; an empty document when there is none that can be read."""
        with suppress(XmlError):
            if self.context.last_saved:
                return document(branch(parse(self.context.last_saved)))
        return document(None)

    def uuid(self) -> str:
        return self.context.uuid()

    def random(self) -> float:
        return self.context.random()

    def translation(self, text_id: str) -> str:
        return self.form.plain_text(text_id, self.lang)

    def property(self, name: str) -> str:
        known = ("username", "deviceid", "email", "phonenumber")
        return str(getattr(self.context, name)) if name in known else ""

    def choice_label(self, node: Node, value: str) -> str:
        offered = self.choices(node) if isinstance(node, Item) else None
        return next((choice.label for choice in offered or () if choice.value == value), "")

    def value(self, expr: int, item: Item) -> Value | None:
        """The value of an expression for a node; None when it fails."""
        try:
            return evaluate(self.form.exprs[expr], Scope(self, item, item))
        except (XPathError, ArithmeticError, RecursionError):
            return None

    def written(self, expr: int | None, item: Item) -> str:
        """The value as the text that the node will hold; blank when it fails."""
        value = None if expr is None else self.value(expr, item)
        return "" if value is None else clean(stored(value, item.spec.datatype))

    def choices(self, item: Item) -> list[ChoiceView] | None:
        """What a select offers; None when its expression fails or it has none."""
        items = item.spec.items
        value = self.value(items.nodeset, item) if items else None
        if items is None or not isinstance(value, list):
            return None
        found = (self._choice(node, items, item) for node in value)
        return [choice for choice in found if choice.value != ""]

    def _choice(self, node: Node, items: Items, item: Item) -> ChoiceView:
        value, shown = _cell(node, items.value), _cell(node, "label" if items.itext else items.label)
        text = self.form.texts.get(_cell(node, items.label)) if items.itext else None
        if text is None:
            return ChoiceView(value, shown or value)
        media = {kind: name for kind in text.media if (name := text.medium(kind, self.lang))}
        return ChoiceView(value, self.text(text, item) or value, media)

    def text(self, text: Text, item: Item) -> str:
        """A text with its outputs."""
        parts: list[str] = []
        for part in text.parts(self.lang):
            value = self.value(part, item) if isinstance(part, int) else part
            parts.append("" if value is None else string(value))
        return "".join(parts)


def stored(value: Value, datatype: str) -> str:
    """A value as the text of a node with this datatype."""
    value = scalar(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        if datatype == "int":
            value = float(math.trunc(value))
        elif datatype == "date" and (day := day_moment(math.floor(value))) is not None:
            value = day
    if isinstance(value, Moment) and datatype in ("date", "dateTime", "time"):
        value = Moment(value.at, datatype)
    return string(value)


def _cell(node: Node, column: str) -> str:
    """The text of a row's cell; of other structures also of what lies deeper, or of an attribute."""
    found: Sequence[Node] = (node,)
    for step in column.split("/"):
        if step.startswith("@"):
            return next((text for one in found if (text := one.attributes().get(step[1:]))), "")
        found = [child for one in found for child in one.named(step)]
    return string([*found][:1])
