"""Sign-in, sign-out, one's own account. Who may look after other people's accounts is admin's part."""

import math
from datetime import timedelta

from flask import Blueprint, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.accounts import passwords
from app.accounts.access import current_person, signed_in_person
from app.accounts.attempt import attempt
from app.accounts.change import set_language, set_password
from app.accounts.inputs import LanguageForm, LinkForm, PasswordForm, SignInForm
from app.accounts.links import use_link, who_waits
from app.accounts.models import User
from app.accounts.queries import has_password
from app.accounts.sign_in import REMEMBERED, came_by_link, enter, leave
from app.audit.record import record
from app.web.access import allow
from app.web.language import COOKIE
from app.web.paths import own_path
from app.web.services import services
from app.web.session import db_session, engine, release

bp = Blueprint("accounts", __name__)
_CHOSEN = "language"


@bp.get("/sign-in")
@allow.anyone
def sign_in_page() -> str | Response:
    where = own_path(request.args.get("next"))
    if current_person() is not None:
        return redirect(where)
    return render_template("accounts/sign_in.html", form=SignInForm(next=where))


@bp.post("/sign-in")
@allow.anyone
def sign_in() -> str | Response | tuple[str, int]:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    user, wait = _try(form.name.data, form.password.data)
    if user is None:
        return _refused(form, wait)
    _enter(user, remember=form.remember.data)
    record(db_session(), user.id, "sign_in.password", f"user:{user.id}")
    return redirect(own_path(form.next.data), 303)


def _enter(user: User, *, remember: bool, by_link: bool = False) -> None:
    """With the language that was chosen just before, on the sign-in page: it is the last wish of this person."""
    chosen = session.get(_CHOSEN)
    enter(user, remember=remember, by_link=by_link)
    if chosen:
        set_language(db_session(), user.id, chosen)


def _try(name: str, password: str) -> tuple[User | None, timedelta]:
    release()  # an attempt writes in transactions of its own
    address = request.remote_addr or ""
    outcome = attempt(engine(), services().config.secret_key, name, password, address)
    return outcome.user, outcome.wait


def _refused(form: SignInForm, wait: timedelta) -> Response:
    """422, or 429 with the time to wait once there were too many."""
    sentence = too_often(wait) if wait else _("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra rồi nhập lại.")
    form.password.errors = [sentence]
    response = make_response(render_template("accounts/sign_in.html", form=form), 429 if wait else 422)
    if wait:
        response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response


def too_often(wait: timedelta) -> str:
    seconds = math.ceil(wait.total_seconds())
    if seconds < 60:
        time = ngettext("%(num)s giây", "%(num)s giây", seconds)
    else:
        time = ngettext("%(num)s phút", "%(num)s phút", math.ceil(seconds / 60))
    return _(
        "Đã nhập sai nhiều lần. Hãy chờ %(time)s rồi thử lại, hoặc xin Tổ thư ký một liên kết đăng nhập.",
        time=time,
    )


@bp.get("/sign-in/<token>")
@allow.anyone
def link_page(token: str) -> str | tuple[str, int]:
    user = who_waits(db_session(), token)
    if user is None:
        return render_template("accounts/link_gone.html"), 410
    return render_template("accounts/link.html", form=LinkForm(), user=user)


@bp.post("/sign-in/<token>")
@allow.anyone
def sign_in_by_link(token: str) -> Response | tuple[str, int]:
    form = LinkForm()
    user = use_link(db_session(), token)
    if user is None:
        return render_template("accounts/link_gone.html"), 410
    _enter(user, remember=form.remember.data, by_link=True)
    record(db_session(), user.id, "sign_in.link", f"user:{user.id}")
    return redirect("/" if user.password_hash else url_for("accounts.account"), 303)


@bp.post("/sign-out")
@allow.anyone
def sign_out() -> Response:
    person = current_person()
    if person is not None:
        record(db_session(), person.id, "sign_out", f"user:{person.id}")
    leave()
    return redirect(url_for("accounts.sign_in_page"), 303)


@bp.get("/account")
@allow.signed_in
def account() -> str:
    return _account_page(PasswordForm(name=signed_in_person().name))


@bp.post("/account/password")
@allow.signed_in
def change_password() -> str | Response | tuple[str, int]:
    person = signed_in_person()
    form = PasswordForm(name=person.name)
    if not form.validate_on_submit():
        return _account_page(form), 422
    if _asks_current():
        user, wait = _try(person.name, form.current.data)
        if user is None:
            form.current.errors = [too_often(wait) if wait else _("Mật khẩu hiện nay chưa đúng.")]
            return _account_page(form), 429 if wait else 422
    fresh = passwords.hashed(form.new.data)
    enter(set_password(db_session(), person.id, fresh), remember=True)
    flash(_("Đã đặt mật khẩu mới. Các máy khác cần đăng nhập lại."), "ok")
    return redirect(url_for("accounts.account"), 303)


def _account_page(form: PasswordForm) -> str:
    language = LanguageForm(language=signed_in_person().language, next=url_for("accounts.account"))
    return render_template("accounts/account.html", form=form, language_form=language, ask_current=_asks_current())


def _asks_current() -> bool:
    """Whoever has no password yet, or came by a link because it was forgotten, cannot say the old one."""
    return not came_by_link() and has_password(db_session(), signed_in_person().id)


@bp.post("/language")
@allow.anyone
def language() -> Response:
    """Choose the language: on the account of who is signed in, and on this browser."""
    form = LanguageForm()
    response = redirect(own_path(form.next.data), 303)
    if form.validate():
        person = current_person()
        if person is not None:
            set_language(db_session(), person.id, form.language.data)
        else:
            session[_CHOSEN] = form.language.data
        secure = services().config.secure
        age = int(REMEMBERED.total_seconds())
        response.set_cookie(COOKIE, form.language.data, max_age=age, samesite="Lax", secure=secure, httponly=True)
    return response
