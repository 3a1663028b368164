"""One row in every table, whatever its columns: for tests of migrations, which must not care what the tables mean."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, select, types, update

_DAY = date(2018, 6, 1)
_SAMPLES: tuple[tuple[type[types.TypeEngine[Any]], Any], ...] = (
    (types.Boolean, True),
    (types.Integer, 7),
    (types.DateTime, datetime(2018, 6, 1, 8, 30)),
    (types.Date, _DAY),
    (types.LargeBinary, b"\x00\xff"),
    (types.JSON, {"xã": "Phú Cường"}),
    (types.String, "ơ"),
)


def fill_every_table(connection: Connection, metadata: MetaData) -> dict[str, int]:
    """Insert one row into each table of a reflected database; returns table → number of rows."""
    keys: dict[str, dict[str, Any]] = {}
    later: list[tuple[Table, Column[Any]]] = []
    for table in _parents_first(metadata):
        values: dict[str, Any] = {}
        for column in table.columns:
            parent = next(iter(column.foreign_keys), None)
            if parent is None:
                values[column.name] = _sample(column)
            elif parent.column.table.name in keys:
                values[column.name] = keys[parent.column.table.name][parent.column.name]
            else:
                assert column.nullable, f"{column} needs a row that is not there yet"
                later.append((table, column))
        connection.execute(table.insert().values(values))
        keys[table.name] = values
    for table, column in later:
        target = next(iter(column.foreign_keys)).column
        connection.execute(update(table).values({column.name: keys[target.table.name].get(target.name)}))
    return count_rows(connection, metadata)


def count_rows(connection: Connection, metadata: MetaData) -> dict[str, int]:
    return {table.name: len(connection.execute(select(table)).all()) for table in metadata.tables.values()}


def _parents_first(metadata: MetaData) -> list[Table]:
    waiting, ordered = list(metadata.tables.values()), []
    while waiting:
        done = {table.name for table in ordered}
        ready = [t for t in waiting if _needed(t) - {t.name} <= done]
        assert ready, f"tables need each other: {[t.name for t in waiting]}"
        ordered += ready
        waiting = [t for t in waiting if t not in ready]
    return ordered


def _needed(table: Table) -> set[str]:
    return {key.column.table.name for column in table.columns for key in column.foreign_keys if not column.nullable}


def _sample(column: Column[Any]) -> Any:
    value = next(value for kind, value in _SAMPLES if isinstance(column.type, kind))
    length = getattr(column.type, "length", None)
    return value * length if isinstance(value, str) and length and column.primary_key else value
