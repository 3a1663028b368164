"""Every test gets a fresh copy of one prepared database (units, cast, forms), on SQLite and on PostgreSQL."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from app import db, migrate
from app.accounts.access import Person, person_of
from app.accounts.models import User
from app.catalog.publish import publish_folder
from app.config import Config
from app.factory import create_app
from app.units.load import load_units
from tests import cast, postgresql


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
    folder = tmp_path_factory.mktemp("prepared_pg")
    _admin(pg_server, "CREATE DATABASE prepared")
    furnish(config_for(folder, f"{pg_server}/prepared"))
    return folder


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


def _admin(server: str, statement: str) -> None:
    engine = create_engine(
        server.replace("postgresql://", "postgresql+psycopg://") + "/postgres", isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def config(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Config]:
    """One program's configuration over a fresh copy of the prepared data; each test runs on both databases."""
    if request.param == "sqlite":
        prepared: Path = request.getfixturevalue("prepared")
        shutil.copytree(prepared, tmp_path / "data")
        yield config_for(tmp_path / "data", f"sqlite:///{tmp_path / 'data' / 'phieu.sqlite3'}")
        return
    server = request.getfixturevalue("pg_server")
    shutil.copytree(request.getfixturevalue("prepared_pg"), tmp_path / "data")
    name = "t_" + uuid.uuid4().hex
    _admin(server, f"CREATE DATABASE {name} TEMPLATE prepared")
    yield config_for(tmp_path / "data", f"{server}/{name}")
    _admin(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    flask = create_app(config)
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


class Browser(FlaskClient):
    """A test client that can sign in as one of the cast and post forms with their CSRF token."""

    def sign_in(self, name: str) -> "Browser":
        with db.reading(self.application.extensions["phieu"].engine) as session:
            user = session.query(User).filter_by(name=name).one()
            with self.session_transaction() as cookie:
                cookie["_user_id"] = f"{user.id}:{user.stamp}"
        return self


@pytest.fixture
def client(app: Flask) -> Browser:
    """Nobody in particular. CSRF is checked by its own tests (`strict_client`), so the others need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = Browser
    found = app.test_client()
    assert isinstance(found, Browser)
    return found


@pytest.fixture
def strict_client(app: Flask) -> Browser:
    app.test_client_class = Browser
    found = app.test_client()
    assert isinstance(found, Browser)
    return found


@pytest.fixture
def person(engine: Engine):
    """`person("an")`: one of the cast as the program sees them."""

    def find(name: str) -> Person:
        with db.reading(engine) as session:
            return person_of(session.query(User).filter_by(name=name).one())

    return find
