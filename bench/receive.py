"""How fast records come in by the one road, on SQLite: threads calling `receive`, against the limit of the same disk in
the same run: plain single-row commits with synchronous=FULL.
"""

import os
import sqlite3
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from app.accounts.access import Person, person_of
from app.accounts.create import create_user
from app.catalog.queries import compiled, form_row
from app.config import from_environment
from app.db import reading, writing
from app.demo import answers
from app.engine.run import Context, start
from app.factory import create_app
from app.first_start import prepare
from app.submissions.receive import receive
from app.units.queries import by_key

THREADS, RECORDS = 8, 400


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="phieu-bench-") as folder:
        app = create_app(from_environment(os.environ | {"DATA_DIR": folder, "DATABASE_URL": ""}))
        services = app.extensions["phieu"]
        with app.app_context():
            prepare(services)
            with writing(services.engine) as session, session.begin():
                unit = by_key(session, "phu-cuong")
                assert unit is not None
                user = create_user(session, "do_toc_do", role="surveyor", unit=unit)
                session.flush()
                session.refresh(user)
                author = person_of(user)
            records = _records(app, author)

        def take_in(xml: bytes) -> None:
            with app.app_context():
                receive(xml, files={}, expected={}, author=author, device_id=None, channel="command")

        limit = _rate(_single_commit(Path(folder)), records, threads=1)
        one = _rate(take_in, records[: RECORDS // 2], threads=1)
        many = _rate(take_in, records[RECORDS // 2 :], threads=THREADS)
    print(f"{limit:8.0f} single-row commits a second: the limit of this disk, one thread, synchronous=FULL")
    print(f"{one:8.0f} records a second, one thread: {one / limit:.3f} of the limit")
    print(f"{many:8.0f} records a second, {THREADS} threads: {many / limit:.3f} of the limit")
    return 0


def _records(app, author: Person) -> list[bytes]:  # type: ignore[no-untyped-def]
    """Complete boarding-house surveys with three workers, each with an id of its own."""
    services = app.extensions["phieu"]
    with reading(services.engine) as session:
        row = form_row(session, "ks_nha_tro")
        assert row is not None and row.current_version is not None
        form = compiled(services.blobs, row.current_version)
    made = []
    context = Context(now=datetime.now(UTC), username=author.name, unit=author.unit_key, uuid=lambda: "ID")
    filling = start(form, context)
    answers.fill_in(filling, answers.ks_nha_tro("phu-cuong", 1))
    template = filling.xml(final=True)
    for _ in range(RECORDS):
        made.append(template.replace(b"uuid:ID", b"uuid:" + str(uuid.uuid4()).encode()))
    return made


def _single_commit(folder: Path) -> Callable[[bytes], None]:
    connection = sqlite3.connect(folder / "limit.sqlite3", isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, xml BLOB)")

    def commit(xml: bytes) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t (xml) VALUES (?)", (xml,))
        connection.execute("COMMIT")

    return commit


def _rate(work: Callable[[bytes], None], records: list[bytes], threads: int) -> float:
    """Records a second; each thread takes the next record until there is none."""
    waiting = iter(records)
    lock = threading.Lock()

    def run() -> None:
        while True:
            with lock:
                xml = next(waiting, None)
            if xml is None:
                return
            work(xml)

    crew = [threading.Thread(target=run) for _ in range(threads)]
    begun = time.perf_counter()
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    return len(records) / (time.perf_counter() - begun)


if __name__ == "__main__":
    sys.exit(main())
