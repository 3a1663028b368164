"""Numbers on a scale, and dates of which a part is asked, as pages without scripts read them."""

from collections.abc import Mapping

import pytest

from app.collect import days, looks
from app.collect.controls import control_for
from app.collect.languages import names
from app.collect.scales import read, scale_of
from app.collect.search import found
from app.collect.sources import PlainChoice
from app.engine.definition import Question


def question(**parameters: str) -> Question:
    return Question(0, "range", parameters=parameters)


@pytest.mark.parametrize(
    ("parameters", "steps"),
    [
        ({"start": "0", "end": "10", "step": "5"}, ["0", "5", "10"]),
        ({"start": "0", "end": "0.3", "step": "0.1"}, ["0", "0.1", "0.2", "0.3"]),
        ({"start": "2", "end": "-2", "step": "2"}, ["2", "0", "-2"]),
        ({"start": "1", "end": "2", "step": "-1"}, ["1", "2"]),
        ({"start": "8", "end": "10", "step": "0"}, ["8", "9", "10"]),
        ({"start": "x", "end": "3", "step": "Infinity"}, ["1", "2", "3"]),
        ({"start": "7", "end": "7"}, ["7"]),
    ],
)
def test_the_steps_of_a_scale(parameters: Mapping[str, str], steps: list[str]) -> None:
    assert scale_of(parameters).steps() == steps


def test_a_scale_without_parameters_goes_from_1_to_10_and_an_endless_one_ends() -> None:
    assert len(scale_of({}).steps()) == 10
    assert len(scale_of({"end": "1000000"}).steps()) == 501


@pytest.mark.parametrize(
    ("typed", "value"),
    [("", ""), ("0,5", "0.5"), ("1", "1"), ("0,3", None), ("2", None), ("-1", None), ("nhiều", None)],
)
def test_only_what_is_on_the_scale_is_an_answer(typed: str, value: str | None) -> None:
    assert read(typed, question(start="0", end="1", step="0.25"), 0) == value


@pytest.mark.parametrize(
    ("typed", "text"),
    [("2018-06", "2018-06-1"), ("6/2018", "2018-6-1"), (" 06 . 2018 ", "2018-06-1"), ("2018", "2018")],
)
def test_a_month_is_read(typed: str, text: str) -> None:
    assert days.read_month(typed, question(), 0) == text


def test_a_year_is_read_and_months_and_years_are_shown() -> None:
    assert [days.read_year(typed, question(), 0) for typed in ("1998", "98")] == ["1998-1-1", "98"]
    assert [days.month(v) for v in ("2018-06-01", "")] == ["2018-06", ""]
    assert [days.month_in_words(v) for v in ("2018-06-01", "x")] == ["06/2018", "x"]
    assert [days.year(v) for v in ("2018-06-01", "x")] == ["2018", "x"]


def test_appearances_become_classes() -> None:
    assert looks.classes(["columns-3", "ph-sum", "w4", "w13", "no-buttons", "unknown"]) == (
        "cols", "cols-3", "ph-sum", "w4", "pics",
    )  # fmt: skip
    assert looks.classes(["compact-2"]) == ("cols", "cols-2", "pics")


def test_languages_have_the_names_their_speakers_give_them() -> None:
    assert names(["vi", "en", "x-khmer", "zz"]) == [
        ("vi", "Tiếng Việt"), ("en", "English"), ("x-khmer", "Khmer"), ("zz", "Zz"),
    ]  # fmt: skip


def test_a_long_list_is_searched_without_diacritics() -> None:
    choices = [PlainChoice(str(n), f"Phú Cường {n}") for n in range(90)] + [PlainChoice("d", "Định Hoà (mới)")]
    assert [one.value for one in found(choices, [""], "dinh hoa").shown] == ["d"]
    assert [one.value for one in found(choices, ["3"], "moi").shown] == ["3", "d"]
    search = found(choices, ["d"], "phu")
    assert (search.count, search.is_cut, len(search.shown)) == (90, True, 51)
    assert not found(choices, [""], "ương").shown


def test_the_appearance_decides_the_control() -> None:
    assert control_for(Question(0, "date", appearance=("w4", "year"))).name == "year"
    assert control_for(Question(0, "date")).name == "date"
    assert control_for(Question(0, "never seen")).name == "unsupported"
