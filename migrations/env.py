"""Alembic's environment: the same migrations on SQLite (batch mode) and PostgreSQL.

SQLite rebuilds a table to change it; with foreign keys on, dropping the old one would delete its children. So they are off before
BEGIN and checked after.
"""

from alembic import context

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


def _render_item(kind, item, autogen_context):
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    return False


def _migrate(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=_render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    engine = context.config.attributes.get("engine") or make_engine(from_environment().database_url)
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            raw = connection.connection.dbapi_connection
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            _migrate(connection)
            if sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"the migration would leave rows without their parents: {broken[:5]}")
            connection.commit()
        finally:
            if sqlite:
                raw.execute("PRAGMA foreign_keys=ON")


run()
