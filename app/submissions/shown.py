"""A record in its form's own words: pages, groups, answers with labels, repeats as tables or cards. Plain values for
templates, in one language; who may look is decided before.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.engine.definition import Control, Form, Group, Question, Repeat, Text
from app.engine.run import Filling
from app.submissions.kinds import look
from app.submissions.models import Attachment
from app.submissions.wording import Spot, worded

MAX_COLUMNS, MAX_HEAD = 3, 40  # wider repeats (more questions, longer labels) are told as cards
_POSITION = re.compile(r"\[[0-9]+\]")
_SILENT = frozenset({"calculate", "hidden"})
FILES = frozenset({"image", "audio", "video", "file"})


ROW_TITLE = "ph-row-title"  # a note that names the entry of a repeat in which it stands


@dataclass(frozen=True)
class Answer:
    """`lines` are the answer in words (several for several choices), empty when there is none."""

    shape = "answer"
    ref: str
    label: str
    kind: str
    lines: tuple[str, ...]
    spot: Spot | None = None
    file: Attachment | None = None
    signature: bool = False

    @property
    def look(self) -> str:
        return look(self.kind, self.file.content_type) if self.file is not None else ""


@dataclass(frozen=True)
class Remark:
    """A sentence of the form that speaks of the answers ("Cộng: 51 người")."""

    shape = "remark"
    text: str
    kind: str  # "sum", "warning" or ""


@dataclass(frozen=True)
class Row:
    """An entry of a repeat as a line of a table: its name and remarks, then its answers (None: was not asked)."""

    ref: str
    title: str
    remarks: tuple[str, ...]
    answers: tuple[Answer | None, ...]


@dataclass(frozen=True)
class Table:
    shape = "table"
    ref: str
    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Section:
    """`entry`: an entry of a repeat, framed; else a page or a group."""

    shape = "section"
    ref: str
    title: str
    items: tuple["Item", ...]
    entry: bool = False


Item = Answer | Remark | Table | Section


@dataclass(frozen=True)
class Shower:
    """One record being told: `files` are its attachments by name."""

    form: Form
    filling: Filling
    files: Mapping[str, Attachment]
    lang: str

    def sections(self) -> tuple[Section, ...]:
        """The form's pages that hold anything, in order."""
        pages = []
        for page in self.form.pages:
            only = page.controls[0] if len(page.controls) == 1 else None
            if isinstance(only, Group):
                pages.append(self._group(only, ""))
            elif isinstance(only, Repeat):
                pages.append(Section("", "", self._repeat(only, "")))
            else:
                pages.append(Section("", "", self._items(page.controls, "")))
        return tuple(page for page in pages if page is not None and page.items)

    def _items(self, controls: Sequence[Control], place: str) -> tuple[Item, ...]:
        """`place` is the ref of the repeat instance that holds the controls."""
        items: list[Item] = []
        for control in controls:
            if isinstance(control, Question):
                item = self._question(control, place)
                items += [] if item is None else [item]
            elif isinstance(control, Repeat):
                items += self._repeat(control, place)
            else:
                section = self._group(control, place)
                items += [section] if section is not None and section.items else []
        return tuple(items)

    def _group(self, group: Group, place: str) -> Section | None:
        ref = place if group.node is None else self._ref(group.node, place)
        if group.node is not None and not self.filling.is_relevant(ref):
            return None
        return Section(ref, self._text(group.label, ref), self._items(group.children, place))

    def _repeat(self, repeat: Repeat, place: str) -> tuple[Item, ...]:
        ref = self._ref(repeat.node, place)
        instances = self.filling.instances(ref)
        if not instances or not self.filling.is_relevant(ref):
            return ()
        title = self._text(repeat.label, ref)
        questions = [each for each in repeat.children if isinstance(each, Question)]
        asked = [each for each in questions if each.kind != "note" and each.kind not in _SILENT]
        flat = len(questions) == len(repeat.children) and 0 < len(asked) <= MAX_COLUMNS
        if flat and len(instances) > 1:
            head = tuple(self._text(each.label, self._ref(each.node, instances[0])) for each in asked)
            if max(map(len, head)) <= MAX_HEAD:
                return (Table(ref, title, head, self._rows(questions, asked, instances)),)
        return tuple(
            self._card(repeat, questions, instance, f"{title} {number}".strip())
            for number, instance in enumerate(instances, start=1)
        )

    def _card(self, repeat: Repeat, questions: list[Question], instance: str, title: str) -> Section:
        named = self._row_title(questions, instance)
        rest = [each for each in repeat.children if not (isinstance(each, Question) and ROW_TITLE in each.appearance)]
        return Section(instance, named or title, self._items(rest, instance), entry=True)

    def _rows(self, questions: list[Question], asked: list[Question], instances: Sequence[str]) -> tuple[Row, ...]:
        rows = []
        for instance in instances:
            said = [self._question(each, instance) for each in questions if ROW_TITLE not in each.appearance]
            remarks = tuple(each.text for each in said if isinstance(each, Remark))
            answers = tuple(self._answer(each, instance) for each in asked)
            rows.append(Row(instance, self._row_title(questions, instance), remarks, answers))
        return tuple(rows)

    def _row_title(self, questions: list[Question], instance: str) -> str:
        found = (self._question(each, instance) for each in questions if ROW_TITLE in each.appearance)
        return next((each.text for each in found if isinstance(each, Remark)), "")

    def _question(self, question: Question, place: str) -> Answer | Remark | None:
        if question.kind in _SILENT:
            return None
        if question.kind != "note":
            return self._answer(question, place)
        ref = self._ref(question.node, place)
        speaks = question.label is not None and any(True for _ in question.label.expressions())
        if not speaks or not self.filling.is_relevant(ref):
            return None
        kind = next((each for each in ("warning", "sum") if f"ph-{each}" in question.appearance), "")
        return Remark(self._text(question.label, ref), kind)

    def _answer(self, question: Question, place: str) -> Answer | None:
        """None for a question that was not asked."""
        ref = self._ref(question.node, place)
        if not self.filling.is_relevant(ref):
            return None
        value = self.filling.value(ref)
        file = self.files.get(value.strip()) if question.kind in FILES else None
        lines, spot = worded(question.kind, value, self._labels(question, ref, value))
        label = self._text(question.label, ref) or self.form.nodes[question.node].name
        return Answer(ref, label, question.kind, lines, spot, file, "signature" in question.appearance)

    def _labels(self, question: Question, ref: str, value: str) -> dict[str, str]:
        if not value or question.kind not in {"select_one", "select_multiple", "rank"}:
            return {}
        return {choice.value: choice.label for choice in self.filling.choices(ref, self.lang)}

    def _text(self, text: Text | None, ref: str) -> str:
        return self.filling.text(text, ref, self.lang).strip() if text is not None else ""

    def _ref(self, node: int, place: str) -> str:
        """The node's ref in a repeat instance: "n8/tham_gia/ten" within "n8/tham_gia[2]" is "n8/tham_gia[2]/ten"."""
        ref = self.form.nodes[node].ref
        return place + ref[len(_POSITION.sub("", place)) :]

    def label_of(self, ref: str) -> str:
        """What people call the question, group or repeat of a ref, for a sentence about it."""
        try:
            node = self.form.node(_POSITION.sub("", ref))
        except LookupError:
            return ref
        return self._text(node.label, ref) or node.name
