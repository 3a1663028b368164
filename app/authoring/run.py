"""Filling in on trial: what has been answered so far lies beside the trial's files and goes with them. Its pages are
those of server drafts, all on one screen."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.accounts.access import Person
from app.authoring.opened import media_address
from app.authoring.trials import Trial
from app.collect import post
from app.collect.drafts import OpenDraft
from app.collect.findings import findings
from app.collect.models import Draft
from app.collect.prefill import context
from app.collect.views import PageView, questions
from app.engine.definition import Form
from app.engine.run import restore, start


@dataclass
class TrialRun:
    """A draft that no table knows."""

    draft: OpenDraft
    note: Path
    media: Callable[[str], str]

    def pages(self, *, checked: bool = False) -> list[PageView]:
        """Every page that is there, with what is wrong; what is missing only when the whole was asked to be checked."""
        found = findings(self.draft)
        errors = {one.ref: one.message for one in found if checked or one.code != "required"}
        screen = replace(self.draft.screen(errors), media_url=self.media)
        return [screen.page(page) for page in self.draft.form.pages if screen.is_page_relevant(page)]

    def take(self, posted: MultiDict[str, str]) -> None:
        """Keep what was answered, then do what the button says. Photos are not kept on trial."""
        asked = [view for page in self.pages() for view in questions(page.items)]
        self.draft.rejected = post.fill(self.draft, asked, posted, {})
        action, _, target = posted.get("action", "").partition(":")
        if action == "add" and self.draft.may_add(target):
            self.draft.filling.add(target)
        elif action == "remove":
            self.draft.remove(target)
        kept = {"xml": self.draft.filling.xml(final=False).decode(), "rejected": self.draft.rejected}
        self.note.write_text(json.dumps(kept), encoding="utf-8")


def open_run(session: Session, trial: Trial, form: Form, lang: str, person: Person, now: datetime) -> TrialRun:
    """Where the author has got to; from the beginning when the files have changed since."""
    note = trial.folder / f"run-{trial.state[:16]}.json"
    known = context(session, person, now)
    kept: Mapping[str, object] = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
    filling = restore(form, str(kept["xml"]).encode(), known) if kept else start(form, known)
    rejected = kept.get("rejected")
    row = Draft(id=trial.id, language=lang, rejected={})
    return TrialRun(
        OpenDraft(row, form, filling, dict(rejected) if isinstance(rejected, dict) else {}), note, media_address(trial)
    )
