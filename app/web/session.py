"""The request's one database session: opened on first use, committed once after a 2xx or 3xx, rolled back otherwise.

The documented exceptions, which open their own: `submissions.receive` (so that it can hold the write lock shortly), the
sign-in throttle and the denied-access audit (they must survive the rollback of a 4xx).
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
    """This request's session: a reading one for GET and HEAD, a writing one otherwise.

    The generator of a streamed answer asks for it itself: Flask ends the view's before it begins to stream.
    """
    if "db_session" not in g:
        opener = db.reading if request.method in _READING else db.writing
        g.db_session = opener(engine())
    session = g.db_session
    assert isinstance(session, Session)
    return session


def own_transaction() -> Session:
    """A writing session of the caller's own, for what must be kept even when the request is refused or only reads.

    Use as `with own_transaction() as session, session.begin():`. SQLite has one writer, so a request that holds the
    write lock itself would wait for itself: that is refused here at once. Call `release()` first.
    """
    mine: Session | None = g.get("db_session")
    if mine is not None and not isinstance(mine, db.ReadingSession) and mine.in_transaction():
        raise RuntimeError("this request holds the write lock itself: release() before own_transaction()")
    return db.writing(engine())


def release() -> None:
    """End this request's transaction now (rolled back), so that somebody else may write; the next one starts afresh."""
    session = g.pop("db_session", None)
    if session is not None:
        session.close()


def init_app(app: Flask) -> None:
    app.after_request(_finish)

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        release()


def _finish(response: Response) -> Response:
    """Commit before the answer leaves. When that fails, Flask makes an error page and comes here again with a 500."""
    session: Session | None = g.get("db_session")
    if session is None:
        return response
    if response.status_code >= 400:
        session.rollback()
    elif isinstance(session, db.ReadingSession):
        session.refuse_changes()
    else:
        session.commit()
    return response
