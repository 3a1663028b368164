"""One attempt at one job, as the function that does it sees it: progress out, the news that it was stopped in, one
way to finish."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.db import writing
from app.jobs import claims

_log = logging.getLogger("phieu.jobs")


class Stopped(Exception):
    """The job was cancelled or taken over by another worker: drop everything, store nothing."""


class Failed(Exception):
    """This attempt went wrong, another may succeed. The message is a code that the pages turn into a sentence."""


class Refused(Exception):
    """The job cannot succeed however often it is tried. The message is a code that the pages turn into a sentence."""


class Work:
    """Use as a context manager: while it is open, a thread keeps the lease and watches whether the job is still
    ours."""

    def __init__(self, engine: Engine, held: claims.Claim, lease: timedelta = claims.LEASE) -> None:
        self.engine, self.held, self.lease = engine, held, lease
        self.payload = held.payload
        self.on_stop: Callable[[], None] = lambda: None  # interrupts what the job is waiting for
        self.stopped = False
        self._finishing = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"lease of job {held.job_id}", daemon=True)

    def __enter__(self) -> "Work":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(self.lease.total_seconds() / 3):
            try:
                ours = claims.extend(self.engine, self.held, self.lease)
            except SQLAlchemyError:
                _log.warning("no heartbeat for job %s", self.held.job_id, exc_info=True)
                continue  # the lease is longer than two beats; if the database stays away, another worker takes over
            if not ours and not self._finishing:
                self._stop()

    def _stop(self) -> None:
        self.stopped = True
        self.on_stop()

    def report(self, percent: int, step: str) -> None:
        """Progress for the person who waits; `step` is a code. Raises Stopped."""
        if self.stopped or not claims.extend(self.engine, self.held, self.lease, progress=percent, step=step):
            self._stop()
            raise Stopped

    def finish(self, write: Callable[[Session], dict[str, Any]]) -> dict[str, Any]:
        """Store what the job made and close the job, both in one transaction or neither. `write` returns the job's
        result.

        Raises Stopped; what `write` raises leaves the job running, so it may be called again.
        """
        self._finishing = True
        try:
            with writing(self.engine) as session, session.begin():
                if not claims.hold(session, self.held):
                    raise Stopped
                result = write(session)
                claims.finish(session, self.held, result)
                return result
        except BaseException:
            self._finishing = False
            raise
