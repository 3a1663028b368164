"""An author's pages: a form is uploaded and tried out, as on a phone, before it is published."""

from uuid import UUID

import segno
from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.access import not_found, signed_in_person
from app.audit.record import record
from app.authoring import told
from app.authoring.changes import Changes, changes
from app.authoring.inputs import ButtonForm, NewTrialForm, ReplaceForm
from app.authoring.opened import Opened, live_page, opened
from app.authoring.run import TrialRun, open_run
from app.authoring.trials import Trial, Trials, plain_name
from app.authoring.values import pretty, rows
from app.catalog.publish import publish
from app.catalog.queries import compiled, form_row
from app.collect.media import media_type
from app.collect.prefill import context
from app.db import now
from app.engine.definition import Form
from app.engine.problems import Problem
from app.engine.run import Filling, restore
from app.web.access import allow
from app.web.csrf import csrf, same_origin
from app.web.headers import may_show_our_frames, may_stand_in_our_frame
from app.web.services import services
from app.web.session import db_session, release
from app.web.uploads import UploadRequest

bp = Blueprint("authoring", __name__, url_prefix="/admin/trials")

AUTHORS = ("admin", "secretariat")
_UPLOADS = {"authoring.create", "authoring.replace", "authoring.begin", "authoring.answer"}
_WHOLE_UPLOAD, _ONE_FILE = 24 << 20, 16 << 20


@bp.url_value_preprocessor
def _admit_large_forms(endpoint: str | None, _values: object) -> None:
    if endpoint in _UPLOADS and isinstance(request, UploadRequest):
        request.admit(total=_WHOLE_UPLOAD, each_file=_ONE_FILE)


@bp.get("/new")
@allow.roles(*AUTHORS)
def new() -> str:
    return render_template("authoring/new.html", form=NewTrialForm(formdata=None))


@bp.post("/new")
@allow.roles(*AUTHORS)
def create() -> BaseResponse:
    form = NewTrialForm()
    if not form.validate_on_submit():
        return make_response(render_template("authoring/new.html", form=form), 422)
    files: list[FileStorage] = [form.source.data, *_chosen(form.media.data)]
    if too_big := _too_big(files):
        form.source.errors = [too_big]
        return make_response(render_template("authoring/new.html", form=form), 413)
    source, *beside = _contents(files)
    trial = _trials().begin(signed_in_person().id, source, dict(beside))
    return redirect(url_for("authoring.page", trial_id=trial.id), 303)


@bp.get("/<uuid:trial_id>")
@allow.roles(*AUTHORS)
def page(trial_id: UUID) -> Response:
    return _page(opened(_trial(trial_id)))


@bp.post("/<uuid:trial_id>/files")
@allow.roles(*AUTHORS)
def replace(trial_id: UUID) -> BaseResponse:
    trial, form = _trial(trial_id), ReplaceForm()
    files = [*_chosen([form.source.data]), *_chosen(form.media.data)]
    if not form.validate_on_submit() or not files:
        form.source.errors = [_("Hãy chọn ít nhất một tệp.")]
        return _page(opened(trial), form, status=422)
    if too_big := _too_big(files):
        form.source.errors = [too_big]
        return _page(opened(trial), form, status=413)
    contents = _contents(files)
    source = contents[0] if _chosen([form.source.data]) else None
    _trials().replace(trial, source, dict(contents[1:] if source else contents))
    return redirect(url_for("authoring.page", trial_id=trial.id), 303)


@bp.post("/<uuid:trial_id>/delete")
@allow.roles(*AUTHORS)
def delete(trial_id: UUID) -> BaseResponse:
    _trials().drop(_trial(trial_id))
    flash(_("Đã bỏ bản thử."), "ok")
    return redirect("/admin/forms", 303)


@bp.post("/<uuid:trial_id>/publish")
@allow.roles(*AUTHORS)
def publish_form(trial_id: UUID) -> BaseResponse:
    trial, person = _trial(trial_id), signed_in_person()
    beside = {name: trial.read(name) for name in trial.media}
    result = publish(db_session(), services().blobs, trial.read(trial.source), trial.source, beside, person.id)
    if result.version is None:
        return _page(opened(trial), refused=result.problems, status=422)
    form_id, version = result.version.form.form_id, result.version.version
    record(db_session(), person.id, "form.publish", f"form:{form_id}", version=version)
    _trials().drop(trial)
    flash(_("Đã ban hành %(form)s, phiên bản %(version)s.", form=form_id, version=version), "ok")
    return redirect("/admin/forms", 303)


# Filling in, as on a phone


@bp.get("/<uuid:trial_id>/form/<lang>")
@allow.roles(*AUTHORS)
def form_page(trial_id: UUID, lang: str) -> Response:
    """The page that people will get. It may stand in the phone's frame."""
    trial, form = _sound(trial_id, lang)
    made = live_page(trial, form, lang).page
    return may_stand_in_our_frame(Response(made.content, content_type=made.content_type))


@bp.get("/<uuid:trial_id>/form/<lang>/lists")
@allow.roles(*AUTHORS)
def lists(trial_id: UUID, lang: str) -> Response:
    trial, form = _sound(trial_id, lang)
    made = live_page(trial, form, lang).lists
    return Response(made.content, content_type=made.content_type)


@bp.get("/<uuid:trial_id>/media/<name>")
@allow.roles(*AUTHORS)
def media(trial_id: UUID, name: str) -> Response:
    trial = _trial(trial_id)
    if name not in trial.media:
        abort(404)
    response = Response(trial.read(name), content_type=media_type(name))
    # Opened by itself, a drawing must not run as a page of ours.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@bp.post("/<uuid:trial_id>/form/<lang>")
@allow.roles(*AUTHORS)
@csrf.exempt
def begin(trial_id: UUID, lang: str) -> BaseResponse:
    """What a browser without scripts posts from the form's own page: it goes on at the page below."""
    filled = _run(trial_id, lang)
    if not same_origin():
        abort(400)
    filled.take(request.form)
    return redirect(url_for("authoring.run", trial_id=trial_id, lang=lang), 303)


@bp.get("/<uuid:trial_id>/run/<lang>")
@allow.roles(*AUTHORS)
def run(trial_id: UUID, lang: str) -> Response:
    """The whole form and what its expressions give, for browsers without scripts."""
    filled = _run(trial_id, lang)
    trial, form = _sound(trial_id, lang)
    shown = render_template(
        "authoring/run.html",
        trial=trial,
        lang=lang,
        title=form.title(lang),
        pages=filled.pages(checked="check" in request.args),
        **_values(trial, filled.draft.filling),
    )
    return may_stand_in_our_frame(make_response(shown))


@bp.post("/<uuid:trial_id>/run/<lang>")
@allow.roles(*AUTHORS)
def answer(trial_id: UUID, lang: str) -> BaseResponse:
    _run(trial_id, lang).take(request.form)
    check = 1 if request.form.get("action") == "check" else None
    return redirect(url_for("authoring.run", trial_id=trial_id, lang=lang, check=check), 303)


@bp.post("/<uuid:trial_id>/values/<lang>")
@allow.roles(*AUTHORS)
def values(trial_id: UUID, lang: str) -> str:
    """What the expressions give, for the state (XML) that the page in the frame reports."""
    trial, form = _sound(trial_id, lang)
    known = context(db_session(), signed_in_person(), now())
    release()  # nothing is written, and nobody has to wait for the engine
    try:
        filling = restore(form, request.form.get("xml", "").encode(), known)
    except ValueError:
        abort(400)
    return render_template("authoring/values.html", **_values(trial, filling))


# What the views share


def _page(
    found: Opened, form: ReplaceForm | None = None, *, refused: tuple[Problem, ...] = (), status: int = 200
) -> Response:
    trial, read = found.trial, found.form
    problems = refused or found.compiled.problems
    lang = _language(read)
    shown = render_template(
        "authoring/trial.html",
        trial=trial,
        form=read,
        lang=lang,
        replace_form=form or ReplaceForm(formdata=None),
        button=ButtonForm(formdata=None),
        problems=told.by_sheet(problems, str(get_locale() or "vi")),
        counted=told.count(problems),
        changed=_changed(read) if read is not None else None,
        xform=found.compiled.xform.decode() if found.compiled.xform else "",
        phone=_phone(trial, lang) if read is not None else "",
        **(_values(trial, open_run(db_session(), trial, read, lang, signed_in_person(), now()).draft.filling)
           if read is not None else {}),
    )  # fmt: skip
    return may_show_our_frames(make_response(shown, status))


def _language(form: Form | None) -> str:
    """The language in which the form is tried: asked for, else the page's own, else the form's."""
    spoken = form.languages if form is not None else ("vi",)
    wanted = (request.args.get("lang", ""), str(get_locale() or ""), spoken[0])
    return next(lang for lang in wanted if lang in spoken)


def _phone(trial: Trial, lang: str) -> str:
    """The address for a real phone, as a picture to point the camera at."""
    address = services().config.address + url_for("authoring.form_page", trial_id=trial.id, lang=lang)
    return segno.make(address, error="l").svg_data_uri(scale=4, border=2)


def _changed(form: Form) -> Changes | None:
    """Against the version in use; None when the form is new."""
    row = form_row(db_session(), form.id)
    version = row.current_version if row is not None else None
    return changes(compiled(services().blobs, version), form) if version is not None else None


def _values(trial: Trial, filling: Filling) -> dict[str, object]:
    return {"rows": rows(opened(trial).compiled, filling), "xml": pretty(filling.xml(final=True))}


def _run(trial_id: UUID, lang: str) -> TrialRun:
    trial, form = _sound(trial_id, lang)
    return open_run(db_session(), trial, form, lang, signed_in_person(), now())


def _sound(trial_id: UUID, lang: str) -> tuple[Trial, Form]:
    """A trial whose form has no error and speaks the language."""
    trial = _trial(trial_id)
    form = opened(trial).form
    if form is None or lang not in form.languages:
        abort(404)
    return trial, form


def _trial(trial_id: UUID) -> Trial:
    try:
        return _trials().open(str(trial_id), signed_in_person().id)
    except LookupError:
        not_found(f"trial:{trial_id}")


def _trials() -> Trials:
    return Trials(services().config.trials_dir)


def _chosen(files: list[FileStorage | None] | None) -> list[FileStorage]:
    return [file for file in files or () if file is not None and file.filename]


def _too_big(files: list[FileStorage]) -> str:
    names = [plain_name(file.filename or "") for file in files if getattr(file.stream, "too_big", False)]
    if not names:
        return ""
    return _("Tệp %(name)s lớn hơn %(n)s MB. Hãy bớt nội dung rồi chọn lại.", name=names[0], n=_ONE_FILE >> 20)


def _contents(files: list[FileStorage]) -> list[tuple[str, bytes]]:
    return [(plain_name(file.filename or ""), file.read()) for file in files]
