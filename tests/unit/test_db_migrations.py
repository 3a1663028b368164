"""The tables may change shape under a full database, up and down, without losing a row; on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, inspect
from sqlalchemy.exc import DBAPIError

from app import migrate
from tests.builders.rows import count_rows, fill_every_table

HERE = Path(__file__).parent


def reflected(engine: Engine) -> MetaData:
    metadata = MetaData()
    metadata.reflect(engine)
    metadata.remove(metadata.tables["alembic_version"])
    return metadata


@pytest.fixture
def full(empty_engine: Engine) -> Engine:
    """Newest tables, one row in each."""
    migrate.upgrade(empty_engine)
    tables = reflected(empty_engine)
    with empty_engine.begin() as connection:
        counts = fill_every_table(connection, tables)
    assert len(counts) > 15
    assert set(counts.values()) == {1}
    return empty_engine


def rows_of(engine: Engine) -> dict[str, int]:
    tables = reflected(engine)
    with engine.connect() as connection:
        return count_rows(connection, tables)


def test_the_migrations_make_exactly_the_tables_that_the_models_describe(empty_engine: Engine) -> None:
    migrate.upgrade(empty_engine)
    migrate.check(empty_engine)


def test_upgrading_again_changes_nothing(full: Engine) -> None:
    migrate.upgrade(full)
    assert set(rows_of(full).values()) == {1}


def test_a_full_database_can_be_taken_down_to_nothing_and_up_again(full: Engine) -> None:
    tables = set(rows_of(full))
    migrate.downgrade(full, "base")
    assert set(inspect(full).get_table_names()) == {"alembic_version"}
    migrate.upgrade(full)
    assert set(rows_of(full)) == tables


def test_rebuilding_a_table_keeps_the_rows_that_hang_on_it(full: Engine) -> None:
    later = HERE / "later_migrations"
    migrate.upgrade(full, "t001", later)
    assert "remark" in {column["name"] for column in inspect(full).get_columns("users")}
    assert set(rows_of(full).values()) == {1}
    migrate.downgrade(full, "0001", later)
    assert "remark" not in {column["name"] for column in inspect(full).get_columns("users")}
    assert set(rows_of(full).values()) == {1}
    migrate.check(full)


def test_a_migration_that_fails_half_way_leaves_everything_as_it_was(full: Engine) -> None:
    with pytest.raises(DBAPIError):
        migrate.upgrade(full, "t002", HERE / "broken_migrations")
    assert "remark" not in {column["name"] for column in inspect(full).get_columns("units")}
    assert set(rows_of(full).values()) == {1}
    migrate.check(full)


def test_after_a_migration_the_database_watches_over_parents_again(full: Engine) -> None:
    with pytest.raises(DBAPIError):
        migrate.upgrade(full, "t002", HERE / "broken_migrations")
    with pytest.raises(DBAPIError), full.begin() as connection:
        connection.exec_driver_sql("UPDATE users SET unit_id = 999")
