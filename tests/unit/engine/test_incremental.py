"""What a change leaves behind is what evaluating the whole form from scratch would give: random forms, random edits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.engine.definition import Form
from app.engine.instance import Item, ref_of
from app.engine.live import Live
from app.engine.run import Filling, start
from app.engine.wiring import Wiring
from app.engine.world import Surroundings
from tests.builders.random_forms import forms
from tests.corpus.cases import context, form, form_names

VALUES = st.sampled_from(["", "0", "1", "2", "3", "5", "-1", "x", "1.5"])


def edit(data: st.DataObject, record: Filling) -> None:
    """One thing that a person might do next."""
    items = [item for item in record._record.root.walk() if isinstance(item.parent, Item)]
    # What a person writes over a calculated value stands until the next calculation: no state to compare.
    leaves = [item for item in items if item.spec.control and not item.spec.children and item.spec.calculate is None]
    ranges = [(item, spec) for item in record._record.root.walk() for spec in _repeats(record, item)]
    rows = [item for item in items if item.repeated]
    deed = data.draw(st.sampled_from(["set", "set", "set", "add", "remove"]))
    if deed == "add" and ranges:
        parent, name = data.draw(st.sampled_from(ranges))
        outer = ref_of(parent)
        if len(parent.kids[name]) < 4:
            record.add(f"{outer}/{name}" if outer else name, data.draw(st.sampled_from([None, 1, 2])))
    elif deed == "remove" and rows:
        record.remove(ref_of(data.draw(st.sampled_from(rows))))
    elif leaves:
        item = data.draw(st.sampled_from(leaves))
        offered = [choice.value for choice in record.choices(ref_of(item))] if item.spec.items else []
        record.set(ref_of(item), data.draw(st.sampled_from(["", *offered]) if offered else VALUES))


def _repeats(record: Filling, item: Item) -> list[str]:
    found = [record.form.nodes[number] for number in item.spec.children]
    return [spec.name for spec in found if spec.kind == "repeat"]


def state(record: Filling) -> dict[str, Any]:
    return {
        ref_of(item): (item.text, item.visible, item.required, item.readonly) for item in record._record.root.walk()
    }


def from_scratch(record: Filling) -> dict[str, Any]:
    """The same answers, everything else forgotten and evaluated anew."""
    before = state(record)
    for item in record._record.root.walk():
        item.own = item.visible = True
        item.required, item.readonly = item.spec.required is True, item.spec.readonly is True
        if item.spec.calculate is not None and not _kept(record.form, item):
            item.text = "từ đầu"
    world = Surroundings(record.form, record.context, record._record)
    Live(world, Wiring(record.form)).evaluate_all()
    after = state(record)
    for item in record._record.root.walk():  # put things back as they were found
        item.text, item.visible, item.required, item.readonly = before[ref_of(item)]
    return after


def _kept(form: Form, item: Item) -> bool:
    """once() keeps what it gave first; that is not for another evaluation to repeat."""
    assert item.spec.calculate is not None
    return "once" in str(form.exprs[item.spec.calculate])


def check(data: st.DataObject, record: Filling) -> None:
    assert from_scratch(record) == state(record)
    for _ in range(data.draw(st.integers(1, 6))):
        edit(data, record)
        expected = from_scratch(record)
        assert set(expected) == set(state(record))
        assert expected == state(record)


@given(forms(), st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_random_forms_agree_with_evaluation_from_scratch_after_every_edit(form: Form, data: st.DataObject) -> None:
    check(data, start(form, context()))


@given(st.sampled_from(form_names()), st.data())
@settings(max_examples=50, deadline=None)
def test_the_forms_of_the_corpus_agree_with_evaluation_from_scratch_after_every_edit(
    name: str, data: st.DataObject
) -> None:
    check(data, start(form(name), context()))


Undo = Callable[[Filling], object]


def undoable(data: st.DataObject, record: Filling) -> Undo:
    """One thing that a person might do, and what takes it back."""
    items = [item for item in record._record.root.walk() if isinstance(item.parent, Item)]
    rows = [item for item in items if item.repeated]
    deed = data.draw(st.sampled_from(["set", "set", "add", "remove"] if rows else ["set"]))
    if deed == "set":
        return _answered(data, record, [item for item in items if item.spec.control and not item.spec.children])
    ref = ref_of(data.draw(st.sampled_from(rows)))
    repeat, place = ref.rpartition("[")[0], int(ref.rpartition("[")[2][:-1])
    if deed == "add":
        made = record.add(repeat, place)
        return lambda record: record.remove(made)
    item = record._record.find(ref)
    counts = {spec: len(item.kids[spec]) for spec in _repeats(record, item)}
    answers = _answers_in(item)
    record.remove(ref)
    return lambda record: _put_back(record, f"{repeat}[{place}]", counts, answers)


def _answered(data: st.DataObject, record: Filling, leaves: list[Item]) -> Undo:
    item = data.draw(st.sampled_from([leaf for leaf in leaves if leaf.spec.calculate is None]))
    ref, before = ref_of(item), item.text
    record.set(ref, data.draw(VALUES))
    return lambda record: record.set(ref, before)


def _answers_in(instance: Item) -> dict[str, str]:
    """The answers of a repeat instance by their refs within it, inner instances too."""
    leaves = [item for item in instance.walk() if item.spec.kind == "leaf" and item.spec.calculate is None]
    return {ref_of(item).removeprefix(f"{ref_of(instance)}/"): item.text for item in leaves}


def _put_back(record: Filling, ref: str, counts: dict[str, int], answers: dict[str, str]) -> None:
    repeat, _, place = ref[:-1].rpartition("[")
    record.add(repeat, int(place))
    for inner, count in counts.items():
        for _ in range(len(record.instances(f"{ref}/{inner}")), count):
            record.add(f"{ref}/{inner}")
        for unwanted in reversed(record.instances(f"{ref}/{inner}")[count:]):
            record.remove(unwanted)
    for inside, text in answers.items():
        record.set(f"{ref}/{inside}", text)


@given(forms(counted=False), st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_edits_taken_back_one_by_one_leave_everything_as_it_was(form: Form, data: st.DataObject) -> None:
    assume(not any("once" in str(tree) for tree in form.exprs))  # once() keeps what it saw first: that is its meaning
    record = start(form, context())
    before, undone = state(record), []
    for _ in range(data.draw(st.integers(1, 8))):
        undone.append(undoable(data, record))
    for undo in reversed(undone):
        undo(record)
    assert state(record) == before
