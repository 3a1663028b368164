"""Every problem that a form's author can be told: a form that has it, the cell that is named, and the sentence."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from app.engine.advice import ADVICE
from app.engine.compile import Compiled, compile_form, load_xform
from app.engine.problems import CATALOGUE, FIELD_MESSAGES, Problem, field_message, sentence
from tests.builders.bad_forms import BAD, survey

# No form gives these: the size is looked at before the file is parsed as XML; versions are the catalogue's matter.
UNREACHED = {"xml-too-big", "version-taken"}


def compiled(code: str) -> Compiled:
    name, source, media, _ = BAD[code]
    return compile_form(source, name, media)


@pytest.mark.parametrize("code", BAD)
def test_a_form_with_this_problem_is_told_so_with_the_cell(code: str) -> None:
    found = [problem for problem in compiled(code).problems if problem.code == code]
    assert [(problem.sheet, problem.row, problem.column) for problem in found] == [BAD[code][3]]


@pytest.mark.parametrize("code", BAD)
def test_its_sentence_has_no_gap_in_either_language(code: str) -> None:
    for problem in compiled(code).problems:
        for lang in ("vi", "en"):
            told = sentence(problem, lang)
            assert "?" not in told.replace("?»", "").replace("?”", ""), told
            assert "{" not in told.replace("${", ""), told


@pytest.mark.parametrize("code", BAD)
def test_a_form_with_an_error_is_no_form_and_with_a_warning_it_is(code: str) -> None:
    result = compiled(code)
    errors = [problem for problem in result.problems if problem.severity == "error"]
    assert (result.form is None) == bool(errors)


def test_every_code_of_the_catalogue_has_a_form_here() -> None:
    assert set(CATALOGUE) - set(ADVICE) == set(BAD) | UNREACHED


def test_the_sentence_begins_with_the_place_and_ends_with_what_to_do() -> None:
    problem = Problem("unknown-function", {"name": "tong", "expression": "tong(.)"}, "survey", 3, "constraint")
    assert sentence(problem) == (
        "Trang survey, dòng 3, cột constraint: Không có hàm «tong()». Hãy kiểm tra lại tên hàm. Biểu thức: tong(.)"
    )
    assert sentence(problem, "en") == (
        "Sheet survey, row 3, column constraint: There is no function “tong()”. Check its name. Expression: tong(.)"
    )


def test_a_gap_that_nobody_filled_does_not_break_the_sentence() -> None:
    assert sentence(Problem("unknown-type")) == "Không có loại câu hỏi «?»."


def test_the_expression_is_shown_as_the_author_wrote_it_with_the_place_in_it() -> None:
    problem = compiled("xpath-syntax").problems[0]
    assert problem.params["expression"] == "${a} = = 1"
    assert problem.params["at"] == "8"


def test_a_cycle_names_both_cells() -> None:
    cells = compiled("cycle").problems[0].params["cells"]
    assert cells == "a (survey, 2, relevant) → b (survey, 3, calculation) → a (survey, 2, relevant)"


@pytest.mark.parametrize(
    ("relevant", "calculation"),
    [("${a} = 1", ""), ("${g} = 1", ""), ("once(1)", "")],
    ids=["itself", "its own group", "its own value by once()"],
)
def test_relevance_that_depends_on_itself_is_a_cycle(relevant: str, calculation: str) -> None:
    source = survey(
        "begin_group | g | G | | ",
        f"text | a | A | {relevant} | {calculation}",
        "end_group | | | | ",
        columns="type | name | label | relevant | calculation",
    )
    found = [problem.code for problem in compile_form(source, "f.md", {}).problems]
    assert found == (["cycle"] if relevant != "${g} = 1" else [])


def test_a_group_that_depends_on_its_own_child_is_a_cycle() -> None:
    source = survey(
        "begin_group | g | G | ${a} = 1",
        "text | a | A | ",
        "end_group | | | ",
        columns="type | name | label | relevant",
    )
    (problem,) = compile_form(source, "f.md", {}).problems
    assert (problem.code, problem.row, problem.column) == ("cycle", 2, "relevant")


def test_two_circles_are_told_apart() -> None:
    source = survey(
        "calculate | a | | ${b}",
        "calculate | b | | ${a}",
        "calculate | c | | ${d}",
        "calculate | d | | ${c}",
        "text | e | E | ",
        columns="type | name | label | calculation",
    )
    problems = compile_form(source, "f.md", {}).problems
    assert [(problem.code, problem.row) for problem in problems] == [("cycle", 2), ("cycle", 4)]


def test_all_problems_of_a_form_are_told_at_once() -> None:
    source = survey(
        "text | a | A | tong(.) | ", "text | b | B | | ${a} = ", "select_one_from_file x.csv | c | C | | ",
        columns="type | name | label | constraint | relevant",
    )  # fmt: skip
    codes = {problem.code for problem in compile_form(source, "f.md", {}).problems}
    assert codes == {"unknown-function", "xpath-syntax", "missing-file"}


def test_columns_may_be_written_in_other_ways() -> None:
    source = survey("text | a | A | tong(.)", columns="type | name | label | bind::constraint")
    (problem,) = compile_form(source, "f.md", {}).problems
    assert problem.column == "bind::constraint"


def test_a_language_column_is_named_as_it_is_written() -> None:
    source = survey("note | a | Có ${khong} người", columns="type | name | label::Tiếng Việt (vi)")
    (problem,) = compile_form(source, "f.md", {}).problems
    assert (problem.code, problem.row, problem.column) == ("unknown-name", 2, "label::Tiếng Việt (vi)")


def test_an_excel_file_names_its_own_rows_blank_ones_counted() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (
        ["type", "name", "label", "relevant"],
        ["text", "a", "A"],
        [],
        [],
        ["text", "b", "B", "${a} = tong(1)"],
    ):
        sheet.append(row)
    settings = book.create_sheet("settings")
    settings.append(["form_id"])
    settings.append(["thu"])
    stream = io.BytesIO()
    book.save(stream)
    (problem,) = compile_form(stream.getvalue(), "f.xlsx", {}).problems
    assert (problem.code, problem.sheet, problem.row, problem.column) == ("unknown-function", "survey", 5, "relevant")


def test_a_published_form_that_lost_a_list_raises() -> None:
    good = compile_form(survey("select_one_from_file ds.csv | a | A"), "f.md", {"ds.csv": b"name,label\n1,a\n"})
    assert good.xform is not None
    assert load_xform(good.xform, {"ds.csv": b"name,label\n1,a\n"}).id == "thu"
    with pytest.raises(ValueError, match=r"ds\.csv"):
        load_xform(good.xform, {})


@pytest.mark.parametrize("code", FIELD_MESSAGES)
def test_every_stock_message_is_there_in_both_languages(code: str) -> None:
    name, _, datatype = code.partition(":")
    assert field_message(name, datatype, "vi") != field_message(name, datatype, "en")


def test_an_unknown_datatype_gets_the_general_message() -> None:
    assert field_message("type", "barcode", "vi") == FIELD_MESSAGES["type"][0]
