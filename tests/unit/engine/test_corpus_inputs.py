"""Python's side of tests/corpus/inputs: what people type, as canonical text."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine.datatypes import from_input, readable
from tests.corpus.cases import read

CASES = [
    pytest.param(case, id=f"{case['type']} {case['typed']!r}") for _, file in read("inputs") for case in file["cases"]
]


@pytest.mark.parametrize("case", CASES)
def test_what_is_typed_becomes_what_the_case_says(case: dict[str, Any]) -> None:
    assert from_input(case["type"], case["typed"]) == case["expect"]


@pytest.mark.parametrize("case", [case for case in CASES if case.values[0]["expect"] is not None])
def test_canonical_text_is_readable_and_stays_as_it_is_when_typed_again(case: dict[str, Any]) -> None:
    text = case["expect"]
    assert readable(case["type"], text)
    assert from_input(case["type"], text) == text
