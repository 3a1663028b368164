"""The shortcut through lists gives what going row by row gives."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.instance import Instance
from app.engine.world import Surroundings
from app.engine.xpath import evaluate as evaluator
from app.engine.xpath.evaluate import evaluate
from app.engine.xpath.lookup import narrowed
from app.engine.xpath.parser import parse
from app.engine.xpath.values import Node, Scope, XPathError
from tests.corpus.cases import context, record

ROWS = st.lists(
    st.fixed_dictionaries({"a": st.sampled_from(["", "1", "2", "x"]), "b": st.sampled_from(["", "1", "x", "1.0"])}),
    max_size=6,
)
SIDES = st.sampled_from([
    "a", "b", "c", "'1'", "'x'", "''", "1", "/data/s", "/data/n", "/data/d", "/data/r/s", "current()/../s", ".", "./a",
    "concat(/data/s, '')", "string()", "position()", "/data/gone", "true()", "date('x')",
    "instance('l')/root/item[1]/a",
])  # fmt: skip
CONDITIONS = st.builds("{} {} {}".format, SIDES, st.sampled_from(["=", "=", "=", "!=", "<"]), SIDES)
PREDICATES = st.one_of(
    CONDITIONS,
    st.builds("{} and {}".format, CONDITIONS, CONDITIONS),
    st.builds("{} or {}".format, CONDITIONS, CONDITIONS),
    st.builds("({} and {}) and {}".format, CONDITIONS, CONDITIONS, CONDITIONS),
    st.sampled_from(["2", "last()", "a", "/data/n", "number(/data/n)"]),
)


def result(instance: Instance, expression: str) -> list[int] | str:
    world = Surroundings(instance.form, context(), instance)
    item = instance.find("s")
    try:
        found = evaluate(parse(expression), Scope(world, item, item))
    except XPathError:
        return "fails"
    assert isinstance(found, list)
    return [id(node) for node in found]


@given(ROWS, PREDICATES, PREDICATES)
@settings(max_examples=400, deadline=None)
def test_the_index_finds_what_row_by_row_finds(rows: list[dict[str, str]], first: str, second: str) -> None:
    nodes = {"s": "1", "n:int": "1", "d:date": "2018-06-05", "gone!": "x", "r": [{"s": "x"}, {"s": "1"}]}
    instance = record(nodes, {"l": [{"a": "0", "b": "0"}, *rows]})
    expression = f"instance('l')/root/item[{first}][{second}]"
    with patch.object(evaluator, "narrowed", lambda *_: None):
        slowly = result(instance, expression)
    if slowly != "fails":  # what fails for a row that the index passes over need not fail
        assert result(instance, expression) == slowly


def test_the_index_is_used_where_it_can_be() -> None:
    instance = record({"s": "1"}, {"l": [{"a": "1", "b": "x"}, {"a": "2", "b": "x"}]})
    world = Surroundings(instance.form, context(), instance)
    item = instance.find("s")
    document = world.instance("l")
    assert document is not None
    root: Node = document.root

    def found(predicate: str) -> int | None:
        kept = narrowed(root, parse(predicate), Scope(world, item, item), evaluate)
        return None if kept is None else len(kept)

    assert [found(text) for text in ("a = /data/s", "/data/s = a", "b = 'x' and a = '2'", "a = 'none'")] == [1, 1, 1, 0]
    assert [found(text) for text in ("a = 1", "a = b", "a != '1'", "a = '1' and position() = 1", "1")] == [None] * 5


def test_a_list_without_the_column_is_left_to_the_slow_road() -> None:
    instance = record({"s": ""}, {"l": [{"a": "1"}]})
    assert len(result(instance, "instance('l')/root/item[none = /data/s]")) == 1


@pytest.mark.parametrize("wanted", ["/data/none", "/data/s"])
def test_a_blank_finds_blank_cells(wanted: str) -> None:
    instance = record({"s": ""}, {"l": [{"a": "1"}, {"a": ""}]})
    assert len(result(instance, f"instance('l')/root/item[a = {wanted}]")) == 1
