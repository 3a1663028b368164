"""A record read with its form's own rules: document, name, problems, and what the list sorts and filters by.

Pure reading: nothing is stored here, and no answer, however wrong, makes a record unreadable.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.accounts.access import Person
from app.engine.datatypes import ZONE, read_moment
from app.engine.definition import Form, Node
from app.engine.run import Context, Filling, restore
from app.engine.xml import Element
from app.submissions.problems import FormProblem
from app.vietnamese.fold import fold

MAX_NAME, MAX_NEIGHBOURHOOD = 500, 200
MAX_FILE_NAME = 240


@dataclass(frozen=True)
class NamedFile:
    """A file that the XML names, and where."""

    name: str
    ref: str
    kind: str


@dataclass(frozen=True)
class Evaluated:
    data: dict[str, Any]
    name: str
    fold: str
    unit: tuple[str, str] | None  # (ref, key) as answered
    neighbourhood: str | None
    event_date: date | None
    files: tuple[NamedFile, ...]
    problems: tuple[FormProblem, ...]


def evaluate(form: Form, xml: bytes, root: Element, author: Person | None, at: datetime) -> Evaluated:
    """`root` is the parsed `xml`; `at` is when it was received."""
    filling = reopen(form, xml, root, author, at)
    data = filling.data()
    found = filling.problems()
    name = " ".join((filling.instance_name or "").split())[:MAX_NAME]
    return Evaluated(
        data=data,
        name=name,
        fold=fold(name)[:MAX_NAME],
        unit=_marked(form, data, "unit"),
        neighbourhood=((_marked(form, data, "neighbourhood") or ("", ""))[1])[:MAX_NEIGHBOURHOOD] or None,
        event_date=_day((_marked(form, data, "date") or ("", ""))[1]),
        files=tuple(named_files(form, root)),
        problems=tuple({"ref": each.ref, "code": each.code, "message": each.message} for each in found),
    )


def reopen(form: Form, xml: bytes, root: Element, author: Person | None, at: datetime) -> Filling:
    """The record as its writer had it: "now" is when it was finished, so that coming late makes nothing wrong."""
    context = Context(
        now=_finished(form, root, at),
        username=author.name if author else "",
        full_name=author.full_name if author else "",
        unit=author.unit_key if author else "",
    )
    return restore(form, xml, context)


def _finished(form: Form, root: Element, at: datetime) -> datetime:
    """What the form's `end` question says, when it is a moment before the receipt; else the receipt. Phones' clocks
    may be wrong.
    """
    for node in form.nodes:
        if node.preload == ("timestamp", "end"):
            said = next((read_moment(leaf.text, "dateTime") for leaf in _leaves(form, node, root)), None)
            if said is not None and said.at.replace(tzinfo=ZONE) <= at:
                return said.at.replace(tzinfo=ZONE)
    return at


def _marked(form: Form, data: dict[str, Any], mark: str) -> tuple[str, str] | None:
    """(ref, text) of the first answered question with this ph: mark; of its first instance when it stands in a
    repeat.
    """
    for node in form.nodes:
        if node.extra.get(mark) and node.kind == "leaf":
            value = _value_at(data, node.ref.split("/"))
            if value not in (None, "", []):
                return node.ref, str(value)
    return None


def _value_at(data: Any, steps: list[str]) -> Any:
    for step in steps:
        while isinstance(data, list):
            data = data[0] if data else None
        if not isinstance(data, dict):
            return None
        data = data.get(step)
    return data


def _day(text: str) -> date | None:
    moment = read_moment(text, "date") if text else None
    return moment.at.date() if moment else None


def named_files(form: Form, root: Element) -> Iterator[NamedFile]:
    """From the XML itself, so that a photo under a question that is no longer relevant is not forgotten."""
    seen: set[str] = set()
    for node in form.nodes:
        if node.datatype == "binary":
            for leaf in _leaves(form, node, root):
                name = leaf.text.strip()
                if name and len(name) <= MAX_FILE_NAME and name not in seen:
                    seen.add(name)
                    yield NamedFile(name, node.ref, node.media)


def _leaves(form: Form, node: Node, root: Element) -> Iterator[Element]:
    """The elements of a node, by local names from the root; all instances of the repeats above it."""
    found = [root]
    for step in node.ref.split("/"):
        local = step.rpartition(":")[2]
        found = [child for element in found for child in element.find_all(local)]
    yield from found
