"""The model of an XForm: the primary instance and its binds and setvalue actions, node by node."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.engine.definition import PH, Action, Entity, Event, Items, Node, Text
from app.engine.read.itext import Texts
from app.engine.read.reading import Reading
from app.engine.webpage import BACKGROUND
from app.engine.xml import Element
from app.engine.xpath.nodes import Tree, is_path

JR = "http://openrosa.org/javarosa"
ENTITIES = "http://www.opendatakit.org/xforms/entities"
_EVENTS: Mapping[str, Event] = {
    "odk-instance-first-load": "load",
    "odk-instance-load": "open",
    "xforms-ready": "load",
    "odk-new-repeat": "repeat",
    "xforms-value-changed": "changed",
}
_TYPES = {
    "integer": "int", "long": "int", "double": "decimal", "float": "decimal", "datetime": "dateTime",
    "select1": "string", "select": "string", "odk:rank": "string", "base64binary": "binary",
}  # fmt: skip


@dataclass(slots=True)
class Draft:
    """A node while the form is read."""

    number: int
    name: str
    parent: int
    path: str
    element: Element | None
    kind: str = "leaf"
    children: list[int] = field(default_factory=list)
    default: str = ""
    copies: int = 0  # instances of a repeat in the XForm's primary instance, template not counted
    varied: bool = False  # those instances, and the template, do not all hold the same
    bind: Element | None = None
    datatype: str = "string"
    label: Text | None = None
    hint: Text | None = None
    items: Items | None = None
    media: str = ""
    count: int | None = None
    fixed: bool = False
    control: bool = False
    actions: list[Action] = field(default_factory=list)
    located: list[tuple[Event, int]] = field(default_factory=list)


def give_identity(root: Element) -> None:
    """Puts meta/instanceID into a record that has none: two people may well give the same answers."""
    meta = root.find("meta")
    if meta is None:
        meta = Element("meta", {}, root.line, root.prefixes)
        root.content.append(meta)
    if meta.find("instanceID") is None:
        prefix = meta.name.removesuffix("meta")
        meta.content.append(Element(f"{prefix}instanceID", {}, meta.line, meta.prefixes))


def read_nodes(root: Element) -> list[Draft]:
    """The nodes of the primary instance in document order. Of several instances of a repeat the template counts, or
    else the first."""
    drafts: list[Draft] = []

    def add(element: Element, parent: int, path: str) -> Draft:
        draft = Draft(len(drafts), element.name, parent, path, element)
        drafts.append(draft)
        if parent >= 0:
            drafts[parent].children.append(draft.number)
            add_attributes(draft, element)
        by_name: dict[str, list[Element]] = {}
        for child in element.children:
            by_name.setdefault(child.name, []).append(child)
        for name, same in by_name.items():
            made = add(next(filter(_is_template, same), same[0]), draft.number, f"{path}/{name}")
            made.copies = sum(not _is_template(one) for one in same)
            made.varied = any(_content(one) != _content(same[0]) for one in same)
        if draft.children or parent < 0:
            draft.kind = "group"
        else:
            draft.default = _own_text(element)
        return draft

    def add_attributes(draft: Draft, element: Element) -> None:
        """Attributes of inner elements (entities have them) are nodes named @…"""
        for name, value in _own_attributes(element).items():
            child = Draft(len(drafts), f"@{name}", draft.number, f"{draft.path}/@{name}", None)
            child.default = value
            drafts.append(child)
            draft.children.append(child.number)

    add(root, -1, f"/{root.name}")
    return drafts


def _is_template(element: Element) -> bool:
    return element.attr("template", JR) is not None


def _own_attributes(element: Element) -> dict[str, str]:
    template = {name for name in element.attrs if element.prefixes.get(name.rpartition(":")[0]) == JR}
    return {n: v for n, v in element.attrs.items() if n.partition(":")[0] != "xmlns" and n not in template}


def _own_text(element: Element) -> str:
    return "" if element.children else unicodedata.normalize("NFC", element.text).strip()


def _content(element: Element) -> tuple[object, ...]:
    """All that an element holds, templates aside, to compare."""
    inner = tuple(_content(child) for child in element.children if not _is_template(child))
    return element.name, tuple(_own_attributes(element).items()), _own_text(element), inner


def initial_record(root: Element, drafts: list[Draft]) -> Element | None:
    """The record that the form begins with, when the instances of some repeat hold different values in it."""
    if not any(draft.varied and draft.kind == "repeat" for draft in drafts):
        return None
    by_path = {draft.path: draft for draft in drafts}

    def begins_empty(draft: Draft) -> bool:
        return draft.count is not None and not draft.varied

    def copy(element: Element, path: str) -> Element:
        kept = [
            copy(child, f"{path}/{child.name}")
            for child in element.children
            if not _is_template(child) and not begins_empty(by_path[f"{path}/{child.name}"])
        ]
        content: list[Element | str] = [*kept] if element.children else [_own_text(element)]
        return Element(element.name, element.attrs, element.line, element.prefixes, content)

    return copy(root, f"/{root.name}")


def root_attributes(root: Element, drafts: list[Draft]) -> tuple[tuple[str, str], ...]:
    """The attributes that records carry: id, version, the others, and the declarations of prefixes in use."""
    own = {name: value for name, value in root.attrs.items() if not name.startswith("xmlns")}
    first = [(name, own.pop(name)) for name in ("id", "version") if name in own]
    used = dict.fromkeys(
        name.partition(":")[0] for name in (*own, *(draft.name.removeprefix("@") for draft in drafts)) if ":" in name
    )
    declared = [(f"xmlns:{prefix}", root.prefixes[prefix]) for prefix in used if prefix in root.prefixes]
    default = [("xmlns", root.attrs["xmlns"])] if "xmlns" in root.attrs else []
    return (*first, *own.items(), *default, *declared)


def absolute(path: str | None, context: str) -> str:
    """The absolute path of a ref or nodeset; relative ones start at `context`. Blank stays blank."""
    path = (path or "").strip()
    if path == "" or path.startswith("/"):
        return path
    steps = context.split("/")
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def read_binds(model: Element, by_path: dict[str, Draft], reading: Reading) -> dict[str, str]:
    """Gives each node its bind. Returns the paths of binds by their id, by which controls may name them."""
    root = next(iter(by_path))
    ids: dict[str, str] = {}
    for bind in model.find_all("bind"):
        path = absolute(bind.attr("nodeset") or bind.attr("ref"), root)
        draft = by_path.get(path)
        if draft is None:
            # ODK Collect passes it over; an action that targets nothing (below) it refuses.
            reading.problem("unknown-bind", reading.cell(path, "name", bind.line), "warning", path=path)
            continue
        draft.bind = bind
        datatype = (bind.attr("type") or "string").rpartition(":")[2]
        draft.datatype = _TYPES.get(datatype, _TYPES.get(datatype.lower(), datatype))
        if given := bind.attr("id"):
            ids[given] = path
    return ids


def read_actions(element: Element, by_path: dict[str, Draft], holder: Draft | None, reading: Reading) -> None:
    """The setvalue actions directly inside an element: the model, a repeat, or the control of the node `holder`."""
    trigger = holder.number if holder is not None and holder.kind == "leaf" else -1
    context = holder.path if holder is not None else next(iter(by_path))
    for action in element.children:
        if action.local not in ("setvalue", "setgeopoint", "recordaudio"):
            continue
        path = absolute(action.attr("ref") or action.attr("bind"), context)
        target = by_path.get(path)
        if target is None:
            reading.problem("unknown-bind", reading.cell(path, "name", action.line), path=path)
            continue
        if action.local == "setvalue":
            _add_setvalue(action, target, holder if trigger >= 0 else None, by_path, reading)
        elif action.local == "setgeopoint":
            target.located += [(event, trigger) for event in _events(action) if event != "changed" or trigger >= 0]
        else:
            reading.limit(BACKGROUND["recordaudio"], path, action.line)


def _events(action: Element) -> list[Event]:
    named = (_EVENTS.get(event.rpartition(":")[2]) for event in (action.attr("event") or "").split())
    return list(dict.fromkeys(event for event in named if event is not None))


def _add_setvalue(
    action: Element, target: Draft, trigger: Draft | None, by_path: Mapping[str, Draft], reading: Reading
) -> None:
    def at_trigger(part: Tree) -> Tree:
        """pyxform writes a relative path of the question that sets off; it is meant where the target knows none."""
        if not is_path(part) or part[1] != 1 or trigger is None:
            return part
        relative = "/".join(str(step) for step in part[2:])
        there = absolute(relative, trigger.path)
        known = absolute(relative, target.path) in by_path or there not in by_path
        return part if known else ("path", 0, *there.split("/")[1:])

    source = action.attr("value")
    events = _events(action)
    role = "calculation" if "changed" in events else "default"
    expr: int | None
    if source is None:
        literal = action.text.strip()
        expr = reading.intern(literal, target.path, role, literal) if literal else None
    elif not source.strip():
        expr = None  # value="" makes blank, whatever the element holds
    else:
        expr = reading.expression(source, target.path, role, action.line, at_trigger)
        if expr is None:
            return
    for event in events:
        if event != "changed":
            target.actions.append(Action(event, expr))
        elif trigger is not None:
            target.actions.append(Action("changed", expr, trigger.number))


def finish(draft: Draft, texts: Texts, reading: Reading) -> Node:
    """The node with what its bind says."""
    bind = draft.bind
    extra = dict(bind.attrs_of(PH)) if bind is not None else {}

    def jr(name: str) -> str | None:
        return bind.attr(name, JR) if bind is not None else None

    def message(name: str, role: str) -> Text | None:
        source = jr(name)
        return texts.reference(source, draft.path, role) if source is not None else None

    preload = jr("preload") or ("uid" if _lacks_identity(draft, bind) else None)
    readonly = _condition(draft, "readonly", reading)
    calculate = _calculate(draft, reading)
    return Node(
        number=draft.number,
        name=draft.name,
        parent=draft.parent,
        kind="repeat" if draft.kind == "repeat" else "group" if draft.kind == "group" else "leaf",
        path=draft.path,
        children=tuple(draft.children),
        datatype=draft.datatype,
        default=draft.default,
        relevant=_expression(draft, "relevant", reading),
        calculate=calculate,
        constraint=_expression(draft, "constraint", reading),
        required=_condition(draft, "required", reading),
        readonly=readonly,
        constraint_message=message("constraintMsg", "constraint_message"),
        required_message=message("requiredMsg", "required_message"),
        label=draft.label,
        hint=draft.hint,
        preload=(preload, jr("preloadParams") or "") if preload else None,
        actions=tuple(draft.actions),
        located=tuple(draft.located),
        items=draft.items,
        media=draft.media,
        count=draft.count,
        fixed=draft.fixed,
        start=_start(draft, extra),
        control=draft.control,
        extra=extra,
    )


def read_entities(nodes: tuple[Node, ...], drafts: list[Draft]) -> tuple[Entity, ...]:
    """The entities that a record makes or updates; each saved property belongs to the nearest one around it."""
    found = [
        (node, drafts[node.parent].path.rpartition("/")[0])
        for node in nodes
        if node.name.rpartition(":")[2] == "entity" and drafts[node.parent].name.rpartition(":")[2] == "meta"
    ]
    saves: dict[int, dict[str, int]] = {node.number: {} for node, _ in found}
    for draft in drafts:
        saved = draft.bind.attr("saveto", ENTITIES) if draft.bind is not None else None
        around = [(len(home), node) for node, home in found if draft.path.startswith(f"{home}/")]
        if saved is not None and around:
            saves[max(around, key=lambda pair: pair[0])[1].number][saved] = draft.number
    return tuple(Entity(node.number, _dataset(node, nodes), saves[node.number]) for node, _ in found)


def _dataset(entity: Node, nodes: tuple[Node, ...]) -> str:
    return next((nodes[child].default for child in entity.children if nodes[child].name == "@dataset"), "")


def _lacks_identity(draft: Draft, bind: Element | None) -> bool:
    """Whether this is an instanceID that nothing else would fill in."""
    named = [step.rpartition(":")[2] for step in draft.path.split("/")[2:]] == ["meta", "instanceID"]
    return named and not (draft.default or draft.actions or (bind is not None and bind.attr("calculate")))


def _start(draft: Draft, extra: dict[str, str]) -> int:
    if draft.kind != "repeat" or draft.count is not None:
        return 0
    wanted = extra.get("start", "")
    return int(wanted) if wanted.isdigit() else draft.copies


def _expression(draft: Draft, name: str, reading: Reading) -> int | None:
    source = draft.bind.attr(name) if draft.bind is not None else None
    if source is None or not source.strip():
        return None
    role = "calculation" if name == "calculate" else name
    return reading.expression(source, draft.path, role, draft.bind.line if draft.bind else None)


def _condition(draft: Draft, name: str, reading: Reading) -> int | bool:
    """Required and readonly: always, never, or by an expression."""
    source = (draft.bind.attr(name) if draft.bind is not None else None) or ""
    if source.strip() in ("true()", "true"):
        return True
    if source.strip() in ("", "false()", "false"):
        return False
    number = _expression(draft, name, reading)
    return False if number is None else number


def _calculate(draft: Draft, reading: Reading) -> int | None:
    number = _expression(draft, "calculate", reading)
    if number is None or not draft.path.endswith("/instanceID"):
        return number
    tree: Tree = ("once", reading.exprs[number])  # an identity once given stays
    return reading.intern(tree, draft.path, "calculation", "instanceID")
