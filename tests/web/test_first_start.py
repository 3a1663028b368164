"""The first start, the demonstration, and starting again."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import migrate
from app.accounts.models import ROLES, Grant, User
from app.config import ROOT, Config
from app.db import reading, writing
from app.demo.people import seat
from app.demo.records import filled, plans
from app.factory import create_app
from app.first_start import prepare
from app.submissions.models import Attachment, Quarantined, Submission, SubmissionVersion
from app.units.models import Unit


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    """A program that nobody has started yet."""
    url = f"sqlite:///{tmp_path / 'phieu.sqlite3'}"
    flask = create_app(Config(data_dir=tmp_path, database_url=url, secret_key="x" * 64, testing=True))
    with flask.app_context():
        yield flask
    flask.extensions["phieu"].engine.dispose()


def counted(app: Flask, model: type) -> int:
    with reading(app.extensions["phieu"].engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_first_start_lays_units_forms_and_an_administrator_who_can_get_in(empty: Flask) -> None:
    prepared = prepare(empty.extensions["phieu"])
    assert prepared.units == 16 and counted(empty, Unit) == 16
    assert [line.split()[0] for line in prepared.forms] == ["kiem_tra", "ks_nha_tro", "sinh_hoat"]
    assert prepared.link is not None
    client = empty.test_client()
    assert client.get(prepared.link).status_code == 200


def test_starting_again_changes_nothing_and_offers_a_new_link_until_a_password_is_set(empty: Flask) -> None:
    services = empty.extensions["phieu"]
    prepare(services)
    again = prepare(services)
    assert again.units == 0 and again.link is not None
    assert counted(empty, User) == 1
    with services.engine.begin() as connection:
        connection.execute(User.__table__.update().values(password_hash="set"))
    assert prepare(services).link is None


def test_the_demonstration_has_every_role_and_an_inspection_of_every_ward_and_no_problem(empty: Flask) -> None:
    prepare(empty.extensions["phieu"])
    done = empty.test_cli_runner().invoke(args=["demo", "--records", "5", "--seed", "3"])
    assert done.exit_code == 0, done.output
    with reading(empty.extensions["phieu"].engine) as session:
        assert set(session.scalars(select(Grant.role))) == set(ROLES)
        assert not any(session.scalars(select(SubmissionVersion.problems)))
        inspected = select(func.count(Submission.unit_id.distinct())).where(Submission.form.has(form_id="kiem_tra"))
        assert session.scalar(inspected) == 14
        assert not session.scalars(select(Attachment).where(Attachment.sha256.is_(None))).all()
    assert counted(empty, Submission) == 5 + 14


def test_the_same_demonstration_again_adds_nothing(empty: Flask) -> None:
    prepare(empty.extensions["phieu"])
    runner = empty.test_cli_runner()
    runner.invoke(args=["demo", "--records", "2"])
    before = counted(empty, SubmissionVersion), counted(empty, User)
    done = runner.invoke(args=["demo", "--records", "2"])
    assert done.exit_code == 0 and (counted(empty, SubmissionVersion), counted(empty, User)) == before
    assert counted(empty, Quarantined) == 0, "nothing comes again with other bytes"


def test_a_demonstration_record_has_the_same_bytes_every_time(empty: Flask) -> None:
    """Also what a form draws at random: the two places of an inspection."""
    prepare(empty.extensions["phieu"])
    with writing(empty.extensions["phieu"].engine) as session, session.begin():
        people = seat(session, ["phu-cuong"], 1)
    (inspection,) = plans(people, 0, 1)
    first, second = (filled(empty.extensions["phieu"], inspection, 1).xml() for _ in range(2))
    assert first == second


def test_a_demonstration_after_its_forms_have_changed_leaves_what_is_there(empty: Flask) -> None:
    prepare(empty.extensions["phieu"])
    runner = empty.test_cli_runner()
    runner.invoke(args=["demo", "--records", "1"])
    with empty.extensions["phieu"].engine.begin() as connection:
        connection.execute(SubmissionVersion.__table__.update().values(sha256="0" * 64))
    done = runner.invoke(args=["demo", "--records", "1"])
    assert done.exit_code == 0 and counted(empty, Quarantined) == 0


def test_a_demonstration_before_the_first_start_says_what_to_do(empty: Flask) -> None:

    migrate.upgrade(empty.extensions["phieu"].engine)
    done = empty.test_cli_runner().invoke(args=["demo"])
    assert done.exit_code == 1 and "prepare" in done.output


def test_the_bootstrap_needs_nothing_but_python_itself() -> None:
    """It runs before anything is installed: -S -I keep every installed package away."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from app.bootstrap import main; sys.exit(main(['?']))"
    done = subprocess.run([sys.executable, "-S", "-I", "-c", code], capture_output=True, text=True)
    assert done.returncode == 2 and "usage:" in done.stderr
