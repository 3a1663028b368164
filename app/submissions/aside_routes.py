"""Pages of what was kept aside: for the secretariat and administrators, who look, download, and try again."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from app.accounts.access import not_found, signed_in_person
from app.audit.record import record
from app.submissions import quarantine, queries
from app.submissions.answers import download, harmless
from app.submissions.inputs import read_id
from app.submissions.models import Quarantined
from app.submissions.problems import WHY_ASIDE
from app.submissions.receive import receive
from app.web.access import allow
from app.web.services import services
from app.web.session import db_session, own_transaction, release

bp = Blueprint("quarantine", __name__, url_prefix="/quarantine")
ID = "<int(min=1, max=9223372036854775807):quarantined_id>"


@bp.app_template_global("why_aside")
def why_aside(reason: str) -> str:
    return _(WHY_ASIDE.get(reason, WHY_ASIDE["engine"]))


@bp.get("")
@allow.roles("secretariat", "admin")
def listing() -> str:
    put_away = request.args.get("put_away") == "1"
    before = read_id(request.args.get("before"))
    lines = queries.aside(db_session(), signed_in_person(), before, put_away=put_away)
    more = lines[queries.PAGE - 1].id if len(lines) > queries.PAGE else None
    lines = lines[: queries.PAGE]
    authors = queries.names_of(db_session(), (row.author_id for row in lines))
    return render_template(
        "submissions/quarantine.html", lines=lines, authors=authors, more=more, put_away=put_away, before=before
    )


@bp.get(f"/{ID}/xml")
@allow.roles("secretariat", "admin")
def xml(quarantined_id: int) -> Response:
    row = _row(quarantined_id)
    _noted("quarantine.download", row.id)
    return download(row.xml, "application/octet-stream", f"{row.receipt}.xml")


@bp.get(f"/{ID}/files/<int(max=9999):number>")
@allow.roles("secretariat", "admin")
def file(quarantined_id: int, number: int) -> Response:
    """The n-th file that came with it, always as a download."""
    row = _row(quarantined_id)
    sha256 = row.files[number]["sha256"] if number < len(row.files) else None
    if not sha256 or not services().blobs.has(sha256):
        abort(404)
    _noted("quarantine.download", row.id)
    name = row.files[number]["name"].rpartition("/")[2] or "file"
    path = services().blobs.path(sha256)
    return harmless(
        send_file(path, mimetype="application/octet-stream", as_attachment=True, download_name=name, max_age=0)
    )


@bp.post(f"/{ID}/retry")
@allow.roles("secretariat", "admin")
def retry(quarantined_id: int) -> Answer:
    """Send it down the road once more, as its own author: a form was published, a right given, a fault mended."""
    session = db_session()
    row = queries.one_aside(session, signed_in_person(), quarantined_id)
    if row is None:
        not_found(f"quarantine:{quarantined_id}")
    parcel = quarantine.again(session, row)
    release()  # receive has a transaction of its own
    _noted("quarantine.retry", quarantined_id)
    receipt = receive(parcel.xml, parcel.files, parcel.expected, parcel.author, parcel.device_id, parcel.channel)
    if receipt.submission_id is None:
        flash(why_aside(receipt.reason or ""), "bad")
        return redirect(url_for(".listing"), 303)
    flash(_("Phiếu đã được nhận."), "ok")
    return redirect(url_for("submissions.one", submission_id=receipt.submission_id), 303)


@bp.post(f"/{ID}/put-away")
@allow.roles("secretariat", "admin")
def put_away(quarantined_id: int) -> Answer:
    """Seen, nothing to be done: it leaves the list of what waits and stays where it is kept."""
    quarantine.put_away(db_session(), signed_in_person().id, _row(quarantined_id))
    flash(_("Đã xếp vào phần đã xem. Nội dung vẫn được giữ nguyên."), "ok")
    return redirect(url_for(".listing"), 303)


def _row(quarantined_id: int) -> Quarantined:
    row = queries.one_aside(db_session(), signed_in_person(), quarantined_id)
    if row is None:
        not_found(f"quarantine:{quarantined_id}")
    return row


def _noted(action: str, quarantined_id: int) -> None:
    with own_transaction() as session, session.begin():
        record(session, signed_in_person().id, action, f"quarantine:{quarantined_id}")
