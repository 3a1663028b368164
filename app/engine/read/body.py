"""The body of an XForm: its controls in order, and what they tell about the nodes that they show."""

from __future__ import annotations

from collections.abc import Mapping

from app.engine.definition import Control, Group, Question, Repeat, Table
from app.engine.read.choices import Choices
from app.engine.read.itext import Texts
from app.engine.read.model import JR, Draft, absolute, read_actions
from app.engine.read.reading import Reading
from app.engine.read.search import without_search
from app.engine.xml import Element

_BY_TYPE: Mapping[str, str] = {
    "int": "integer", "decimal": "decimal", "date": "date", "time": "time", "dateTime": "dateTime",
    "geopoint": "geopoint", "geotrace": "geotrace", "geoshape": "geoshape", "barcode": "barcode",
}  # fmt: skip
_BY_MEDIA: Mapping[str, str] = {"image": "image", "audio": "audio", "video": "video"}
_CONTROLS = frozenset({"input", "secret", "textarea", "select1", "select", "rank", "upload", "trigger", "range"})
_PASSED_OVER = frozenset({"label", "hint", "setvalue", "setgeopoint", "recordaudio", "repeat"})
_NOT_PARAMETERS = frozenset({"ref", "bind", "appearance", "nodeset", "class", "query"})


class Body:
    """Reads controls and leaves label, hint, items, media on the drafts of their nodes. `ids` are the paths of binds
    by their id."""

    def __init__(
        self,
        by_path: dict[str, Draft],
        ids: Mapping[str, str],
        tables: dict[str, Table],
        texts: Texts,
        reading: Reading,
    ) -> None:
        self.by_path, self.ids, self.texts, self.reading = by_path, ids, texts, reading
        self.choices = Choices(tables, texts, reading)

    def controls(self, parent: Element, context: str) -> tuple[Control, ...]:
        """The controls inside an element; relative refs start at the path `context`."""
        found: list[Control] = []
        for element in parent.children:
            if element.local == "group":
                found.extend(self.group(element, context))
            elif element.local == "repeat":
                found.extend(self.repeat(element, None, context))
            elif element.local in _CONTROLS:
                found.extend(self.question(element, context))
            elif element.local not in _PASSED_OVER:
                self.reading.problem("unsupported", self.reading.cell("", "type", element.line), what=element.name)
        return tuple(found)

    def path(self, element: Element, context: str, attribute: str = "ref") -> str:
        """The path of the node that an element is about: by its ref or nodeset, or by the id of a bind."""
        bind = (element.attr("bind") or "").strip()
        return absolute(element.attr(attribute) or self.ids.get(bind, bind), context)

    def draft(self, element: Element, context: str, attribute: str = "ref") -> Draft | None:
        path = self.path(element, context, attribute)
        draft = self.by_path.get(path)
        if draft is None and path:
            self.reading.problem("unknown-question", self.reading.cell(path, "name", element.line), path=path)
        return draft

    def group(self, element: Element, context: str) -> list[Control]:
        repeat = element.find("repeat")
        if repeat is not None and not _holds_more(element):
            return self.repeat(repeat, element, self.path(element, context) or context)
        draft = self.draft(element, context) if self.path(element, context) else None
        label = self.texts.element(element.find("label"), draft.path if draft else "", "label")
        if draft is not None:
            draft.label, draft.control = label, True
        read_actions(element, self.by_path, draft, self.reading)
        node = draft.number if draft else None
        inner = self.controls(element, draft.path if draft else context)
        return [Group(node, label, _words(element.attr("appearance")), inner)]

    def repeat(self, element: Element, wrapper: Element | None, context: str) -> list[Control]:
        draft = self.draft(element, context, "nodeset")
        if draft is None:
            return []
        draft.kind, draft.control = "repeat", True
        label = element.find("label") or (wrapper.find("label") if wrapper is not None else None)
        draft.label = self.texts.element(label, draft.path, "label")
        count = element.attr("count", JR)
        if count is not None:
            draft.count = self.reading.expression(count, draft.path, "repeat_count", element.line)
        blocked = (element.attr("noAddRemove", JR) or "false").strip().removesuffix("()") == "true"
        draft.fixed = count is not None or blocked
        read_actions(element, self.by_path, draft, self.reading)
        appearance = element.attr("appearance") or (wrapper.attr("appearance") if wrapper is not None else "")
        children = self.controls(element, draft.path)
        return [Repeat(draft.number, draft.label, _words(appearance), children, draft.fixed)]

    def question(self, element: Element, context: str) -> list[Control]:
        draft = self.draft(element, context)
        if draft is None:
            return []
        path = draft.path
        draft.control = True
        draft.label = self.texts.element(element.find("label"), path, "label")
        draft.hint = self.texts.element(element.find("hint"), path, "hint")
        guidance = self.texts.element(element.find("hint"), path, "guidance_hint", "guidance")
        if element.local in ("select1", "select", "rank"):
            draft.datatype = {"select1": "select1", "select": "select", "rank": "rank"}[element.local]
            draft.items = self.choices.of(element, draft)
        query = element.attr("query") if element.local == "input" else None
        if query is not None:
            draft.datatype, draft.items = "select1", self.choices.asked(element, query, draft)
        kind = self.kind(element, draft)
        if element.local == "upload":
            draft.datatype, draft.media = "binary", kind
        read_actions(element, self.by_path, draft, self.reading)
        appearance = _words(without_search(element.attr("appearance") or ""))
        parameters = _parameters(element, draft)
        return [Question(draft.number, kind, draft.label, draft.hint, guidance, appearance, parameters, draft.items)]

    def kind(self, element: Element, draft: Draft) -> str:
        match element.local:
            case "select1":
                return "select_one"
            case "select":
                return "select_multiple"
            case "trigger":
                return "acknowledge"
            case "rank" | "range" as local:
                return local
            case "upload":
                return _BY_MEDIA.get((element.attr("mediatype") or "").partition("/")[0], "file")
            case "input" if element.attr("query") is not None:
                return "select_one"
        bind = draft.bind
        if draft.datatype == "string" and bind is not None and (bind.attr("readonly") or "").startswith("true"):
            filled = bind.attr("calculate") or draft.default or draft.actions or bind.attr("preload", JR)
            return "text" if filled or bind.attr("required") else "note"
        return _BY_TYPE.get(draft.datatype, "text")


def _holds_more(group: Element) -> bool:
    """Whether a group around a repeat holds anything else that is asked."""
    repeats = len(group.find_all("repeat"))
    return repeats > 1 or any(child.local == "group" or child.local in _CONTROLS for child in group.children)


def _words(appearance: str | None) -> tuple[str, ...]:
    return tuple((appearance or "").split())


def _parameters(element: Element, draft: Draft) -> dict[str, str]:
    """Attributes of the control, and those of the bind that pyxform makes of parameters (orx:max-pixels …)."""
    found = {
        name.rpartition(":")[2]: value
        for name, value in element.attrs.items()
        if name not in _NOT_PARAMETERS and not name.startswith("xmlns")
    }
    if draft.bind is not None:
        for name, value in draft.bind.attrs.items():
            prefix, _, local = name.rpartition(":")
            if prefix in ("orx", "odk"):
                found[local] = value
    return found
