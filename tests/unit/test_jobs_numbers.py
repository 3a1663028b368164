"""Numbers of documents when several are issued at once: no gap, no double, one document for one wish. Each test runs
on both databases, with a printer that only pretends."""

import threading
from collections.abc import Callable, Mapping, Sequence

import pytest
from flask import Flask

from app.db import reading, writing
from app.documents import issue, queries
from app.documents.models import IssuedDocument
from app.documents.printer import Picture
from app.jobs import claims
from app.jobs.work import Failed, Stopped, Work
from app.submissions.models import Submission
from app.web.services import Services
from tests.builders import inspections


class Pretending:
    """Makes no pages; `meanwhile` is called as each is "printed"."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.meanwhile, self.printed = meanwhile, 0

    def pictures(self, files: Sequence[Picture]) -> Mapping[str, tuple[int, int] | None]:
        return {file.name: (100, 80) for file in files}

    def print(self, xhtml: str, _css: str) -> tuple[bytes, int]:
        self.printed += 1
        self.meanwhile()
        return xhtml.encode(), 1

    def interrupt(self) -> None: ...


@pytest.fixture
def services(app: Flask) -> Services:
    found: Services = app.extensions["phieu"]
    return found


def begin(services: Services, submission_id: int) -> Work:
    """A job that somebody has just claimed."""
    with writing(services.engine) as session, session.begin():
        submission = session.get_one(Submission, submission_id)
        newest = queries.newest(session, "R1", submission_id)
        values = issue.payload("R1", submission, newest)
        job = claims.start_now(session, queries.JOB, None, f"worker of {submission_id}", **values)
        return Work(services.engine, claims.claim_of(job))


def documents(services: Services) -> list[IssuedDocument]:
    with reading(services.engine) as session:
        return session.query(IssuedDocument).order_by(IssuedDocument.number).all()


def test_a_number_that_was_taken_during_the_printing_is_left_and_the_next_one_printed(app: Flask, services: Services):
    mine, other = inspections.inspection(app, "phu-loi"), inspections.inspection(app, "phu-cuong")

    def somebody_is_faster() -> None:
        if printer.printed == 1:
            issue.run(begin(services, other), services, Pretending())

    printer = Pretending(somebody_is_faster)
    issue.run(begin(services, mine), services, printer)
    assert printer.printed == 2
    assert [(d.number, d.submission_id) for d in documents(services)] == [(1, other), (2, mine)]
    first, second = (services.blobs.read(d.sha256).decode() for d in documents(services))
    assert "Số: 01/BB-BTC.ĐACN" in first and "Phú Cường" in first
    assert "Số: 02/BB-BTC.ĐACN" in second and "Phú Lợi" in second


def test_two_that_are_stored_at_the_same_moment_get_two_numbers(app: Flask, services: Services):
    ids = [inspections.inspection(app, ward) for ward in ("phu-loi", "phu-cuong")]
    works = [begin(services, submission_id) for submission_id in ids]
    both_printed = threading.Barrier(2)
    failures: list[BaseException] = []

    def work_on(work: Work) -> None:
        def together() -> None:
            if printer.printed == 1:
                both_printed.wait(30)

        printer = Pretending(together)
        try:
            issue.run(work, services, printer)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work_on, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [d.number for d in documents(services)] == [1, 2]
    assert {d.submission_id for d in documents(services)} == set(ids)
    for document in documents(services):
        assert f"Số: {document.symbol}" in services.blobs.read(document.sha256).decode()


def test_two_jobs_for_one_wish_end_with_one_document(app: Flask, services: Services):
    wanted = inspections.inspection(app, "phu-loi")
    first, second = begin(services, wanted), begin(services, wanted)
    made = issue.run(first, services, Pretending())
    found = issue.run(second, services, Pretending())
    assert made["document"] == found["document"]
    assert len(documents(services)) == 1


def test_who_never_gets_a_number_tries_again_later(app: Flask, services: Services):
    mine = inspections.inspection(app, "phu-loi")
    others = [inspections.inspection(app, "phu-cuong", seed) for seed in range(3)]

    def somebody_is_always_faster() -> None:
        if others:
            issue.run(begin(services, others.pop()), services, Pretending())

    issue._TRIES, before = 2, issue._TRIES
    try:
        with pytest.raises(Failed, match="numbers"):
            issue.run(begin(services, mine), services, Pretending(somebody_is_always_faster))
    finally:
        issue._TRIES = before
    assert [d.number for d in documents(services)] == [1, 2]


def test_a_job_that_was_cancelled_while_it_printed_takes_no_number(app: Flask, services: Services):
    work = begin(services, inspections.inspection(app, "phu-loi"))

    def cancel() -> None:
        with writing(services.engine) as session, session.begin():
            assert claims.cancel(session, work.held.job_id)

    with pytest.raises(Stopped):
        issue.run(work, services, Pretending(cancel))
    assert documents(services) == []


def test_a_document_made_again_after_a_crash_has_the_same_bytes(app: Flask, services: Services):
    """The second attempt knows nothing of the first, yet prints the same moment, number and pages."""
    work = begin(services, inspections.inspection(app, "phu-loi"))
    printed: list[str] = []

    class Crashing(Pretending):
        def print(self, xhtml: str, css: str) -> tuple[bytes, int]:
            printed.append(xhtml)
            if len(printed) == 1:
                raise MemoryError
            return super().print(xhtml, css)

    with pytest.raises(MemoryError):
        issue.run(work, services, Crashing())
    issue.run(work, services, Crashing())
    assert len(printed) == 2 and printed[0] == printed[1]
