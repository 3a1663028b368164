"""The order of evaluation: what is evaluated for each node, what it reads, and a sequence in which everything
stands behind what it reads. Circles are returned, not raised; compile.py turns them into problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from app.engine.definition import (
    CALCULATE,
    CONSTRAINT,
    COUNT,
    ITEMS,
    READONLY,
    RELEVANT,
    REQUIRED,
    TEXT,
    Form,
    Node,
    PlanEntry,
    Question,
    Text,
)
from app.engine.references import References, references


@dataclass(frozen=True, slots=True)
class Plan:
    entries: tuple[PlanEntry, ...]
    feeds: tuple[tuple[int, ...], ...]
    cycles: tuple[tuple[PlanEntry, ...], ...]


@dataclass(slots=True)
class _Job:
    """An entry before it has its place. `needs` are other jobs."""

    entry: PlanEntry
    reads: dict[int, int]
    own: bool
    needs: set[int]


def make_plan(form: Form) -> Plan:
    jobs = list(_jobs(form))
    _link(form, jobs)
    order, cycles = _sorted(jobs)
    order += [index for index, job in enumerate(jobs) if job.entry.kind > COUNT]
    feeds: list[set[int]] = [set() for _ in form.nodes]
    for place, index in enumerate(order):
        for node in jobs[index].reads:
            feeds[node].add(place)
        if jobs[index].own:
            feeds[jobs[index].entry.node].add(place)
    entries = tuple(jobs[index].entry for index in order)
    circles = tuple(tuple(jobs[index].entry for index in cycle) for cycle in cycles)
    return Plan(entries, tuple(tuple(sorted(found)) for found in feeds), circles)


def _jobs(form: Form) -> Iterator[_Job]:
    for node in form.nodes:
        for kind, source in _expressions(node):
            found = references(form, form.exprs[source], node.number)
            if kind == ITEMS and node.items is not None:
                _read_too(form, form.choice_outputs(node.items), node, found)
            if kind != ITEMS or found.reads:
                yield _job(form, PlanEntry(node.number, kind, source), found)
        for text in _texts(form, node):
            together = References()
            _read_too(form, text.expressions(), node, together)
            yield _job(form, PlanEntry(node.number, TEXT, -1, text=text), together)


def _read_too(form: Form, sources: Iterable[int], node: Node, found: References) -> None:
    """What these expressions read when the node asks, put to what was found before."""
    for source in dict.fromkeys(sources):
        for read, anchor in references(form, form.exprs[source], node.number).reads.items():
            found.reads[read] = min(anchor, found.reads.get(read, anchor))


def _expressions(node: Node) -> Iterator[tuple[int, int]]:
    for kind, source in (
        (RELEVANT, node.relevant),
        (CALCULATE, node.calculate),
        (REQUIRED, node.required),
        (READONLY, node.readonly),
        (COUNT, node.count),
        (CONSTRAINT, node.constraint),
        (ITEMS, node.items.nodeset if node.items else None),
    ):
        if source is not None and not isinstance(source, bool):
            yield kind, source


def _texts(form: Form, node: Node) -> Iterator[Text]:
    control = form.controls.get(node.number)
    guidance = control.guidance if isinstance(control, Question) else None
    for text in (node.label, node.hint, guidance, node.constraint_message, node.required_message):
        if text is not None and next(text.expressions(), None) is not None:
            yield text


def _job(form: Form, entry: PlanEntry, found: References) -> _Job:
    within = min((a for r, a in found.reads.items() if a < _shared(form, entry, r)), default=-1)
    return _Job(PlanEntry(entry.node, entry.kind, entry.expr, within, entry.text), found.reads, found.own, set())


def container(form: Form, entry: PlanEntry) -> tuple[int, ...]:
    """The repeats whose instances each have their own evaluation of the entry, outermost first."""
    above = form.repeats_above(entry.node)
    inside = form.nodes[entry.node].kind == "repeat" and entry.kind != COUNT
    return (*above, entry.node) if inside else above


def _shared(form: Form, entry: PlanEntry, read: int) -> int:
    """The deepest repeat that holds both an entry and what it reads; 0 when there is none."""
    both = [repeat for repeat in container(form, entry) if repeat in form.repeats_above(read)]
    return both[-1] if both else 0


def _link(form: Form, jobs: list[_Job]) -> None:
    """What each job has to wait for: the producers of what it reads, and whatever decides that its node is there."""
    found = {(job.entry.node, job.entry.kind): index for index, job in enumerate(jobs) if job.entry.kind <= COUNT}

    def there(number: int) -> Iterator[int]:
        """Jobs that decide whether instances of a node exist and are relevant."""
        while number >= 0:
            for kind in (RELEVANT, COUNT):
                if (number, kind) in found:
                    yield found[number, kind]
            number = form.nodes[number].parent

    for index, job in enumerate(jobs):
        for read in job.reads:
            job.needs.update(there(read))
            if (read, CALCULATE) in found:
                job.needs.add(found[read, CALCULATE])
        own = form.nodes[job.entry.node].parent if job.entry.kind == COUNT else job.entry.node
        job.needs.update(needed for needed in there(own) if needed != index)
        if job.entry.kind == RELEVANT and (job.entry.node, COUNT) in found:
            job.needs.add(found[job.entry.node, COUNT])
        if job.entry.kind == RELEVANT and job.own:
            job.needs.add(index)  # whether a node is relevant cannot depend on its own value


def _sorted(jobs: list[_Job]) -> tuple[list[int], list[list[int]]]:
    """Jobs that produce values, each behind its needs, otherwise in document order; and the circles found."""
    waiting = {index: set(job.needs) for index, job in enumerate(jobs) if job.entry.kind <= COUNT}
    order: list[int] = []
    cycles: list[list[int]] = []
    while waiting:
        ready = [index for index, needs in waiting.items() if not needs & waiting.keys()]
        if not ready:
            cycle = _circle(waiting)
            cycles.append(cycle)
            for index in cycle:
                del waiting[index]
            continue
        _drain(ready, waiting, order)
    return order, cycles


def _drain(ready: list[int], waiting: dict[int, set[int]], order: list[int]) -> None:
    readers: dict[int, list[int]] = {}
    missing: dict[int, int] = {}
    for index, needs in waiting.items():
        missing[index] = len(needs & waiting.keys())
        for needed in needs & waiting.keys():
            readers.setdefault(needed, []).append(index)
    heap = sorted(ready)
    while heap:
        index = heappop(heap)
        order.append(index)
        del waiting[index]
        for reader in readers.get(index, ()):
            missing[reader] -= 1
            if missing[reader] == 0:
                heappush(heap, reader)


def _circle(waiting: dict[int, set[int]]) -> list[int]:
    """Some circle among jobs that all wait for each other."""
    trail = [min(waiting)]
    while True:
        following = min(index for index in waiting[trail[-1]] if index in waiting)
        if following in trail:
            return trail[trail.index(following) :]
        trail.append(following)
