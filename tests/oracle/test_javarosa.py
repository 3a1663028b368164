"""JavaRosa, which ODK Collect runs, answers the corpus and random expressions as we do, except where a case says why.
One start of Java for everything; SEED and CASES make other random expressions or more of them."""

from __future__ import annotations

import math
import os
import re
from pathlib import Path
from typing import Any

import pytest

from app.engine.moments import read_moment
from tests.corpus.cases import evaluated, read
from tests.oracle.javarosa import Case, ask, grouped, xform
from tests.oracle.random_expressions import LISTS, NODES, Author

PAGE = Path(__file__).parents[2] / "docs" / "formats" / "wire.md"
# JavaRosa has no such function or axis, or (in the jar, without a device around it) breaks down on the way.
CANNOT_SAY = re.compile(
    r"Unhandled|Unsupported|SyntaxException|storage factory|NullPointer|NoClassDef|ClassCast|IllegalState|IndexOutOf"
    r"|WrappedException|Attempt to parent|subsetting|NumberFormat"
)
CHANCE = re.compile(r"\b(random|uuid)\(|^randomize\([^,]*\)$")
Asked = list[tuple[Case, list[Any]]]


def random_cases() -> list[Case]:
    author = Author(int(os.environ.get("SEED", "1")))
    found = dict.fromkeys(author.expression(3) for _ in range(int(os.environ.get("CASES", "1000"))))
    return [{"expr": expression, "nodes": NODES, "lists": LISTS} for expression in found]


@pytest.fixture(scope="module")
def answers() -> tuple[Asked, Asked]:
    """The corpus and the random expressions, each case with what JavaRosa gives."""
    corpus, chance = grouped(read("expressions")), random_cases()
    forms = [*corpus, (xform(NODES, LISTS), chance)]
    given = ask(forms)
    asked = [list(zip(cases, found, strict=True)) for (_, cases), found in zip(forms, given, strict=True)]
    return [pair for form in asked[:-1] for pair in form], asked[-1]


def same(expected: Any, answer: list[Any]) -> bool:
    """Whether an answer is what a case expects."""
    kind, value = answer[0], answer[-1]
    if isinstance(expected, dict) and "error" in expected:
        return kind == "error"
    if isinstance(expected, dict) and "nodes" in expected:
        return (value if kind == "nodes" else [value]) == expected["nodes"]
    if isinstance(expected, dict) and "moment" in expected:
        moment = read_moment(expected["moment"], "dateTime")
        return kind == "moment" and moment is not None and moment.at.isoformat(timespec="milliseconds") == value
    if isinstance(expected, bool | str):
        return value == expected and kind == ("boolean" if isinstance(expected, bool) else "string")
    number = float(expected["number"] if isinstance(expected, dict) else expected)
    found = float(value) if kind == "number" else math.nan
    both_none = kind == "number" and found != found and number != number
    return both_none or found == number or math.isclose(found, number, rel_tol=1e-9, abs_tol=1e-12)


def can_say(case: Case, answer: list[Any]) -> bool:
    return not (answer[0] == "error" and CANNOT_SAY.search(answer[1])) and not CHANCE.search(case["expr"])


def test_javarosa_answers_the_corpus_as_we_do_except_where_a_case_says_why(answers: tuple[Asked, Asked]) -> None:
    said = [(case, answer) for case, answer in answers[0] if can_say(case, answer)]
    assert len(said) > 1500
    otherwise = [
        (case["expr"], case["expect"], answer)
        for case, answer in said
        if "javarosa" not in case and not same(case["expect"], answer)
    ]
    assert otherwise == []
    differing = {id(case) for case, answer in said if not same(case["expect"], answer)}
    assert [case["expr"] for case, _ in answers[0] if "javarosa" in case and id(case) not in differing] == []


def test_javarosa_answers_random_expressions_as_we_do(answers: tuple[Asked, Asked]) -> None:
    otherwise = []
    for case, answer in answers[1]:
        expected = evaluated({}, case)
        if can_say(case, answer) and not same(expected, answer):
            otherwise.append((case["expr"], expected, answer))
    assert otherwise == []
    assert sum(can_say(*pair) for pair in answers[1]) > 0.9 * len(answers[1])


def test_every_reason_to_differ_is_explained_and_needed() -> None:
    used = {case["javarosa"] for _, file in read("expressions") for case in file["cases"] if "javarosa" in case}
    section = PAGE.read_text("utf-8").partition("### Where both engines leave JavaRosa")[2].partition("\n## ")[0]
    assert used == set(re.findall(r"^\| `([a-z0-9-]+)` \|", section, re.MULTILINE))
