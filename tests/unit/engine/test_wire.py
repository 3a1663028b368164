"""The wire format: JSON in one language, derived from the form, every key of it described in docs/formats/wire.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.engine.wire import to_wire
from tests.builders.filling import form_of
from tests.corpus.cases import form, form_names

PAGE = Path(__file__).parents[3] / "docs" / "formats" / "wire.md"


def wire(name: str, lang: str = "vi") -> dict[str, Any]:
    return json.loads(json.dumps(to_wire(form(name), lang)))


def node(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(entry for entry in found["nodes"] if entry["n"] == name)


@pytest.mark.parametrize("name", form_names())
def test_every_form_becomes_json_whose_numbers_point_at_something(name: str) -> None:
    found = wire(name)
    expressions, texts, nodes = len(found["exprs"]), len(found["texts"]), len(found["nodes"])
    assert len(found["feeds"]) == nodes
    for entry in found["nodes"]:
        assert entry["p"] < nodes
        assert all(entry[key] < expressions for key in ("rel", "calc", "con", "count") if key in entry)
        assert all(entry[key] < texts for key in ("msg", "reqmsg", "label", "hint") if key in entry)
    for number, kind, third, *within in found["plan"]:
        assert number < nodes
        assert third < (texts if kind == 7 else expressions)
        assert within == [] or within[0] <= number
    for feeds in found["feeds"]:
        assert feeds == 0 or feeds == sorted(set(feeds))


@pytest.mark.parametrize("name", form_names())
def test_every_key_is_described(name: str) -> None:
    page = PAGE.read_text("utf-8")
    found = wire(name)
    for key in {*found, *(key for entry in found["nodes"] for key in entry)}:
        assert f'"{key}"' in page, key


def test_parents_stand_before_their_children() -> None:
    for name in form_names():
        assert all(entry["p"] < number for number, entry in enumerate(wire(name)["nodes"]))


def test_texts_are_those_of_one_language_with_outputs_as_numbers() -> None:
    vietnamese, english = wire("ngon_ngu"), wire("ngon_ngu", "en")
    assert (vietnamese["lang"], english["lang"]) == ("vi", "en")
    label = vietnamese["texts"][node(vietnamese, "gioi")["label"]]
    assert label[0] == "Giới tính của "
    assert vietnamese["exprs"][label[1]] == ["path", 0, "data", "ten"]
    assert english["texts"][node(english, "gioi")["label"]][1] == "’s sex"
    assert "Tên" in vietnamese["texts"]
    assert vietnamese["messages"]["required"] == "Câu này cần được trả lời."
    assert english["messages"]["required"] == "This question needs an answer."


def test_an_unknown_language_falls_back_to_the_default_one() -> None:
    assert wire("ngon_ngu", "fr")["lang"] == "vi"


def test_choices_carry_their_label_in_the_language() -> None:
    english = wire("ngon_ngu", "en")
    columns, rows = english["instances"]["gt"]["cols"], english["instances"]["gt"]["rows"]
    assert [row[columns.index("label")] for row in rows] == ["Male", "Female", "Other"]
    assert node(english, "gioi")["items"][1:] == ["name", "label"]


def test_the_path_in_a_choice_name_is_parsed() -> None:
    found = wire("ngon_ngu")
    assert found["exprs"][node(found, "gioi_chu")["calc"]] == [
        "jr:choice-name", ["path", 0, "data", "gioi"], ["path", 0, "data", "gioi"]
    ]  # fmt: skip


def test_repeats_say_how_many_they_start_with() -> None:
    assert node(wire("lap"), "tham_gia")["start"] == 0
    assert "start" not in node(wire("tu_lap"), "nguoi")
    counted = node(wire("lap_dem"), "nguoi")
    assert (counted["start"], counted["fixed"]) == (0, 1)


def test_conditions_that_always_hold_are_true_and_others_are_numbers() -> None:
    found = wire("nguoi_ghi")
    assert isinstance(node(found, "don_vi")["ro"], int)
    assert node(found, "don_vi")["fill"] == "unit"
    assert node(found, "bat_dau")["pre"] == ["timestamp", "start"]
    assert node(wire("co_ban"), "so_phong")["req"] is True
    assert node(wire("co_ban"), "ly_do")["req"] is not True


def test_actions_name_their_event_and_trigger() -> None:
    found = wire("mac_dinh")
    so = found["nodes"].index(node(found, "so"))
    assert node(found, "ky")["set"] == [["changed", None, so]]
    assert [event for event, *_ in node(found, "ten")["set"]] == ["load", "repeat"]


def test_what_reads_other_instances_says_how_far() -> None:
    found = wire("lap")
    number = found["nodes"].index(node(found, "dt"))
    (entry,) = [entry for entry in found["plan"] if entry[0] == number and entry[1] == 5]
    assert entry[3] == 0
    assert all(len(entry) == 3 for entry in wire("co_ban")["plan"])


def test_a_text_by_id_in_an_expression_is_the_text() -> None:
    source = """
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) | calculation |
| | text | a | Tên | Name | |
| | calculate | b | | | jr:itext('/data/a:label') |
| settings | form_id | default_language |
| | t | Tiếng Việt (vi) |
"""
    model = form_of(source)
    assert to_wire(model, "en")["exprs"] == ["Name"]
    assert to_wire(model, "vi")["exprs"] == ["Tên"]
    assert "itext" not in to_wire(model, "vi")


def test_a_text_by_computed_id_takes_the_texts_along() -> None:
    source = """
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) | calculation |
| | text | a | Tên | Name | |
| | calculate | b | | | jr:itext(concat('/data/', ${a}, ':label')) |
| settings | form_id | default_language |
| | t | Tiếng Việt (vi) |
"""
    found = to_wire(form_of(source), "en")
    assert found["itext"]["/data/a:label"] == "Name"
