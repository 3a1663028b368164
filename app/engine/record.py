"""A form on its own, for whoever wants to fill one in without our pages: `load` a form, `fill_in` a record, ask it.
Forgiving about addresses and values; the rules are run.py's. The twin of static/js/form/filling.mjs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypedDict, Unpack

from app.engine.compile import compile_form
from app.engine.datatypes import ZONE, Json, from_input, local, plain
from app.engine.definition import Form
from app.engine.problems import sentence
from app.engine.run import ChoiceView, Context, FieldProblem, Filling, restore, start

Answer = str | float | bool | date | time | list[str] | tuple[str, ...] | None
_STEP = re.compile(r"([^\[\]/]+)(?:\[([0-9]+)\])?\Z")
_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}\Z")


class FormError(ValueError):
    """A form that cannot be filled in; the message says what is wrong, with sheet, row and column."""


class Around(TypedDict, total=False):
    """What a record takes from its surroundings; all of it may be left out.

    `now`: a datetime, or ISO text, without a zone in Asia/Ho_Chi_Minh: the clock stands still; the time of day.
    `username`, `full_name`, `unit`, `deviceid`, `email`, `phonenumber`: the person and the device.
    `lang`: the language of labels and messages.  `last_saved`: XML of the record finished before, for last-saved.
    `uuid`, `random`: what uuid() and random() give."""

    now: datetime | str
    username: str
    full_name: str
    unit: str
    deviceid: str
    email: str
    phonenumber: str
    lang: str
    last_saved: str | bytes
    uuid: Callable[[], str]
    random: Callable[[], float]


def load(source: str | Path | bytes, media: Mapping[str, bytes] | None = None, name: str = "") -> Form:
    """The form of a file, or of its bytes: XLSForm (.md, .xlsx, .xls) or XForm (.xml). `media` are the files that it
    uses, by name; those that lie beside a form's file are found without it. FormError when it is not one."""
    beside: dict[str, bytes] = {}
    if not isinstance(source, bytes):
        path = Path(source)
        name, source = name or path.name, path.read_bytes()
        beside = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.suffix in _LISTS}
    compiled = compile_form(source, name or f"form{_suffix(source)}", beside | dict(media or {}))
    if compiled.form is None:
        raise FormError("\n".join(sentence(problem, "en") for problem in compiled.problems))
    return compiled.form


_LISTS = frozenset({".csv", ".geojson"})


def _suffix(source: bytes) -> str:
    if source.startswith(b"PK"):
        return ".xlsx"
    if source.startswith(b"\xd0\xcf"):
        return ".xls"
    return ".xml" if source.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else ".md"


def fill_in(form: Form, xml: str | bytes | None = None, **around: Unpack[Around]) -> Record:
    """A new record of a form; with `xml` one that exists."""
    surroundings = _context(around)
    if xml is None:
        return Record(start(form, surroundings))
    return Record(restore(form, xml.encode() if isinstance(xml, str) else xml, surroundings))


def _context(around: Around) -> Context:
    given: dict[str, Any] = {"now": datetime.now(ZONE), **around}
    if isinstance(given["now"], str):
        given["now"] = datetime.fromisoformat(given["now"])
    if given["now"].tzinfo is None:
        given["now"] = given["now"].replace(tzinfo=ZONE)
    if isinstance(given.get("last_saved"), str):
        given["last_saved"] = given["last_saved"].encode()
    return Context(**given)


class Record:
    """One record. A node's address is a ref of docs/formats/wire.md ("con[2]/ten"), an absolute XPath
    ("/data/con[2]/ten"), or "${ten}" for the only node of that name. A repeat without a position is its first instance,
    and as a whole where instances are asked for. LookupError, with names that are alike, when there is no such node."""

    def __init__(self, filling: Filling) -> None:
        self.filling = filling

    @property
    def form(self) -> Form:
        return self.filling.form

    # Answers

    def set(self, address: str, answer: Answer) -> list[str]:
        """A new answer, as it will stand in the XML: text, a number, a date, choices as a list, None for blank. Gives
        the refs of choices that were cleared by it, no longer being offered."""
        return list(self.filling.set(self.ref(address), _written(answer)).cleared)

    def type(self, address: str, typed: str) -> list[str]:
        """The same with what a person types in Vietnam: "12,5", "5/6/2018", "7h30". ValueError if it cannot be read."""
        ref = self.ref(address)
        text = from_input(self.form.node(_bare(ref)).datatype, typed)
        if text is None:
            raise ValueError(typed)
        return self.set(ref, text)

    def add(self, repeat: str, at: int | None = None) -> str:
        """A new instance of a repeat at position `at` (1 is the first), at the end without it; gives its ref."""
        return self.filling.add(self.ref(repeat), at)

    def remove(self, instance: str) -> None:
        self.filling.remove(self.ref(instance))

    # Questions

    def value(self, address: str) -> str:
        """The text of a node, also while it is not relevant."""
        return self.filling.value(self.ref(address))

    def relevant(self, address: str) -> bool:
        return self.filling.is_relevant(self.ref(address))

    def required(self, address: str) -> bool:
        return self.filling.is_required(self.ref(address))

    def readonly(self, address: str) -> bool:
        return self.filling.is_readonly(self.ref(address))

    def valid(self, address: str = "") -> bool:
        """Whether nothing is wrong at or below a node; without an address in the whole record."""
        return not self.problems(address)

    def problems(self, address: str = "") -> tuple[FieldProblem, ...]:
        """What is wrong: ref, code (required, type, constraint, repeat), message."""
        return self.filling.problems(self.ref(address))

    def choices(self, address: str) -> tuple[ChoiceView, ...]:
        """What a select offers: value, label, media."""
        return self.filling.choices(self.ref(address))

    def label(self, address: str, lang: str = "") -> str:
        ref = self.ref(address)
        return self.filling.text(self.form.node(_bare(ref)).label, ref, lang)

    def hint(self, address: str, lang: str = "") -> str:
        ref = self.ref(address)
        return self.filling.text(self.form.node(_bare(ref)).hint, ref, lang)

    def instances(self, repeat: str) -> list[str]:
        """The refs of a repeat's instances."""
        return self.filling.instances(self.ref(repeat))

    def xml(self, final: bool = True) -> bytes:
        """The record as it is sent; with `final=False` as a draft, with what is not relevant."""
        return self.filling.xml(final)

    def data(self) -> dict[str, Json]:
        return self.filling.data()

    # Addresses

    def ref(self, address: str) -> str:
        """The ref that an address means; the node has to be in the form, not necessarily in the record."""
        address = address.strip()
        if named := _REFERENCE.match(address):
            return self._only(named[1])
        steps = [step for step in address.split("/") if step not in ("", ".")]
        if address.startswith("/"):
            root = self.form.nodes[0].name
            if steps[:1] not in ([root], [f"{root}[1]"]):
                raise LookupError(f"no {address}: the root is /{root}")
            del steps[0]
        found: list[str] = []
        for step in steps:
            name, place = (match[1], match[2]) if (match := _STEP.match(step)) else (step, None)
            bare = "/".join((*(_bare(one) for one in found), name))
            try:
                node = self.form.node(bare)
            except LookupError:
                raise LookupError(f"no node {address}{self._alike(bare)}") from None
            found.append(f"{name}[{place}]" if place and (node.kind == "repeat" or place != "1") else name)
        return "/".join(found)

    def _only(self, name: str) -> str:
        refs = [node.ref for node in self.form.nodes if node.name == name]
        if len(refs) != 1:
            raise LookupError(f"no node ${{{name}}}{self._alike(name)}" if not refs else f"several nodes ${{{name}}}")
        return refs[0]

    def _alike(self, ref: str) -> str:
        found = get_close_matches(ref, [node.ref for node in self.form.nodes], 3, 0.5)
        return f"; there are {', '.join(found)}" if found else ""


def _bare(ref: str) -> str:
    return re.sub(r"\[[0-9]+\]", "", ref)


def _written(answer: Answer) -> str:
    if answer is None or isinstance(answer, bool):
        return "" if answer is None else str(answer).lower()
    if isinstance(answer, int | float):
        return plain(answer)
    if isinstance(answer, datetime):
        return local(answer if answer.tzinfo else answer.replace(tzinfo=ZONE)).text
    if isinstance(answer, date):
        return answer.isoformat()
    if isinstance(answer, time):
        return answer.isoformat("milliseconds") + "+07:00"
    return answer if isinstance(answer, str) else " ".join(answer)
