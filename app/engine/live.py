"""The machinery behind one filling-in: evaluates the plan, once as a whole and then piece by piece as values
change, by the rules of docs/formats/wire.md ("One filling-in"). The public face is run.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush

from app.engine.datatypes import local
from app.engine.definition import (
    CALCULATE,
    COUNT,
    ITEMS,
    KIND_NAMES,
    READONLY,
    RELEVANT,
    REQUIRED,
    PlanEntry,
)
from app.engine.definition import Node as Spec
from app.engine.instance import Item, ref_of
from app.engine.wiring import Wiring
from app.engine.world import Context, Surroundings
from app.engine.xml import clean
from app.engine.xpath.values import boolean, number

MAX_INSTANCES = 1000


@dataclass(slots=True)
class Changes:
    """What a change has touched: `touched` holds (ref, kind) that need another look, kind being "value", "repeat" or
    one of relevant, required, readonly, constraint, items, text; `cleared` the refs of choices no longer offered."""

    touched: dict[tuple[str, str], None] = field(default_factory=dict)
    cleared: dict[str, None] = field(default_factory=dict)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.touched)


class Live:
    """A record and the work that its changes leave to be done."""

    def __init__(self, world: Surroundings, wiring: Wiring) -> None:
        self.world, self.record, self.wiring = world, world.record, wiring
        self.changes = Changes()
        self._whole = False  # evaluating the plan from its beginning: nothing needs to be queued
        self._heap: list[int] = []
        self._waiting: dict[int, dict[int, Item]] = {}
        self._acted: set[tuple[int, int]] = set()

    @property
    def context(self) -> Context:
        return self.world.context

    # The whole plan

    def begin(self) -> None:
        """A new record: preloads, fills and "load" actions on top of the defaults."""
        for item in self.record.root.walk():
            self._preload(item)
        for item in self.record.root.walk():
            self._act(item, "load")
        self.open()

    def open(self) -> None:
        """The actions that run each time a record is opened."""
        for item in self.record.root.walk():
            self._act(item, "open")

    def evaluate_all(self, calculate: bool = True) -> None:
        """The plan from its beginning. Without `calculate` the calculated values stay as they are."""
        self._whole = True
        for index, entry in enumerate(self.wiring.plan):
            if entry.kind <= COUNT and (calculate or entry.kind != CALCULATE):
                for item in self._targets(entry, self.record.root):
                    self._evaluate(index, entry, item)
        self._whole = False
        self.changes = Changes()

    def _preload(self, item: Item) -> None:
        known = {name: getattr(self.context, name) for name in ("username", "deviceid", "email", "phonenumber")}
        match item.spec.preload:
            case ("uid", _):
                item.text = f"uuid:{self.context.uuid()}"
            case ("timestamp", "start"):
                item.text = local(self.context.now).text
            case ("date", "today"):
                item.text = local(self.context.now, "date").text
            case ("property", name):
                item.text = known.get(name.removeprefix("uri:"), "")
        if "prefill" in item.spec.extra:
            known |= {"unit": self.context.unit, "name": self.context.full_name}
            item.text = known.get(item.spec.extra["prefill"], "") or item.text

    def _act(self, item: Item, event: str) -> None:
        for action in item.spec.actions:
            if action.event == event:
                item.text = self.world.written(action.expr, item)

    # Changes

    def set(self, item: Item, text: str) -> Changes:
        self._begin_change()
        self._write(item, clean(text))
        self._settle()
        return self.changes

    def add(self, parent: Item, spec: Spec, place: int) -> Item:
        self._begin_change()
        item = self._insert(parent, spec, place)
        self._settle()
        return item

    def remove(self, item: Item) -> Changes:
        self._begin_change()
        self._note(ref_of(item).rpartition("[")[0], "repeat")
        siblings = item.parent.kids[item.name]
        del siblings[next(place for place, other in enumerate(siblings) if other is item)]
        self._feed_all(item)
        if item.number in self.wiring.count_entry and isinstance(item.parent, Item):
            self._queue(self.wiring.count_entry[item.number], item.parent)
        self._settle()
        return self.changes

    def _begin_change(self) -> None:
        self.changes = Changes()
        self._acted = set()

    def _note(self, ref: str, kind: str) -> None:
        self.changes.touched[ref, kind] = None

    def _write(self, item: Item, text: str, by: int = -1) -> None:
        """A new value from a person, an action, a clearing or (by plan entry `by`) a calculation."""
        if text == item.text:
            return
        item.text = text
        if self._whole:
            return
        self._note(ref_of(item), "value")
        if by < 0:
            self._trigger(item)
        self._feed(item, by)

    def _trigger(self, item: Item) -> None:
        """The "changed" actions that wait for this node."""
        for triggered in self.wiring.triggered.get(item.number, ()):
            around = _climb(item, triggered.shared)
            for target in self.record.items(triggered.target, around):
                if (triggered.number, id(target)) not in self._acted:
                    self._acted.add((triggered.number, id(target)))
                    self._write(target, self.world.written(triggered.expr, target))

    def _insert(self, parent: Item, spec: Spec, place: int) -> Item:
        item = self.record.make(spec, parent)
        parent.kids[spec.name].insert(place, item)
        for inner in item.walk():
            self._act(inner, "repeat")
        if not self._whole:
            self._note(ref_of(item).rpartition("[")[0], "repeat")
            self._feed_all(item)
            for index in self.wiring.inside[spec.number]:
                self._queue(index, item)
        return item

    # The queue

    def _feed(self, item: Item, by: int = -1) -> None:
        """Everything that reads a node has work to do, in the instances that its reading reaches."""
        for index in self.wiring.feeds[item.number]:
            if index != by:
                around = _climb(item, self.wiring.reach(index))
                self._queue(index, around)

    def _feed_all(self, item: Item) -> None:
        for inner in item.walk():
            self._feed(inner)

    def _queue(self, index: int, around: Item) -> None:
        if index not in self._waiting:
            self._waiting[index] = {}
            heappush(self._heap, index)
        self._waiting[index][id(around)] = around

    def _settle(self) -> None:
        while self._heap:
            index = heappop(self._heap)
            entry = self.wiring.plan[index]
            found: dict[int, Item] = {}
            for around in self._waiting.pop(index).values():
                if self.record.attached(around):
                    found.update((id(item), item) for item in self._targets(entry, around))
            for item in found.values():
                self._evaluate(index, entry, item)

    def _targets(self, entry: PlanEntry, around: Item) -> list[Item]:
        """The items for which an entry is evaluated: a count belongs to the parent of its repeat."""
        node = self.wiring.parent(entry.node) if entry.kind == COUNT else entry.node
        return self.record.items(node, around)

    # One entry for one item

    def _evaluate(self, index: int, entry: PlanEntry, item: Item) -> None:
        match entry.kind:
            case kind if kind == CALCULATE:
                self._write(item, self.world.written(entry.expr, item), index)
            case kind if kind == RELEVANT:
                value = self.world.value(entry.expr, item)
                item.own = True if value is None else boolean(value)
                self._show(item, index)
            case kind if kind in (REQUIRED, READONLY):
                self._flag(item, entry)
            case kind if kind == COUNT:
                self._count(entry, item)
            case _:
                self._note(ref_of(item), KIND_NAMES[entry.kind])
                if entry.kind == ITEMS:
                    self._clear(item)

    def _show(self, item: Item, by: int) -> None:
        """Visibility of an item and, where it changes, of everything below."""
        visible = item.own and item.parent.visible
        if visible == item.visible:
            return
        item.visible = visible
        if not self._whole:
            self._note(ref_of(item), "relevant")
            self._feed(item, by)
            if visible and item.number in self.wiring.items_entry:
                self._queue(self.wiring.items_entry[item.number], item)
        for found in item.kids.values():
            for child in found:
                self._show(child, by)

    def _flag(self, item: Item, entry: PlanEntry) -> None:
        value = self.world.value(entry.expr, item)
        flag = value is not None and boolean(value)
        name = KIND_NAMES[entry.kind]
        if flag is not getattr(item, name):
            setattr(item, name, flag)
            self._note(ref_of(item), name)

    def _count(self, entry: PlanEntry, parent: Item) -> None:
        wanted = self.counted(entry.node, parent)
        spec = self.wiring.nodes[entry.node]
        for place in range(len(parent.kids[spec.name]), wanted):
            self._insert(parent, spec, place)

    def counted(self, repeat: int, parent: Item) -> int:
        """How many instances the count of a repeat asks for; -1 when it does not say."""
        spec = self.wiring.nodes[repeat]
        value = self.world.value(spec.count, Item(spec, parent)) if spec.count is not None else None
        wanted = number(value) if value is not None else -1.0
        return int(min(wanted, MAX_INSTANCES)) if wanted >= 0 else -1

    def _clear(self, item: Item) -> None:
        """A value that is no longer offered goes at once."""
        if not item.visible or item.text == "":
            return
        offered = self.world.choices(item)
        if offered is None:
            return
        kept = " ".join(token for token in chosen(item) if any(token == choice.value for choice in offered))
        if kept != " ".join(chosen(item)):
            self.changes.cleared[ref_of(item)] = None
            self._write(item, kept)


def chosen(item: Item) -> list[str]:
    """The choices that a select holds."""
    return item.text.split() if item.spec.datatype in ("select", "rank") else [item.text]


def _climb(item: Item, reach: Iterable[int]) -> Item:
    """The instance that holds an item, of the deepest repeat in `reach`; else the root. Never the item itself."""
    walker = item.parent
    while isinstance(walker, Item) and isinstance(walker.parent, Item) and walker.number not in reach:
        walker = walker.parent
    return walker if isinstance(walker, Item) else item
