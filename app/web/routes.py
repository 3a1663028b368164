"""The program's own page: is it well? What a load balancer asks."""

import logging

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.db import reading
from app.web.access import allow
from app.web.services import services

bp = Blueprint("web", __name__)
_log = logging.getLogger("phieu")


@bp.get("/healthz")
@allow.anyone
def healthz() -> tuple[Response, int]:
    """200 when the database answers, 503 when it does not."""
    found = services()
    try:
        with reading(found.engine) as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        _log.exception("the database does not answer")
        return jsonify(status="error", version=found.config.version, database="unreachable"), 503
    return jsonify(status="ok", version=found.config.version, database=found.engine.dialect.name), 200
