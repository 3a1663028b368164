"""Jobs: delivered after the commit, taken once, never lost, never done twice. Each test runs on both databases."""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.audit.record import record
from app.db import now, reading, writing
from app.jobs import claims
from app.jobs.models import Job
from app.jobs.queue import Queue
from app.jobs.work import Failed, Refused, Stopped, Work
from app.worker import Worker, drain

LONG_AGO = timedelta(hours=1)


@pytest.fixture
def queue(app: Flask) -> Queue:
    found = app.extensions["phieu"].queue
    assert isinstance(found, Queue)
    return found


@pytest.fixture
def ask(engine: Engine, queue: Queue) -> Callable[..., int]:
    """`ask("greet", name="Lan")`: a committed job's id."""

    def enqueue(kind: str = "greet", **values: Any) -> int:
        with writing(engine) as session, session.begin():
            return queue.enqueue(session, kind, None, **values).id

    return enqueue


def job(engine: Engine, job_id: int) -> Job:
    with reading(engine) as session:
        return session.get_one(Job, job_id)


def silence(engine: Engine, job_id: int) -> None:
    """The worker has not been heard of for an hour."""
    with writing(engine) as session, session.begin():
        session.execute(update(Job).where(Job.id == job_id).values(lease_until=now() - LONG_AGO))


def greeting(work: Work, *_tools: object) -> None:
    """A job that leaves exactly one line in the trail."""
    work.report(50, "greet")

    def write(session: Session) -> dict[str, Any]:
        record(session, None, "test.greet", f"job:{work.held.job_id}")
        return {"said": f"Chào {work.payload['name']}"}

    work.finish(write)


def greetings(engine: Engine) -> int:
    with reading(engine) as session:
        lines = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "test.greet")
        return session.scalar(lines) or 0


GREET: Mapping[str, Any] = {"greet": greeting}


def test_a_job_is_done_once_and_says_what_came_of_it(app: Flask, engine: Engine, ask: Callable[..., int]):
    asked = ask(name="Lan")
    assert job(engine, asked).state == "queued"
    drain(app, GREET)
    drain(app, GREET)
    done = job(engine, asked)
    assert (done.state, done.progress, done.attempts, done.error) == ("done", 100, 1, None)
    assert done.result == {"said": "Chào Lan"} and done.finished_at is not None and done.lease_until is None
    assert greetings(engine) == 1


def test_a_job_is_delivered_only_after_the_commit_of_the_work_that_asked_for_it(engine: Engine, queue: Queue):
    with writing(engine) as session:
        asked = queue.enqueue(session, "greet", None, name="Lan").id
        assert queue.take() is None
        session.commit()
    assert queue.take() == asked
    assert queue.take() is None


def test_work_that_is_rolled_back_leaves_no_job(app: Flask, engine: Engine, queue: Queue):
    with writing(engine) as session:
        queue.enqueue(session, "greet", None, name="Lan")
        session.rollback()
    drain(app, GREET)
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0
    assert greetings(engine) == 0


def test_of_many_workers_one_gets_the_job(engine: Engine, ask: Callable[..., int]):
    asked = ask(name="Lan")
    got: list[claims.Claim | None] = []
    start = threading.Barrier(8)

    def grab(name: str) -> None:
        start.wait()
        got.append(claims.claim(engine, asked, name))

    threads = [threading.Thread(target=grab, args=(f"worker {n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8
    assert len([held for held in got if held is not None]) == 1
    assert job(engine, asked).attempts == 1


def test_a_job_whose_message_was_lost_is_found_by_the_sweep(app: Flask, engine: Engine, queue: Queue, ask):
    asked = ask(name="Lan")
    assert queue.take() == asked  # taken by a worker that died before it could claim the row
    assert queue.take() is None
    drain(app, GREET)
    assert job(engine, asked).state == "done"


def test_the_sweep_sends_nothing_twice_that_still_waits_in_the_queue(app: Flask, queue: Queue, ask):
    asked = ask(name="Lan")
    Worker(app, GREET).sweep()
    assert queue.take() == asked
    assert queue.take() is None


def test_the_job_of_a_silent_worker_is_done_by_another_and_the_sleeper_can_store_nothing(app: Flask, engine, ask):
    asked = ask(name="Lan")
    asleep = claims.claim(engine, asked, "asleep")
    assert asleep is not None
    silence(engine, asked)
    drain(app, GREET)
    assert job(engine, asked).state == "done"
    assert greetings(engine) == 1

    woken = Work(engine, asleep)
    with pytest.raises(Stopped):
        woken.report(80, "greet")
    with pytest.raises(Stopped):
        woken.finish(lambda session: pytest.fail("a sleeper got to write"))
    claims.fail(engine, asleep, "crash", again=True)
    assert job(engine, asked).state == "done"
    assert greetings(engine) == 1


def test_a_worker_that_is_heard_of_keeps_its_job(app: Flask, engine: Engine, ask: Callable[..., int]):
    asked = ask(name="Lan")
    held = claims.claim(engine, asked, "busy")
    assert held is not None
    drain(app, GREET)
    assert (job(engine, asked).state, job(engine, asked).worker) == ("running", "busy")
    assert claims.claim(engine, asked, "greedy") is None


def test_the_heartbeat_keeps_the_lease_while_the_work_goes_on(engine: Engine, ask: Callable[..., int]):
    asked, short = ask(name="Lan"), timedelta(seconds=0.6)
    held = claims.claim(engine, asked, "slow", short)
    assert held is not None
    with Work(engine, held, short):
        time.sleep(1.2)
        assert claims.claim(engine, asked, "greedy") is None


def test_a_worker_notices_between_two_reports_that_its_job_was_taken_away(engine: Engine, ask: Callable[..., int]):
    asked, short = ask(name="Lan"), timedelta(seconds=0.3)
    held = claims.claim(engine, asked, "slow", short)
    assert held is not None
    interrupted = threading.Event()
    with Work(engine, held, short) as work:
        work.on_stop = interrupted.set
        with writing(engine) as session, session.begin():
            assert claims.cancel(session, asked)
        assert interrupted.wait(5)


def test_what_goes_wrong_is_tried_three_times_with_pauses_and_then_given_up(app: Flask, engine: Engine, ask):
    asked, tries = ask(), []

    def stumble(work: Work, *_tools: object) -> None:
        tries.append(work.held.attempt)
        raise Failed("printer_died") if len(tries) < 3 else ZeroDivisionError

    for _ in range(2):
        drain(app, {"greet": stumble})
    assert tries == [1]  # the second attempt is not due yet
    waiting = job(engine, asked)
    assert waiting.state == "queued" and waiting.error == "printer_died"
    assert waiting.lease_until is not None and waiting.lease_until > now()

    for _ in range(4):
        silence(engine, asked)
        drain(app, {"greet": stumble})
    assert tries == [1, 2, 3]
    assert (job(engine, asked).state, job(engine, asked).error) == ("failed", "crash")


def test_what_cannot_succeed_is_not_tried_again(app: Flask, engine: Engine, ask: Callable[..., int]):
    asked, tries = ask(), []

    def refuse(work: Work, *_tools: object) -> None:
        tries.append(work.held.attempt)
        raise Refused("fonts")

    drain(app, {"greet": refuse})
    silence(engine, asked)
    drain(app, {"greet": refuse})
    assert tries == [1]
    assert (job(engine, asked).state, job(engine, asked).error) == ("failed", "fonts")


def test_a_job_that_kills_every_worker_is_given_up_after_three(app: Flask, engine: Engine, ask: Callable[..., int]):
    asked = ask(name="Lan")
    for attempt in range(1, 4):
        held = claims.claim(engine, asked, f"victim {attempt}")
        assert held is not None and held.attempt == attempt
        silence(engine, asked)
    drain(app, GREET)
    assert (job(engine, asked).state, job(engine, asked).error) == ("failed", "lost")
    assert greetings(engine) == 0


def test_a_cancelled_job_never_runs(app: Flask, engine: Engine, ask: Callable[..., int]):
    asked = ask(name="Lan")
    with writing(engine) as session, session.begin():
        assert claims.cancel(session, asked)
        assert not claims.cancel(session, asked)
    drain(app, GREET)
    assert job(engine, asked).state == "cancelled"
    assert greetings(engine) == 0


def test_a_job_cancelled_while_it_runs_stores_nothing(app: Flask, engine: Engine, ask: Callable[..., int]):
    asked = ask(name="Lan")

    def cancelled_on_the_way(work: Work, *tools: object) -> None:
        with writing(engine) as session, session.begin():
            assert claims.cancel(session, asked)
        greeting(work, *tools)

    drain(app, {"greet": cancelled_on_the_way})
    assert job(engine, asked).state == "cancelled"
    assert greetings(engine) == 0


def test_a_job_that_is_done_cannot_be_cancelled(app: Flask, engine: Engine, ask: Callable[..., int]):
    asked = ask(name="Lan")
    drain(app, GREET)
    with writing(engine) as session, session.begin():
        assert not claims.cancel(session, asked)
    assert job(engine, asked).state == "done"


def test_what_the_job_made_and_its_end_are_stored_together_or_not_at_all(engine: Engine, ask: Callable[..., int]):
    asked = ask(name="Lan")
    held = claims.claim(engine, asked, "clumsy")
    assert held is not None
    work = Work(engine, held)

    def half(session: Session) -> dict[str, Any]:
        record(session, None, "test.greet", "job:1")
        session.flush()
        raise KeyError

    with pytest.raises(KeyError):
        work.finish(half)
    assert greetings(engine) == 0
    assert job(engine, asked).state == "running"  # so it may be finished after all
    work.finish(lambda session: {})
    assert job(engine, asked).state == "done"


def test_the_worker_outlives_a_database_that_is_away_for_a_moment(app: Flask, engine: Engine, ask, monkeypatch):
    asked, stop = ask(name="Lan"), threading.Event()
    worker, calls = Worker(app, GREET), []

    def away() -> bool:
        calls.append(1)
        if len(calls) == 1:
            raise ConnectionError
        stop.set()
        return Worker.work_once(worker)

    monkeypatch.setattr(worker, "work_once", away)
    monkeypatch.setattr("app.worker.SWEEP_EVERY", 0.01)
    worker.work_until(stop)
    worker.close()
    assert job(engine, asked).state == "done"
