"""A real worker process that stops at a chosen place and waits there to be killed:
`python -m tests.builders.doomed_worker PLACE MARK`.

PLACE: "printing" (the pages are made, nothing is stored), "storing" (the document's row and number are written, not
committed) or "stored" (the row is committed, the worker does not get any further). MARK is a file that appears when the
place is reached.
"""

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from app import worker
from app.documents import issue
from app.documents.printer import Printer
from app.jobs.work import Work
from app.web.services import Services

LEASE = timedelta(seconds=2)


def doomed(place: str, mark: Path) -> Callable[[Work, Services, Printer], object]:
    def wait_for_the_end() -> None:
        mark.touch()
        time.sleep(600)

    store = issue._store

    def stop_before_the_commit(*arguments: Any) -> dict[str, Any]:
        result = store(*arguments)
        wait_for_the_end()
        return result

    def run(work: Work, services: Services, printer: Printer) -> object:
        if place == "printing":
            work.finish = lambda _write: wait_for_the_end()  # type: ignore[assignment,method-assign,return-value]
        if place == "storing":
            issue._store = stop_before_the_commit
        result = issue.run(work, services, printer)
        wait_for_the_end()
        return result

    return run


if __name__ == "__main__":
    worker.main(LEASE, {"document": doomed(sys.argv[1], Path(sys.argv[2]))})
