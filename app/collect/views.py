"""A form being filled in, as plain values for the templates: pages of questions, groups and repeats, each
with its words and state. What a type looks like is its control's business."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _
from markupsafe import Markup

from app.collect import looks
from app.collect.controls import Control
from app.collect.media import NO_MEDIA, Media
from app.collect.scales import Scale, scale_of
from app.collect.search import Search
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
class Choice:
    """A choice as it is offered: its code, its words alone, and as HTML."""

    value: str
    label: str
    html: Markup
    media: Media = NO_MEDIA

    @property
    def is_more_than_words(self) -> bool:
        return bool(self.media) or "<" in self.html


@dataclass(frozen=True)
class QuestionView:
    ref: str
    question: Question
    control: Control
    label: Markup
    hint: Markup
    value: str
    shown: str
    choices: Sequence[Choice]
    codes: frozenset[str]
    as_list: bool
    long: bool
    scripted: bool
    relevant: bool
    required: bool
    error: str = ""
    missing: bool = False
    file: FileView | None = None
    guidance: str = ""
    media: Media = NO_MEDIA
    otherwise: str = ""
    faces: tuple[str, ...] = ()
    search: Search | None = None
    list_name: str = ""

    shape = "question"

    @property
    def appearance(self) -> tuple[str, ...]:
        return self.question.appearance

    @property
    def rows(self) -> bool:
        return self.control.rows and not self.as_list

    @property
    def minimal(self) -> bool:
        """Several of a list that is folded away until somebody opens it."""
        return self.control.several and "minimal" in self.appearance and not self.search

    @property
    def places(self) -> list[str]:
        """What stands at each place of an order, blank for what was not put anywhere."""
        placed = self.value.split()[: len(self.choices)]
        return placed + [""] * (len(self.choices) - len(placed))

    @cached_property
    def scale(self) -> Scale:
        return scale_of(self.question.parameters)

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
        names += [*looks.classes(self.appearance), *(name for name in self.appearance if name in _BY_HAND)]
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
    def is_styled(self) -> bool:
        """Whether it needs the style sheet of rarer controls."""
        arranged = any(not name.startswith("ph-") for name in looks.classes(self.appearance))
        more = self.control.is_styled or self.media or self.guidance or self.search or self.minimal
        marked = any("<span class" in words for words in (self.label, self.hint, *(c.html for c in self.choices)))
        return bool(arranged or more or marked or any(choice.media for choice in self.choices))

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
    media: Media = NO_MEDIA

    shape = "group"

    @property
    def classes(self) -> str:
        return " ".join(["g", *looks.classes(self.appearance), *(["grid"] if is_grid(self.items) else [])])


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
    most: int | None
    relevant: bool
    instances: tuple[InstanceView, ...]
    pattern: InstanceView | None

    shape = "repeat"

    @property
    def full(self) -> bool:
        """No more instances may be added by hand."""
        return self.most is not None and len(self.instances) >= self.most

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
    media: Media = NO_MEDIA

    @property
    def classes(self) -> str:
        return "page grid" if is_grid(self.items) else "page"

    @property
    def is_styled(self) -> bool:
        return bool(self.media) or "<span class" in self.title or needs_style(self.items)


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


def is_grid(items: Sequence[Item]) -> bool:
    """Whether some of these tell their width in twelfths (w1 … w12)."""
    return any(looks.has_width(item.appearance) for item in items if not isinstance(item, RepeatView))


def needs_style(items: Sequence[Item]) -> bool:
    """Whether something here needs the style sheet of rarer controls."""
    for item in items:
        if isinstance(item, QuestionView):
            styled = item.is_styled
        elif isinstance(item, GroupView):
            styled = bool(item.media) or "<span class" in item.label or is_grid([item]) or needs_style(item.items)
        else:
            patterns = [*item.instances, *([item.pattern] if item.pattern else [])]
            styled = any(is_grid(one.items) or needs_style(one.items) for one in patterns)
        if styled:
            return True
    return False


def faces_of(items: Sequence[Item]) -> Iterator[str]:
    """The modules that make more of the questions here."""
    for item in items:
        if isinstance(item, QuestionView):
            yield from item.faces
        elif isinstance(item, GroupView):
            yield from faces_of(item.items)
        elif item.pattern:
            yield from faces_of(item.pattern.items)
