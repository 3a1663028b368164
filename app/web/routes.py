"""The program's own two pages: is it well, and what the load balancer asks."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from app.web.access import allow
from app.web.services import services

bp = Blueprint("web", __name__)


@bp.get("/healthz")
@allow.anyone
def healthz() -> tuple[Response, int]:
    """200 when the database answers, 503 when it does not."""
    found = services()
    try:
        with found.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        database = found.engine.dialect.name
    except Exception:
        return jsonify(status="error", version=found.config.version, database="unreachable"), 503
    return jsonify(status="ok", version=found.config.version, database=database), 200
