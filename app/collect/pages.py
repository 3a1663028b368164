"""Which page of a form something stands on. Pages are numbered from 1, whether they are relevant or not, so a
number stays right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.engine.definition import Control, Form, Question, Repeat, walk

_POSITION = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class Place:
    page: int
    control: Control


def place_of(form: Form, ref: str) -> Place | None:
    """Where the control stands that shows this ref (positions of repeats do not matter); None when none shows
    it."""
    path = f"{form.nodes[0].path}/{_POSITION.sub('', ref)}"
    number = form.paths.get(path)
    if number is None:
        return None
    return next((place for place in _places(form) if place.control.node == number), None)


def _places(form: Form) -> Iterator[Place]:
    for page in form.pages:
        for control in walk(page.controls):
            yield Place(page.index + 1, control)


def question_at(form: Form, ref: str) -> Question | None:
    place = place_of(form, ref)
    return place.control if place is not None and isinstance(place.control, Question) else None


def open_repeat_at(form: Form, ref: str) -> Repeat | None:
    """The repeat of this ref, if people may add to it and take from it."""
    place = place_of(form, ref)
    control = place.control if place is not None else None
    return control if isinstance(control, Repeat) and not control.fixed else None
