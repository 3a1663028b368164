"""The types of questions: one entry here is one macro file `templates/collect/controls/<name>.html`. Nothing
else in the program asks which type a question has. To add a type: an entry, its macro, a form in
`tests/corpus/forms/`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask_babel import gettext as _

from app.engine.datatypes import read_moment
from app.engine.definition import Question
from app.vietnamese import numbers

LONG = 12  # more choices than this make a list of their own instead of rows
_LISTED = frozenset({"minimal", "autocomplete", "search", "quick", "likert-minimal"})


def same(text: str) -> str:
    return text


@dataclass(frozen=True)
class Control:
    """How one type is shown and read. `to_input` makes the canonical value what its input shows, `to_words`
    what a person reads.

    `rows`: several inputs under one legend; `own_label`: its macro prints the label; `asks`: has an answer (a
    note has none)."""

    name: str
    rows: bool = False
    own_label: bool = False
    asks: bool = True
    chooses: bool = False
    several: bool = False
    takes_file: bool = False
    accept: str = ""
    to_input: Callable[[str], str] = same
    to_words: Callable[[str], str] = same

    @property
    def template(self) -> str:
        return f"collect/controls/{self.name}.html"

    def as_list(self, question: Question, size: int) -> bool:
        """Whether the choices stand in one <select>; `size` is how many there can be at most."""
        return self.chooses and not self.several and (size > LONG or bool(_LISTED & set(question.appearance)))


def _clock(text: str) -> str:
    moment = read_moment(text, "time")
    return f"{moment.at:%H:%M}" if moment else text


def _day_and_clock(text: str) -> str:
    moment = read_moment(text, "dateTime")
    return f"{moment.at:%Y-%m-%dT%H:%M}" if moment else text


def _comma(text: str) -> str:
    return text.replace(".", ",")


def _day_in_words(text: str) -> str:
    moment = read_moment(text, "date")
    return f"{moment.at:%d/%m/%Y}" if moment else text


def _day_and_clock_in_words(text: str) -> str:
    moment = read_moment(text, "dateTime")
    return f"{moment.at:%d/%m/%Y %H:%M}" if moment else text


def _whole(text: str) -> str:
    """Five digits and more are grouped: a year must not read "1.995"."""
    digits = text.lstrip("-")
    return numbers.decimal(int(text)) if digits.isdigit() and len(digits) > 4 else text


def _place(text: str) -> str:
    parts = text.split()
    accuracy = f" (± {_comma(parts[3])} m)" if len(parts) > 3 and parts[3] != "0" else ""
    return f"{', '.join(parts[:2])}{accuracy}" if len(parts) > 1 else text


def _agreed(text: str) -> str:
    return _("Đã xác nhận") if text == "OK" else text


_UNSUPPORTED = Control("unsupported", asks=False)
CONTROLS: Mapping[str, Control] = MappingProxyType(
    {
        "text": Control("text"),
        "integer": Control("integer", to_words=_whole),
        "decimal": Control("decimal", to_input=_comma, to_words=_comma),
        "date": Control("date", to_words=_day_in_words),
        "time": Control("time", to_input=_clock, to_words=_clock),
        "dateTime": Control("datetime", to_input=_day_and_clock, to_words=_day_and_clock_in_words),
        "select_one": Control("select_one", rows=True, chooses=True),
        "select_multiple": Control("select_multiple", rows=True, chooses=True, several=True),
        "note": Control("note", own_label=True, asks=False),
        "acknowledge": Control("acknowledge", own_label=True, to_words=_agreed),
        "geopoint": Control("geopoint", to_words=_place),
        "image": Control("attachment", takes_file=True, accept="image/*"),
        "audio": Control("attachment", takes_file=True, accept="audio/*"),
        "video": Control("attachment", takes_file=True, accept="video/*"),
        "file": Control("attachment", takes_file=True),
        "barcode": Control("barcode"),
    }
)
GIVEN = Control("given", asks=False)


def control_for(question: Question) -> Control:
    return CONTROLS.get(question.kind, _UNSUPPORTED)
