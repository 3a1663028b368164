"""One unit of work a request: committed with a 2xx or 3xx, gone with anything else; GET never writes."""

from collections.abc import Iterator

import pytest
from flask import Flask, Response, abort, stream_with_context
from sqlalchemy import Engine, func, select, text

from app import db
from app.audit.models import AuditEntry
from app.audit.record import record
from app.units.models import Unit
from app.web.access import allow
from app.web.csrf import csrf
from app.web.session import db_session, own_transaction, release
from tests.browsing import Browser


def written(engine: Engine) -> int:
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def route(app: Flask, path: str, view, method: str = "POST") -> None:
    view.__name__ = f"test_{path.strip('/')}"
    app.add_url_rule(path, view_func=csrf.exempt(allow.anyone(view)), methods=[method])


def leave_a_line() -> None:
    record(db_session(), None, "test")


@pytest.mark.parametrize(("status", "kept"), [(200, 1), (201, 1), (303, 1), (400, 0), (404, 0), (422, 0), (500, 0)])
def test_what_was_written_is_kept_only_when_the_answer_says_so(
    app: Flask, client: Browser, engine: Engine, status: int, kept: int
) -> None:
    def view():
        leave_a_line()
        return "", status

    route(app, "/write", view)
    assert client.post("/write").status_code == status
    assert written(engine) == kept


def test_a_crash_keeps_nothing_and_is_a_page_not_a_traceback(app: Flask, client: Browser, engine: Engine) -> None:
    def view():
        leave_a_line()
        db_session().flush()
        raise RuntimeError("số điện thoại 0912345678")

    route(app, "/crash", view)
    answer = client.post("/crash")
    assert answer.status_code == 500
    assert "Dữ liệu đã lưu không mất" in answer.text
    assert "0912345678" not in answer.text
    assert written(engine) == 0


def test_an_aborted_request_keeps_nothing(app: Flask, client: Browser, engine: Engine) -> None:
    def view():
        leave_a_line()
        db_session().flush()
        abort(404)

    route(app, "/abort", view)
    assert client.post("/abort").status_code == 404
    assert written(engine) == 0


def test_when_the_commit_itself_fails_the_answer_is_an_error_and_not_the_success_that_was_prepared(
    app: Flask, client: Browser, engine: Engine
) -> None:
    def view():
        db_session().add(AuditEntry(action="test", actor_id=999_999))  # nobody: refused at the flush of the commit
        return "saved"

    route(app, "/fails", view)
    route(app, "/after", lambda: (leave_a_line(), "")[1])
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.post("/fails")
    assert answer.status_code == 500
    assert "saved" not in answer.text
    assert written(engine) == 0
    assert client.post("/after").status_code == 200, "the connection must be usable again"
    assert written(engine) == 1


def test_a_view_that_swallows_a_failed_write_does_not_commit_half_of_it(
    app: Flask, client: Browser, engine: Engine
) -> None:
    def view():
        leave_a_line()
        db_session().flush()
        db_session().add(AuditEntry(action="test", actor_id=999_999))
        try:
            db_session().flush()
        except Exception:
            return "never mind"

    route(app, "/swallows", view)
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client.post("/swallows")
    assert written(engine) == 0


@pytest.mark.parametrize("how", ["added", "changed", "flushed", "stated"])
def test_a_get_that_leaves_a_change_behind_fails_loudly(app: Flask, client: Browser, engine: Engine, how: str) -> None:
    def view():
        session = db_session()
        if how == "stated":
            session.execute(text("UPDATE units SET name = 'x'"))
        elif how == "changed":
            session.scalars(select(Unit)).first().name = "x"
        else:
            leave_a_line()
        if how == "flushed":
            session.flush()
        return "fine"

    route(app, "/get", view, "GET")
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert client.get("/get").status_code == 500
    assert written(engine) == 0
    with db.reading(engine) as session:
        assert "x" not in session.scalars(select(Unit.name)).all()


def test_setting_a_value_to_what_it_was_is_no_change(app: Flask, client: Browser) -> None:
    def view():
        unit = db_session().scalars(select(Unit)).first()
        unit.name = str(unit.name)
        return "fine"

    route(app, "/same", view, "GET")
    assert client.get("/same").status_code == 200


def test_a_streamed_answer_reads_from_its_snapshot_to_the_end(app: Flask, client: Browser) -> None:
    def lines() -> Iterator[str]:
        for unit in db_session().scalars(select(Unit).order_by(Unit.id)).yield_per(3):
            yield unit.key + "\n"

    def view():
        return Response(stream_with_context(lines()), mimetype="text/plain")

    route(app, "/stream", view, "GET")
    assert client.get("/stream").text.count("\n") == 16


def test_what_must_survive_a_refusal_has_a_transaction_of_its_own(app: Flask, client: Browser, engine: Engine) -> None:
    def view():
        leave_a_line()
        db_session().flush()
        release()
        with own_transaction() as mine, mine.begin():
            record(mine, None, "refused")
        abort(403)

    route(app, "/refused", view)
    assert client.post("/refused").status_code == 403
    with db.reading(engine) as session:
        assert session.scalars(select(AuditEntry.action)).all() == ["refused"]


def test_a_request_that_would_wait_for_its_own_write_lock_is_told_so_at_once(
    app: Flask, client: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    def view():
        leave_a_line()
        db_session().flush()
        own_transaction()

    route(app, "/deadlock", view)
    assert client.post("/deadlock").status_code == 500
    assert "release() before own_transaction()" in caplog.text


def test_while_reading_a_line_may_be_left_in_a_transaction_of_its_own(
    app: Flask, client: Browser, engine: Engine
) -> None:
    def view():
        db_session().scalars(select(Unit)).first()
        with own_transaction() as mine, mine.begin():
            record(mine, None, "person.view")
        return "seen"

    route(app, "/view", view, "GET")
    assert client.get("/view").status_code == 200
    assert written(engine) == 1


def test_after_each_request_its_connection_is_back_in_the_pool(app: Flask, client: Browser, engine: Engine) -> None:
    route(app, "/ok", lambda: (leave_a_line(), "")[1])
    route(app, "/bad", lambda: (leave_a_line(), ("", 400))[1])
    for _ in range(20):
        client.post("/ok")
        client.post("/bad")
        client.get("/sign-in")
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
