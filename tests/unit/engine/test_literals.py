"""Texts written out in an expression that their function can never take."""

from __future__ import annotations

import pytest

from app.engine.check import _expected
from app.engine.xpath.functions import FUNCTIONS
from app.engine.xpath.literals import wrong_literals
from app.engine.xpath.parser import parse


@pytest.mark.parametrize(
    ("call", "codes"),
    [
        ("regex(., '[0-9')", ["bad-pattern"]),
        ("regex(., '[0-9]')", []),
        ("regex(., '(a+)+b')", ["slow-pattern"]),
        ("regex('[0-9', .)", []),
        ("regex(., '(?>a)')", ["foreign-pattern"]),
        ("format-date-time(., '%H:%M:%S.%3 %h %%')", []),
        ("format-date('5/6/2018', '%Y')", ["bad-date"]),
        ("digest(., 'SHA-3')", ["digest"]),
        ("digest(., 'sha256', 'base32')", ["digest"]),
        ("digest(., 'MD5', 'HEX')", []),
        ("date('2023-02-29')", ["bad-date"]),
        ("date(' ')", []),
        ("date(5)", []),
        ("date-time('2018-06-05T10:00')", []),
        ("decimal-date-time('hôm nay')", ["bad-date"]),
        ("decimal-time('25:00')", ["bad-date"]),
        ("decimal-time('07:30')", []),
    ],
)
def test_a_text_that_cannot_be_is_told(call: str, codes: list[str]) -> None:
    tree = parse(call)
    assert isinstance(tree, tuple)
    assert [code for code, _ in wrong_literals(tree)] == codes


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("pi", "0"), ("selected", "2"), ("round", "1–2"), ("concat", "≥ 0"), ("join", "≥ 1"),
        ("indexed-repeat", "3, 5, 7, 9, 11"), ("weighted-checklist", "2, 4, 6, …"),
    ],
)  # fmt: skip
def test_how_many_arguments_a_function_takes_is_told_in_few_words(name: str, told: str) -> None:
    assert _expected(FUNCTIONS[name]) == told
