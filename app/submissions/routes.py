"""Pages of records: the list, one record with its files, receipts."""

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response as Answer

from app.accounts.access import Person, not_found, signed_in_person
from app.audit.record import record
from app.submissions import aside_routes, queries
from app.submissions.answers import download, harmless
from app.submissions.detail import detail
from app.submissions.images import SHOWN, thumbnail
from app.submissions.inputs import read_id, read_wanted
from app.submissions.kinds import PLAYED
from app.submissions.models import Attachment
from app.submissions.receipts import read as read_receipt
from app.web.access import allow
from app.web.services import services
from app.web.session import db_session, own_transaction

bp = Blueprint("submissions", __name__)
bp.register_blueprint(aside_routes.bp)
ID = "<int(min=1, max=9223372036854775807):submission_id>"


def _lang() -> str:
    return str(get_locale() or "vi")


@bp.get("/submissions")
@allow.signed_in
def listing() -> str:
    person, wanted = signed_in_person(), read_wanted(request.args)
    session = db_session()
    try:
        found = queries.find(session, person, wanted)
    except LookupError:
        abort(404)
    return render_template(
        "submissions/list.html",
        found=found,
        wanted=wanted,
        units=queries.choosable_units(session, person),
        forms=queries.choosable_forms(session),
    )


@bp.get(f"/submissions/{ID}")
@allow.signed_in
def one(submission_id: int) -> str:
    person = signed_in_person()
    version_id = read_id(request.args.get("version"))
    found = detail(db_session(), services().blobs, person, submission_id, version_id, _lang())
    if found is None or (version_id is None and "version" in request.args):
        not_found(f"submission:{submission_id}")
    _seen(person, "submission.view", submission_id, version=found.version.id)
    return render_template("submissions/detail.html", detail=found, submission=found.submission)


@bp.get(f"/submissions/{ID}/xml")
@allow.signed_in
def xml(submission_id: int) -> Response:
    """The exact bytes that the receipt's hash is of."""
    person = signed_in_person()
    session = db_session()
    submission = queries.visible(session, person, submission_id)
    version = queries.version(session, submission, read_id(request.args.get("version"))) if submission else None
    if version is None:
        not_found(f"submission:{submission_id}")
    _seen(person, "submission.xml", submission_id, version=version.id)
    return download(version.xml, "text/xml", f"{submission_id}.xml")


@bp.get(f"/submissions/{ID}/files/<path:name>")
@allow.signed_in
def file(submission_id: int, name: str) -> Response:
    """A file as it was received. Only pictures, recordings and films open in the browser, without any right to act."""
    person = signed_in_person()
    found = _attachment(person, submission_id, name)
    if not request.range or request.range.ranges[0][0] == 0:  # a film is fetched in pieces: seen once is written once
        _seen(person, "submission.file", submission_id, attachment=found.id)
    inline = found.content_type in SHOWN | PLAYED
    response = send_file(
        services().blobs.path(found.sha256 or ""),
        mimetype=found.content_type if inline else "application/octet-stream",
        as_attachment=not inline,
        download_name=found.name.rpartition("/")[2] or "file",
        etag=found.sha256 or False,
        max_age=0,
    )
    return harmless(response)


@bp.get(f"/submissions/{ID}/thumbs/<path:name>")
@allow.signed_in
def thumb(submission_id: int, name: str) -> Response:
    found = _attachment(signed_in_person(), submission_id, name)
    if found.sha256 is None or found.content_type not in SHOWN:
        abort(404)
    small = services().config.data_dir / "thumbs" / found.sha256[:2] / f"{found.sha256[2:]}.jpg"
    if not thumbnail(services().blobs.path(found.sha256), small):
        abort(404)
    return harmless(send_file(small, mimetype="image/jpeg", etag="t" + found.sha256, max_age=0))


def _attachment(person: Person, submission_id: int, name: str) -> Attachment:
    version_id = read_id(request.args.get("version"))
    found = queries.attachment(db_session(), person, submission_id, name, version_id)
    if found is None or not services().blobs.has(found.sha256 or ""):
        not_found(f"submission:{submission_id}")
    return found


@bp.get("/receipts/<number>")
@allow.signed_in
def receipt(number: str) -> str | Answer:
    canonical = read_receipt(number)
    if canonical is None:
        abort(404)
    if canonical != number:
        return redirect(url_for("submissions.receipt", number=canonical))
    person, session = signed_in_person(), db_session()
    submission = queries.by_receipt(session, person, canonical)
    if submission is not None:
        open_to_me = queries.visible(session, person, submission.id) is not None
        return render_template("submissions/receipt.html", submission=submission, open_to_me=open_to_me)
    aside = queries.aside_by_receipt(session, person, canonical)
    if aside is None:
        not_found(f"receipt:{canonical}")
    return render_template("submissions/receipt_aside.html", aside=aside)


def _seen(person: Person, action: str, submission_id: int, **more: int) -> None:
    """Who saw personal data: written in a transaction of its own, as a page is only read."""
    with own_transaction() as session, session.begin():
        record(session, person.id, action, f"submission:{submission_id}", **more)
