"""Advice for authors, at publish time: what works but could be better, and what would differ in other programs.
Looks at a whole form and its sheets; changes nothing and refuses nothing (errors are check.py's)."""

from __future__ import annotations

from app.engine.definition import Form
from app.engine.lint import choices, elsewhere, logic, privacy, sheets, weight, wording
from app.engine.read.reading import Reading

_ROOMS = (sheets, wording, logic, choices, privacy, weight, elsewhere)


def lint(form: Form, reading: Reading) -> None:
    for room in _ROOMS:
        room.look(form, reading)
