"""Which lists may reach a phone after its page, and which of their columns travel at all."""

from pathlib import Path

import pytest

from app.engine.columns import later_lists, readable_columns
from app.engine.compile import compile_form
from app.engine.definition import Form
from app.engine.wire import lists_on_wire, to_wire

FORMS = Path(__file__).parents[3] / "forms"


def compiled(name: str) -> Form:
    media = {path.name: path.read_bytes() for path in FORMS.glob("*.csv")}
    form = compile_form((FORMS / name).read_bytes(), name, media).form
    assert form is not None
    return form


@pytest.fixture(scope="module")
def survey() -> Form:
    return compiled("ks_nha_tro.md")


def test_the_registers_of_the_survey_come_after_the_page(survey: Form) -> None:
    assert {"boarding_house", "chapter"} <= later_lists(survey)


def test_a_list_that_an_action_reads_while_a_record_is_started_stays_with_the_page() -> None:
    inspection = compiled("kiem_tra.md")
    read = {
        "dot_kiem_tra",
        "giao_chi_tieu",
    }  # the round fills in the period, the ward's split fills in the reported figure
    assert not read & later_lists(inspection)


def test_page_and_later_lists_together_are_the_whole_wire(survey: Form) -> None:
    later = later_lists(survey)
    page, rest = to_wire(survey, "vi", later), lists_on_wire(survey, "vi", later)
    assert page["later"] == sorted(later) and not later & set(page["instances"])
    assert page["instances"] | rest == to_wire(survey, "vi")["instances"]


def test_a_column_that_no_expression_names_does_not_travel(survey: Form) -> None:
    columns = readable_columns(survey)["don_vi"]
    assert columns is not None and {"name", "label", "kind"} <= columns and not {"code", "valid_from"} & columns


def test_an_expression_that_may_read_any_column_keeps_them_all() -> None:
    source = b"""
| survey |
| | type | name | label | calculation |
| | csv-external | ds | | |
| | calculate | dem | | count(instance('ds')/root/item/*) |
| | text | t | T | |
| settings |
| | form_id | version |
| | t | 1 |
"""
    form = compile_form(source, "t.md", {"ds.csv": b"name,label,them\na,A,x\n"}).form
    assert form is not None and readable_columns(form)["ds"] is None
    assert to_wire(form, "vi")["instances"]["ds"]["cols"] == ["name", "label", "them"]
