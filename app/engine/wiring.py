"""The plan of a form, arranged for running: computed once a form, shared by every record."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.definition import COUNT, ITEMS, Form, Node, PlanEntry
from app.engine.graph import container


@dataclass(frozen=True, slots=True)
class Triggered:
    """A "changed" action: its target, and the repeats that target and trigger share."""

    number: int
    target: int
    expr: int | None
    shared: frozenset[int]


class Wiring:
    def __init__(self, form: Form) -> None:
        self.nodes: tuple[Node, ...] = form.nodes
        self.plan: tuple[PlanEntry, ...] = form.plan
        self.feeds = form.feeds
        self.items_entry = {entry.node: index for index, entry in enumerate(form.plan) if entry.kind == ITEMS}
        self.count_entry = {entry.node: index for index, entry in enumerate(form.plan) if entry.kind == COUNT}
        self._reach = [_reach(form, entry) for entry in form.plan]
        self.triggered = _triggered(form)
        self.inside = {node.number: _inside(form, node.number) for node in form.nodes if node.kind == "repeat"}

    def parent(self, node: int) -> int:
        return self.nodes[node].parent

    def reach(self, index: int) -> frozenset[int]:
        """The repeats whose instances bound what an entry reads: outside of them nothing changes for it."""
        return self._reach[index]


def _reach(form: Form, entry: PlanEntry) -> frozenset[int]:
    repeats = container(form, entry)
    return frozenset(repeats if entry.within < 0 else (repeat for repeat in repeats if repeat <= entry.within))


def _inside(form: Form, repeat: int) -> tuple[int, ...]:
    """The plan entries that are evaluated inside an instance of a repeat."""
    return tuple(
        index
        for index, entry in enumerate(form.plan)
        if repeat in form.repeats_above(entry.node) or (entry.node == repeat and entry.kind != COUNT)
    )


def _triggered(form: Form) -> dict[int, list[Triggered]]:
    found: dict[int, list[Triggered]] = {}
    actions = [(node, action) for node in form.nodes for action in node.actions if action.event == "changed"]
    for number, (node, action) in enumerate(actions):
        shared = frozenset(form.repeats_above(action.trigger)) & frozenset(form.repeats_above(node.number))
        found.setdefault(action.trigger, []).append(Triggered(number, node.number, action.expr, shared))
    return found
