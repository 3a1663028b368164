"""`flask document R1 --submission ID -o FILE`: the minutes without the queue, under the same rules."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from app.config import ROOT
from app.db import reading
from app.documents import printer as printers
from app.jobs.work import Failed
from app.submissions.models import Submission
from app.web.services import Services
from tests.builders import inspections
from tests.documents.conftest import documents, jobs, text_of


def call(app: Flask, submission: object, out: Path, kind: str = "R1"):
    return app.test_cli_runner().invoke(args=["document", kind, "--submission", str(submission), "-o", str(out)])


def test_it_writes_the_minutes_and_says_their_number_and_hash(app: Flask, services: Services, tmp_path: Path):
    out = tmp_path / "r1.pdf"
    done = call(app, inspections.inspection(app), out)
    assert done.exit_code == 0, done.output
    assert "Số: 01/BB-BTC.ĐACN" in text_of(out, "-raw")
    [document] = documents(services)
    assert done.output == f"Số 01/BB-BTC.ĐACN, {out.stat().st_size} byte, SHA-256 {document.sha256}\n"
    assert hashlib.sha256(out.read_bytes()).hexdigest() == document.sha256
    [job] = jobs(services)
    assert (job.state, document.job_id) == ("done", job.id)


def test_what_is_to_be_looked_at_again_in_the_record_is_said_but_stops_nobody(app: Flask, tmp_path: Path):
    submission = inspections.inspection(app, gio_kt="07:05:00.000+07:00")
    for _again in range(2):
        done = call(app, submission, tmp_path / "r1.pdf")
        assert done.exit_code == 0 and len(done.stdout.splitlines()) == 1
        assert "Phiếu còn 1 chỗ cần xem lại" in done.stderr and "k7/gio_kt: " in done.stderr


def test_the_same_record_gets_the_same_file_and_no_second_number(app: Flask, services: Services, tmp_path: Path):
    submission_id = inspections.inspection(app)
    with reading(services.engine) as session:
        submission = session.get_one(Submission, submission_id)
    names = (submission_id, submission.receipt, submission.receipt.replace("-", ""), submission.instance_id)
    written = []
    for number, name in enumerate(names):
        assert call(app, name, tmp_path / f"{number}.pdf").exit_code == 0, name
        written.append((tmp_path / f"{number}.pdf").read_bytes())
    assert len(set(written)) == 1
    assert len(documents(services)) == len(jobs(services)) == 1


@pytest.mark.parametrize("name", ["99", "0000-0000-0000", "uuid:nobody", "x"])
def test_a_record_that_is_not_there_is_named(app: Flask, tmp_path: Path, name: str):
    done = call(app, name, tmp_path / "r1.pdf")
    assert done.exit_code == 1
    assert f"Không có phiếu {name}" in done.output
    assert not (tmp_path / "r1.pdf").exists()


def test_a_record_of_another_form_makes_no_minutes(app: Flask, services: Services, tmp_path: Path):
    from_survey = inspections.records.send(app, inspections.records.boarding_house(app), "an").submission_id
    assert call(app, from_survey, tmp_path / "r1.pdf").exit_code == 1
    assert jobs(services) == []


def test_without_the_font_it_says_what_to_install(app: Flask, services: Services, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(printers, "WANTED_FONTS", ("Tinos-Nowhere.ttf",))
    submission_id = inspections.inspection(app)
    done = call(app, submission_id, tmp_path / "r1.pdf")
    assert done.exit_code == 1
    assert "sudo apt-get install fonts-croscore" in done.output
    assert [job.state for job in jobs(services)] == ["failed"]
    assert documents(services) == []

    monkeypatch.undo()
    assert call(app, submission_id, tmp_path / "r1.pdf").exit_code == 0
    assert [document.number for document in documents(services)] == [1]


def test_a_failure_leaves_a_failed_job_that_no_worker_takes_up(
    app: Flask, services: Services, tmp_path: Path, monkeypatch
):
    def die(*_arguments: object) -> None:
        raise Failed("too_long")

    monkeypatch.setattr(printers.Printer, "print", die)
    done = call(app, inspections.inspection(app), tmp_path / "r1.pdf")
    assert done.exit_code == 1 and "quá lâu" in done.output
    assert [(job.state, job.error) for job in jobs(services)] == [("failed", "too_long")]


def test_from_a_shell(app: Flask, services: Services, tmp_path: Path):
    submission_id = inspections.inspection(app)
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(services.config.data_dir),
        "DATABASE_URL": services.config.database_url,
    }
    flask = Path(sys.executable).with_name("flask")
    done = subprocess.run(
        [flask, "--app", "wsgi", "document", "R1", "--submission", str(submission_id), "-o", str(tmp_path / "r1.pdf")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "r1.pdf").read_bytes().startswith(b"%PDF-")
