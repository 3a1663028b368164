"""Filling in a form: the static page that is the same for everybody, and the server drafts of people without
scripts."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.access import signed_in_person
from app.catalog.models import FormVersion
from app.catalog.queries import compiled, form_row, form_version, forms_for, may_fill_in
from app.collect import again, drafts, queries, send, show
from app.collect.drafts import OpenDraft
from app.collect.media import media_type
from app.collect.static_page import Frozen, static_page
from app.collect.turn import take
from app.collect.uploads import read_uploads
from app.db import now
from app.submissions.answers import harmless
from app.submissions.images import SHOWN
from app.submissions.kinds import MOST, PLAYED
from app.web.access import allow
from app.web.csrf import csrf, same_origin
from app.web.language import local
from app.web.services import services
from app.web.session import db_session, own_transaction, release
from app.web.uploads import UploadRequest

bp = Blueprint("collect", __name__)

_PAGES_POSTED = {"collect.begin", "collect.answer"}
_A_PAGE = 120 << 20  # a dozen photos straight from the camera, or two films


@bp.url_value_preprocessor
def admit_files(endpoint: str | None, _values: dict[str, object] | None) -> None:
    if endpoint in _PAGES_POSTED and isinstance(request, UploadRequest):
        request.admit(total=_A_PAGE, each_file=MOST)


@bp.before_request
def signed_in_again() -> BaseResponse | None:
    """What a page posts is known by the browser's word on where it comes from. The token of the session is only asked
    where the browser says nothing: a session may end while people write, and what they wrote counts."""
    if request.endpoint not in _PAGES_POSTED:
        return None
    if same_origin():
        return again.held()
    if request.endpoint == "collect.answer" and current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()
    return None


@bp.errorhandler(drafts.AlreadySent)
def already_sent(sent: drafts.AlreadySent) -> BaseResponse:
    """Going back in the browser, or pressing twice: whatever was asked of the draft, here is its receipt."""
    return redirect(f"/receipts/{sent.receipt}", 303)


@bp.app_template_filter("clock")
def clock(moment: datetime) -> str:
    """The time of day on the wall: "09:41"."""
    return local(moment).strftime("%H:%M")


@bp.app_template_filter("comma")
def comma(number: str) -> str:
    """A decimal as it is written here: "0,5"."""
    return number.replace(".", ",")


@bp.get("/")
@allow.signed_in
def home() -> str:
    """Việc của tôi."""
    person, session = signed_in_person(), db_session()
    return render_template(
        "collect/home.html",
        forms=forms_for(session, person.roles),
        drafts=queries.open_drafts(session, person),
        records=queries.recent_records(session, person),
    )


@bp.get("/help")
@allow.anyone
def help_page() -> str:
    return render_template("collect/help.html")


@bp.get("/f/<form_id>")
@allow.signed_in
def form(form_id: str) -> BaseResponse:
    row = form_row(db_session(), form_id)
    version = row.current_version if row is not None else None
    if version is None or not may_fill_in(version, signed_in_person().roles):
        abort(404)
    language = signed_in_person().language
    lang = language if language in version.languages else version.languages[0]
    return redirect(url_for("collect.page", form_id=form_id, version=version.version, lang=lang))


@bp.get("/f/<form_id>/<version:version>/<lang>")
@allow.signed_in
def page(form_id: str, version: str, lang: str) -> Response:
    found = _version(form_id, version, lang)
    return _frozen(static_page(found, compiled(services().blobs, found), lang, services().assets).page)


@bp.get("/f/<form_id>/<version:version>/<lang>/lists")
@allow.signed_in
def lists(form_id: str, version: str, lang: str) -> Response:
    """The heavy lists that scripts fetch once the page is live (docs/formats/wire.md, "later")."""
    found = _version(form_id, version, lang)
    return _frozen(static_page(found, compiled(services().blobs, found), lang, services().assets).lists)


@bp.get("/f/<form_id>/<version:version>/media/<name>")
@allow.signed_in
def media(form_id: str, version: str, name: str) -> Response:
    """A picture, sound or film of a label: a version's files never change."""
    found = _version(form_id, version)
    file = next((one for one in found.media if one.name == name), None)
    if file is None:
        abort(404)
    response = send_file(services().blobs.path(file.sha256), mimetype=media_type(name), etag=False, conditional=True)
    return harmless(response, "private, max-age=86400")


def _frozen(made: Frozen) -> Response:
    """The same bytes for everybody entitled; phones keep them and only ask whether they have changed."""
    accepted = request.headers.get("Accept-Encoding", "")
    encoding = next((one for one in ("br", "gzip") if one in accepted), "identity")
    response = Response(made.encoded(encoding), content_type=made.content_type)
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(made.etag, weak=True)
    response.make_conditional(request)
    return response


@bp.post("/f/<form_id>/<version:version>/<lang>")
@allow.signed_in
@csrf.exempt
def begin(form_id: str, version: str, lang: str) -> BaseResponse | tuple[str, int]:
    """The first page, posted by a browser without scripts: a draft on the server takes over."""
    if not same_origin():
        abort(400)
    person, blobs = signed_in_person(), services().blobs
    found = _version(form_id, version, lang)
    release()
    uploads = read_uploads(compiled(blobs, found), request.files.items(), blobs)
    before = static_page(found, compiled(blobs, found), lang, services().assets).first
    with own_transaction() as session, session.begin():
        draft = drafts.begin(session, blobs, person, found, lang, now())
        turn = take(draft, 1, before, request.form, uploads)
    return show.after(draft, turn)


@bp.get("/drafts/<uuid:draft_id>/<int:number>")
@allow.signed_in
def draft_page(draft_id: UUID, number: int) -> str | BaseResponse:
    draft = _open(draft_id)
    if not 1 <= number <= len(draft.form.pages):
        abort(404)
    if number not in draft.relevant_pages:
        return redirect(url_for("collect.draft_review", draft_id=draft_id))
    sought = {request.args["find"]: request.args.get("words", "")} if "find" in request.args else {}
    return show.page(draft, number, checked="check" in request.args, fresh="fresh" in request.args, sought=sought)


@bp.post("/drafts/<uuid:draft_id>/<int:number>")
@allow.signed_in
@csrf.exempt
def answer(draft_id: UUID, number: int) -> BaseResponse | tuple[str, int]:
    person, blobs = signed_in_person(), services().blobs
    form = compiled(blobs, drafts.row_for(db_session(), person, str(draft_id)).form_version)
    release()
    if not 1 <= number <= len(form.pages):
        abort(404)
    uploads = read_uploads(form, request.files.items(), blobs)
    with own_transaction() as session, session.begin():
        draft = drafts.open_for(session, blobs, person, str(draft_id), now(), to_change=True)
        turn = take(draft, number, draft.screen().page(form.pages[number - 1]), request.form, uploads)
    return show.after(draft, turn)


@bp.get("/drafts/<uuid:draft_id>/review")
@allow.signed_in
def draft_review(draft_id: UUID) -> str:
    return show.review_page(_open(draft_id))


@bp.post("/drafts/<uuid:draft_id>/send")
@allow.signed_in
def draft_send(draft_id: UUID) -> BaseResponse | tuple[str, int]:
    person = signed_in_person()
    draft, problems = send.frozen(person, str(draft_id), now())
    if problems:
        return show.review_page(draft, refused=True), 422
    return redirect(f"/receipts/{send.deliver(person, draft.row)}", 303)


@bp.post("/drafts/<uuid:draft_id>/delete")
@allow.signed_in
def draft_delete(draft_id: UUID) -> BaseResponse:
    session = db_session()
    session.delete(drafts.row_for(session, signed_in_person(), str(draft_id), to_change=True))
    flash(_("Đã xóa bản nháp."), "ok")
    return redirect(url_for("collect.home"), 303)


@bp.get("/drafts/<uuid:draft_id>/files/<name>")
@allow.signed_in
def draft_file(draft_id: UUID, name: str) -> Response:
    row = queries.draft(db_session(), signed_in_person(), str(draft_id))
    file = next((f for f in row.files if f.name == name), None) if row is not None else None
    if file is None:
        abort(404)
    inline = file.content_type in SHOWN | PLAYED
    response = send_file(
        services().blobs.path(file.sha256),
        mimetype=file.content_type if inline else "application/octet-stream",
        as_attachment=not inline,
        download_name=file.name,
        etag=False,
    )
    return harmless(response, "private, max-age=3600")


def _version(form_id: str, version: str, lang: str | None = None) -> FormVersion:
    found = form_version(db_session(), form_id, version)
    if (
        found is None
        or (lang is not None and lang not in found.languages)
        or not may_fill_in(found, signed_in_person().roles)
    ):
        abort(404)
    return found


def _open(draft_id: UUID) -> OpenDraft:
    return drafts.open_for(db_session(), services().blobs, signed_in_person(), str(draft_id), now())
