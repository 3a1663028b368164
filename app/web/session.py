"""The request's one database session: opened on first use, committed once after a 2xx or 3xx, rolled back otherwise.

The documented exceptions, which open their own: `submissions.receive` (so that it can hold the write lock shortly), the sign-in
throttle and the denied-access audit (they must survive the rollback of a 4xx).
"""

from flask import Flask, Response, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app import db
from app.web.services import services

_READING = {"GET", "HEAD", "OPTIONS"}


def engine() -> Engine:
    return services().engine


def db_session() -> Session:
    """This request's session: a reading one for GET and HEAD, a writing one otherwise."""
    if "db_session" not in g:
        opener = db.reading if request.method in _READING else db.writing
        g.db_session = opener(engine())
    session = g.db_session
    assert isinstance(session, Session)
    return session


def own_transaction() -> Session:
    """A writing session of the caller's own, for what must be kept even when the request is refused. Use as `with … .begin()`.

    SQLite has one writer: a request must not hold its own write lock while it waits for this one, so call it before `db_session()`
    was used for writing, or after its rollback.
    """
    return db.writing(engine())


def release() -> None:
    """End this request's transaction now (rolled back), so that somebody else may write; the next `db_session()` starts afresh."""
    session = g.pop("db_session", None)
    if session is not None:
        session.close()


def init_app(app: Flask) -> None:
    @app.after_request
    def finish(response: Response) -> Response:
        session = g.get("db_session")
        if session is not None:
            if response.status_code < 400 and request.method not in _READING:
                session.commit()
            else:
                session.rollback()
        return response

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        release()
