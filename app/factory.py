"""create_app: puts the floors together. Nothing below imports this."""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import app.accounts.routes
import app.admin.routes
import app.authoring.routes
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
from app.jobs.queue import Queue
from app.web import assets, errors, headers, language, session, versions
from app.web.csrf import csrf
from app.web.services import Services
from app.web.uploads import UploadRequest

BLUEPRINTS = (
    app.web.routes.bp,
    app.accounts.routes.bp,
    app.collect.routes.bp,
    app.offline.routes.bp,
    app.submissions.routes.bp,
    app.documents.routes.bp,
    app.admin.routes.bp,
    app.authoring.routes.bp,
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
    flask.request_class = UploadRequest
    flask.config.update(
        SECRET_KEY=config.secret_key,
        **sign_in.cookie_settings(config),
        MAX_CONTENT_LENGTH=1 << 20,
        WTF_CSRF_TIME_LIMIT=None,
        TESTING=config.testing,
    )
    if config.trusted_proxies:
        hops = config.trusted_proxies
        flask.wsgi_app = ProxyFix(flask.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    flask.extensions["phieu"] = Services(
        config=config,
        engine=make_engine(config.database_url),
        blobs=BlobStore(config.blobs_dir),
        assets=assets.build(ROOT / "static", config.assets_dir),
        queue=Queue(config.queue_path),
    )
    csrf.init_app(flask)
    headers.init_app(flask, config)
    for part in (session, errors, language, assets, versions, sign_in, cli):
        part.init_app(flask)
    for blueprint in BLUEPRINTS:
        flask.register_blueprint(blueprint)
    return flask
