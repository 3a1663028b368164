"""Filling in a form as a person does, where a scenario for both engines would say less than a few lines of Python."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.engine.live import MAX_INSTANCES
from app.engine.run import restore, start
from app.engine.xml import XmlError
from tests.builders.filling import filling, form_of
from tests.corpus.cases import NOW, context, form


def test_a_person_answers_and_is_told_what_is_wrong() -> None:
    person = filling(form("lap")).add("tham_gia").answer("tham_gia[1]/ho_ten", "Lan").answer("tham_gia[1]/tuoi", 15)
    assert person.is_relevant("tham_gia[1]/hoc")
    assert person.is_told("tham_gia[1]/tuoi") == ("constraint", "Lan mới 15 tuổi.")
    assert person.answer("tham_gia[1]/tuoi", 20).is_told("tham_gia[1]/tuoi") is None


def test_changes_name_what_needs_another_look() -> None:
    person = filling(form("co_ban")).answer("so_phong", 10).answer("phong_o", 3)
    assert set(person.last) == {
        ("phong_o", "value"),
        ("trong", "value"),
        ("con_trong", "relevant"),
        ("ly_do", "relevant"),
        ("ly_do", "required"),
        ("phong_o", "constraint"),
        ("ly_do", "constraint"),
        ("con_trong", "text"),
        ("phong_o", "text"),
    }


def test_the_same_value_again_changes_nothing() -> None:
    person = filling(form("co_ban")).answer("so_phong", 10)
    assert list(person.answer("so_phong", 10).last) == []


def test_cleared_choices_are_reported() -> None:
    person = filling(form("chon")).answer("phuong", "pc").answer("khu", "pc1").answer("nha", "t1")
    assert list(person.answer("phuong", "pl").last.cleared) == ["khu", "nha"]
    assert person.offered("khu") == ["pl1"]


def test_a_draft_is_the_same_record_when_opened_again() -> None:
    person = filling(form("lap_long")).answer("nha[1]/so_phong", 2).answer("nha[1]/phong[2]/nguoi", 6)
    person.add("nha").answer("nha[2]/ten_nha", "B & <C>")
    again = person.reopened()
    assert again.record.xml(final=False) == person.record.xml(final=False)
    assert again.sent() == person.sent()


def test_the_json_document_has_numbers_lists_and_blanks() -> None:
    person = (
        filling(form("moi_loai"))
        .answer("nguyen", 15)
        .answer("thap_phan", "1.5")
        .answer("nhieu", "a b")
        .answer("mot", "b")
    )
    data = person.record.data()
    assert [data[name] for name in ("nguyen", "thap_phan", "nhieu", "mot", "chu", "hang")] == [
        15,
        1.5,
        ["a", "b"],
        "b",
        None,
        None,
    ]
    assert data["meta"] == {"instanceID": person.record.instance_id}


def test_the_json_document_nests_groups_and_repeats_and_leaves_out_what_is_not_relevant() -> None:
    person = filling(form("lap")).add("tham_gia").answer("tham_gia[1]/ho_ten", "Lan").answer("tham_gia[1]/tuoi", 20)
    data = person.record.data()
    assert data["tham_gia"] == [{"ho_ten": "Lan", "tuoi": 20, "dt": None, "stt": "1", "la_cuoi": "true"}]
    assert filling(form("lap")).record.data()["tham_gia"] == []
    assert "n1" not in filling(form("lien_quan")).record.data()


def test_a_number_that_cannot_be_read_stays_text_in_the_json_document() -> None:
    assert filling(form("moi_loai")).answer("nguyen", "mười").record.data()["nguyen"] == "mười"


def test_instance_id_and_name() -> None:
    person = filling(form("co_ban")).answer("so_phong", 12)
    assert person.record.instance_id == "uuid:00000000-0000-4000-8000-000000000001"
    assert person.record.instance_name == "Nhà 12"


def test_looking_at_a_record_leaves_its_calculated_values_alone() -> None:
    xml = b'<data id="thu_tu"><f>99</f><e>1</e><d>2</d><c>5</c><cuoi/></data>'
    kept = restore(form("thu_tu"), xml, context(), calculate=False)
    assert (kept.value("f"), kept.is_relevant("sau"), kept.data()["f"]) == ("99", True, "99")
    assert restore(form("thu_tu"), xml, context()).value("f") == "16"


def test_another_language_is_only_a_matter_of_asking() -> None:
    person = filling(form("ngon_ngu")).answer("ten", "Lan").answer("tuoi", 120)
    record = person.record
    label = record.form.node("gioi").label
    assert (record.text(label, "gioi"), record.text(label, "gioi", "en")) == ("Giới tính của Lan", "Lan’s sex")
    assert [choice.label for choice in record.choices("gioi", "en")] == ["Male", "Female", "Other"]
    assert [problem.message for problem in record.problems(lang="en")] == ["120 years are too many"]


def test_the_clock_may_be_moved_on() -> None:
    person = filling(form("nguoi_ghi"))
    record = person.record
    record.context = replace(record.context, now=NOW + timedelta(hours=1))
    assert "<ket_thuc>2018-06-05T10:30:15.250+07:00</ket_thuc>" in person.sent()


@pytest.mark.parametrize(
    "ref", ["khong_co", "tham_gia[1]/ho_ten", "tham_gia[0]", "tham_gia[", "tong/x", "", "tham_gia"]
)
def test_a_ref_that_is_not_there_is_a_lookup_error(ref: str) -> None:
    with pytest.raises(LookupError):
        filling(form("lap")).answer(ref, "x")


@pytest.mark.parametrize("ref", ["tong", "khong_co", "tham_gia[1]"])
def test_only_repeats_are_added_to(ref: str) -> None:
    with pytest.raises(LookupError):
        filling(form("lap")).add("tham_gia").add(ref)


def test_only_instances_of_repeats_are_removed() -> None:
    with pytest.raises(LookupError):
        filling(form("lap")).remove("tong")


def test_whether_a_repeat_would_be_relevant_is_known_before_it_has_instances() -> None:
    model = form_of(
        """
| survey | type | name | label | relevant | bind::ph:start |
| | text | a | A | | |
| | begin_repeat | r | R | ${a} = '1' | 0 |
| | text | b | B | | |
| | end_repeat | | | | |
| settings | form_id | namespaces |
| | t | ph="urn:phieu:xforms" |
"""
    )
    person = filling(model)
    assert not person.is_relevant("r")
    assert person.answer("a", "1").is_relevant("r")
    assert person.add("r").answer("a", "2").record.is_relevant("r[1]") is False
    assert "<b/>" not in person.sent()


def test_a_careless_count_does_not_fill_the_memory() -> None:
    person = filling(form("lap_dem")).answer("so", 999_999)
    assert len(person.record.instances("nguoi")) == MAX_INSTANCES


def test_a_failing_expression_is_as_if_it_were_not_there() -> None:
    model = form_of(
        """
| survey | type | name | label | relevant | required | calculation | constraint | readonly |
| | text | a | A | | | | | |
| | text | b | B ${a} | date(${a}) > today() | date(${a}) > today() | | date(${a}) > today() | date(${a}) > today() |
| | calculate | c | | | | date(${a}) | | |
| settings | form_id |
| | t |
"""
    )
    person = filling(model).answer("a", "không phải ngày").answer("b", "x")
    record = person.record
    assert person.is_relevant("b")
    assert not record.is_required("b")
    assert not record.is_readonly("b")
    assert person.is_told("b") is None
    assert person.reads("c") == ""


def test_readonly_is_inherited() -> None:
    model = form_of(
        """
| survey | type | name | label | readonly |
| | text | a | A | |
| | begin_group | g | G | ${a} = '1' |
| | text | b | B | |
| | end_group | | | |
| settings | form_id |
| | t |
"""
    )
    person = filling(model)
    assert not person.record.is_readonly("g/b")
    assert person.answer("a", "1").record.is_readonly("g/b")


@pytest.mark.parametrize("xml", [b"", b"<data>", b'<!DOCTYPE a [<!ENTITY b "c">]><data>&b;</data>', b"<data>" * 100])
def test_what_is_no_record_is_refused(xml: bytes) -> None:
    with pytest.raises(XmlError):
        restore(form("co_ban"), xml, context())


def test_a_record_of_another_form_gives_blanks_and_no_error() -> None:
    record = restore(form("co_ban"), b"<khac><so_phong><x/></so_phong><meta/></khac>", context())
    assert record.value("so_phong") == ""


def test_records_do_not_share_anything() -> None:
    first, second = start(form("lap"), context()), start(form("lap"), context())
    first.add("tham_gia")
    assert second.instances("tham_gia") == []
