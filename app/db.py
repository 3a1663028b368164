"""The database: declarative Base, engine, and the two kinds of session (reading, writing) that everything else uses.

SQLite's default transactions lose updates under threads (measured: 87 % of read-then-write updates); so writing
sessions begin with BEGIN IMMEDIATE and reading ones with BEGIN, both issued here and nowhere else. PostgreSQL gets
plain BEGIN.
"""

import json
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import DateTime, Engine, MetaData, TypeDecorator, create_engine, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

# Alembic's batch mode can only drop what has a name, so every constraint has one from the first day.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


Row = TypeVar("Row")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC.

    SQLite forgets zones, so they are taken off on the way in and put back on the way out.
    """

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


def make_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, foreign keys, synchronous=FULL) or PostgreSQL (psycopg 3)."""
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, json_serializer=_json)
    engine = create_engine(
        url,
        connect_args={"isolation_level": None, "timeout": 15, "check_same_thread": False},
        json_serializer=_json,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("phieu_reading", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


class ReadingSession(Session):
    """Refuses to write, before the database does: a change made while reading would else be lost without a word."""

    def refuse_changes(self) -> None:
        if self.new or self.deleted or any(self.is_modified(row) for row in self.dirty):
            raise RuntimeError("a reading session was asked to write")

    def flush(self, objects: Any = None) -> None:
        self.refuse_changes()


def writing(engine: Engine) -> Session:
    """A session that may write.

    On SQLite it takes the one write lock at its first statement, so what it read stays true until it commits.
    PostgreSQL lets others write meanwhile: a row that is read in order to be changed is read by `locked`.
    """
    return Session(engine, expire_on_commit=False)


def locked(session: Session, kind: type[Row], key: Any) -> Row:
    """The row as it is now, nobody else's to change until this session ends. Raises NoResultFound.

    SQLite leaves FOR UPDATE out (see `writing`); `of` keeps PostgreSQL from locking rows that are joined to it as well.
    """
    return session.get_one(kind, key, populate_existing=True, with_for_update={"of": kind})


def reading(engine: Engine) -> Session:
    """A session that only reads: one consistent snapshot, never waits for a writer."""
    options: dict[str, Any] = {"phieu_reading": True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return ReadingSession(engine.execution_options(**options), expire_on_commit=False)
