"""A page that is posted after its session has ended: what was typed stays on the page that asks for the password, and
is taken over once its person has signed in. Files have to be chosen again; nobody unknown may leave any here."""

from uuid import UUID

from flask import make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.access import Person, current_person, person_of
from app.accounts.attempt import attempt
from app.accounts.routes import too_often
from app.accounts.sign_in import enter
from app.audit.record import record
from app.collect import queries
from app.web.services import services
from app.web.session import db_session, engine, own_transaction, release

# No question can have such a name: XML names hold no tilde.
NAME, PASSWORD = "~name", "~password"
_OURS = {NAME, PASSWORD, "csrf_token"}


def held() -> Response | None:
    """The page to answer with instead of taking the posted one over; None when somebody is (now) signed in."""
    if current_person() is not None:
        return None
    name, password = request.form.get(NAME, ""), request.form.get(PASSWORD, "")
    if not name or not password:
        return _page(401, _("Hãy nhập tên đăng nhập và mật khẩu.") if NAME in request.form else "")
    outcome = attempt(engine(), services().config.secret_key, name, password, request.remote_addr or "")
    if outcome.user is None:
        wrong = _("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra rồi nhập lại.")
        return _page(429, too_often(outcome.wait)) if outcome.wait else _page(401, wrong)
    if not _theirs(person_of(outcome.user)):
        return _page(401, _("Phiếu này do người khác đang ghi. Hãy đăng nhập bằng tài khoản của người đó."))
    enter(outcome.user, remember=False)
    with own_transaction() as trail, trail.begin():
        record(trail, outcome.user.id, "sign_in.password", f"user:{outcome.user.id}")
    return None


def _theirs(person: Person) -> bool:
    draft_id = (request.view_args or {}).get("draft_id")
    mine = not isinstance(draft_id, UUID) or queries.draft(db_session(), person, str(draft_id)) is not None
    release()
    return mine


def _page(code: int, error: str) -> Response:
    typed = [(name, text) for name, text in request.form.items(multi=True) if name not in _OURS]
    files = [file.filename for file in request.files.values() if file.filename]
    if files:  # stay on the page, so that they can be chosen again
        typed = [(name, "update" if name == "action" else text) for name, text in typed]
    name = request.form.get(NAME, "")
    return make_response(render_template("collect/again.html", typed=typed, files=files, error=error, name=name), code)
