"""Alembic's environment: the same migrations on SQLite (batch mode) and PostgreSQL, each run of them all or nothing.

SQLite rebuilds a table to change it; with foreign keys on, dropping the old one would delete its children. So they are
off before BEGIN and checked before COMMIT.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from sqlalchemy.engine import Connection

import app.accounts.models
import app.audit.models
import app.catalog.models
import app.collect.models
import app.documents.models
import app.jobs.models
import app.offline.models
import app.submissions.models
import app.units.models  # noqa: F401
from app.config import from_environment
from app.db import Base, UtcDateTime, make_engine


def _render_item(kind: str, item: Any, _autogen_context: Any) -> str | bool:
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    return False


def run() -> None:
    engine = context.config.attributes.get("engine") or make_engine(from_environment().database_url)
    with engine.connect() as connection, _children_left_alone(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=_render_item,
            compare_type=True,
            transactional_ddl=True,  # SQLite's too, now that app.db issues BEGIN itself
        )
        with context.begin_transaction():
            context.run_migrations()
            _check_parents(connection)


@contextmanager
def _children_left_alone(connection: Connection) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()  # inside a transaction the next line would do nothing
        raw.execute("PRAGMA foreign_keys=ON")


def _check_parents(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise RuntimeError(f"the migration would leave rows without their parents: {orphans[:5]}")


run()
