"""The phone's API (Bearer token; no cookie, so no CSRF token either), the service worker, manifest, offline page."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from app.accounts.access import current_person, signed_in_person
from app.offline import files, me, records, sender, token, worker
from app.offline.staging import TooLong, WrongOffset
from app.offline.texts import phone_texts
from app.submissions.incoming import MAX_XML
from app.web.access import allow
from app.web.csrf import csrf, same_origin
from app.web.errors import problem
from app.web.services import services
from app.web.session import db_session

bp = Blueprint("offline", __name__)
csrf.exempt(bp)
bp.add_app_template_global(phone_texts)


@bp.record_once
def _plug_in(state: BlueprintSetupState) -> None:
    state.app.extensions["phieu"].bearer = token.bearer_person


@bp.url_value_preprocessor
def _limits(endpoint: str | None, _values: object) -> None:
    """Only a record is multipart; a piece of a file is a plain body."""
    request.max_content_length = files.MAX_FILE if endpoint == "offline.put_file" else MAX_XML + (1 << 20)
    request.max_form_memory_size = MAX_XML


@bp.after_app_request
def _name_the_person(response: Response) -> Response:
    """A form page is the same bytes for everybody, so its scripts read from a cookie for whom it was fetched."""
    if request.path.startswith(("/api/", "/assets/")) or request.method != "GET":
        return response
    if response.status_code >= 500:  # perhaps the very database that knows people is gone: let the plain answer through
        return response
    person = current_person()
    named = str(person.id) if person else ""
    if request.cookies.get(me.COOKIE, "") == named:
        return response
    if named:
        secure = services().config.secure
        response.set_cookie(me.COOKIE, named, max_age=me.A_YEAR, secure=secure, samesite="Lax")
    else:
        response.delete_cookie(me.COOKIE)
    return response


@bp.post("/api/device")
@allow.signed_in
def device() -> Response:
    """A token for this phone and the signed-in person. The cookie comes by itself, so only our own pages may ask."""
    if not same_origin() or request.headers.get("X-Phieu") != "1":
        abort(403)
    person = signed_in_person()
    try:
        fresh = token.issue(db_session(), person, *sender.device())
    except token.DeviceRefused:
        abort(403)
    return jsonify(token=fresh, person=me.about(person))


@bp.get("/api/me")
@allow.signed_in
def about_me() -> Response:
    person, found = signed_in_person(), services()
    if request.args.get("only") == "person":  # the first form on a phone waits for this answer
        return jsonify(person=me.about(person))
    return jsonify(
        person=me.about(person),
        forms=me.forms(db_session(), person),
        build=found.assets,
        worker=found.config.service_worker,
        pages=me.SHELL,
        assets=me.assets(found.config.assets_dir / found.assets),
    )


@bp.get("/api/files/<sha256>")
@allow.token
def file_offset(sha256: str) -> Response:
    """HEAD: how many bytes of it are here (all of them when it is done)."""
    _must_be_hash(sha256)
    return _offset(files.offset_of(_sender().person.id, sha256), 200)


@bp.put("/api/files/<sha256>")
@allow.token
def put_file(sha256: str) -> Response:
    _must_be_hash(sha256)
    piece = sender.piece()
    if piece.size > files.MAX_FILE:
        abort(413)
    try:
        reached = files.take(_sender().person.id, sha256, piece.offset, piece.size, _body())
    except WrongOffset as wrong:
        return _offset(wrong.offset, 409)
    except TooLong:
        abort(400)
    except files.HashDiffers:
        return problem(422, _("Tệp đến nơi không nguyên vẹn"), _("Máy sẽ gửi lại tệp này từ đầu."))
    return _offset(reached, 200, done=reached == piece.size)


@bp.post("/api/records")
@allow.token
def post_record() -> tuple[Response, int]:
    receipt = records.take(sender.record(), sender.named_files(), _sender())
    return jsonify(records.answer(receipt)), records.STATUS[receipt.state]


@bp.get("/sw.js")
@allow.anyone
def service_worker() -> Response:
    response = make_response(worker.service_worker(services().assets, services().config.service_worker))
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/manifest.webmanifest")
@allow.anyone
def manifest() -> Response:
    response = jsonify(worker.manifest())
    response.headers["Content-Type"] = "application/manifest+json"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@bp.get("/outbox")
@allow.signed_in
def outbox() -> str:
    """What this phone holds: drafts, what waits, what was received. Its scripts fill it in."""
    return render_template("offline/outbox.html")


@bp.get("/offline")
@allow.anyone
def offline() -> str:
    """What a phone without a network shows for a page that only the server has."""
    return render_template("offline/offline.html")


def _sender() -> token.Bearer:
    found = token.bearer()
    assert found is not None
    return found


def _must_be_hash(sha256: str) -> None:
    if not sender.SHA256.fullmatch(sha256):
        abort(404)


def _body() -> Iterator[bytes]:
    while piece := request.stream.read(1 << 16):
        yield piece


def _offset(offset: int, status: int, **more: object) -> Response:
    response = make_response(jsonify(offset=offset, **more), status)
    response.headers["Upload-Offset"] = str(offset)
    return response
