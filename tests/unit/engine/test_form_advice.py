"""Every piece of advice that a form's author can be given: a form that earns it, and the cell that is named."""

from __future__ import annotations

import pytest

from app.engine.advice import ADVICE
from app.engine.compile import compile_form
from app.engine.problems import Problem, sentence
from tests.builders.bad_forms import SETTINGS, survey, xform

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
