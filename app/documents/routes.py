"""Pages of documents: ask for one, watch it being made, open it."""

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, send_file, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as Answer

from app.accounts.access import Person, signed_in_person
from app.audit.record import record
from app.documents import issue, queries, wording
from app.documents.inputs import CancelForm, IssueForm
from app.documents.kinds import KINDS, kinds_from
from app.documents.models import IssuedDocument
from app.jobs import claims
from app.jobs.models import Job
from app.submissions.models import Submission
from app.web.access import allow
from app.web.services import services
from app.web.session import db_session, own_transaction

bp = Blueprint("documents", __name__)
ID = "<int(min=1, max=9223372036854775807):"
_OVER = {"done", "failed", "cancelled"}
# The browser's own PDF viewer needs to place the file and style itself; nothing in it may run or load.
_PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@bp.post(f"/submissions/{ID}submission_id>/documents")
@allow.roles(*queries.ISSUERS)
def start(submission_id: int) -> Answer:
    """Answers with the job that makes the document, or with the document that somebody issued in the meantime."""
    person, session, form = signed_in_person(), db_session(), IssueForm()
    submission = queries.issuable(session, person, submission_id)
    if submission is None:
        abort(404)
    if not form.validate_on_submit() or KINDS[form.kind.data].form_id != submission.form.form_id:
        abort(400)
    found = issue.ask(session, services().queue, submission, form.kind.data, person, form.after.data)
    if isinstance(found, IssuedDocument):
        return redirect(url_for("documents.one", document_id=found.id), 303)
    return redirect(url_for("documents.job", job_id=found.id), 303)


@bp.get(f"/jobs/{ID}job_id>")
@allow.signed_in
def job(job_id: int) -> str | Answer:
    found, submission = _job(job_id)
    if found.state == "done":
        return redirect(url_for("documents.one", document_id=(found.result or {})["document"]), 303)
    return render_template(
        "documents/job.html",
        job=found,
        submission=submission,
        over=found.state in _OVER,
        kind=wording.kind_name(found.payload["document"]),
        said=wording.progress_said(found),
        why=wording.failure_said(found) if found.state == "failed" else "",
        cancel_form=CancelForm(),
        may_cancel=_may_issue(signed_in_person(), submission),
    )


@bp.get(f"/jobs/{ID}job_id>/status")
@allow.signed_in
def status(job_id: int) -> Response:
    """For the page's script, which only saves people the reload."""
    found, _submission = _job(job_id)
    return jsonify(over=found.state in _OVER, progress=found.progress, said=wording.progress_said(found))


@bp.post(f"/jobs/{ID}job_id>/cancel")
@allow.roles(*queries.ISSUERS)
def cancel(job_id: int) -> Answer:
    session = db_session()
    found, submission = _job(job_id)
    if not _may_issue(signed_in_person(), submission):
        abort(404)
    claims.cancel(session, found.id)
    return redirect(url_for("documents.job", job_id=job_id), 303)


@bp.get(f"/documents/{ID}document_id>")
@allow.signed_in
def one(document_id: int) -> str:
    person, session = signed_in_person(), db_session()
    document = queries.visible(session, person, document_id)
    if document is None:
        abort(404)
    submission = session.get_one(Submission, document.submission_id)
    others = queries.of_submission(session, submission.id)
    return render_template(
        "documents/document.html",
        document=document,
        submission=submission,
        kind=wording.kind_name(document.kind),
        others=[other for other in others if other.id != document.id],
        is_current=document.submission_version_id == submission.current_version_id,
    )


@bp.get(f"/documents/{ID}document_id>.pdf")
@allow.signed_in
def pdf(document_id: int) -> Response:
    """The issued file, byte for byte."""
    person = signed_in_person()
    document = queries.visible(db_session(), person, document_id)
    if document is None:
        abort(404)
    with own_transaction() as trail, trail.begin():
        record(trail, person.id, "document.view", f"document:{document.id}")
    response = send_file(
        services().blobs.path(document.sha256),
        mimetype="application/pdf",
        download_name=f"{document.kind}-{document.number:02d}-{document.year}.pdf",
        etag=document.sha256,
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = _PDF_POLICY
    return response


def _job(job_id: int) -> tuple[Job, Submission]:
    found = queries.visible_job(db_session(), signed_in_person(), job_id)
    return found or abort(404)


def _may_issue(person: Person, submission: Submission) -> bool:
    return queries.issuable(db_session(), person, submission.id) is not None


def documents_of(submission: Submission) -> dict[str, object]:
    """What the page of a record shows about its documents (templates/documents/_for_submission.html)."""
    person, session = signed_in_person(), db_session()
    kinds = kinds_from(submission.form.form_id)
    issued = queries.of_submission(session, submission.id)
    newest = {document.kind: document for document in reversed(issued)}
    return {
        "kinds": [
            {
                "name": wording.kind_name(kind),
                "form": IssueForm(kind=kind, after=newest[kind].id if kind in newest else None),
                "newest": newest.get(kind),
                "job": queries.unfinished(session, submission.id, kind),
            }
            for kind in kinds
        ],
        "issued": issued,
        "may_issue": bool(kinds) and _may_issue(person, submission),
    }


def _offer(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(documents_of=documents_of, document_kind=wording.kind_name)


bp.record(_offer)
