"""Server drafts: opening one as a filling-in, and keeping what became of it. What a page posted is
`post.py`'s business."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from flask import abort, url_for
from sqlalchemy.orm import Session

from app.accounts.access import Person
from app.blobs import BlobStore
from app.catalog.models import FormVersion
from app.catalog.queries import compiled
from app.collect import queries
from app.collect.media import media_url
from app.collect.models import Draft, DraftFile
from app.collect.pages import open_repeat_at
from app.collect.prefill import context
from app.collect.screen import Screen
from app.collect.uploads import Kept
from app.collect.views import FileView
from app.engine.definition import Form, Question
from app.engine.run import Filling, restore, start
from app.submissions.kinds import look


@dataclass
class OpenDraft:
    """A draft with its form and its state. `rejected`: typed text that could not be read, by ref."""

    row: Draft
    form: Form
    filling: Filling
    rejected: dict[str, str] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        return self.row.language

    def screen(
        self,
        errors: Mapping[str, str] | None = None,
        missing: frozenset[str] = frozenset(),
        sought: Mapping[str, str] | None = None,
    ) -> Screen:
        """The state as views."""
        return Screen(
            self.form,
            self.filling,
            self.lang,
            errors=errors or {},
            missing=missing,
            typed=self.rejected,
            file=self._file,
            media_url=media_url(self.form),
            sought=sought or {},
        )

    def _file(self, question: Question, name: str) -> FileView | None:
        file = next((one for one in self.row.files if one.name == name), None)
        if file is None:
            return None
        url = url_for("collect.draft_file", draft_id=self.row.id, name=name)
        return FileView(name, url, file.size, look(question.kind, file.content_type))

    @cached_property
    def _screen(self) -> Screen:
        return self.screen()

    @property
    def relevant_pages(self) -> list[int]:
        return [page.index + 1 for page in self.form.pages if self._screen.is_page_relevant(page)]

    def may_add(self, repeat_ref: str) -> bool:
        repeat = open_repeat_at(self.form, repeat_ref)
        most = self.form.nodes[repeat.node].extra.get("max", "") if repeat else "0"
        return not most.isdigit() or len(self.filling.instances(repeat_ref)) < int(most)

    def remove(self, instance_ref: str) -> None:
        """Take an instance out of a repeat that people may change; texts kept as typed move up with their
        instances."""
        repeat_ref, _, rest = instance_ref.rpartition("[")
        if open_repeat_at(self.form, repeat_ref) is None or instance_ref not in self.filling.instances(repeat_ref):
            return
        self.filling.remove(instance_ref)
        self.rejected = dict(_moved_up(self.rejected, repeat_ref, int(rest[:-1])))

    def attach(self, kept: Kept) -> None:
        """A file joins the draft. One that no answer names any more goes when the draft is saved."""
        self.row.files.append(
            DraftFile(name=kept.name, sha256=kept.sha256, size=kept.size, content_type=kept.content_type)
        )

    def save(self, farthest: int) -> None:
        """Into the row; the caller's transaction commits it. Bytes frozen by an earlier sending are void with
        any change."""
        xml = self.filling.xml(final=False)
        if xml != self.row.xml:
            self.row.final_xml = None
        self.row.xml = xml
        self.row.rejected = self.rejected
        self.row.page = max(self.row.page or 1, farthest)
        name = self.filling.instance_name
        # A form's name made of answers that are still blank may be a lone dash.
        self.row.name = name[:500] if any(char.isalnum() for char in name) else ""
        text = xml.decode()
        self.row.files[:] = [file for file in self.row.files if f">{file.name}<" in text]


def _moved_up(rejected: Mapping[str, str], repeat_ref: str, position: int) -> list[tuple[str, str]]:
    pattern = re.compile(re.escape(repeat_ref) + r"\[(\d+)\](.*)", re.DOTALL)
    moved = []
    for ref, typed in rejected.items():
        found = pattern.fullmatch(ref)
        number = int(found[1]) if found else 0
        if found and number > position:
            ref = f"{repeat_ref}[{number - 1}]{found[2]}"
        if not found or number != position:
            moved.append((ref, typed))
    return moved


def begin(
    session: Session, blobs: BlobStore, person: Person, version: FormVersion, lang: str, now: datetime
) -> OpenDraft:
    """A new draft with the form's defaults and what is known of the person."""
    form = compiled(blobs, version)
    filling = start(form, context(session, person, now))
    row = Draft(id=str(uuid.uuid4()), form_version_id=version.id, user_id=person.id, language=lang, rejected={})
    session.add(row)
    return OpenDraft(row, form, filling)


class AlreadySent(Exception):
    """The draft has become a record; its receipt is what there is to see."""

    def __init__(self, receipt: str) -> None:
        super().__init__(receipt)
        self.receipt = receipt


def row_for(session: Session, person: Person, draft_id: str, *, to_change: bool = False) -> Draft:
    """The person's own unsent draft; 404 when there is none, AlreadySent when it is one no longer."""
    row = queries.draft(session, person, draft_id, to_change=to_change)
    if row is None:
        abort(404)
    if row.sent_receipt is not None:
        raise AlreadySent(row.sent_receipt)
    return row


def open_for(
    session: Session,
    blobs: BlobStore,
    person: Person,
    draft_id: str,
    now: datetime,
    *,
    to_change: bool = False,
) -> OpenDraft:
    """The draft in the form version it was started with. Raises as `row_for` does."""
    row = row_for(session, person, draft_id, to_change=to_change)
    form = compiled(blobs, row.form_version)
    return OpenDraft(row, form, restore(form, row.xml, context(session, person, now)), dict(row.rejected))
