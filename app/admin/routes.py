"""People of the branch and published forms, for those who look after them."""

from pathlib import PurePath

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.accounts.access import not_found, signed_in_person
from app.accounts.create import BadName, NameTaken
from app.accounts.models import User
from app.accounts.words import ROLE_NAMES
from app.admin.inputs import PersonForm, PublishForm
from app.admin.people import NotYours, new_link, new_person
from app.admin.queries import PEOPLE_ROLES, people_page
from app.audit.record import record
from app.catalog.publish import Published, publish
from app.catalog.queries import open_forms
from app.engine.problems import Problem, reason
from app.web.access import allow
from app.web.services import services
from app.web.session import db_session
from app.web.uploads import UploadRequest

bp = Blueprint("admin", __name__, url_prefix="/admin")

_WHOLE_UPLOAD, _ONE_FILE = 24 << 20, 16 << 20
FORM_ROLES = ("admin", "secretariat")


@bp.url_value_preprocessor
def _admit_large_forms(endpoint: str | None, _values: object) -> None:
    if endpoint == "admin.publish_form" and isinstance(request, UploadRequest):
        request.admit(total=_WHOLE_UPLOAD, each_file=_ONE_FILE)


@bp.get("/people")
@allow.roles(*PEOPLE_ROLES)
def people() -> Response:
    return _people()


@bp.post("/people")
@allow.roles(*PEOPLE_ROLES)
def create_person() -> Response:
    page = people_page(db_session(), signed_in_person())
    form = PersonForm(page.may, page.units)
    if not form.validate_on_submit():
        return _people(form, status=422)
    try:
        user, link = new_person(
            db_session(),
            signed_in_person(),
            name=form.name.data,
            full_name=form.full_name.data,
            role=form.role.data,
            unit_id=form.unit.data,
        )
    except NameTaken:
        form.name.errors = [_("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.")]
    except BadName:
        form.name.errors = [_("Tên đăng nhập gồm 2–80 chữ thường không dấu, số và . _ @ + -")]
    except NotYours:
        form.unit.errors = [_("Bạn không giao được vai trò này ở đơn vị này.")]
    else:
        return _people(link=link, link_of=user)
    return _people(form, status=422)


@bp.post("/people/<int(max=9223372036854775807):user_id>/link")
@allow.roles(*PEOPLE_ROLES)
def make_link(user_id: int) -> Response:
    try:
        user, link = new_link(db_session(), signed_in_person(), user_id)
    except NotYours:
        not_found(f"user:{user_id}")
    return _people(link=link, link_of=user)


def _people(
    form: PersonForm | None = None, *, link: str = "", link_of: User | None = None, status: int = 200
) -> Response:
    page = people_page(db_session(), signed_in_person())
    shown = render_template(
        "admin/people.html",
        page=page,
        form=form or PersonForm(page.may, page.units, formdata=None),
        role_names=ROLE_NAMES,
        link=services().config.address + link if link else "",
        link_of=link_of,
    )
    return make_response(shown, status)


@bp.get("/forms")
@allow.roles(*FORM_ROLES)
def forms() -> Response:
    return _forms()


@bp.post("/forms")
@allow.roles(*FORM_ROLES)
def publish_form() -> Response:
    form = PublishForm()
    if not form.validate_on_submit():
        return _forms(form, status=422)
    files: list[FileStorage] = [form.source.data, *(file for file in form.media.data or () if file.filename)]
    if any(getattr(file.stream, "too_big", False) for file in files):
        form.source.errors = [_("Tệp lớn hơn %(n)s MB. Hãy đưa danh sách dài ra tệp CSV riêng.", n=_ONE_FILE >> 20)]
        return _forms(form, status=413)
    (name, source), *media = ((PurePath(file.filename or "").name, file.read()) for file in files)
    person = signed_in_person()
    result = publish(db_session(), services().blobs, source, name, dict(media), person.id)
    if result.version is None:
        return _forms(form, result=result, status=422)
    subject = f"form:{result.version.form.form_id}"
    record(db_session(), person.id, "form.publish", subject, version=result.version.version)
    return _forms(result=result)


def _forms(form: PublishForm | None = None, *, result: Published | None = None, status: int = 200) -> Response:
    shown = render_template(
        "admin/forms.html",
        versions=open_forms(db_session()),
        form=form or PublishForm(formdata=None),
        result=result,
        reason=_reason,
        role_names=ROLE_NAMES,
    )
    return make_response(shown, status)


def _reason(problem: Problem) -> str:
    return reason(problem, str(get_locale() or "vi"))
