"""One expression on its own: the door that strangers use, Python's side of tests/corpus/alone."""

from __future__ import annotations

from typing import Any

import pytest

from app import engine
from app.engine.xml import XmlError
from app.engine.xpath.lexer import XPathSyntaxError
from app.engine.xpath.values import XPathError
from tests.corpus.cases import read

CASES = [pytest.param(case, id=case["expr"]) for _, file in read("alone") for case in file["cases"]]


@pytest.mark.parametrize("case", CASES)
def test_the_expression_gives_what_the_case_says(case: dict[str, Any]) -> None:
    def answer() -> engine.Answer:
        return engine.evaluate(case["expr"], case.get("xml", "<data/>"), **case.get("setting", {}))

    if case["expect"] in ("error", "refused"):
        with pytest.raises(XPathError):
            answer()
    else:
        kind, value = case["expect"]
        assert answer().kind == kind
        assert answer().value == (float(value) if kind == "number" else value)


def test_the_json_holds_the_tree_the_context_and_the_way_to_its_node() -> None:
    wire = engine.expression_to_wire(
        "area(.)",
        "<data><a/><r x='1'><b>5</b></r></data>",
        at="/data/r/b",
        now="2018-06-05T09:30:15.250",
        types={"/data/r/b": "int"},
        instances={"l": "<root/>"},
    )
    assert wire["expr"] == ("area", ("path", 1, "."))
    assert wire["uses"] == ["geo"]
    assert wire["at"] == [0, 1, 0]
    assert wire["now"] == "2018-06-05T09:30:15.250+07:00"
    assert wire["document"] == ["data", {}, [["a", {}, "", ""], ["r", {"x": "1"}, [["b", {}, "5", "int"]], ""]], ""]
    assert wire["instances"] == {"l": ["root", {}, "", ""]}


@pytest.mark.parametrize("expression", ["pow(2)", "tong(1, 2)"])
def test_what_no_form_is_published_with_is_not_written(expression: str) -> None:
    with pytest.raises(XPathError):
        engine.expression_to_wire(expression)


def test_an_answer_is_told_in_every_kind() -> None:
    answer = engine.evaluate("/data/a", "<data><a>5</a></data>")
    assert (answer.value, answer.text, answer.number, answer.boolean) == (["5"], "5", 5.0, True)


def test_the_clock_may_be_left_to_run_and_chance_to_chance() -> None:
    assert engine.evaluate("today() > date('2020-01-01')").value is True
    assert 0 <= engine.evaluate("random()").number < 1
    assert len(engine.evaluate("uuid()").text) == 36
    assert engine.evaluate("random()", random=lambda: 0.25).value == 0.25


def test_what_cannot_be_is_told_by_its_own_error() -> None:
    with pytest.raises(XPathSyntaxError):
        engine.evaluate("1 +")
    with pytest.raises(XmlError):
        engine.evaluate("1", "<data>")
    with pytest.raises(LookupError):
        engine.evaluate("1", "<data/>", at="/data/a")
