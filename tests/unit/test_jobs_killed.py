"""A worker killed with SIGKILL, for real, in the middle of a document: no job is lost, no second document is made, no
number is skipped. Each test runs on both databases."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.config import ROOT, Config
from app.db import reading, writing
from app.documents import issue
from app.documents.models import IssuedDocument
from app.jobs.models import Job
from app.submissions.models import Submission
from app.web.services import Services
from app.worker import drain
from tests.builders import inspections
from tests.builders.records import someone


@pytest.fixture
def spawn(config: Config) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a worker process over the test's database; whatever still lives at the end is killed."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(config.data_dir),
        "DATABASE_URL": config.database_url,
        "SECRET_KEY": config.secret_key,
    }
    started: list[subprocess.Popen[bytes]] = []

    def start(*command: str) -> subprocess.Popen[bytes]:
        started.append(
            subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def ask(app: Flask, submission_id: int) -> int:
    services: Services = app.extensions["phieu"]
    with writing(services.engine) as session, session.begin():
        submission = session.get_one(Submission, submission_id)
        asked = issue.ask(session, services.queue, submission, "R1", someone(app, "dung"), None)
        assert isinstance(asked, Job)
        return asked.id


def job(app: Flask, job_id: int) -> Job:
    with reading(app.extensions["phieu"].engine) as session:
        return session.get_one(Job, job_id)


def all_documents(app: Flask) -> list[IssuedDocument]:
    with reading(app.extensions["phieu"].engine) as session:
        return session.query(IssuedDocument).order_by(IssuedDocument.id).all()


def until(true: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


@pytest.mark.parametrize("place", ["printing", "storing", "stored"])
def test_a_document_whose_worker_is_killed_is_made_once(
    app: Flask, spawn: Callable[..., subprocess.Popen[bytes]], tmp_path: Path, place: str
):
    asked = ask(app, inspections.inspection(app))
    mark = tmp_path / "reached"
    doomed = spawn("tests.builders.doomed_worker", place, str(mark))
    until(mark.exists)
    assert job(app, asked).state == ("done" if place == "stored" else "running")
    doomed.send_signal(signal.SIGKILL)
    doomed.wait()
    assert len(all_documents(app)) == (1 if place == "stored" else 0)

    until(lambda: _drained(app, asked))
    finished = job(app, asked)
    assert (finished.state, finished.attempts) == ("done", 1 if place == "stored" else 2)
    [document] = all_documents(app)
    assert (document.number, document.job_id) == (1, asked)
    assert (finished.result or {})["document"] == document.id
    services: Services = app.extensions["phieu"]
    assert services.blobs.read(document.sha256).startswith(b"%PDF-")


def _drained(app: Flask, job_id: int) -> bool:
    drain(app)
    return job(app, job_id).state == "done"


def test_a_worker_told_to_stop_finishes_what_it_does_and_goes(
    app: Flask, spawn: Callable[..., subprocess.Popen[bytes]]
):
    asked = ask(app, inspections.inspection(app))
    worker = spawn("app.worker")
    until(lambda: job(app, asked).state != "queued")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=120) == 0
    assert job(app, asked).state == "done"
    assert len(all_documents(app)) == 1


def test_two_workers_share_the_work_without_a_gap_or_a_double_in_the_numbers(
    app: Flask, spawn: Callable[..., subprocess.Popen[bytes]]
):
    asked = [ask(app, inspections.inspection(app, "phu-loi", seed)) for seed in range(4)]
    for _ in range(2):
        spawn("app.worker")
    until(lambda: all(job(app, each).state == "done" for each in asked))
    assert sorted(document.number for document in all_documents(app)) == [1, 2, 3, 4]
    assert sorted(document.job_id or 0 for document in all_documents(app)) == sorted(asked)
