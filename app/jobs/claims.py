"""Who works on a job: claim, lease, sweep and cancel, each one short transaction of its own.

A claim is one UPDATE whose WHERE can be true for one worker only. `attempts` grows with every claim, so (worker,
attempts) names a claim for ever: a worker that slept through its lease can neither report progress nor finish.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, or_, select, update
from sqlalchemy.orm import Session

from app.db import now, reading, writing
from app.jobs.models import Job

LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 3
PAUSE = timedelta(seconds=10)  # after the first failure; twice as long after the second


@dataclass(frozen=True)
class Claim:
    """One worker's hold on one job."""

    job_id: int
    worker: str
    attempt: int
    kind: str
    payload: dict[str, Any]
    created_by: int | None
    created_at: datetime

    def holds(self) -> ColumnElement[bool]:
        """True of the job's row as long as nobody cancelled it or took it over."""
        return and_(
            Job.id == self.job_id,
            Job.state == "running",
            Job.worker == self.worker,
            Job.attempts == self.attempt,
        )


def claim(engine: Engine, job_id: int, worker: str, lease: timedelta = LEASE) -> Claim | None:
    """Take a job that waits (and is due) or whose worker fell silent; None when there is nothing to take."""
    moment = now()
    free = and_(Job.state == "queued", or_(Job.lease_until.is_(None), Job.lease_until <= moment))
    silent = and_(Job.state == "running", Job.lease_until < moment)
    taken = {"state": "running", "worker": worker, "attempts": Job.attempts + 1, "lease_until": moment + lease}
    with writing(engine) as session, session.begin():
        job = session.scalar(
            update(Job)
            .where(Job.id == job_id, Job.attempts < MAX_ATTEMPTS, or_(free, silent))
            .values(taken | {"progress": 0, "step": "", "error": None})
            .returning(Job)
        )
        return None if job is None else claim_of(job)


def claim_of(job: Job) -> Claim:
    return Claim(job.id, job.worker or "", job.attempts, job.kind, dict(job.payload), job.created_by, job.created_at)


def start_now(
    session: Session, kind: str, created_by: int | None, worker: str, lease: timedelta = LEASE, **values: Any
) -> Job:
    """A job that the caller runs at once, without the queue; if the caller dies, the sweep hands it to a worker."""
    job = Job(kind=kind, payload=values, created_by=created_by, state="running", worker=worker, attempts=1)
    job.lease_until = now() + lease
    session.add(job)
    session.flush()
    return job


def extend(engine: Engine, held: Claim, lease: timedelta = LEASE, **progress: Any) -> bool:
    """The heartbeat, and progress on the way: False when the job is no longer ours."""
    with writing(engine) as session, session.begin():
        return _set(session, held, lease_until=now() + lease, **progress)


def hold(session: Session, held: Claim) -> bool:
    """Lock the job's row until the caller's transaction ends, so that nobody can cancel it or take it over
    meanwhile."""
    return _set(session, held, lease_until=now() + LEASE)


def finish(session: Session, held: Claim, result: dict[str, Any]) -> bool:
    """Close the job in the caller's transaction, together with what the job made. False: not ours any more, roll
    back."""
    return _set(
        session, held, state="done", progress=100, lease_until=None, result=result, finished_at=now(), error=None
    )


def fail(engine: Engine, held: Claim, error: str, *, again: bool) -> None:
    """The attempt went wrong: wait and try again while attempts are left, else give up."""
    with writing(engine) as session, session.begin():
        if again and held.attempt < MAX_ATTEMPTS:
            pause = now() + PAUSE * 2 ** (held.attempt - 1)
            _set(session, held, state="queued", worker=None, lease_until=pause, step="", progress=0, error=error)
        else:
            _set(session, held, state="failed", lease_until=None, error=error, finished_at=now())


def cancel(session: Session, job_id: int) -> bool:
    """Stop a job that is not finished; its worker notices at its next heartbeat and can store nothing from now on."""
    stopped = update(Job).where(Job.id == job_id, Job.state.in_(("queued", "running")))
    values = {"state": "cancelled", "lease_until": None, "finished_at": now()}
    return session.scalar(stopped.values(values).returning(Job.id)) is not None


def sweep(engine: Engine, delivered: frozenset[int]) -> list[int]:
    """Find lost work: jobs of silent workers (given up after MAX_ATTEMPTS) and due jobs whose id is not in the queue.

    Returns the ids to deliver again.
    """
    moment = now()
    silent = and_(Job.state == "running", Job.lease_until < moment)
    due = and_(Job.state == "queued", or_(Job.lease_until.is_(None), Job.lease_until <= moment))
    with reading(engine) as session:  # nearly always finds nothing, so it must not ask for the write lock
        lost = session.execute(select(Job.id, Job.state).where(or_(silent, due)).order_by(Job.id)).all()
    if any(state == "running" for _id, state in lost):
        with writing(engine) as session, session.begin():
            given_up = {"state": "failed", "lease_until": None, "error": "lost", "finished_at": moment}
            session.execute(update(Job).where(silent, Job.attempts >= MAX_ATTEMPTS).values(given_up))
            again = {"state": "queued", "worker": None, "lease_until": None}
            session.execute(update(Job).where(silent).values(again))
    return [job_id for job_id, _state in lost if job_id not in delivered]


def _set(session: Session, held: Claim, **values: Any) -> bool:
    return session.scalar(update(Job).where(held.holds()).values(values).returning(Job.id)) is not None
