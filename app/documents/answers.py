"""A record's answers as documents read them: typed, by name, with the labels of choices. Reads the stored JSON,
evaluates nothing."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from app.engine.definition import Form, Items
from app.engine.xpath.nodes import Tree, walk

# Characters that XML 1.0 cannot hold; everything else a person typed is printed.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Answers:
    """The answers of one group or repeat entry. A question that was not asked or not answered gives "", None or
    nothing."""

    def __init__(self, data: Mapping[str, Any], form: Form, lang: str = "vi", path: str = "") -> None:
        self._data, self._form, self._lang, self._path = data, form, lang, path

    def group(self, name: str) -> "Answers":
        return Answers(self._data.get(name) or {}, self._form, self._lang, self._below(name))

    def rows(self, name: str) -> Iterator["Answers"]:
        """The entries of a repeat, without those in which nothing at all stands."""
        for entry in self._data.get(name) or []:
            if any(value not in (None, "", [], {}) for value in entry.values()):
                yield Answers(entry, self._form, self._lang, self._below(name))

    def text(self, name: str) -> str:
        value = self._data.get(name)
        return "" if value is None else _UNPRINTABLE.sub("\ufffd", str(value)).strip()

    def number(self, name: str) -> Decimal | None:
        """Numbers of integer and decimal questions, and of calculations, which are kept as text."""
        try:
            found = Decimal(self.text(name))
        except InvalidOperation:
            return None
        return found if found.is_finite() else None

    def day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(self.text(name)[:10])
        except ValueError:
            return None

    def hour(self, name: str) -> time | None:
        """The hour on the clock where it was written down: "07:45:00.000+07:00" is a quarter to eight there."""
        try:
            return time.fromisoformat(self.text(name)[:5])
        except ValueError:
            return None

    def label(self, name: str) -> str:
        """The label of the chosen choice; the value itself when the list has lost it."""
        value = self.text(name)
        items = self._form.node(self._below(name)).items
        if not value or items is None:
            return value
        return _UNPRINTABLE.sub("\ufffd", _label(self._form, items, value, self._lang) or value)

    def _below(self, name: str) -> str:
        return f"{self._path}/{name}" if self._path else name


def _label(form: Form, items: Items, value: str, lang: str) -> str:
    name = _list_name(form.exprs[items.nodeset])
    if name not in form.instances:
        return ""
    table = form.table(name, lang)
    columns = (items.value, "label" if items.itext else items.label)
    if not set(columns) <= set(table.columns):
        return ""
    key, shown = (table.columns.index(column) for column in columns)
    return next((row[shown] for row in table.rows if row[key] == value), "")


def _list_name(nodeset: Tree) -> str:
    """The list that a choice question reads: instance('x')/root/item[…] → x."""
    for part in walk(nodeset):
        if isinstance(part, tuple) and len(part) == 2 and part[0] == "instance":
            return str(part[1])
    return ""
