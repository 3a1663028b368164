"""A form as the JSON that browsers run (docs/formats/wire.md): one language, texts resolved, nothing left to parse."""

from __future__ import annotations

from typing import Any

from app.engine.branches import branch
from app.engine.columns import readable_columns
from app.engine.datatypes import ZONE_NAME
from app.engine.definition import MEDIUM, TEXT, Form, Items, Node, Part, PlanEntry, Table, Text
from app.engine.problems import FIELD_MESSAGES
from app.engine.xpath.nodes import Tree, rewrite, walk
from app.engine.xpath.trees import Branch
from app.engine.xpath.uses import modules

VERSION = 2
Json = dict[str, Any]
_EXPRESSIONS = (("rel", "relevant"), ("calc", "calculate"), ("con", "constraint"), ("count", "count"))


def to_wire(form: Form, lang: str, later: frozenset[str] = frozenset()) -> Json:
    """A JSON-ready dict; unknown languages fall back to the default one. The lists named in `later` are left out and
    named: whoever runs the form fetches them by `lists_on_wire` and lets them arrive.
    """
    lang = lang if lang in form.languages else form.default_language
    texts = _Texts(lang)
    nodes = [_node(node, texts) for node in form.nodes]
    plan = [_entry(entry, texts) for entry in form.plan]
    wire: Json = {
        "wire": VERSION,
        "id": form.id,
        "version": form.version,
        "title": form.title(lang),
        "lang": lang,
        "zone": ZONE_NAME,
        "root": {"name": form.nodes[0].name, "attrs": [list(pair) for pair in form.root_attrs]},
        "nodes": nodes,
        "exprs": [_resolved(tree, form, lang) for tree in form.exprs],
        "plan": plan,
        "feeds": [list(found) if found else 0 for found in form.feeds],
        "instances": lists_on_wire(form, lang, frozenset(form.instances) - later, texts),
        "texts": texts.found,
        "messages": {code: pair[0 if lang == "vi" else 1] for code, pair in FIELD_MESSAGES.items()},
    }
    if uses := modules(wire["exprs"]):
        wire["uses"] = uses
    if later:
        wire["later"] = sorted(later)
    if form.last_saved or any(table.tree is not None for table in form.instances.values()):
        wire["trees"] = 1
    if form.initial is not None:
        wire["initial"] = _tree(branch(form.initial))
    if form.last_saved:
        wire["lastSaved"] = sorted(form.last_saved)
    if any(_asks_for_text(tree) for tree in wire["exprs"]):
        wire["itext"] = {text_id: form.plain_text(text_id, lang) for text_id in form.texts}
    return wire


class _Texts:
    """Texts by their place in the file, each once."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.found: list[str | list[Part]] = []
        self._numbers: dict[tuple[Part, ...], int] = {}

    def number(self, text: Text | None) -> int | None:
        if text is None:
            return None
        parts = text.parts(self.lang)
        if not parts:
            return None
        if parts not in self._numbers:
            self._numbers[parts] = len(self.found)
            plain = len(parts) == 1 and isinstance(parts[0], str)
            self.found.append(str(parts[0]) if plain else list(parts))
        return self._numbers[parts]


def _node(node: Node, texts: _Texts) -> Json:
    wire: Json = {"n": node.name, "p": node.parent}
    if node.kind != "leaf":
        wire["k"] = node.kind
    elif node.datatype != "string":
        wire["t"] = node.datatype
    if node.default:
        wire["d"] = node.default
    for key, attribute in _EXPRESSIONS:
        if (number := getattr(node, attribute)) is not None:
            wire[key] = number
    for key, condition in (("req", node.required), ("ro", node.readonly)):
        if condition is not False:
            wire[key] = condition
    hint = node.hint if node.hint and next(node.hint.expressions(), None) is not None else None
    for key, text in (
        ("msg", node.constraint_message),
        ("reqmsg", node.required_message),
        ("label", node.label),
        ("hint", hint),
    ):
        if (place := texts.number(text)) is not None:
            wire[key] = place
    if node.preload:
        wire["pre"] = list(node.preload)
    if "prefill" in node.extra:
        wire["fill"] = node.extra["prefill"]
    if node.items:
        wire["items"] = _items(node.items)
    if node.media:
        wire["media"] = node.media
    if node.actions:
        wire["set"] = [[action.event, action.expr, action.trigger] for action in node.actions]
    if node.located:
        wire["loc"] = [list(one) for one in node.located]
    if node.kind == "repeat" and node.start != 1:
        wire["start"] = node.start
    if node.fixed:
        wire["fixed"] = 1
    if node.control:
        wire["ctl"] = 1
    return wire


def _items(items: Items) -> list[int | str]:
    return [items.nodeset, items.value, "label" if items.itext else items.label]


def _entry(entry: PlanEntry, texts: _Texts) -> list[int]:
    third = (texts.number(entry.text) or 0) if entry.kind == TEXT else entry.expr
    wire = [entry.node, entry.kind, third]
    return wire if entry.within < 0 else [*wire, entry.within]


def lists_on_wire(form: Form, lang: str, names: frozenset[str], texts: _Texts | None = None) -> Json:
    """These lists with the columns that the form can read; the others would only cost bytes."""
    kept = readable_columns(form)
    found: Json = {}
    for name in (name for name in form.instances if name in names):
        table = form.table(name, lang)
        if table.tree is not None:
            found[name] = {"tree": _tree(table.tree)}
        else:
            found[name] = _rows(_with_outputs(table, form, texts) if texts else table, kept[name])
    return found


def _rows(table: Table, kept: frozenset[str] | None) -> Json:
    places = [p for p, column in enumerate(table.columns) if kept is None or column in kept or column[:6] == MEDIUM]
    return {
        "cols": [table.columns[place] for place in places],
        "rows": [[row[place] for place in places] for row in table.rows],
    }


def _with_outputs(table: Table, form: Form, texts: _Texts) -> Table:
    """Where labels of choices have outputs, one more column: the number of the text."""
    if "itextId" not in table.columns:
        return table
    spoken = [form.texts.get(row[table.columns.index("itextId")]) for row in table.rows]
    if not any(text and next(text.expressions(), None) is not None for text in spoken):
        return table
    numbers = [texts.number(text) if text and next(text.expressions(), None) is not None else None for text in spoken]
    cells = ["" if number is None else str(number) for number in numbers]
    rows = tuple((*row, cell) for row, cell in zip(table.rows, cells, strict=True))
    return Table(table.id, (*table.columns, f"{MEDIUM}text"), rows, table.file)


def _tree(branch: Branch) -> Json:
    """An element in the shape of what restore.mjs makes of XML."""
    kids = [_tree(child) for child in branch.children]
    return {"name": branch.name, "attrs": dict(branch.attrs), "kids": kids, "text": branch.text}


def _resolved(tree: Tree, form: Form, lang: str) -> Tree:
    """jr:itext('id') becomes the text itself."""

    def change(part: Tree) -> Tree:
        if isinstance(part, tuple) and part[0] == "jr:itext" and isinstance(part[1], str):
            return form.plain_text(part[1], lang)
        return part

    return rewrite(tree, change)


def _asks_for_text(tree: Tree) -> bool:
    return any(isinstance(part, tuple) and part[0] == "jr:itext" for part in walk(tree))
