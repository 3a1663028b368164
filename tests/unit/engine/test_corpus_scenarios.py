"""Python's side of tests/corpus/scenarios: forms filled in step by step; tests/js runs the same steps."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine.datatypes import from_input
from app.engine.run import Filling, restore, start
from tests.corpus.cases import about, context, form, form_names, read

SCENARIOS = [pytest.param(scenario, id=name) for name, scenario in read("scenarios")]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_step_leaves_what_the_scenario_says(scenario: dict[str, Any]) -> None:
    lang = scenario.get("lang", "vi")
    surroundings = context(lang=lang, **scenario.get("context", {}))
    model = form(scenario["form"])
    record = (
        restore(model, scenario["restore"].encode(), surroundings)
        if "restore" in scenario
        else start(model, surroundings)
    )
    for number, step in enumerate(scenario["steps"]):
        _take(record, step, f"step {number}: ", lang)


def _take(record: Filling, step: dict[str, Any], place: str, lang: str) -> None:
    if "set" in step:
        ref, text, *typed = step["set"]
        if typed:
            text = from_input(record.form.node(_bare(ref)).datatype, text)
            assert text is not None, place
        changes = record.set(ref, text)
        if "cleared" in step:
            assert sorted(changes.cleared) == step["cleared"], place
    elif "add" in step:
        made = record.add(step["add"], step.get("at"))
        assert made == step.get("gives", made), place
    elif "remove" in step:
        record.remove(step["remove"])
    else:
        _compare(record, step["expect"], place, lang)


def _compare(record: Filling, expected: dict[str, Any], place: str, lang: str) -> None:
    asked = {
        "values": record.value,
        "relevant": record.is_relevant,
        "required": record.is_required,
        "readonly": record.is_readonly,
        "instances": record.instances,
        "choices": lambda ref: _choices(record, ref, lang, expected["choices"][ref]),
        "texts": lambda key: _text(record, key, lang),
        "problems_under": lambda ref: _problems(record, expected["problems_under"][ref], ref, lang),
    }
    assert set(expected) <= {*asked, "problems", "xml", "draft"}, place
    for key, ask in asked.items():
        answers = {ref: ask(ref) for ref in expected.get(key, {})}
        assert answers == expected.get(key, {}), place + key
    if "problems" in expected:
        assert _problems(record, expected["problems"], "", lang) == expected["problems"], place
    for key, final in (("xml", True), ("draft", False)):
        if key in expected:
            assert record.xml(final=final).decode() == expected[key], place


def _problems(record: Filling, expected: list[list[str | None]], under: str, lang: str) -> list[list[str | None]]:
    """The problems, with messages only where the scenario states one."""
    found = record.problems(under, lang)
    stated = [row[2] for row in expected] + [""] * len(found)
    return [[p.ref, p.code, None if stated[n] is None else p.message] for n, p in enumerate(found)]


def _text(record: Filling, key: str, lang: str) -> str:
    kind, _, ref = key.partition(":")
    node = record.form.node(_bare(ref))
    texts = {
        "label": node.label, "hint": node.hint, "msg": node.constraint_message, "reqmsg": node.required_message
    }  # fmt: skip
    return record.text(texts[kind], ref, lang)


def _choices(record: Filling, ref: str, lang: str, expected: list[list[Any]]) -> list[list[Any]]:
    """Codes and labels, and media where the scenario states them."""
    wide = any(len(row) > 2 for row in expected)
    return [
        [choice.value, choice.label, dict(choice.media)][: 3 if wide else 2] for choice in record.choices(ref, lang)
    ]


def _bare(ref: str) -> str:
    return "/".join(step.partition("[")[0] for step in ref.split("/"))


def test_every_form_of_the_corpus_says_in_its_first_line_what_it_shows() -> None:
    assert [name for name in form_names() if not about(name).endswith(".") or about(name)[0] in "|<"] == []


def test_every_form_of_the_corpus_is_filled_in_by_some_scenario() -> None:
    assert {scenario["form"] for _, scenario in read("scenarios")} == set(form_names())
