"""Filling in a form: `start` a record or `restore` one, `set` answers, ask what is relevant and what is wrong,
get the XML. Refs and rules are those of docs/formats/wire.md; the machinery is in live.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.engine.datatypes import Json, local, readable
from app.engine.definition import Form, Text
from app.engine.instance import Instance, Item, ref_of
from app.engine.live import Changes, Live, chosen
from app.engine.problems import field_message
from app.engine.wiring import Wiring
from app.engine.world import ChoiceView, Context, Surroundings
from app.engine.xml import parse
from app.engine.xpath.values import Value, boolean

__all__ = ["Changes", "ChoiceView", "Context", "FieldProblem", "Filling", "restore", "start"]


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """Something wrong with an answer: code required, type, constraint or repeat; the message is in one language."""

    ref: str
    code: str
    message: str


def start(form: Form, context: Context) -> Filling:
    """A new record."""
    filling = Filling(form, context, Instance(form, form.initial))
    filling._live.begin()
    filling._live.evaluate_all()
    return filling


def restore(form: Form, xml: bytes, context: Context, *, calculate: bool = True) -> Filling:
    """A record from its XML; ValueError when that is no XML. With `calculate=False` calculated values stay as the XML
    has them: for looking at a record that somebody else has finished."""
    filling = Filling(form, context, Instance(form, parse(xml)))
    if calculate:
        filling._live.open()
    filling._live.evaluate_all(calculate)
    return filling


@lru_cache(maxsize=64)
def _wiring(form: Form) -> Wiring:
    return Wiring(form)


class Filling:
    """One record being filled in. Refs of nodes that are not there raise LookupError."""

    def __init__(self, form: Form, context: Context, record: Instance) -> None:
        self.form = form
        self._record = record
        self._world = Surroundings(form, context, record)
        self._live = Live(self._world, _wiring(form))

    @property
    def context(self) -> Context:
        return self._world.context

    @context.setter
    def context(self, context: Context) -> None:
        """Another moment or person; what depends on it follows with the next changes."""
        self._world.context = context

    # Answers

    def set(self, ref: str, text: str) -> Changes:
        """A new value, as it will stand in the XML."""
        item = self._record.find(ref)
        if item.spec.kind != "leaf":
            raise LookupError(ref)
        return self._live.set(item, text)

    def add(self, repeat_ref: str, at: int | None = None) -> str:
        """A new instance at position `at` (1 is the first), at the end without it; gives its ref."""
        parent, spec = self._record.siblings(repeat_ref)
        count = len(parent.kids[spec.name])
        place = count if at is None else min(max(at - 1, 0), count)
        return ref_of(self._live.add(parent, spec, place))

    def remove(self, instance_ref: str) -> Changes:
        item = self._record.find(instance_ref)
        if not item.repeated:
            raise LookupError(instance_ref)
        return self._live.remove(item)

    # Questions about the record

    def value(self, ref: str) -> str:
        """The text of a node, also while it is not relevant."""
        return self._record.find(ref).text

    def is_relevant(self, ref: str) -> bool:
        """Of a repeat without position: whether an instance there would be relevant."""
        try:
            parent, spec = self._record.siblings(ref)
        except LookupError:
            return self._record.find(ref).visible
        if spec.relevant is None or not parent.visible:
            return parent.visible
        value = self._world.value(spec.relevant, Item(spec, parent))
        return True if value is None else boolean(value)

    def is_required(self, ref: str) -> bool:
        return self._record.find(ref).required

    def is_readonly(self, ref: str) -> bool:
        """Readonly itself or inside something that is."""
        item: object = self._record.find(ref)
        while isinstance(item, Item):
            if item.readonly:
                return True
            item = item.parent
        return False

    def instances(self, repeat_ref: str) -> list[str]:
        parent, spec = self._record.siblings(repeat_ref)
        return [f"{repeat_ref}[{place}]" for place in range(1, len(parent.kids[spec.name]) + 1)]

    def choices(self, ref: str, lang: str = "") -> tuple[ChoiceView, ...]:
        return tuple(self._world.speaking(lang).choices(self._record.find(ref)) or ())

    def text(self, text: Text | None, ref: str, lang: str = "") -> str:
        """A label, hint or message with its outputs, as the node at `ref` shows it."""
        return "" if text is None else self._world.speaking(lang).text(text, self._record.find(ref))

    def evaluated(self, expr: int, path: str) -> Iterator[tuple[str, Value | None]]:
        """(ref, value) of an expression of the form for every instance of the node at an absolute path; None where it
        fails."""
        number = self.form.paths[path]
        for item in self._record.root.walk():
            if item.number == number:
                yield ref_of(item), self._world.value(expr, item)

    # The whole

    def problems(self, under: str = "", lang: str = "") -> tuple[FieldProblem, ...]:
        """What is wrong at or below a ref, in document order, in the language."""
        world = self._world.speaking(lang)
        return tuple(problem for item in self._below(under) for problem in self._wrong(item, under, world))

    def _below(self, under: str) -> Iterator[Item]:
        try:
            parent, spec = self._record.siblings(under)
        except LookupError:
            yield from self._record.find(under).walk()
            return
        for item in parent.kids[spec.name]:
            yield from item.walk()

    def _wrong(self, item: Item, under: str, world: Surroundings) -> Iterator[FieldProblem]:
        if not item.visible:
            return
        if item.spec.count is not None and isinstance(item.parent, Item):
            yield from self._miscounted(item, item.parent, under, world)
        if item.spec.kind == "leaf" and item.spec.control:
            code = self._code(item, world)
            if code:
                yield FieldProblem(ref_of(item), code, self._message(item, code, world))

    def _miscounted(self, item: Item, parent: Item, under: str, world: Surroundings) -> Iterator[FieldProblem]:
        """A repeat with more instances than its count says: told once, in front of the first of them."""
        siblings = parent.kids[item.name]
        ref = ref_of(item)
        if item is siblings[0] and ref != under and 0 <= self._live.counted(item.number, parent) < len(siblings):
            yield FieldProblem(ref.removesuffix("[1]"), "repeat", field_message("repeat", "", world.lang))

    def _code(self, item: Item, world: Surroundings) -> str:
        if item.text == "":
            return "required" if item.required else ""
        if not readable(item.spec.datatype, item.text):
            return "type"
        if item.spec.items is not None:
            offered = {choice.value for choice in world.choices(item) or ()}
            if not offered.issuperset(chosen(item)):
                return "type"
        value = world.value(item.spec.constraint, item) if item.spec.constraint is not None else None
        return "" if value is None or boolean(value) else "constraint"

    def _message(self, item: Item, code: str, world: Surroundings) -> str:
        own = {"required": item.spec.required_message, "constraint": item.spec.constraint_message}.get(code)
        return (own and world.text(own, item)) or field_message(code, item.spec.datatype, world.lang)

    def xml(self, final: bool = True) -> bytes:
        """The record as XML. Final XML leaves out what is not relevant and notes the time of finishing."""
        if final:
            for item in self._record.root.walk():
                if item.spec.preload == ("timestamp", "end"):
                    item.text = local(self.context.now).text
        return self._record.xml(final)

    def data(self) -> dict[str, Json]:
        """The record as a JSON document: groups as objects, repeats as lists, blanks as None, numbers as numbers."""
        return self._record.data()

    @property
    def instance_id(self) -> str:
        return self._meta("instanceID")

    @property
    def instance_name(self) -> str:
        return self._meta("instanceName")

    def _meta(self, name: str) -> str:
        for item in self._record.root.walk():
            if item.spec.name.rpartition(":")[2] == name:
                return item.text
        return ""
