"""Dates of which only a part is asked: a month (appearance month-year) or a year. In the record they are dates, the
first day of the month or of the year, as ODK has it. The twin of static/js/form/faces/days.mjs."""

import re

from app.engine.datatypes import read_moment
from app.engine.definition import Question

_MONTH = re.compile(r"(?:(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})|(?P<m2>[0-9]{1,2})[-/.](?P<y2>[0-9]{4}))")


def month(value: str) -> str:
    """As the month picker wants it: "2018-06"."""
    moment = read_moment(value, "date")
    return f"{moment.at:%Y-%m}" if moment else value


def month_in_words(value: str) -> str:
    moment = read_moment(value, "date")
    return f"{moment.at:%m/%Y}" if moment else value


def year(value: str) -> str:
    moment = read_moment(value, "date")
    return f"{moment.at:%Y}" if moment else value


def read_month(typed: str, _question: Question, _offered: int) -> str:
    """ "2018-06", "6/2018" → "2018-6-1"; anything else as it is, for the datatype to read or refuse."""
    found = _MONTH.fullmatch("".join(typed.split()))
    return f"{found['y'] or found['y2']}-{found['m'] or found['m2']}-1" if found else typed


def read_year(typed: str, _question: Question, _offered: int) -> str:
    return f"{typed.strip()}-1-1" if re.fullmatch(r"[0-9]{4}", typed.strip()) else typed
