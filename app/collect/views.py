"""A form being filled in, as plain values for the templates: pages of questions, groups and repeats, each
with its words and state. What a type looks like is its control's business."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _
from markupsafe import Markup

from app.collect.controls import Control
from app.collect.sources import ChoiceView
from app.engine.definition import Question
from app.submissions.kinds import LARGEST

_BY_HAND = frozenset({"signature", "draw", "annotate"})
_CAMERAS = {"new": "environment", "new-front": "user", "selfie": "user"}


@dataclass(frozen=True)
class FileView:
    """A file that an answer holds: `look` is image, audio, video, or "" for one that is only named."""

    name: str
    url: str
    size: int
    look: str


@dataclass(frozen=True)
class QuestionView:
    ref: str
    question: Question
    control: Control
    label: Markup
    hint: Markup
    value: str
    shown: str
    choices: Sequence[ChoiceView]
    as_list: bool
    long: bool
    scripted: bool
    relevant: bool
    required: bool
    error: str = ""
    missing: bool = False
    file: FileView | None = None

    shape = "question"

    @property
    def appearance(self) -> tuple[str, ...]:
        return self.question.appearance

    @property
    def rows(self) -> bool:
        return self.control.rows and not self.as_list

    @cached_property
    def chosen(self) -> frozenset[str]:
        return frozenset(self.value.split())

    @property
    def described_by(self) -> str:
        return f"h/{self.ref} e/{self.ref}" if self.hint else f"e/{self.ref}"

    @property
    def flags(self) -> Markup:
        """State that every input of the question carries."""
        required = " required" if self.required and not self.control.several else ""
        return Markup(required + (' aria-invalid="true"' if self.error else ""))  # noqa: S704

    @property
    def classes(self) -> str:
        names = ["q", self.control.name if not self.control.asks else ""]
        names += [name for name in self.appearance if name.startswith("ph-") or name in _BY_HAND]
        names += ["must" if self.required else "", "bad" if self.error else "miss" if self.missing else ""]
        return " ".join(filter(None, names))

    @property
    def capture(self) -> str:
        """Which camera (or the microphone) the phone is to open at once, when stored files are not wanted."""
        return next((_CAMERAS[word] for word in self.appearance if word in _CAMERAS), "")

    @property
    def drawn(self) -> str:
        """signature or draw, when the picture is drawn by hand."""
        return next((word for word in self.appearance if word in ("signature", "draw")), "")

    @property
    def most(self) -> int:
        """How large the file may be, in MB."""
        return LARGEST[self.question.kind] >> 20

    @property
    def nothing_chosen(self) -> str:
        return _("— Chọn —")


@dataclass(frozen=True)
class GroupView:
    ref: str
    label: Markup
    appearance: tuple[str, ...]
    items: tuple["Item", ...]
    relevant: bool

    shape = "group"

    @property
    def classes(self) -> str:
        return " ".join(["g", *(name for name in self.appearance if name.startswith("ph-"))])


@dataclass(frozen=True)
class InstanceView:
    ref: str
    title: Markup
    title_ref: str
    items: tuple["Item", ...]


@dataclass(frozen=True)
class RepeatView:
    ref: str
    label: Markup
    fixed: bool
    full: bool
    relevant: bool
    instances: tuple[InstanceView, ...]
    pattern: InstanceView | None

    shape = "repeat"

    @property
    def what(self) -> str:
        """The label inside a sentence: "Người dự" → "người dự", "TNCN" as it is."""
        words = self.label.striptags()
        return words[:1].lower() + words[1:] if words[1:2].islower() else words


Item = QuestionView | GroupView | RepeatView


@dataclass(frozen=True)
class PageView:
    number: int
    ref: str
    title: Markup
    relevant: bool
    items: tuple[Item, ...]


def questions(items: Sequence[Item]) -> Iterator[QuestionView]:
    """Every question of a page in the order in which it stands there."""
    for item in items:
        if isinstance(item, QuestionView):
            yield item
        elif isinstance(item, GroupView):
            yield from questions(item.items)
        else:
            for instance in item.instances:
                yield from questions(instance.items)
