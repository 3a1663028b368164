"""The way to the worker: jobs are rows of our database, huey (on a small SQLite file) only carries their ids.

An id may be lost or delivered twice without harm: a sweep sends lost ones again, and claiming a row is atomic
(claims.py).
"""

import logging
from functools import cached_property
from pathlib import Path
from typing import Any

from huey import SqliteHuey
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.jobs.models import Job

_log = logging.getLogger("phieu.jobs")


def _deliver(job_id: int) -> None:
    """The message "run job N". Never executed by huey itself: the worker takes the number out and claims the row."""
    raise NotImplementedError("jobs are run by app.worker")


class Queue:
    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _opened(self) -> tuple[SqliteHuey, Any]:
        """The queue and its one kind of message; opened at first use, as most requests never ask for a job."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # The rows are the truth, so the file of ids may lose its last writes with the power: no fsync.
        huey = SqliteHuey("phieu", filename=str(self._path), results=False, fsync=False)
        return huey, huey.task(name="deliver")(_deliver)

    def enqueue(self, session: Session, kind: str, created_by: int | None, **values: Any) -> Job:
        """Add a job to the caller's unit of work; it is delivered once that has been committed. `values`: plain JSON
        only."""
        job = Job(kind=kind, payload=values, created_by=created_by)
        session.add(job)
        session.flush()
        # After a rollback the listener waits for some later commit and delivers an id nobody can claim: harmless.
        job_id = job.id
        event.listen(session, "after_commit", lambda _session: self.send(job_id), once=True)
        return job

    def send(self, job_id: int) -> None:
        """Deliver an id. A failure is only logged: the row is committed, the sweep will find it."""
        try:
            huey, deliver = self._opened
            huey.enqueue(deliver.s(job_id))
        except Exception:
            _log.exception("job %s stays for the sweep", job_id)

    def take(self) -> int | None:
        """The next delivered id, or None; the id is gone from the queue from now on."""
        task = self._opened[0].dequeue()
        return None if task is None else int(task.args[0])

    def delivered(self) -> frozenset[int]:
        """Ids that wait in the queue."""
        return frozenset(int(task.args[0]) for task in self._opened[0].pending())
