"""The job process: `python -m app.worker`. Takes ids from the queue, claims the rows, runs them one at a time, looks
for lost work.

It may be killed at any moment: a claimed job whose lease runs out is claimed again, by this or another worker. On
SIGTERM it finishes the job at hand and stops.
"""

import logging
import os
import signal
import socket
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta

from flask import Flask

from app.documents import issue
from app.documents.printer import Printer
from app.factory import create_app
from app.jobs import claims
from app.jobs.work import Failed, Refused, Stopped, Work
from app.web.services import Services

_log = logging.getLogger("phieu.jobs")

Kind = Callable[[Work, Services, Printer], object]

# Every kind of job there is. A function does its slow part first and closes the job with `work.finish`.
KINDS: Mapping[str, Kind] = {
    "document": issue.run,
}

LOOK_EVERY = 0.25  # seconds between looks into an empty queue
SWEEP_EVERY = 5.0


class Worker:
    def __init__(
        self,
        app: Flask,
        kinds: Mapping[str, Kind] = KINDS,
        lease: timedelta = claims.LEASE,
        printer: Printer | None = None,
    ) -> None:
        services = app.extensions["phieu"]
        assert isinstance(services, Services)
        self._app, self._services, self._kinds, self._lease = app, services, kinds, lease
        self._printer = printer or Printer(services.config.data_dir / "cache")
        self._name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"

    def warm(self) -> None:
        self._printer.warm()

    def close(self) -> None:
        self._printer.close()

    def work_until(self, stop: threading.Event) -> None:
        swept = 0.0
        while not stop.is_set():
            try:
                if time.monotonic() - swept >= SWEEP_EVERY:
                    self.sweep()
                    swept = time.monotonic()
                if not self.work_once():
                    stop.wait(LOOK_EVERY)
            except Exception:  # the database or the disk is away for a while: the worker must outlive that
                _log.exception("the worker stumbled")
                stop.wait(SWEEP_EVERY)

    def sweep(self) -> None:
        queue = self._services.queue
        for job_id in claims.sweep(self._services.engine, queue.delivered()):
            _log.info("job %s was lost, delivering it again", job_id)
            queue.send(job_id)

    def work_once(self) -> bool:
        """Take one id from the queue and run its job if it is still to be had; False when the queue is empty."""
        job_id = self._services.queue.take()
        if job_id is None:
            return False
        held = claims.claim(self._services.engine, job_id, self._name, self._lease)
        if held is not None:
            self._run(held)
        return True

    def _run(self, held: claims.Claim) -> None:
        engine = self._services.engine
        try:
            with self._app.app_context(), Work(engine, held, self._lease) as work:
                self._kinds[held.kind](work, self._services, self._printer)
        except Stopped:
            _log.info("job %s was stopped", held.job_id)
        except Refused as refusal:
            claims.fail(engine, held, str(refusal), again=False)
        except Failed as failure:
            _log.warning("job %s, attempt %s: %s", held.job_id, held.attempt, failure)
            claims.fail(engine, held, str(failure), again=True)
        except Exception:
            _log.exception("job %s, attempt %s", held.job_id, held.attempt)
            claims.fail(engine, held, "crash", again=True)


def drain(app: Flask, kinds: Mapping[str, Kind] = KINDS, printer: Printer | None = None) -> None:
    """Run everything that is due, here and now; for tests, which never wait. A printer that is lent stays open."""
    worker = Worker(app, kinds, printer=printer)
    try:
        worker.sweep()
        while worker.work_once():
            pass
    finally:
        if printer is None:
            worker.close()


def main(lease: timedelta = claims.LEASE, kinds: Mapping[str, Kind] = KINDS) -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    for noisy in ("huey", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    signal.signal(signal.SIGINT, lambda _number, _frame: stop.set())
    worker = Worker(create_app(), kinds, lease)
    worker.warm()
    _log.info("worker ready")
    try:
        worker.work_until(stop)
    finally:
        worker.close()


if __name__ == "__main__":
    main()
