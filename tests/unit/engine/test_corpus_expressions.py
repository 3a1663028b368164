"""Python's side of tests/corpus/expressions; tests/js runs the same cases."""

from __future__ import annotations

import math
from typing import Any

import pytest

from app.engine.datatypes import Moment
from app.engine.xpath.values import XPathError, string
from tests.corpus.cases import read, value_of

CASES = [
    pytest.param(file, case, id=f"{name}: {case['expr']}"[:120])
    for name, file in read("expressions")
    for case in file["cases"]
]


@pytest.mark.parametrize(("file", "case"), CASES)
def test_the_expression_gives_what_the_case_says(file: dict[str, Any], case: dict[str, Any]) -> None:
    expected = case["expect"]
    if expected == {"error": True}:
        with pytest.raises(XPathError):
            value_of(file, case)
        return
    value = value_of(file, case)
    if isinstance(expected, dict) and "nodes" in expected:
        assert isinstance(value, list)
        assert [getattr(node, "text", "") for node in value] == expected["nodes"]
    elif isinstance(expected, dict) and "moment" in expected:
        assert isinstance(value, Moment)
        assert value.text == expected["moment"]
    elif isinstance(expected, dict):
        assert string(value) == expected["number"]
        assert isinstance(value, float)
    elif isinstance(expected, bool | str):
        assert value == expected
        assert type(value) is type(expected)
    else:
        assert isinstance(value, float)
        assert math.isclose(value, expected, rel_tol=1e-12, abs_tol=1e-15)
    if "text" in case:
        assert string(value) == case["text"]


def test_the_corpus_has_enough_cases_and_each_stands_once_in_its_file() -> None:
    seen = [
        (name, case["expr"], str(case.get("nodes")), case.get("at"), case.get("lang"))
        for name, file in read("expressions")
        for case in file["cases"]
    ]
    assert len(seen) >= 1300
    assert len(seen) == len(set(seen))
