"""What is still wrong or missing in a draft, each with the page and the words of its question: for the field,
for the summary that leads to it, and for the review."""

from dataclasses import dataclass

from app.collect.controls import control_for
from app.collect.drafts import OpenDraft
from app.collect.pages import place_of
from app.engine.definition import Question
from app.engine.problems import field_message
from app.web.rich import plain


@dataclass(frozen=True)
class Finding:
    ref: str
    page: int
    code: str
    label: str
    message: str


def findings(draft: OpenDraft) -> list[Finding]:
    """Everything, in the order of the pages. Text that could not be read comes before "unanswered" of the
    same question."""
    unread = {ref: _unread(draft, ref) for ref in draft.rejected if draft.filling.is_relevant(ref)}
    found = {
        problem.ref: (problem.code, problem.message)
        for problem in draft.filling.problems(lang=draft.lang)
        if problem.ref not in unread
    }
    found |= {ref: ("type", message) for ref, message in unread.items()}
    listed = [_finding(draft, ref, code, message) for ref, (code, message) in found.items()]
    return sorted(listed, key=lambda finding: finding.page)


def refused_answers(draft: OpenDraft, page: int) -> dict[str, str]:
    """Answers of this page that cannot stay as they are, by ref. A missing answer is none of them."""
    return {f.ref: f.message for f in findings(draft) if f.page == page and f.code != "required"}


def unanswered(all_findings: list[Finding], page: int) -> frozenset[str]:
    return frozenset(f.ref for f in all_findings if f.page == page and f.code == "required")


def _unread(draft: OpenDraft, ref: str) -> str:
    place = place_of(draft.form, ref)
    control = control_for(place.control) if place and isinstance(place.control, Question) else None
    if control and control.unread:
        return str(control.unread)
    datatype = draft.form.nodes[place.control.node].datatype if place and place.control.node is not None else ""
    return field_message("type", datatype, draft.lang)


def _finding(draft: OpenDraft, ref: str, code: str, message: str) -> Finding:
    place = place_of(draft.form, ref)
    label = place.control.label if place else None
    at = ref.rpartition("/")[0] if code == "repeat" else ref
    words = plain(draft.filling.text(label, at, draft.lang)) if label else ref
    return Finding(ref, place.page if place else 1, code, words, message)
