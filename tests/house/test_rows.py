"""Another ward gets 404: for every route that names a row, by somebody who holds every role, only on another ward."""

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import db
from app.accounts.create import create_user
from app.accounts.models import ROLES, Grant
from app.audit.models import AuditEntry
from app.authoring.trials import Trials
from app.catalog.queries import form_row
from app.collect.models import Draft, DraftFile
from app.documents.models import IssuedDocument
from app.jobs.models import Job
from app.submissions.models import Quarantined, Submission
from app.units.queries import by_key
from tests.builders import inspections, records
from tests.house.test_routes import method, rules

Visit = Callable[..., TestResponse]
Values = dict[str, object]

HERE, ELSEWHERE = "phu-loi", "phu-cuong"
OWNER, STRANGER = "moi_vai_phu_loi", "moi_vai_phu_cuong"


@dataclass
class World:
    """One row of each kind, all of them of Phú Lợi: endpoint → the values its address needs."""

    rows: dict[str, Values] = field(default_factory=dict)
    forms: dict[str, Values] = field(default_factory=dict)


@pytest.fixture
def world(app: Flask, engine: Engine) -> World:
    with db.writing(engine) as session, session.begin():
        owner = seat(session, OWNER, HERE)
        seat(session, STRANGER, ELSEWHERE)
    submission_id = inspections.inspection(app, HERE)
    records.send(app, b"<broken", OWNER, {"a.jpg": records.picture()})
    with db.writing(engine) as session, session.begin():
        submission = session.get_one(Submission, submission_id)
        assert submission.unit.key == HERE
        photo = next(file.name for file in submission.current.attachments if file.name.endswith(".jpg"))
        aside = session.scalars(select(Quarantined)).one()
        assert aside.unit_id == owner.unit_id
        draft = new_draft(app, session, owner.id)
        job, document = new_document(app, session, submission, owner.id)
        session.flush()
        one, page = {"submission_id": submission_id}, {"draft_id": draft.id}
        trial, to_publish = new_trial(app, owner.id), new_trial(app, owner.id)
        tried = trial | {"lang": "vi"}
        rows: dict[str, Values] = {
            "admin.make_link": {"user_id": owner.id},
            "authoring.answer": tried,
            "authoring.begin": tried,
            "authoring.delete": trial,
            "authoring.form_page": tried,
            "authoring.lists": tried,
            "authoring.media": trial | {"name": "l.csv"},
            "authoring.page": trial,
            "authoring.publish_form": to_publish,
            "authoring.replace": trial,
            "authoring.run": tried,
            "authoring.values": tried,
            "collect.answer": page | {"number": 1},
            "collect.draft_delete": page,
            "collect.draft_file": page | {"name": "a.jpg"},
            "collect.draft_page": page | {"number": 1},
            "collect.draft_review": page,
            "collect.draft_send": page,
            "documents.cancel": {"job_id": job.id},
            "documents.job": {"job_id": job.id},
            "documents.one": {"document_id": document.id},
            "documents.pdf": {"document_id": document.id},
            "documents.start": one,
            "documents.status": {"job_id": job.id},
            "submissions.file": one | {"name": photo},
            "submissions.one": one,
            "submissions.quarantine.file": {"quarantined_id": aside.id, "number": 0},
            "submissions.quarantine.put_away": {"quarantined_id": aside.id},
            "submissions.quarantine.retry": {"quarantined_id": aside.id},
            "submissions.quarantine.xml": {"quarantined_id": aside.id},
            "submissions.receipt": {"number": submission.receipt},
            "submissions.thumb": one | {"name": photo},
            "submissions.xml": one,
        }
    return World(rows=rows, forms={"documents.start": {"kind": "R1"}, "authoring.values": {"xml": "<data/>"}})


# Addresses with a gap that no unit stands behind, and why.
NOT_ROWS = {
    "accounts.link_page": "whoever holds the link is the person",
    "accounts.sign_in_by_link": "whoever holds the link is the person",
    "assets.file": "the same for everybody",
    "collect.begin": "forms are for roles, not for units",
    "collect.form": "forms are for roles, not for units",
    "collect.lists": "forms are for roles, not for units",
    "collect.media": "forms are for roles, not for units",
    "collect.page": "forms are for roles, not for units",
    "offline.file_offset": "only bytes that the same person has sent",
    "offline.put_file": "only bytes that the same person has sent",
}


def seat(session, name: str, ward: str):
    unit = by_key(session, ward)
    assert unit is not None
    user = create_user(session, name, role="surveyor", unit=unit)
    user.grants += [Grant(role=role, unit_id=unit.id) for role in ROLES if role != "surveyor"]
    return user


def new_trial(app: Flask, user_id: int) -> Values:
    form = "| survey | type | name | label |\n| | text | a | A |\n\n| settings | form_id |\n| | thu |\n"
    trials = Trials(app.extensions["phieu"].config.trials_dir)
    return {"trial_id": trials.begin(user_id, ("thu.md", form.encode()), {"l.csv": b"name\n"}).id}


def new_draft(app: Flask, session, user_id: int) -> Draft:
    row = form_row(session, "ks_nha_tro")
    assert row is not None and row.current_version_id is not None
    content = records.kept(app, records.picture("green"))
    draft = Draft(
        id=str(uuid.uuid4()),
        form_version_id=row.current_version_id,
        user_id=user_id,
        language="vi",
        xml=records.boarding_house(app, OWNER, HERE),
        page=1,
        files=[DraftFile(name="a.jpg", sha256=content.sha256, size=content.size, content_type="image/jpeg")],
    )
    session.add(draft)
    return draft


def new_document(app: Flask, session, submission: Submission, user_id: int) -> tuple[Job, IssuedDocument]:
    payload = {"document": "R1", "submission": submission.id}
    job = Job(kind="document", payload=payload, created_by=user_id, state="failed", error="x")
    sha256, size = app.extensions["phieu"].blobs.put(io.BytesIO(b"%PDF-1.7"))
    document = IssuedDocument(
        kind="R1",
        year=date.today().year,
        number=1,
        symbol="01/BB",
        submission_id=submission.id,
        submission_version_id=submission.current_version_id,
        sha256=sha256,
        size=size,
        created_by=user_id,
    )
    session.add_all([job, document])
    return job, document


def with_gaps(app: Flask) -> list[Rule]:
    return [rule for rule in rules(app) if rule.arguments]


def ask(world: World, visit: Visit, name: str, rule: Rule) -> TestResponse:
    built = rule.build(world.rows[rule.endpoint], append_unknown=False)
    assert built is not None, rule.endpoint
    return visit(name, built[1], method(rule), data=world.forms.get(rule.endpoint))


def test_every_address_with_a_gap_is_known_here(app: Flask, world: World) -> None:
    assert {rule.endpoint for rule in with_gaps(app)} == set(world.rows) | set(NOT_ROWS)
    assert not set(world.rows) & set(NOT_ROWS)


def test_another_ward_finds_no_row_at_any_address(app: Flask, world: World, visit: Visit, engine: Engine) -> None:
    before = everything(engine)
    for rule in with_gaps(app):
        if rule.endpoint in world.rows:
            answer = ask(world, visit, STRANGER, rule)
            assert answer.status_code == 404, f"{method(rule)} {rule}: {answer.status_code}"
            assert "Phú Lợi" not in answer.text
    assert everything(engine) == before


def everything(engine: Engine) -> dict[str, int]:
    """How many rows there are, the trail left out: nothing may come or go."""
    tables = [mapper.local_table for mapper in db.Base.registry.mappers if mapper.class_ is not AuditEntry]
    with db.reading(engine) as session:
        return {str(table): session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_the_own_ward_finds_each_row(app: Flask, world: World, visit: Visit) -> None:
    """Else the test above would be glad about addresses that lead nowhere at all. What changes rows comes last."""
    for rule in sorted(with_gaps(app), key=lambda rule: (method(rule) != "GET", "delete" in rule.endpoint)):
        if rule.endpoint in world.rows:
            answer = ask(world, visit, OWNER, rule)
            assert answer.status_code not in {401, 403, 404}, f"{method(rule)} {rule}: {answer.status_code}"
            assert answer.status_code < 500, f"{method(rule)} {rule}: {answer.status_code}"


@pytest.mark.parametrize(
    ("path", "endpoint"),
    [
        ("/", "collect.draft_page"),
        ("/submissions", "submissions.one"),
        ("/quarantine", "submissions.quarantine.xml"),
        ("/admin/people", "admin.make_link"),
    ],
)
def test_each_list_leads_the_own_ward_to_its_rows_and_another_ward_to_none(
    app: Flask, world: World, visit: Visit, path: str, endpoint: str
) -> None:
    rule = next(rule for rule in rules(app) if rule.endpoint == endpoint)
    built = rule.build(world.rows[endpoint], append_unknown=False)
    assert built is not None
    assert f'"{built[1]}"' in visit(OWNER, path).text
    assert f'"{built[1]}' not in visit(STRANGER, path).text
