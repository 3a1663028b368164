"""What a page without scripts posted, put into a filling-in: typed text becomes values, unreadable text is
kept as it was typed. An answer that says what the page already showed is left alone, so a value that the form
itself has just changed is not overwritten by its old self."""

from collections.abc import Iterable, Mapping

from werkzeug.datastructures import MultiDict

from app.collect.drafts import OpenDraft
from app.collect.uploads import Kept
from app.collect.views import QuestionView
from app.engine.datatypes import from_input


def fill(
    draft: OpenDraft, asked: Iterable[QuestionView], posted: MultiDict[str, str], files: Mapping[str, Kept]
) -> dict[str, str]:
    """Set every answer of the questions that were asked; returns what could not be read, by ref, as typed."""
    unread = dict(draft.rejected)
    for view in asked:
        if not view.control.asks or draft.filling.is_readonly(view.ref):
            continue
        if view.control.takes_file:
            if view.ref in files:
                draft.filling.set(view.ref, files[view.ref].name)
            continue
        typed = _typed(view, posted)
        if typed == view.value:
            continue
        asked_for = view.control.read(typed, view.question, len(view.codes))
        value = from_input(draft.form.nodes[view.question.node].datatype, asked_for) if asked_for is not None else None
        if value is None:
            unread[view.ref] = typed
        else:
            unread.pop(view.ref, None)
        draft.filling.set(view.ref, _offered(draft, view, value or ""))
    return unread


def _typed(view: QuestionView, posted: MultiDict[str, str]) -> str:
    given = [text for text in posted.getlist(view.ref) if text]
    if view.control.several:
        return " ".join(given)
    return given[0].replace("\r\n", "\n") if given else ""


def _offered(draft: OpenDraft, view: QuestionView, value: str) -> str:
    """Only choices that are offered now: the list may have changed with another answer of the same page."""
    if not view.control.chooses or not value:
        return value
    offered = [choice.value for choice in draft.filling.choices(view.ref, draft.lang)]
    if not view.control.several:
        return value if value in offered else ""
    chosen = value.split()
    if view.control.in_order:
        return " ".join(one for one in chosen if one in offered)
    # In the order in which they are offered, so that the same choice is the same text.
    return " ".join(one for one in dict.fromkeys(offered) if one in chosen)
