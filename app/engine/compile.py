"""The front door: the bytes of an XLSForm or XForm into a Form ready to be filled in, or problems with their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.engine.check import check
from app.engine.definition import KIND_NAMES, Form, PlanEntry
from app.engine.graph import Plan, make_plan
from app.engine.lint import lint
from app.engine.problems import Problem, sentence
from app.engine.read.reading import Reading, Sources, Use
from app.engine.read.xform import read_xform
from app.engine.read.xlsform import convert

MAX_BYTES = 20_000_000
_ROLES = {"calculate": "calculation", "count": "repeat_count", "items": "choice_filter", "text": "label"}


@dataclass(frozen=True, slots=True)
class Compiled:
    """`form` is None when a problem is an error; `xform` is what ODK clients download, None when there is none. `media`
    are files made of the author's own (itemsets.csv of the sheet external_choices): to be kept with the others. `uses`
    are the expressions at work, as their author wrote them."""

    form: Form | None
    xform: bytes | None
    problems: tuple[Problem, ...]
    media: Mapping[str, bytes] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()


def compile_form(source: bytes, name: str, media: Mapping[str, bytes]) -> Compiled:
    """`name` tells by its suffix what the bytes are: .md, .xlsx, .xls or .xml. Never raises for bad input."""
    if len(source) > MAX_BYTES:
        return Compiled(None, None, (Problem("too-big", {"limit": str(MAX_BYTES // 1_000_000)}),))
    suffix = "." + name.rpartition(".")[2].lower()
    if suffix == ".xml":
        return _compile(source, Sources(), media, ())
    if suffix not in (".md", ".xlsx", ".xls", ".xlsm"):
        return Compiled(None, None, (Problem("file-type", {"name": name}),))
    converted = convert(source, name, suffix)
    if converted.xform is None:
        return Compiled(None, None, tuple(converted.problems))
    # Files beside the form are read only when it asks for them.
    together = {**media, **converted.media} if converted.media else media
    compiled = _compile(converted.xform, converted.sources, together, tuple(converted.problems))
    return replace(compiled, media=converted.media)


def load_xform(xform: bytes, media: Mapping[str, bytes]) -> Form:
    """The Form of an XForm that was published before. ValueError when it has problems."""
    compiled = _compile(xform, Sources(), media, (), advise=False)
    if compiled.form is None:
        raise ValueError("; ".join(sentence(problem, "en") for problem in compiled.problems))
    return compiled.form


def _compile(
    xform: bytes, sources: Sources, media: Mapping[str, bytes], before: tuple[Problem, ...], *, advise: bool = True
) -> Compiled:
    reading = Reading(media, sources, list(before))
    form = read_xform(xform, reading)
    if form is not None:
        check(form, reading)
        if not _failed(reading):
            plan = make_plan(form)
            form = replace(form, plan=plan.entries, feeds=plan.feeds)
            _report_cycles(form, plan, reading)
        if advise and not _failed(reading):  # first what is wrong, then what could be better
            lint(form, reading)
    uses = tuple(dict.fromkeys(reading.uses))
    return Compiled(None if _failed(reading) else form, xform, tuple(reading.problems), uses=uses)


def _failed(reading: Reading) -> bool:
    return any(problem.severity == "error" for problem in reading.problems)


def _report_cycles(form: Form, plan: Plan, reading: Reading) -> None:
    for cycle in plan.cycles:
        first = form.nodes[cycle[0].node]
        cells = " → ".join(_told(form, entry, reading) for entry in (*cycle, cycle[0]))
        reading.problem("cycle", reading.cell(first.path, _role(cycle[0])), cells=cells)


def _told(form: Form, entry: PlanEntry, reading: Reading) -> str:
    node = form.nodes[entry.node]
    cell = reading.sources.cell(node.path, _role(entry))
    place = ", ".join(str(part) for part in (cell.sheet, cell.row, cell.column) if part is not None)
    return f"{node.ref} ({place or _role(entry)})"


def _role(entry: PlanEntry) -> str:
    name = KIND_NAMES[entry.kind]
    return _ROLES.get(name, name)
