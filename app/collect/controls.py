"""The types of questions: one entry here is one macro file `templates/collect/controls/<name>.html`. Nothing
else in the program asks which type a question has. An appearance that makes another control of a type has an entry of
its own; one that only arranges the same control is a class (`looks.py`). To add a type: an entry, its macro, a form in
`tests/corpus/forms/`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.collect import days, scales
from app.engine.datatypes import read_moment
from app.engine.definition import Question
from app.submissions.wording import measured
from app.vietnamese import numbers

LONG = 12  # more choices than this make a list of their own instead of rows
MANY = 100  # more than this are searched instead of read through
_LISTED = frozenset({"minimal", "compact-minimal", "autocomplete", "search"})
_SEARCHED = frozenset({"autocomplete", "search"})


def same(text: str) -> str:
    return text


def as_typed(typed: str, _question: Question, _offered: int) -> str | None:
    return typed


@dataclass(frozen=True)
class Control:
    """How one type is shown and read. `to_input` makes the canonical value what its input shows, `to_words`
    what a person reads; `read` makes what was posted (for a question with so many choices) what the datatype's own
    reading understands, None when it is no answer to this question (`unread` says so).

    `rows`: several inputs under one legend; `own_label`: its macro prints the label; `asks`: has an answer (a
    note has none); `in_order`: the order of several is part of the answer. `face`: the module of static/js/form/faces
    that makes more of it; `late`: without that module scripts cannot read the plain control; `is_styled`: it needs the
    style sheet of rarer controls."""

    name: str
    rows: bool = False
    own_label: bool = False
    asks: bool = True
    chooses: bool = False
    several: bool = False
    in_order: bool = False
    takes_file: bool = False
    accept: str = ""
    face: str = ""
    late: bool = False
    is_styled: bool = False
    to_input: Callable[[str], str] = same
    to_words: Callable[[str], str] = same
    read: Callable[[str, Question, int], str | None] = as_typed
    unread: LazyString | None = None

    @property
    def template(self) -> str:
        return f"collect/controls/{self.name}.html"

    def as_list(self, question: Question, size: int) -> bool:
        """Whether the choices stand in one <select>; `size` is how many there can be at most."""
        one = self.chooses and self.asks and not self.several
        return one and (size > LONG or bool(_LISTED & set(question.appearance)))

    def faces(self, question: Question, size: int) -> tuple[str, ...]:
        """The modules that make more of this question on a phone."""
        found = [self.face] if self.face else []
        shown = set(question.appearance)
        if self.chooses and self.asks and not self.in_order:
            searched = size > MANY or (size > LONG and _SEARCHED & shown)
            found += ["search"] if searched else []
            found += ["ticked"] if self.several and "minimal" in shown and not searched else []
            found += ["quick"] if {"quick", "quickcompact"} & shown and not self.several else []
        found += ["counter"] if self.name == "integer" and "counter" in shown else []
        return tuple(found)


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


def _lines(text: str) -> str:
    """A line for each point."""
    return text.replace("; ", "\n").replace(";", "\n")


def _agreed(text: str) -> str:
    return _("Đã xác nhận") if text == "OK" else text


def _ranked(typed: str, _question: Question, offered: int) -> str | None:
    """Every choice at a place of its own, or none at all."""
    return typed if len(set(typed.split())) == len(typed.split()) in {0, offered} else None


_UNSUPPORTED = Control("unsupported", asks=False)
_SCALE = Control(
    "range", is_styled=True, face="slider", to_input=_comma, to_words=_comma, read=scales.read, unread=scales.UNREAD
)

CONTROLS: Mapping[str, Control] = MappingProxyType(
    {
        "text": Control("text"),
        "integer": Control("integer", face="figures", to_words=_whole),
        "decimal": Control("decimal", face="figures", to_input=_comma, to_words=_comma),
        "range": _SCALE,
        "date": Control("date", to_words=_day_in_words),
        "time": Control("time", to_input=_clock, to_words=_clock),
        "dateTime": Control("datetime", to_input=_day_and_clock, to_words=_day_and_clock_in_words),
        "select_one": Control("select_one", rows=True, chooses=True),
        "select_multiple": Control("select_multiple", rows=True, chooses=True, several=True),
        "rank": Control(
            "rank",
            rows=True,
            chooses=True,
            several=True,
            in_order=True,
            face="rank",
            late=True,
            is_styled=True,
            read=_ranked,
            unread=_l("Hãy xếp đủ các mục, mỗi thứ hạng một mục khác nhau."),
        ),
        "note": Control("note", own_label=True, asks=False),
        "acknowledge": Control("acknowledge", own_label=True, to_words=_agreed),
        "geopoint": Control("geopoint", to_words=_place),
        "geotrace": Control("points", to_input=_lines, to_words=partial(measured, "geotrace")),
        "geoshape": Control("points", to_input=_lines, to_words=partial(measured, "geoshape")),
        "image": Control("attachment", takes_file=True, accept="image/*"),
        "audio": Control("attachment", takes_file=True, accept="audio/*"),
        "video": Control("attachment", takes_file=True, accept="video/*"),
        "file": Control("attachment", takes_file=True),
        "barcode": Control("barcode"),
    }
)
# By type and appearance: what is another control.
VARIANTS: Mapping[tuple[str, str], Control] = MappingProxyType(
    {
        ("range", "rating"): Control(
            "rating", rows=True, is_styled=True, to_words=_comma, read=scales.read, unread=scales.UNREAD
        ),
        ("range", "picker"): Control("picker", to_words=_comma, read=scales.read, unread=scales.UNREAD),
        ("date", "month-year"): Control(
            "month", face="days", late=True, to_input=days.month, to_words=days.month_in_words, read=days.read_month
        ),
        ("date", "year"): Control(
            "year", face="days", late=True, to_input=days.year, to_words=days.year, read=days.read_year
        ),
        ("date", "no-calendar"): Control("day", face="days", late=True, to_input=_day_in_words, to_words=_day_in_words),
        ("select_one", "label"): Control("heads", is_styled=True, own_label=True, asks=False, chooses=True),
        ("select_multiple", "label"): Control(
            "heads", is_styled=True, own_label=True, asks=False, chooses=True, several=True
        ),
    }
)
GIVEN = Control("given", asks=False)


def control_for(question: Question) -> Control:
    for appearance in question.appearance:
        if (question.kind, appearance) in VARIANTS:
            return VARIANTS[question.kind, appearance]
    return CONTROLS.get(question.kind, _UNSUPPORTED)
