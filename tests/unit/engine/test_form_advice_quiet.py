"""Forms that nearly earn a piece of advice and are left in peace, and how far the linter sees into an expression."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.compile import compile_form, load_xform
from app.engine.problems import sentence
from tests.builders.bad_forms import SETTINGS, survey, xform
from tests.unit.engine.test_form_advice import CALC, CONSTRAINT, GIVEN, RELEVANT, TWO, calculated, choices


def advice(source: bytes, media: dict[str, bytes] | None = None) -> list[str]:
    found = compile_form(source, "f.md", media or {})
    assert found.form is not None, [sentence(problem) for problem in found.problems]
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize("form", ["ks_nha_tro", "sinh_hoat", "kiem_tra"])
def test_the_shipped_forms_earn_no_warning(form: str) -> None:
    folder = Path(__file__).parents[3] / "forms"
    media = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    found = compile_form((folder / f"{form}.md").read_bytes(), f"{form}.md", media).problems
    assert [sentence(problem) for problem in found if problem.severity != "note"] == []
    assert {problem.code for problem in found} <= {"elsewhere-hidden", "elsewhere-count"}


QUIET: dict[str, tuple[bytes, str]] = {
    "a sum of answers that must be given": (
        survey("integer | so | Số | yes | ", "calculate | k | | | ${so} + 1",
               columns="type | name | label | required | calculation"),
        "blank-number",
    ),
    "a sum of answers that count as nothing when blank": (calculated("coalesce(${so}, 0) + 1"), "blank-number"),
    "a number compared when it is not blank": (
        survey("integer | so | Số | ", "text | b | B | ${so} != '' and ${so} != 0", columns=RELEVANT),
        "blank-unequal",
    ),
    "a date compared as a date": (
        survey("date | d | D | ", "text | b | B | ${d} >= date('2018-01-01') and ${d} != '2018-02-01'",
               columns=RELEVANT),
        "date-text",
    ),
    "random() once": (calculated("once(random())"), "recomputed"),
    "now() in an action": (
        survey("text | a | A | | ", "dateTime | luc | Lúc | now() | ${a}", columns=CALC + " | trigger"),
        "recomputed",
    ),
    "a calculation that keeps what people say": (
        survey("integer | a | A | ", "integer | b | B | once(coalesce(${a}, 0))", columns=CALC),
        "overwritten-answer",
    ),
    "a calculation that is only shown": (
        survey("integer | a | A | | ", "integer | b | B | coalesce(${a}, 0) | yes", columns=CALC + " | read_only"),
        "overwritten-answer",
    ),
    "a stored truth compared as text": (
        survey("integer | so | Số | | ", "calculate | lon | | ${so} > 5 | ", "text | b | B | | ${lon} = 'true'",
               columns=CALC + " | relevant"),
        "stored-boolean",
    ),
    "a pattern from end to end": (
        survey("text | a | A | regex(., '^[0-9]+$') | Ghi số.", columns=CONSTRAINT),
        "elsewhere-regex",
    ),
    "a number of heads is nobody's health": (
        survey("acknowledge | ok | Tôi đồng ý", "text | ho_ten | Họ tên", "integer | n | Số người bị bệnh"),
        "sensitive-data",
    ),
    "a hospital is no disease": (
        survey("acknowledge | ok | Tôi đồng ý", "text | ho_ten | Họ tên", "text | bv | Bệnh viện gần nhất"),
        "sensitive-data",
    ),
    "health is marked as sensitive": (
        survey(
            "acknowledge | ok | Tôi đồng ý | ", "text | ho_ten | Họ tên | ", "text | b | Sức khỏe | personal",
            columns="type | name | label | bind::ph:sensitive",
            after='\n| settings | form_id | namespaces |\n| | thu | ph="urn:phieu:xforms" |\n',
        ),
        "sensitive-data",
    ),
    "consent comes first": (survey("acknowledge | ok | Tôi đồng ý", "text | ho_ten | Họ tên"), "no-consent"),
    "consent by the form's own mark": (
        survey(
            "select_one l | ok | Được chứ? | yes", "text | ho_ten | Họ tên | ",
            columns="type | name | label | bind::ph:consent",
            after='\n| settings | form_id | namespaces |\n| | thu | ph="urn:phieu:xforms" |\n' + TWO,
        ),
        "no-consent",
    ),
    "officials stand there for their office": (survey("text | ho_ten | Họ tên", "text | cv | Chức vụ"), "no-consent"),
    "a year of birth alone is nobody's": (survey("integer | nam_sinh | Năm sinh"), "no-consent"),
    "the name of a place": (survey("text | ten | Tên nhà trọ"), "no-consent"),
    "a name that the form knows": (
        survey("text | a | A | | ", "text | ho_ten | Họ tên | ${a} | yes", columns=CALC + " | read_only"),
        "no-consent",
    ),
    "a list that only an expression uses": (
        survey("text | a | A | ", "calculate | b | | instance('l')/root/item[name = ${a}]/label",
               columns=CALC, after=SETTINGS + TWO),
        "unused-list",
    ),
    "choices that are offered at different times": (
        survey("text | x | X | ", "select_one l | a | A | nhom = ${x}", columns="type | name | label | choice_filter",
               after=choices("l | a | Khác | 1", "l | b | Khác | 2", columns="list_name | name | label | nhom")),
        "same-choice-label",
    ),
    "a list used with another filter too": (
        survey(
            "select_one t | tinh | Tỉnh | ",
            "select_one h | huyen | Huyện | tinh = ${tinh}",
            "select_one h | moi | Mọi huyện | ",
            columns="type | name | label | choice_filter",
            after=choices("t | a | Một | ", "h | x | Ba | a", "h | y | Bốn | c",
                          columns="list_name | name | label | tinh"),
        ),
        "unreachable-choice",
    ),
    "a choice that is there": (
        survey("select_one l | a | A | ", "text | b | B | ${a} = 'b' or ${a} != ''", columns=RELEVANT,
               after=SETTINGS + TWO),
        "unknown-choice",
    ),
    "texts in turn": (
        survey("integer | n | N | ", "text | a | Tên | ${n} = 1", "text | b | Tên | ${n} = 2", columns=RELEVANT),
        "same-label",
    ),
    "the answer behind its own condition": (
        survey("integer | a | A | | ", "text | b | B | ${a} = 1 | ",
               "calculate | c | | | if(${a} = 1, ${b}, '')", columns=RELEVANT + " | calculation"),
        "elsewhere-hidden",
    ),
    "columns of the author's own": (
        survey("text | a | A | x | y", columns="type | name | label | ghi chú | note"),
        "column-spelling",
    ),
    "the first row by its number": (
        survey("begin_repeat | r | R | ", "text | a | A | ", "calculate | t | | indexed-repeat(${a}, ${r}, 1)",
               "end_repeat | | | ", columns=CALC),
        "elsewhere-index",
    ),
    "the largest of counts": (calculated("max(3, ${so})"), "elsewhere-max"),
    "a fixed number of rows": (
        survey("begin_repeat | r | R | 3", "text | a | A | ", "end_repeat | | | ",
               columns="type | name | label | repeat_count"),
        "elsewhere-count",
    ),
    "two small numbers": (
        survey("integer | a | A | | ", "integer | b | B | coalesce(${a}, 0) * 2 | yes", columns=CALC + " | read_only"),
        "elsewhere-big-number",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", QUIET)
def test_there_is_no_false_alarm_for(case: str) -> None:
    source, code = QUIET[case]
    assert code not in advice(source)


def test_a_difference_is_told_once_with_the_rows_of_the_others() -> None:
    rows = [f"calculate | c{number} | | floor(coalesce(${{so}}, 0) div {number + 2})" for number in range(9)]
    source = survey("integer | so | Số | ", *rows, columns=CALC)
    (told,) = [one for one in compile_form(source, "f.md", {}).problems if one.code == "elsewhere-function"]
    assert told.row == 3
    assert told.params["more"] == " Cũng vậy ở dòng 4, 5, 6, 7, 8, 9, …."


def test_of_one_list_only_a_few_lost_choices_are_told() -> None:
    rows = [f"h | h{number} | Huyện {number} | x{number}" for number in range(20)]
    source = survey(
        "select_one t | tinh | Tỉnh | ",
        "select_one h | huyen | Huyện | tinh = ${tinh}",
        columns="type | name | label | choice_filter",
        after=choices("t | a | Một | ", *rows, columns="list_name | name | label | tinh"),
    )
    assert advice(source).count("unreachable-choice") == 5


@pytest.mark.parametrize("condition", ["'' ", "0", "'a' = 'b'", "1 != 1", "${so} = 1 and false()"])
def test_a_condition_that_never_holds_is_seen_through(condition: str) -> None:
    source = survey("integer | so | Số | ", f"text | a | A | {condition}", columns=RELEVANT)
    assert "never-relevant" in advice(source)


@pytest.mark.parametrize("condition", ["1", "'a' = 'a'", "${so} = 1 and true()", "${so} = 1 or false()"])
def test_a_condition_that_may_hold_is_left_alone(condition: str) -> None:
    source = survey("integer | so | Số | ", f"text | a | A | {condition}", columns=RELEVANT)
    assert "never-relevant" not in advice(source)


def test_a_group_that_only_orders_the_page_is_passed_over() -> None:
    """A group of an XForm without a node of its own, whose label reads an answer."""
    source = xform(
        body="<group><label>Nhà <output value='/data/a + 1'/></label>"
        "<input ref='/data/a'><label>A</label></input></group>",
    )
    assert compile_form(source, "f.xml", {}).problems == ()


@pytest.mark.parametrize(
    ("nodeset", "told"),
    [
        ("instance('h')/root/item[tinh = /data/tinh]", True),
        ("instance('h')/root/item[/data/tinh = tinh and name != 'z']", True),
        ("instance('h')/root/item[tinh = /data/ten]", False),  # any text may be answered there
        ("instance('h')/root/item[tinh != /data/tinh]", False),
        ("instance('h')/root/item[1]", False),
        ("instance('h')/root/item[tinh = /data/tinh] | instance('t')/root/item", False),
    ],
)
def test_a_choice_is_lost_only_when_its_filter_is_understood(nodeset: str, told: bool) -> None:
    lists = (
        "<instance id='t'><root><item><name>a</name></item></root></instance>"
        "<instance id='h'><root><item><name>x</name><tinh>a</tinh></item>"
        "<item><name>y</name><tinh>c</tinh></item></root></instance>"
    )
    source = xform(
        "<data id='t'><tinh/><ten/><huyen/></data>",
        binds=lists,
        body="<select1 ref='/data/tinh'><label>T</label><itemset nodeset=\"instance('t')/root/item\">"
        "<value ref='name'/><label ref='name'/></itemset></select1><input ref='/data/ten'><label>N</label></input>"
        f"<select1 ref='/data/huyen'><label>H</label><itemset nodeset=\"{nodeset}\"><value ref='name'/>"
        "<label ref='name'/></itemset></select1>",
    )
    found = compile_form(source, "f.xml", {})
    assert found.form is not None, found.problems
    assert ("unreachable-choice" in {problem.code for problem in found.problems}) is told


def test_a_code_of_a_list_that_nobody_knows_beforehand_is_not_judged() -> None:
    """Choices that are answers of a repeat, and a list without the column of the codes."""
    source = survey(
        "begin_repeat | r | R | ",
        "text | ten | Tên | ",
        "end_repeat | | | ",
        "select_one ${ten} | ai | Ai | ",
        "text | b | B | ${ai} = 'x'",
        columns=RELEVANT,
    )
    assert "unknown-choice" not in advice(source)
    other = survey(
        "select_one_from_file l.csv | a | A | | value=ma",
        "text | b | B | ${a} = 'x' and 'y' = ${a} | ",
        columns=RELEVANT + " | parameters",
    )
    assert "unknown-choice" in advice(other, {"l.csv": b"ma,label\n1,Mot\n"})
    assert "unknown-choice" not in advice(other, {"l.csv": b"khac,label\n1,Mot\n"})


def test_a_list_of_a_foreign_form_is_named_as_it_is() -> None:
    """An XForm brings no sheets: lists that read the same are told all the same, without a cell."""
    items = "".join(
        f"<item><label>{label}</label><value>{value}</value></item>" for value, label in (("a", "Một"), ("b", "Một"))
    )
    source = xform(body=f"<select1 ref='/data/a'><label>A</label>{items}</select1>")
    (told,) = compile_form(source, "f.xml", {}).problems
    assert (told.code, told.row, told.params["second"]) == ("same-choice-label", None, "b")


def test_a_published_form_is_loaded_without_advice() -> None:
    compiled = compile_form(GIVEN["recomputed"][0], "f.md", {})
    assert compiled.xform is not None
    assert load_xform(compiled.xform, {}).id == "thu"
