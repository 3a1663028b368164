"""What the tests of documents share: one warm printer, and issuing without a queue in between."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.config import Config
from app.db import reading
from app.documents.command import issue_now
from app.documents.models import IssuedDocument
from app.documents.printer import Printer
from app.factory import create_app
from app.jobs.models import Job
from app.web.services import Services
from tests.builders import inspections
from tests.conftest import config_for

Issued = Callable[[int], Path]


@pytest.fixture
def config(prepared: Path, tmp_path: Path) -> Config:
    """What a document says does not depend on the database, so here SQLite is enough; tests/web and tests/unit use
    both."""
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    return config_for(data, f"sqlite:///{data / 'phieu.sqlite3'}")


@pytest.fixture(scope="session")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printer]:
    printer = Printer(tmp_path_factory.mktemp("printer"))
    yield printer
    printer.close()


@pytest.fixture
def services(app: Flask) -> Services:
    found = app.extensions["phieu"]
    assert isinstance(found, Services)
    return found


@pytest.fixture
def issued(services: Services, printer: Printer, tmp_path: Path) -> Issued:
    """`issued(submission_id)`: the file of its minutes, issued now unless that was done before."""

    def make(submission_id: int) -> Path:
        document = issue_now(services, printer, "R1", submission_id)
        out = tmp_path / f"{document.id}.pdf"
        out.write_bytes(services.blobs.read(document.sha256))
        return out

    return make


@pytest.fixture(scope="session")
def minutes(prepared: Path, printer: Printer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The minutes of one ordinary inspection of Phú Lợi: made once, only looked at."""
    data = tmp_path_factory.mktemp("minutes") / "data"
    shutil.copytree(prepared, data)
    app = create_app(config_for(data, f"sqlite:///{data / 'phieu.sqlite3'}"))
    services: Services = app.extensions["phieu"]
    document = issue_now(services, printer, "R1", inspections.inspection(app, "phu-loi"))
    services.engine.dispose()
    return services.blobs.path(document.sha256)


def text_of(pdf: Path, *options: str) -> str:
    """What a reader sees, in reading order, lines joined: sentences can be looked for as they were written."""
    raw = subprocess.run(["pdftotext", *options, str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(raw.split())


def documents(services: Services) -> list[IssuedDocument]:
    with reading(services.engine) as session:
        return session.query(IssuedDocument).order_by(IssuedDocument.id).all()


def jobs(services: Services) -> list[Job]:
    with reading(services.engine) as session:
        return session.query(Job).order_by(Job.id).all()
