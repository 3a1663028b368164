"""What a person without scripts sees next: a page of the draft, the review, or the way to another place."""

from itertools import groupby

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.collect.drafts import OpenDraft
from app.collect.findings import Finding, findings, unanswered
from app.collect.languages import names
from app.collect.pages import place_of
from app.collect.review import review
from app.collect.turn import Turn


def page(
    draft: OpenDraft,
    number: int,
    *,
    checked: bool = False,
    fresh: bool = False,
    sought: dict[str, str] | None = None,
) -> str:
    """One page. `checked`: come from the list of what is missing, so every finding is shown as an error.
    `sought`: what is looked for in the long list of a ref."""
    found = findings(draft)
    here = [f for f in found if f.page == number]
    errors = {f.ref: f.message for f in here if checked or f.code != "required"}
    seen = number < draft.row.page
    missing = unanswered(here, number) if seen and not checked else frozenset()
    return _page(draft, number, errors, missing, summary=here if checked else [], fresh=fresh, sought=sought)


def after(draft: OpenDraft, turn: Turn) -> Response | tuple[str, int]:
    """Refused answers come back at once (422); everything else is a way on (303), so that reloading posts
    nothing again."""
    if turn.errors:
        here = [f for f in findings(draft) if f.page == turn.page]
        labels = {f.ref: f for f in here}
        summary = [labels.get(ref) or _refused_file(draft, turn.page, ref, why) for ref, why in turn.errors.items()]
        return _page(draft, turn.page, dict(turn.errors), frozenset(), summary=summary, may_go_on=True), 422
    if turn.place == "home":
        flash(_("Đã lưu bản nháp trên máy chủ."), "ok")
        return redirect(url_for("collect.home"), 303)
    if turn.place == "review":
        return redirect(url_for("collect.draft_review", draft_id=draft.row.id), 303)
    return redirect(
        url_for(
            "collect.draft_page",
            draft_id=draft.row.id,
            number=turn.page,
            fresh=1 if turn.fresh else None,
            find=turn.sought[0] if turn.sought else None,
            words=turn.sought[1] if turn.sought else None,
            _anchor=turn.anchor or None,
        ),
        303,
    )


def review_page(draft: OpenDraft, *, refused: bool = False) -> str:
    found = findings(draft)
    return render_template(
        "collect/review.html",
        draft=draft.row,
        title=draft.form.title(draft.lang),
        pages=review(draft),
        findings=[(number, list(group)) for number, group in groupby(found, key=lambda f: f.page)],
        count=len(found),
        titles={page.index + 1: draft.screen().page_title(page) for page in draft.form.pages},
        refused=refused,
        last=draft.relevant_pages[-1],
    )


def _refused_file(draft: OpenDraft, number: int, ref: str, why: str) -> Finding:
    place = place_of(draft.form, ref)
    label = place.control.label if place is not None else None
    return Finding(ref, number, "file", draft.filling.text(label, ref, draft.lang) if label else "", why)


def _page(
    draft: OpenDraft,
    number: int,
    errors: dict[str, str],
    missing: frozenset[str],
    *,
    summary: list[Finding],
    fresh: bool = False,
    may_go_on: bool = False,
    sought: dict[str, str] | None = None,
) -> str:
    screen = draft.screen(errors, missing, sought)
    relevant = draft.relevant_pages
    steps = [(n, screen.page_title(draft.form.pages[n - 1])) for n in relevant]
    view = screen.page(draft.form.pages[number - 1])
    return render_template(
        "collect/draft.html",
        draft=draft.row,
        title=draft.form.title(draft.lang),
        page=view,
        styled=view.is_styled,
        languages=names(draft.form.languages),
        lang=draft.lang,
        steps=steps,
        position=relevant.index(number) + 1 if number in relevant else len(relevant),
        summary=summary,
        fresh=fresh,
        may_go_on=may_go_on,
    )
