"""The order of evaluation and what feeds what."""

from __future__ import annotations

import pytest

from app.engine.definition import KIND_NAMES, Form
from app.engine.references import references
from app.engine.xpath.parser import parse
from tests.builders.filling import form_of
from tests.corpus.cases import form, form_names

SETTINGS = "| settings | form_id |\n| | t |\n"


def told(model: Form) -> list[str]:
    return [f"{model.nodes[entry.node].ref} {KIND_NAMES[entry.kind]}" for entry in model.plan]


def fed(model: Form, ref: str) -> list[str]:
    return [told(model)[place] for place in model.feeds[model.node(ref).number]]


def test_calculates_stand_behind_what_they_read() -> None:
    assert told(form("thu_tu"))[:3] == ["d calculate", "e calculate", "f calculate"]


@pytest.mark.parametrize("name", form_names())
def test_everything_reads_only_what_stands_before_it(name: str) -> None:
    model = form(name)
    place = {(entry.node, entry.kind): index for index, entry in enumerate(model.plan)}
    for index, entry in enumerate(model.plan):
        if entry.kind > 4:
            continue
        for read in references(model, model.exprs[entry.expr], entry.node).reads:
            makers = [(read, 1), *((number, kind) for number in (read, *model.repeats_above(read)) for kind in (0, 4))]
            assert all(place[maker] < index for maker in makers if maker in place)


def test_constraints_choices_and_texts_stand_at_the_end() -> None:
    for name in form_names():
        kinds = [entry.kind > 4 for entry in form(name).plan]
        assert kinds == sorted(kinds)


def test_a_node_feeds_what_reads_it_directly() -> None:
    model = form("co_ban")
    assert fed(model, "so_phong") == [
        "trong calculate", "meta/instanceName calculate", "so_phong constraint", "so_phong text", "phong_o constraint",
        "phong_o text",
    ]  # fmt: skip
    assert set(fed(model, "trong")) == {"con_trong relevant", "ly_do relevant", "ly_do required", "con_trong text"}
    assert fed(model, "ly_do") == ["ly_do constraint"]


def test_a_choice_filter_is_an_entry_and_a_list_without_one_is_not() -> None:
    assert [entry for entry in told(form("chon")) if entry.endswith("items")] == [
        "khu items", "nha items", "mo_hinh items"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "at", "reads"),
    [
        ("/data/r/x", "r/y", {"r/x": "r"}),
        ("../x", "r/y", {"r/x": "r"}),
        ("sum(../../r/x)", "r/y", {"r/x": ""}),
        ("position(..)", "r/y", {"r": ""}),
        ("count(/data/r)", "r/y", {"r": ""}),
        ("/data/r[position() = 1]/x", "r/y", {"r/x": ""}),
        ("/data/r/x", "a", {"r/x": ""}),
        ("../../x", "r/k/z", {"r/x": "r"}),
        ("/data/r/k/w", "r/k/z", {"r/k/w": "r/k"}),
        ("sum(../../k/w)", "r/k/z", {"r/k/w": "r"}),
        ("position(../..)", "r/k/z", {"r": ""}),
        ("position(..)", "r/k/z", {"r/k": "r"}),
        ("count(../../../r[x = current()/../w])", "r/k/z", {"r": "", "r/x": "", "r/k/w": "r/k"}),
        ("indexed-repeat(/data/r/x, /data/r, ../y)", "r/x", {"r/x": "", "r/y": "r"}),
        ("../preceding-sibling::r/x", "r/y", {"r/x": ""}),
        ("//x", "a", {"r/x": ""}),
        ("sum(following::x)", "a", {"r/x": ""}),
        ("preceding::a", "r/y", {"a": ""}),
        ("randomize(/data/r/x, /data/a)", "a", {"r/x": "", "a": ""}),
        ("depend(1, ../x)", "r/y", {"r/x": "r"}),
        ("if(../x, ../y, 1)", "r/y", {"r/x": "r", "r/y": "r"}),
        ("instance('l')/root/item[name = current()/../x]/label", "r/y", {"r/x": "r"}),
        ("instance('l')/root/item[name = /data/r/x]/label", "r/y", {"r/x": "r"}),
        ("(../../r)[1]/x", "r/y", {"r/x": ""}),
        ("string(.)", "r/y", {"r/y": "r"}),
    ],
)
def test_reads_are_found_with_the_repeat_instance_that_they_stay_in(
    expression: str, at: str, reads: dict[str, str]
) -> None:
    model = form_of(
        """
| survey | type | name | label |
| | integer | a | A |
| | begin_repeat | r | R |
| | integer | x | X |
| | integer | y | Y |
| | begin_repeat | k | K |
| | integer | z | Z |
| | integer | w | W |
| | end_repeat | | |
| | end_repeat | | |
"""
        + SETTINGS
    )
    found = references(model, parse(expression), model.node(at).number)
    assert {model.nodes[read].ref: model.nodes[anchor].ref for read, anchor in found.reads.items()} == reads
    assert not found.unknown


@pytest.mark.parametrize("path", ["/data/none", "../none", "/none", "none", "/data/a/b", "../../../a"])
def test_paths_to_nowhere_are_found(path: str) -> None:
    model = form_of("| survey | type | name | label |\n| | integer | a | A |\n" + SETTINGS)
    assert references(model, parse(path), model.node("a").number).unknown
