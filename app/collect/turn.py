"""One turn of a person without scripts: a page came back with answers and a pressed button. What was answered
is kept whatever it is; the button says where to go. "Tiếp tục" stops at an answer that was refused and at
questions that have just appeared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.collect import post
from app.collect.controls import control_for
from app.collect.drafts import OpenDraft
from app.collect.findings import refused_answers
from app.collect.pages import question_at
from app.collect.uploads import Uploads
from app.collect.views import PageView, QuestionView, questions

_LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Turn:
    """Where to go: `place` is page, review or home. `errors` (by ref) mean that page `page` is shown again,
    as refused."""

    page: int
    anchor: str = ""
    place: str = "page"
    fresh: bool = False
    errors: Mapping[str, str] | None = None
    sought: tuple[str, str] | None = None  # the ref whose list is searched, and for what


def take(draft: OpenDraft, number: int, before: PageView, posted: MultiDict[str, str], uploads: Uploads) -> Turn:
    """Keep the answers of page `number`, which stood on the screen as `before`, and do what the button
    says."""
    asked = {view.ref: view for view in questions(before.items)}
    for ref, kept in uploads.kept.items():
        if ref in asked:
            draft.attach(kept)
    draft.rejected = post.fill(draft, asked.values(), posted, uploads.kept)
    action, _, target = posted.get("action", "next").partition(":")
    if action == "next" and (wanted := _typed_search(posted, asked)):
        action, target = "find", wanted
    if action == "find":
        turn = Turn(number, anchor=f"q/{target}", sought=(target, posted.get(f"find:{target}", "")[:_LONGEST_SEARCH]))
    else:
        turn = _turn(draft, number, action, target, asked, uploads.refused)
    draft.save(farthest=turn.page)
    return turn


def _typed_search(posted: MultiDict[str, str], asked: Iterable[str]) -> str:
    """Enter in a search box is meant for the box: the ref of the one whose words are not those it was shown with."""
    return next((ref for ref in asked if posted.get(f"find:{ref}", "") != posted.get(f"found:{ref}", "")), "")


def _turn(
    draft: OpenDraft,
    number: int,
    action: str,
    target: str,
    asked: Mapping[str, QuestionView],
    refused: Mapping[str, str],
) -> Turn:
    if action == "next":
        errors = {**refused_answers(draft, number), **refused}
        if errors:
            return Turn(number, errors=errors)
        fresh = _first_fresh(asked, draft.screen().page(draft.form.pages[number - 1]))
        if fresh:
            return Turn(number, anchor=f"q/{fresh}", fresh=True)
    try:
        moved = _MOVES.get(action, _stay)(draft, number, target)
    except LookupError:  # what the button meant was removed in another tab meanwhile; what was typed is kept
        moved = Turn(number)
    return Turn(number, errors=refused) if refused else moved


def _first_fresh(asked: Mapping[str, QuestionView], after: PageView) -> str:
    """The first question that was not on the screen before, or whose list was another one and that is still
    unanswered."""
    for view in questions(after.items):
        known = asked.get(view.ref)
        if known is None or not known.relevant:
            return view.ref
        if view.control.chooses and not view.value and view.codes - known.codes:
            return view.ref
    return ""


def _forward(draft: OpenDraft, number: int, _target: str) -> Turn:
    following = next((n for n in draft.relevant_pages if n > number), None)
    return Turn(following) if following else Turn(number, place="review")


def _back(draft: OpenDraft, number: int, _target: str) -> Turn:
    before = [n for n in draft.relevant_pages if n < number]
    return Turn(before[-1]) if before else Turn(number, place="home")


def _jump(draft: OpenDraft, number: int, target: str) -> Turn:
    wanted = next((n for n in draft.relevant_pages if str(n) == target), number)
    return Turn(wanted)


def _add(draft: OpenDraft, number: int, target: str) -> Turn:
    if not draft.may_add(target):
        return Turn(number, anchor=f"r/{target}")
    return Turn(number, anchor=f"r/{draft.filling.add(target)}")


def _remove(draft: OpenDraft, number: int, target: str) -> Turn:
    draft.remove(target)
    repeat = target.rpartition("[")[0]
    left = draft.filling.instances(repeat)
    return Turn(number, anchor=f"r/{target if target in left else left[-1] if left else repeat}")


def _drop(draft: OpenDraft, number: int, target: str) -> Turn:
    question = question_at(draft.form, target)
    if question is not None and control_for(question).takes_file:
        draft.filling.set(target, "")
    return Turn(number, anchor=f"q/{target}")


def _speak(draft: OpenDraft, number: int, target: str) -> Turn:
    """Another language; the answers are the same in every one."""
    if target in draft.form.languages:
        draft.row.language = target
    return Turn(number)


def _stay(_draft: OpenDraft, number: int, _target: str) -> Turn:
    return Turn(number)


_MOVES = {
    "next": _forward,
    "later": _forward,
    "back": _back,
    "page": _jump,
    "review": lambda _draft, number, _target: Turn(number, place="review"),
    "save": lambda _draft, number, _target: Turn(number, place="home"),
    "add": _add,
    "remove": _remove,
    "drop": _drop,
    "lang": _speak,
    "update": _stay,
}
