"""The table of features in the docs, made of the forms of the corpus: `python -m tests.corpus.features` writes it
(`python3 -m app.bootstrap features`), a house test sees that it is up to date."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from app.collect.controls import control_for
from app.engine.compile import compile_form
from app.engine.definition import Form, Question, walk
from tests.corpus.cases import about, media, paths, read

FILE = Path(__file__).parents[2] / "docs" / "features.md"
_HEAD = """# What forms can do here

One row for each form of `tests/corpus/forms/`, one feature each; made by `python3 -m app.bootstrap features`. The forms
are XLSForms as Markdown tables (or XForms), to read and to copy from.

- **steps**: how often the form is filled in by a scenario of `tests/corpus/scenarios/`; the Python engine and the
  JavaScript engine both run each of them and have to agree to the byte.
- **page**: ✓ every question it asks has a control of its own on the pages without JavaScript (server drafts) and on the
  live page. The live page of any form is kept by the same service worker, so what works on it works without a network
  (`tests/browser/test_offline.py`, with the shipped forms). `–`: nothing is asked, or it has no control yet.
- **otherwise than in ODK Collect**: what a web page does in another way; authors are told at the row when they publish.

| feature | form | questions | steps | page | otherwise than in ODK Collect |
|---|---|---|---|---|---|
"""


def page() -> str:
    steps = Counter(file["form"] for _, file in read("scenarios"))
    return _HEAD + "".join(_row(name, steps[name]) for name in paths())


def _row(name: str, steps: int) -> str:
    path = paths()[name]
    compiled = compile_form(path.read_bytes(), path.name, media())
    asked = _questions(compiled.form)
    kinds = ", ".join(dict.fromkeys(question.kind for question in asked))
    works = bool(asked) and all(control_for(question).name != "unsupported" for question in asked)
    otherwise = dict.fromkeys(one.params["what"] for one in compiled.problems if one.code == "not-on-a-page")
    cells = (
        about(name).replace("|", "\\|"),
        f"[{name}](../tests/corpus/forms/{path.name})",
        kinds,
        str(steps or ""),
        "✓" if works else "–",
        ", ".join(f"`{what}`" for what in otherwise),
    )
    return f"| {' | '.join(cells)} |\n"


def _questions(form: Form | None) -> list[Question]:
    return [control for control in walk(form.body) if isinstance(control, Question)] if form is not None else []


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
