"""Every test gets a fresh copy of one prepared database (units, cast, forms), on SQLite and on PostgreSQL.

Fixtures: `config`, `app`, `engine`, `session` (commit it yourself), `client` and `strict_client` (the latter needs CSRF
tokens), `visit` (one request as somebody), `person`, `empty_engine` (a database without tables).
"""

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import db, migrate
from app.accounts.access import Person, person_of
from app.accounts.models import User
from app.catalog.publish import publish_folder
from app.config import Config
from app.factory import create_app
from app.units.load import load_units
from tests import cast, postgresql
from tests.browsing import Browser

BOTH = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a migrated, furnished SQLite database and its blobs: copied for each test."""
    folder = tmp_path_factory.mktemp("prepared")
    furnish(config_for(folder, f"sqlite:///{folder / 'phieu.sqlite3'}"))
    return folder


@pytest.fixture(scope="session")
def pg_server() -> Iterator[str]:
    with postgresql.cluster() as url:
        yield url


@pytest.fixture(scope="session")
def prepared_pg(pg_server: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in a PostgreSQL database named "prepared", which serves as a template; the folder holds the blobs."""
    folder = tmp_path_factory.mktemp("prepared_pg")
    _administer(pg_server, "CREATE DATABASE prepared")
    furnish(config_for(folder, f"{pg_server}/prepared"))
    return folder


def copy_of_prepared(prepared: Path, tmp_path: Path) -> tuple[Path, str]:
    """(data folder, database URL) of a fresh copy of the prepared SQLite data."""
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    return data, f"sqlite:///{data / 'phieu.sqlite3'}"


def config_for(folder: Path, url: str) -> Config:
    return Config(data_dir=folder, database_url=url, secret_key="test" * 16, testing=True)


def furnish(config: Config) -> None:
    flask = create_app(config)
    engine = flask.extensions["phieu"].engine
    migrate.upgrade(engine)
    with flask.app_context(), db.writing(engine) as session, session.begin():
        load_units(session, config.forms_dir / "don_vi.csv")
        cast.seat_everyone(session)
        problems = publish_folder(session, flask.extensions["phieu"].blobs, config.forms_dir)
        assert not [p for p in problems if p.severity == "error"], problems
    engine.dispose()


def _administer(server: str, statement: str) -> None:
    address = server.replace("postgresql://", "postgresql+psycopg://") + "/postgres"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@contextmanager
def _pg_database(server: str, template: str) -> Iterator[str]:
    name = "t_" + uuid.uuid4().hex
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield f"{server}/{name}"
    finally:
        _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=BOTH)
def config(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Config]:
    """One program's configuration over a fresh copy of the prepared data; each test runs on both databases."""
    if request.param == "sqlite":
        yield config_for(*copy_of_prepared(request.getfixturevalue("prepared"), tmp_path))
        return
    data = tmp_path / "data"
    shutil.copytree(request.getfixturevalue("prepared_pg"), data)
    with _pg_database(request.getfixturevalue("pg_server"), "prepared") as url:
        yield config_for(data, url)


@pytest.fixture(params=BOTH)
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table."""
    if request.param == "sqlite":
        engine = db.make_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
        yield engine
        engine.dispose()
        return
    with _pg_database(request.getfixturevalue("pg_server"), "template1") as url:
        engine = db.make_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    flask = create_app(config)
    flask.test_client_class = Browser
    yield flask
    flask.extensions["phieu"].engine.dispose()


@pytest.fixture
def engine(app: Flask) -> Engine:
    found: Engine = app.extensions["phieu"].engine
    return found


@pytest.fixture
def session(app: Flask, engine: Engine) -> Iterator[Session]:
    """A writing session of the test's own; commit it before the program is asked anything."""
    with app.app_context(), db.writing(engine) as session:
        yield session


@pytest.fixture
def client(app: Flask) -> Browser:
    """Nobody in particular. CSRF is checked by its own tests (`strict_client`), so the others need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    return Browser(app)


@pytest.fixture
def strict_client(app: Flask) -> Browser:
    """A browser before which CSRF protection stands as in real life; `submit` sends the forms of its pages."""
    return Browser(app)


@pytest.fixture
def visit(app: Flask) -> Callable[..., TestResponse]:
    """One request as one of the cast (None: signed out): `visit("chi", "/submissions/1").status_code == 404`."""
    app.config["WTF_CSRF_ENABLED"] = False

    def ask(name: str | None, path: str, method: str = "GET", **more: Any) -> TestResponse:
        browser = Browser(app)
        if name is not None:
            browser.sign_in(name)
        return browser.open(path, method=method, **more)

    return ask


@pytest.fixture
def person(engine: Engine) -> Callable[[str], Person]:
    """`person("an")`: one of the cast as the program sees them."""

    def find(name: str) -> Person:
        with db.reading(engine) as session:
            return person_of(session.query(User).filter_by(name=name).one())

    return find
