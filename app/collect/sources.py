"""Where a screen's words and states come from: a filling-in, or the bare definition when there is none to ask
(the pattern of a repeat's instance, which scripts copy and then fill in themselves)."""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from app.engine.definition import Form, Items, Text
from app.engine.xpath.nodes import Tree

_POSITION = re.compile(r"\[[^]]*\]")


class ChoiceView(Protocol):
    """A choice as it is offered: its code and its words."""

    @property
    def value(self) -> str: ...

    @property
    def label(self) -> str: ...


class Source(Protocol):
    """What a screen asks of a filling-in (`app.engine.run.Filling`)."""

    def value(self, ref: str) -> str: ...

    def is_relevant(self, ref: str) -> bool: ...

    def is_required(self, ref: str) -> bool: ...

    def is_readonly(self, ref: str) -> bool: ...

    def instances(self, repeat_ref: str) -> Sequence[str]: ...

    def choices(self, ref: str, lang: str) -> Sequence[ChoiceView]: ...

    def text(self, text: Text, ref: str, lang: str) -> str: ...


class PlainChoice:
    def __init__(self, value: str, label: str) -> None:
        self.value, self.label = value, label


class Pattern:
    """The definition alone: conditions count as not met, outputs are blank, filtered lists are empty."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def _node(self, ref: str) -> int:
        return self.form.node(_POSITION.sub("", ref)).number

    def value(self, ref: str) -> str:
        return ""

    def is_relevant(self, ref: str) -> bool:
        return self.form.nodes[self._node(ref)].relevant is None

    def is_required(self, ref: str) -> bool:
        return self.form.nodes[self._node(ref)].required is True

    def is_readonly(self, ref: str) -> bool:
        return self.form.nodes[self._node(ref)].readonly is True

    def instances(self, repeat_ref: str) -> Sequence[str]:
        return ()

    def choices(self, ref: str, lang: str) -> Sequence[ChoiceView]:
        items = self.form.nodes[self._node(ref)].items
        if items is None or is_filtered(self.form, items):
            return ()
        table = self.form.table(list_name(self.form, items), lang)
        value, label = (
            table.columns.index(items.value),
            table.columns.index("label" if items.itext else items.label),
        )
        return [PlainChoice(row[value], row[label]) for row in table.rows]

    def text(self, text: Text, ref: str, lang: str) -> str:
        return "".join(part for part in text.parts(lang) if isinstance(part, str))


def choice_texts(form: Form, items: Items) -> Mapping[str, Text]:
    """By choice: its words with their media, for a list whose words are translated or have media."""
    table = form.instances.get(list_name(form, items))
    if table is None or "itextId" not in table.columns or items.value not in table.columns:
        return {}
    value, text_id = table.columns.index(items.value), table.columns.index("itextId")
    found = ((row[value], form.texts.get(row[text_id])) for row in table.rows)
    return {name: text for name, text in found if text is not None}


def _in_the_order_given(tree: Tree) -> Tree:
    """Without the mixing: what `randomize` mixes."""
    return tree[1] if isinstance(tree, tuple) and tree[0] == "randomize" and len(tree) > 1 else tree


def list_name(form: Form, items: Items) -> str:
    """The list that a choice expression starts from, blank when it is none of the usual shapes."""
    tree = _in_the_order_given(form.exprs[items.nodeset])
    if isinstance(tree, tuple) and tree[0] == "path" and isinstance(tree[1], tuple) and tree[1][0] == "instance":
        return str(tree[1][1])
    return ""


def is_filtered(form: Form, items: Items) -> bool:
    """Whether the choices hang on answers or chance: anything but the plain path to all items of a list."""
    tree = form.exprs[items.nodeset]
    if not list_name(form, items) or not isinstance(tree, tuple) or tree[0] != "path":
        return True
    return any(not isinstance(step, str) for step in tree[2:])


def list_size(form: Form, items: Items) -> int:
    """How many choices there can be at most; a list of unknown shape counts as endless."""
    table = form.instances.get(list_name(form, items))
    return len(table.rows) if table else 1 << 30
