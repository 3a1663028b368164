"""Every piece of advice that a form's author can be given: a form that earns it, the cell that is named, and forms
that nearly earn it and are left in peace."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.advice import ADVICE
from app.engine.compile import compile_form, load_xform
from app.engine.problems import Problem, sentence
from tests.unit.engine.test_form_problems import SETTINGS, survey, xform

Place = tuple[str | None, int | None, str | None]
TWO = "\n| choices | list_name | name | label |\n| | l | a | Một |\n| | l | b | Hai |\n"
CALC = "type | name | label | calculation"
RELEVANT = "type | name | label | relevant"
CONSTRAINT = "type | name | label | constraint | constraint_message"


def choices(*rows: str, columns: str = "list_name | name | label") -> str:
    return SETTINGS + f"\n| choices | {columns} |\n" + "".join(f"| | {row} |\n" for row in rows)


def calculated(expression: str, *before: str) -> bytes:
    """A calculate behind some questions of which people may leave each blank."""
    rows = before or ("integer | so | Số | ",)
    return survey(*rows, f"calculate | kq | | {expression}", columns=CALC)


def long_list(rows: int) -> str:
    return "".join(f"| | l | m{number} | Lựa chọn số {number} trong danh sách dài |\n" for number in range(rows))


BIG = ("name,label\n" + "".join(f"{n * 7919:x},Hộ số {n * 104729:x} phường {n:x}\n" for n in range(12_000))).encode()

# code: (form, media, place, severity)
GIVEN: dict[str, tuple[bytes, dict[str, bytes], Place, str]] = {
    "column-spelling": (
        survey("text | a | A | ${a} = 1", columns="type | name | label | relevent"),
        {},
        ("survey", 1, "relevent"),
        "warning",
    ),
    "appearance-spelling": (
        survey("text | a | A | multilne", columns="type | name | label | appearance"),
        {},
        ("survey", 2, "appearance"),
        "warning",
    ),
    "sheet-spelling": (
        survey("text | a | A", after="\n| setings | form_id |\n| | thu |\n"),
        {},
        (None, None, None),
        "warning",
    ),
    "disabled-column": (
        survey("text | a | A | no", columns="type | name | label | disabled"),
        {},
        ("survey", 2, "disabled"),
        "warning",
    ),
    "skipped-row": (survey("text | a | A | ", " | | | ghi chú", columns="type | name | label | note"), {},
                    ("survey", 3, None), "note"),
    "language-code": (
        survey("text | a | A | A", columns="type | name | label::Klingon | label::Tiếng Việt (vi)"),
        {},
        ("survey", None, None),
        "note",
    ),
    "names-alike": (survey("text | ten | Tên", "text | Ten | Tên gọi"), {}, ("survey", 3, "name"), "warning"),
    "old-metadata": (survey("simserial | s | ", "text | a | A"), {}, ("survey", 2, "type"), "warning"),
    "unlabelled-choice": (
        survey("select_one l | a | A", after=choices("l | a | ", "l | b | Hai")),
        {},
        ("choices", 2, "label"),
        "warning",
    ),
    "or-other": (
        survey(
            "select_one l or_other | a | A | A",
            columns="type | name | label::Việt (vi) | label::English (en)",
            after=SETTINGS + "\n| choices | list_name | name | label::Việt (vi) | label::English (en) |\n"
            "| | l | a | Một | One |\n",
        ),
        {},
        (None, None, None),
        "warning",
    ),
    "unused-list": (
        survey("select_one l | a | A", after=choices("l | a | Một", "m | b | Hai")),
        {},
        ("choices", 3, "list_name"),
        "warning",
    ),
    "unreachable-choice": (
        survey(
            "select_one t | tinh | Tỉnh | ",
            "select_one h | huyen | Huyện | tinh = ${tinh}",
            columns="type | name | label | choice_filter",
            after=choices(
                "t | a | Một | ", "t | b | Hai | ", "h | x | Ba | a", "h | y | Bốn | c",
                columns="list_name | name | label | tinh",
            ),
        ),
        {},
        ("choices", 5, "tinh"),
        "warning",
    ),
    "same-choice-label": (
        survey("select_one l | a | A", after=choices("l | a | Một", "l | b | Một")),
        {},
        ("choices", 3, "label"),
        "warning",
    ),
    "unknown-choice": (
        survey("select_one l | a | A | ", "text | b | B | ${a} = 'c'", columns=RELEVANT, after=SETTINGS + TWO),
        {},
        ("survey", 3, "relevant"),
        "warning",
    ),
    "heavy-list": (
        survey("select_one l | a | A", after=SETTINGS + TWO + long_list(800)),
        {},
        ("choices", 2, "list_name"),
        "warning",
    ),
    "heavy-file": (
        survey("select_one_from_file ho.csv | a | A"),
        {"ho.csv": BIG},
        ("survey", 2, "type"),
        "warning",
    ),
    "missing-translation": (
        survey("text | a | A | A", "text | b | B | ",
               columns="type | name | label::Việt (vi) | label::English (en)"),
        {},
        ("survey", 3, "label::Việt (vi)"),
        "warning",
    ),
    "no-constraint-message": (survey("integer | a | A | . > 0 | ", columns=CONSTRAINT), {},
                              ("survey", 2, "constraint"), "note"),
    "same-label": (survey("text | a | Tên", "text | b | Tên"), {}, ("survey", 3, "label"), "note"),
    "unlabelled": (xform(), {}, (None, None, None), "warning"),
    "unlabelled-group": (survey("begin_group | g | ", "text | a | A", "end_group | | "), {},
                         ("survey", 2, "label"), "note"),
    "never-relevant": (survey("text | a | A | false()", columns=RELEVANT), {}, ("survey", 2, "relevant"), "warning"),
    "unseen-rule": (
        survey("text | b | B | | ", "calculate | a | | 1 + 1 | . > 3", columns=CALC + " | constraint"),
        {},
        ("survey", 3, "constraint"),
        "warning",
    ),
    "overwritten-answer": (
        survey("integer | a | A | ", "integer | b | B | coalesce(${a}, 0) + 1", columns=CALC),
        {},
        ("survey", 3, "calculation"),
        "warning",
    ),
    "overwritten-default": (
        survey("text | a | A | | ", "calculate | b | | ${a} | x", columns=CALC + " | default"),
        {},
        ("survey", 3, "default"),
        "warning",
    ),
    "recomputed": (calculated("concat(random(), 'x')"), {}, ("survey", 3, "calculation"), "warning"),
    "stored-boolean": (
        survey("integer | so | Số | | ", "calculate | lon | | ${so} > 5 | ", "text | b | B | | ${lon} and ${so} < 9",
               columns=CALC + " | relevant"),
        {},
        ("survey", 4, "relevant"),
        "warning",
    ),
    "several-compared": (
        survey("select_multiple l | a | A | ", "text | b | B | 'a' = ${a}", columns=RELEVANT, after=SETTINGS + TWO),
        {},
        ("survey", 3, "relevant"),
        "warning",
    ),
    "blank-number": (calculated("${so} * 2"), {}, ("survey", 3, "calculation"), "note"),
    "blank-unequal": (
        survey("integer | so | Số | ", "text | b | B | ${so} != 0", columns=RELEVANT),
        {},
        ("survey", 3, "relevant"),
        "note",
    ),
    "date-text": (
        survey("date | ngay | Ngày | ", "text | b | B | ${ngay} >= '2018-01-01'", columns=RELEVANT),
        {},
        ("survey", 3, "relevant"),
        "warning",
    ),
    "day-before": (calculated("int(decimal-date-time(${d}))", "date | d | D | "), {}, ("survey", 3, "calculation"),
                   "warning"),
    "format-letter": (calculated("format-date(${d}, '%A %d')", "date | d | D | "), {}, ("survey", 3, "calculation"),
                      "warning"),
    "heavy-answer": (survey("video | a | A"), {}, ("survey", 2, "type"), "note"),
    "max-pixels": (survey("image | a | A"), {}, ("survey", 2, "parameters"), "note"),
    "no-consent": (survey("text | ho_ten | Họ và tên", "text | dt | Số điện thoại"), {}, ("survey", 2, "name"),
                   "warning"),
    "late-consent": (
        survey("text | ten | Your full name", "acknowledge | ok | Tôi đồng ý cho lưu thông tin", "text | dt | Phone"),
        {},
        ("survey", 3, "name"),
        "warning",
    ),
    "identity-photo": (survey("image | cc | Chụp căn cước công dân"), {}, ("survey", 2, "label"), "warning"),
    "sensitive-data": (
        survey("acknowledge | ok | Tôi đồng ý", "text | hoTen | Tên", "text | tg | Tôn giáo"),
        {},
        ("survey", 4, "label"),
        "note",
    ),
    "elsewhere-function": (calculated("floor(coalesce(${so}, 0))"), {}, ("survey", 3, "calculation"), "note"),
    "elsewhere-axis": (calculated("count(//so)"), {}, ("survey", 3, "calculation"), "note"),
    "elsewhere-regex": (
        survey("text | a | A | regex(., '[0-9]+') | Ghi số.", columns=CONSTRAINT),
        {},
        ("survey", 2, "constraint"),
        "note",
    ),
    "elsewhere-sum": (
        calculated("sum(${so})", "begin_repeat | r | R | ", "integer | so | Số | ", "end_repeat | | | "),
        {},
        ("survey", 5, "calculation"),
        "note",
    ),
    "elsewhere-max": (calculated("max(-5, ${so})"), {}, ("survey", 3, "calculation"), "note"),
    "elsewhere-selected": (
        survey("select_one l | a | A | ", "text | b | B | selected(${a}, 1)", columns=RELEVANT,
               after=choices("l | 1 | Một")),
        {},
        ("survey", 3, "relevant"),
        "note",
    ),
    "elsewhere-big-number": (
        survey("integer | a | A | | ", "integer | b | B | coalesce(${a}, 0) * coalesce(${a}, 0) | yes",
               columns=CALC + " | read_only"),
        {},
        ("survey", 3, "calculation"),
        "note",
    ),
    "elsewhere-count": (
        survey("integer | n | N | ", "begin_repeat | r | R | ${n}", "text | a | A | ", "end_repeat | | | ",
               columns="type | name | label | repeat_count"),
        {},
        ("survey", 3, "repeat_count"),
        "note",
    ),
    "elsewhere-index": (
        survey("begin_repeat | r | R | ", "text | a | A | ",
               "calculate | truoc | | indexed-repeat(${a}, ${r}, position(..) - 1)", "end_repeat | | | ",
               columns=CALC),
        {},
        ("survey", 4, "calculation"),
        "note",
    ),
    "elsewhere-hidden": (
        survey("integer | a | A | | ", "text | b | B | ${a} = 1 | ", "calculate | c | | | concat(${b}, '!')",
               columns=RELEVANT + " | calculation"),
        {},
        ("survey", 4, "calculation"),
        "note",
    ),
}  # fmt: skip


def problems(code: str) -> list[Problem]:
    source, media, _, _ = GIVEN[code]
    name = "f.xml" if source.startswith(b"<") else "f.md"
    return list(compile_form(source, name, media).problems)


def advice(source: bytes, media: dict[str, bytes] | None = None) -> list[str]:
    found = compile_form(source, "f.md", media or {})
    assert found.form is not None, [sentence(problem) for problem in found.problems]
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize("code", GIVEN)
def test_the_author_of_such_a_form_is_told_at_the_cell(code: str) -> None:
    found = [problem for problem in problems(code) if problem.code == code]
    assert [((one.sheet, one.row, one.column), one.severity) for one in found] == [GIVEN[code][2:]]


@pytest.mark.parametrize("code", GIVEN)
def test_the_form_is_a_form_all_the_same(code: str) -> None:
    assert {problem.severity for problem in problems(code)} <= {"warning", "note"}


@pytest.mark.parametrize("code", GIVEN)
def test_its_sentence_has_no_gap_in_either_language(code: str) -> None:
    for problem in problems(code):
        for lang in ("vi", "en"):
            told = sentence(problem, lang)
            assert "?" not in told.replace("did you mean", "").replace("”?", "").replace("»?", ""), told
            assert "{" not in told.replace("${", ""), told


def test_every_code_has_a_form_here() -> None:
    assert set(GIVEN) == set(ADVICE)


def test_a_sentence_says_what_where_and_what_to_do() -> None:
    (told,) = [problem for problem in problems("blank-number") if problem.code == "blank-number"]
    assert sentence(told) == (
        "Trang survey, dòng 3, cột calculation: Nếu câu «so» bỏ trống thì cả phép tính ra trống. Muốn coi là 0, hãy"
        " viết coalesce(${so}, 0). Biểu thức: ${so} * 2"
    )
    assert sentence(told, "en") == (
        "Sheet survey, row 3, column calculation: When «so» is left blank the whole result is blank. To count it as 0"
        " write coalesce(${so}, 0). Expression: ${so} * 2"
    )


# What is nearly wrong, and right


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
