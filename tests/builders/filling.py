"""A person who fills in a form, for tests that span more than one function:
`filling(form).answer("tuoi", 12).add("con").answer("con[1]/ten", "Na").is_relevant("truong")`."""

from __future__ import annotations

from app.engine.compile import compile_form
from app.engine.datatypes import plain
from app.engine.definition import Form
from app.engine.problems import sentence
from app.engine.run import Changes, Context, Filling, restore, start
from tests.corpus.cases import context


def form_of(markdown: str, **media: bytes) -> Form:
    """The form that a Markdown XLSForm gives; media files by name with _ for the dot (`don_vi_csv=b"…"`)."""
    files = {".".join(name.rsplit("_", 1)): content for name, content in media.items()}
    compiled = compile_form(markdown.encode(), "form.md", files)
    assert compiled.form is not None, [sentence(problem, "en") for problem in compiled.problems]
    return compiled.form


class Person:
    """Answers one record of a form. Every step gives the person again, so steps can be chained."""

    def __init__(self, record: Filling) -> None:
        self.record = record
        self.last = Changes()
        self.made = ""

    def answer(self, ref: str, value: str | int | float) -> Person:
        self.last = self.record.set(ref, value if isinstance(value, str) else plain(float(value)))
        return self

    def add(self, repeat_ref: str, at: int | None = None) -> Person:
        self.made = self.record.add(repeat_ref, at)
        return self

    def remove(self, instance_ref: str) -> Person:
        self.last = self.record.remove(instance_ref)
        return self

    def reopened(self) -> Person:
        """The same record, closed as a draft and opened again."""
        return Person(restore(self.record.form, self.record.xml(final=False), self.record.context))

    def reads(self, ref: str) -> str:
        return self.record.value(ref)

    def is_relevant(self, ref: str) -> bool:
        return self.record.is_relevant(ref)

    def is_told(self, ref: str) -> tuple[str, str] | None:
        """(code, message) of the problem at a ref, None when there is none."""
        return next(((p.code, p.message) for p in self.record.problems() if p.ref == ref), None)

    def offered(self, ref: str) -> list[str]:
        return [choice.value for choice in self.record.choices(ref)]

    def sent(self) -> str:
        return self.record.xml().decode()


def filling(form: Form | str, surroundings: Context | None = None) -> Person:
    """A new record of a form (or of a Markdown XLSForm)."""
    return Person(start(form_of(form) if isinstance(form, str) else form, surroundings or context()))
