"""What every expression of a form gives just now, for the author who is trying it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from xml.dom import minidom

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.engine.compile import Compiled
from app.engine.definition import Form
from app.engine.read.reading import Use
from app.engine.run import Filling
from app.engine.xpath.nodes import is_path
from app.engine.xpath.values import Value, string

_SHOWN = 5  # instances of a repeat
ROLES: Mapping[str, LazyString] = MappingProxyType(
    {
        "relevant": _l("Hiện khi"),
        "calculation": _l("Tính"),
        "constraint": _l("Điều kiện"),
        "required": _l("Bắt buộc khi"),
        "readonly": _l("Chỉ xem khi"),
        "repeat_count": _l("Số lần lặp"),
        "choice_filter": _l("Lọc lựa chọn"),
        "default": _l("Đặt sẵn"),
        "label": _l("Lời văn"),
        "hint": _l("Gợi ý điền"),
        "guidance_hint": _l("Hướng dẫn thêm"),
        "constraint_message": _l("Lời báo điều kiện"),
        "required_message": _l("Lời báo bắt buộc"),
    }
)


@dataclass(frozen=True)
class Row:
    """An expression at its place. `values` are (position in the repeats, text); `more` counts those not shown."""

    name: str
    role: str
    written: str
    values: tuple[tuple[str, str], ...]
    more: int = 0


def rows(compiled: Compiled, filling: Filling) -> tuple[Row, ...]:
    form = filling.form
    return tuple(_row(use, form, filling) for use in compiled.uses if _is_told(use, form))


def _is_told(use: Use, form: Form) -> bool:
    """Not the identity of the record, and not a list that is offered as it stands."""
    if use.path not in form.paths or use.source == "instanceID":
        return False
    tree = form.exprs[use.expr]
    plain = is_path(tree) and isinstance(tree[1], tuple) and all(isinstance(step, str) for step in tree[2:])
    return not (use.role == "choice_filter" and plain)


def _row(use: Use, form: Form, filling: Filling) -> Row:
    found = list(filling.evaluated(use.expr, use.path))
    texts = tuple((_position(ref), _told(value, use.role)) for ref, value in found[:_SHOWN])
    name = form.nodes[form.paths[use.path]].ref.rpartition("/")[2] or form.id
    return Row(name, str(ROLES.get(use.role, use.role)), use.source, texts, max(len(found) - _SHOWN, 0))


def _position(ref: str) -> str:
    """ "2" or "2.1": which instance of its repeats a node belongs to; blank outside repeats."""
    return ".".join(piece.split("]")[0] for piece in ref.split("[")[1:])


def _told(value: Value | None, role: str) -> str:
    if value is None:
        return _("không tính được")
    if role == "choice_filter" and isinstance(value, list):
        return ngettext("%(num)s lựa chọn", "%(num)s lựa chọn", len(value))
    if isinstance(value, bool):
        return _("đúng") if value else _("sai")
    return string(value) or _("(trống)")


def pretty(xml: bytes) -> str:
    """The record's XML with a line for each element, for reading only."""
    lines = minidom.parseString(xml).toprettyxml(indent="  ").splitlines()  # noqa: S318 (the engine wrote it)
    return "\n".join(line for line in lines[1:] if line.strip())
