"""Which columns and tables a form's records need in flat files: one main table, one for each repeat."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.engine.definition import Form, Node, Question


@dataclass
class Flat:
    """A table: the main one (`ref` "") or a repeat's. `columns` are refs, `repeats` those of the repeats inside it."""

    ref: str
    columns: list[str] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)


def tables(forms: Iterable[Form]) -> dict[str, Flat]:
    """The tables of all these versions together, by ref; the first form's order leads."""
    found = {"": Flat("")}
    for form in forms:
        for node in form.nodes:
            if node.parent < 0 or node.ref.split("/")[0].rpartition(":")[2] == "meta":
                continue
            outer = found[_table_of(form, node)]
            if node.kind == "repeat":
                found.setdefault(node.ref, Flat(node.ref))
                _add(outer.repeats, node.ref)
            elif node.kind == "leaf" and not _is_note(form, node):
                _add(outer.columns, node.ref)
    return found


def _add(refs: list[str], ref: str) -> None:
    if ref not in refs:
        refs.append(ref)


def _table_of(form: Form, node: Node) -> str:
    above = form.repeats_above(node.number)
    return form.nodes[above[-1]].ref if above else ""


def _is_note(form: Form, node: Node) -> bool:
    """A sentence on the page, nobody's answer."""
    control = form.controls.get(node.number)
    return isinstance(control, Question) and control.kind == "note" and node.calculate is None
