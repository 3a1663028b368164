"""What a person reads over before sending: the answers page by page in words, with repeats as blocks, and
what stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.collect.drafts import OpenDraft
from app.collect.views import FileView, GroupView, Item, QuestionView, RepeatView


@dataclass(frozen=True)
class Answer:
    label: Markup
    words: str
    file: FileView | None = None

    shape = "answer"


@dataclass(frozen=True)
class Block:
    """A group or an instance of a repeat."""

    title: Markup
    entries: "tuple[Entry, ...]"

    shape = "block"


Entry = Answer | Block


@dataclass(frozen=True)
class ReviewPage:
    number: int
    title: Markup
    entries: tuple[Entry, ...]


def review(draft: OpenDraft) -> list[ReviewPage]:
    """The relevant pages with what was answered on them."""
    screen = draft.screen()
    views = [screen.page(page) for page in draft.form.pages if screen.is_page_relevant(page)]
    return [ReviewPage(view.number, view.title, _entries(view.items)) for view in views]


def _entries(items: Sequence[Item]) -> tuple[Entry, ...]:
    found: list[Entry] = []
    for item in items:
        if isinstance(item, QuestionView):
            found.extend(_answer(item))
        elif isinstance(item, GroupView):
            inner = _entries(item.items)
            found.extend([Block(item.label, inner)] if item.label and inner else inner)
        elif isinstance(item, RepeatView):
            found.extend(Block(one.title, _entries(one.items)) for one in item.instances)
    return tuple(found)


def _answer(view: QuestionView) -> list[Answer]:
    if "ph-sum" in view.appearance:
        return [Answer(view.label, "")]
    return [Answer(view.label, view.shown, view.file)] if view.shown else []
