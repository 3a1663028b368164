"""Minutes on the screen: the button on an inspection, the page that says how far it is, the issued file; each for its
own branch."""

import hashlib
import html
import json
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update
from werkzeug.test import TestResponse

from app import db
from app.accounts.models import Grant, User
from app.audit.models import AuditEntry
from app.documents.models import IssuedDocument
from app.documents.printer import Printer
from app.jobs import claims
from app.jobs.models import Job
from app.units.queries import by_key
from app.worker import drain as run_jobs
from tests.browsing import Browser
from tests.builders import inspections, records


def said(response: TestResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printer]:
    printer = Printer(tmp_path_factory.mktemp("printer"))
    yield printer
    printer.close()


@pytest.fixture
def drain(printer: Printer) -> Callable[[Flask], None]:
    return lambda app: run_jobs(app, printer=printer)


@pytest.fixture
def make(
    engine: Engine, client: Browser, app: Flask, drain: Callable[[Flask], None]
) -> Callable[[int], IssuedDocument]:
    """`make(submission_id)`: the inspector presses the button, the worker works; the document. The client stays the
    inspector's."""

    def press_and_drain(submission_id: int) -> IssuedDocument:
        press(client.sign_in("dung"), submission_id)
        drain(app)
        return documents(engine)[-1]

    return press_and_drain


@pytest.fixture
def loi(app: Flask) -> int:
    """An inspection of Phú Lợi; its record's id."""
    return inspections.inspection(app, "phu-loi")


def press(client: Browser, submission_id: int) -> TestResponse:
    page = client.get(f"/submissions/{submission_id}")
    return client.submit(page, f"/submissions/{submission_id}/documents")


def documents(engine: Engine) -> list[IssuedDocument]:
    with db.reading(engine) as session:
        return list(session.scalars(select(IssuedDocument).order_by(IssuedDocument.id)))


def jobs(engine: Engine) -> list[Job]:
    with db.reading(engine) as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


def test_it_works(app: Flask, engine: Engine, strict_client: Browser, loi: int, drain):
    strict_client.sign_in("dung")
    page = strict_client.get(f"/submissions/{loi}")
    assert "Lập biên bản" in said(page)
    started = strict_client.submit(page, f"/submissions/{loi}/documents")
    [job] = jobs(engine)
    assert (started.status_code, started.location) == (303, f"/jobs/{job.id}")
    waiting = strict_client.get(started.location)
    assert "Đang chờ đến lượt" in said(waiting)
    assert "Đang lập biên bản" in said(strict_client.get(f"/submissions/{loi}"))

    drain(app)
    [document] = documents(engine)
    assert strict_client.get(started.location).location == f"/documents/{document.id}"
    issued = strict_client.get(f"/documents/{document.id}")
    assert "Biên bản kiểm tra số 01/BB-BTC.ĐACN" in said(issued)
    assert document.sha256 in issued.text
    assert f"/documents/{document.id}" in strict_client.get(f"/submissions/{loi}").text

    pdf = strict_client.get(f"/documents/{document.id}.pdf")
    assert pdf.mimetype == "application/pdf"
    assert hashlib.sha256(pdf.data).hexdigest() == document.sha256
    assert pdf.headers["Content-Disposition"] == "inline; filename=R1-01-2018.pdf"
    assert "script-src" not in pdf.headers["Content-Security-Policy"]


def test_without_scripts_the_page_reloads_itself_or_by_its_link(client: Browser, loi: int):
    started = press(client.sign_in("dung"), loi)
    page = client.get(started.location)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.text
    assert f'href="{started.location}"' in page.text
    assert "<progress" in page.text


def test_the_script_is_told_how_far_it_is_and_when_it_is_over(
    app: Flask, engine: Engine, client: Browser, loi: int, drain
):
    started = press(client.sign_in("dung"), loi)
    status = f"{started.location}/status"
    assert f'data-url="{status}"' in client.get(started.location).text
    [job] = jobs(engine)
    held = claims.claim(engine, job.id, "somebody")
    assert held is not None
    claims.extend(engine, held, progress=40, step="print")
    assert json.loads(client.get(status).text) == {"over": False, "progress": 40, "said": "Đang dàn trang"}
    with db.writing(engine) as session, session.begin():
        session.execute(update(Job).values(lease_until=db.now() - 2 * claims.LEASE))
    drain(app)
    assert json.loads(client.get(status).text)["over"] is True


@pytest.mark.parametrize("name", ["cuc", "binh", "an", "giang"])
def test_who_may_not_issue_sees_no_button_and_gets_nothing_started(
    client: Browser, engine: Engine, loi: int, name: str
):
    """The ward's own people, people of another ward, the province."""
    client.sign_in(name)
    page = client.get(f"/submissions/{loi}")
    assert page.status_code == (200 if name in ("cuc", "giang") else 404)
    assert "/documents" not in page.text
    assert client.post(f"/submissions/{loi}/documents", data={"kind": "R1"}).status_code == 403
    assert jobs(engine) == []


def test_a_right_to_issue_in_one_ward_and_to_read_in_another_do_not_add_up(
    app: Flask, engine: Engine, client: Browser, loi: int
):
    with db.writing(engine) as session, session.begin():
        cuc = session.query(User).filter_by(name="cuc").one()
        session.add(Grant(user_id=cuc.id, role="inspector", unit_id=by_key(session, "phu-cuong").id))
    client.sign_in("cuc")
    page = client.get(f"/submissions/{loi}")
    assert page.status_code == 200 and f"/submissions/{loi}/documents" not in page.text
    assert client.post(f"/submissions/{loi}/documents", data={"kind": "R1"}).status_code == 404
    assert jobs(engine) == []


def test_both_sides_may_open_what_was_issued(app: Flask, client: Browser, loi: int, make):
    document = make(loi)
    for name in ("cuc", "dung", "em", "giang", "quan_tri"):
        client.sign_in(name)
        assert client.get(f"/documents/{document.id}").status_code == 200
        assert client.get(f"/documents/{document.id}.pdf").status_code == 200


@pytest.mark.parametrize("name", ["an", "binh"])
def test_another_ward_gets_404(app: Flask, client: Browser, loi: int, name: str, make):
    document = make(loi)
    [job] = jobs(app.extensions["phieu"].engine)
    client.sign_in(name)
    for path in (
        f"/documents/{document.id}",
        f"/documents/{document.id}.pdf",
        f"/jobs/{job.id}",
        f"/jobs/{job.id}/status",
    ):
        assert client.get(path).status_code == 404, path


def test_what_does_not_exist_is_not_found(client: Browser, loi: int):
    client.sign_in("dung")
    for path in ("/documents/99", "/documents/99.pdf", "/jobs/99", "/jobs/99/status"):
        assert client.get(path).status_code == 404
    assert client.post("/jobs/99/cancel").status_code == 404
    assert client.post("/submissions/99/documents", data={"kind": "R1"}).status_code == 404


def test_signed_out_people_are_sent_to_sign_in(app: Flask, client: Browser, loi: int, make):
    document = make(loi)
    stranger = Browser(app)
    assert stranger.get(f"/documents/{document.id}.pdf").status_code == 302
    assert stranger.post(f"/submissions/{loi}/documents", data={"kind": "R1"}).status_code == 401


def test_pressing_twice_makes_one_document(app: Flask, engine: Engine, client: Browser, loi: int, drain):
    page = client.sign_in("dung").get(f"/submissions/{loi}")
    first = client.submit(page, f"/submissions/{loi}/documents")
    again = client.submit(page, f"/submissions/{loi}/documents")
    assert first.location == again.location
    drain(app)
    late = client.submit(page, f"/submissions/{loi}/documents")
    [document] = documents(engine)
    assert late.location == f"/documents/{document.id}"
    assert len(jobs(engine)) == 1


def test_a_new_one_has_a_new_number_and_leaves_the_old_file_as_it_was(
    app: Flask, engine: Engine, client: Browser, loi: int, make
):
    old = make(loi)
    before = client.get(f"/documents/{old.id}.pdf").data
    page = client.get(f"/submissions/{loi}")
    assert "biên bản đã lập vẫn giữ nguyên" in said(page)
    new = make(loi)
    assert (old.number, new.number) == (1, 2)
    assert old.sha256 != new.sha256
    assert client.get(f"/documents/{old.id}.pdf").data == before
    assert "Biên bản khác của phiếu này" in said(client.get(f"/documents/{new.id}"))


def test_after_a_correction_the_page_says_that_the_minutes_are_of_the_old_version(app: Flask, client: Browser, make):
    filling = inspections.filling(app)
    xml = filling.xml()
    sent = records.send(app, xml, "dung")
    assert sent.submission_id is not None
    document = make(sent.submission_id)
    corrected = records.correction_of(xml, "uuid:11111111-2222-4333-8444-555555555555", ket_luan="Kết luận đã sửa")
    assert records.send(app, corrected, "dung").submission_id == sent.submission_id
    assert "Phiếu đã sửa sau khi lập biên bản này" in said(client.get(f"/documents/{document.id}"))
    assert "theo bản cũ của phiếu" in said(client.get(f"/submissions/{sent.submission_id}"))
    assert make(sent.submission_id).number == 2


def test_a_job_can_be_stopped_by_those_who_may_issue(app: Flask, engine: Engine, client: Browser, loi: int, drain):
    started = press(client.sign_in("dung"), loi)
    client.sign_in("cuc")
    assert "Dừng, không lập nữa" not in said(client.get(started.location))
    assert client.post(f"{started.location}/cancel").status_code == 403
    client.sign_in("em")
    client.submit(client.get(started.location), f"{started.location}/cancel")
    drain(app)
    assert documents(engine) == []
    page = client.get(started.location)
    assert "Đã dừng theo yêu cầu" in said(page)
    assert "refresh" not in page.text
    assert "Lập biên bản" in said(client.get(f"/submissions/{loi}"))


def test_a_failure_says_what_happened_and_what_to_do(engine: Engine, client: Browser, loi: int):
    started = press(client.sign_in("dung"), loi)
    for error, words in (("fonts", "fonts-croscore"), ("crash", "hãy thử lại"), ("too_long", "đoạn chữ nào quá dài")):
        with db.writing(engine) as session, session.begin():
            session.execute(update(Job).values(state="failed", error=error))
        assert words in said(client.get(started.location))


def test_a_wish_without_the_token_or_for_another_kind_is_refused(
    app: Flask, engine: Engine, strict_client: Browser, client: Browser, loi: int
):
    app.config["WTF_CSRF_ENABLED"] = True
    assert strict_client.sign_in("dung").post(f"/submissions/{loi}/documents", data={"kind": "R1"}).status_code == 400
    app.config["WTF_CSRF_ENABLED"] = False
    client.sign_in("dung")
    assert client.post(f"/submissions/{loi}/documents", data={"kind": "R9"}).status_code == 400
    house = records.send(app, records.boarding_house(app), "an").submission_id
    assert client.post(f"/submissions/{house}/documents", data={"kind": "R1"}).status_code == 400
    assert "Biên bản" not in said(client.get(f"/submissions/{house}"))
    assert jobs(engine) == []


def test_issuing_and_opening_leave_a_trail(app: Flask, engine: Engine, client: Browser, loi: int, make):
    document = make(loi)
    client.sign_in("cuc").get(f"/documents/{document.id}.pdf")
    with db.reading(engine) as session:
        trail = session.execute(
            select(AuditEntry.action, AuditEntry.subject, AuditEntry.actor_id).where(
                AuditEntry.action.like("document.%")
            )
        ).all()
    actors = [records.someone(app, name).id for name in ("dung", "cuc")]
    assert trail == [
        ("document.issue", f"document:{document.id}", actors[0]),
        ("document.view", f"document:{document.id}", actors[1]),
    ]


def test_numbers_run_by_the_year_the_minutes_bear(app: Flask, client: Browser, engine: Engine, make):
    wards = ("phu-loi", "phu-cuong")
    for ward in wards:
        make(inspections.inspection(app, ward))
    with db.writing(engine) as session, session.begin():
        session.execute(update(IssuedDocument).where(IssuedDocument.number == 2).values(year=2017, number=40))
    document = make(inspections.inspection(app, "phu-tan"))
    assert (document.year, document.number, document.symbol) == (2018, 2, "02/BB-BTC.ĐACN")


def test_the_card_of_the_minutes_is_only_there_when_it_holds_something(app: Flask, visit: Callable[..., TestResponse]):
    submission = inspections.inspection(app)
    assert 'id="documents"' not in visit("chi", f"/submissions/{submission}").text
    assert 'id="documents"' in visit("dung", f"/submissions/{submission}").text
