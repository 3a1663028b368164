"""create_app: puts the floors together. Nothing below imports this."""

from pathlib import Path

from flask import Flask

import app.accounts.routes
import app.admin.routes
import app.collect.routes
import app.documents.routes
import app.offline.routes
import app.submissions.routes
import app.web.routes
from app import cli
from app.accounts import sign_in
from app.blobs import BlobStore
from app.config import ROOT, Config, from_environment
from app.db import make_engine
from app.web import assets, errors, headers, language, session
from app.web.csrf import csrf
from app.web.services import Services

BLUEPRINTS = (
    app.web.routes.bp,
    app.accounts.routes.bp,
    app.collect.routes.bp,
    app.offline.routes.bp,
    app.submissions.routes.bp,
    app.documents.routes.bp,
    app.admin.routes.bp,
)


def create_app(config: Config | None = None) -> Flask:
    """The program over this configuration (read from the environment when none is given)."""
    config = config or from_environment()
    flask = Flask(
        "app",
        root_path=str(Path(__file__).parent),
        template_folder=str(ROOT / "templates"),
        static_folder=None,
    )
    flask.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME="phieu",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.public_url.startswith("https://"),
        MAX_CONTENT_LENGTH=1 << 20,
        WTF_CSRF_TIME_LIMIT=None,
        TESTING=config.testing,
    )
    flask.extensions["phieu"] = Services(
        config=config,
        engine=make_engine(config.database_url),
        blobs=BlobStore(config.blobs_dir),
        assets=assets.build(ROOT / "static", config.assets_dir),
    )
    csrf.init_app(flask)
    for part in (session, headers, errors, language, assets, sign_in, cli):
        part.init_app(flask)
    for blueprint in BLUEPRINTS:
        flask.register_blueprint(blueprint)
    return flask
