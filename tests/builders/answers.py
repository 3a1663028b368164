"""Complete answers for the shipped forms: those of the demonstration, and what tests do with them."""

from __future__ import annotations

from app.demo.answers import FORMS, Answers, files, fill_in, kiem_tra, ks_nha_tro, person, rows, sinh_hoat, wards

__all__ = [
    "FORMS",
    "Answers",
    "changed",
    "files",
    "fill_in",
    "kiem_tra",
    "ks_nha_tro",
    "person",
    "rows",
    "sinh_hoat",
    "wards",
]


def changed(answers: Answers, **texts: str) -> Answers:
    """The same answers with other texts for some questions, named by the last part of their ref."""
    names = {ref.rsplit("/", 1)[-1] for ref, _ in answers}
    assert set(texts) <= names, set(texts) - names
    return [(ref, texts.get(ref.rsplit("/", 1)[-1], text)) for ref, text in answers]
