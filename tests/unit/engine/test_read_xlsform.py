"""XLSForms: what pyxform does to a workbook, and what of it people must not notice."""

from __future__ import annotations

from app.engine.compile import compile_form
from app.engine.definition import Form
from app.engine.run import start
from tests.corpus.cases import context

SHEETS = """
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) | hint::Tiếng Việt (vi) | relevant | constraint | constraint_message::Tiếng Việt (vi) |
|---|---|---|---|---|---|---|---|---|
| | text | ten | Tên (“Nhà trọ”) | The owner’s name | Không có thì ghi “Nhà trọ cô Bảy” | | . != ‘x’ | Số “${ten}” chưa đúng |
| | note | ghi | <span style=“color:red”>“Đỏ”</span> | “Red” | | ${ten} = “a” | | |
"""  # noqa: E501


def made(source: str) -> Form:
    compiled = compile_form(source.encode(), "dau.md", {})
    assert compiled.form is not None, compiled.problems
    return compiled.form


def test_what_people_read_keeps_its_curly_quotes() -> None:
    form = made(SHEETS)
    filling = start(form, context())
    filling.set("ten", "x")
    question = form.nodes[1]
    (problem,) = filling.problems(lang="vi")
    assert problem.message == "Số “x” chưa đúng"
    texts = [text for one in form.body for text in (one.label, one.hint) if text is not None]  # type: ignore[union-attr]
    said = [filling.text(text, question.ref, lang) for text in texts for lang in ("vi", "en")]
    assert said[:3] == ["Tên (“Nhà trọ”)", "The owner’s name", "Không có thì ghi “Nhà trọ cô Bảy”"]


def test_expressions_and_tags_have_them_straightened() -> None:
    form = made(SHEETS)
    filling = start(form, context())
    assert not filling.is_relevant("ghi")
    filling.set("ten", "a")
    assert filling.is_relevant("ghi")
    note = form.body[1]
    assert filling.text(note.label, "ghi", "vi") == '<span style="color:red">“Đỏ”</span>'  # type: ignore[union-attr]
