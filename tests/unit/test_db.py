"""What the rest of the program relies on when it says `reading` and `writing`, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from threading import Barrier
from time import monotonic

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from app import db
from app.accounts.models import SignInFailure
from app.audit.models import AuditEntry
from app.units.models import Unit

THREADS, EACH = 8, 40


@pytest.fixture
def counter(engine: Engine) -> str:
    with db.writing(engine) as session, session.begin():
        session.add(SignInFailure(key="counter", failures=0, last_at=db.now()))
    return "counter"


def counted(engine: Engine, key: str) -> int:
    with db.reading(engine) as session:
        return session.get_one(SignInFailure, key).failures


def test_eight_threads_reading_then_writing_lose_no_update(engine: Engine, counter: str) -> None:
    together = Barrier(THREADS)

    def work() -> None:
        together.wait()
        for _ in range(EACH):
            with db.writing(engine) as session, session.begin():
                row = db.locked(session, SignInFailure, counter)
                row.failures += 1

    with ThreadPoolExecutor(THREADS) as pool:
        for result in [pool.submit(work) for _ in range(THREADS)]:
            result.result()
    assert counted(engine, counter) == THREADS * EACH == 320


def test_a_reading_session_keeps_one_snapshot_while_others_write(engine: Engine, counter: str) -> None:
    query = select(SignInFailure.failures)
    with db.reading(engine) as reader:
        before = reader.scalar(query)
        with db.writing(engine) as writer, writer.begin():
            writer.execute(update(SignInFailure).values(failures=99))
        assert reader.scalar(query) == before == 0
    assert counted(engine, counter) == 99


def test_reading_never_waits_for_a_writer(engine: Engine, counter: str) -> None:
    with db.writing(engine) as writer, writer.begin():
        writer.execute(update(SignInFailure).values(failures=1))
        began = monotonic()
        assert counted(engine, counter) == 0
        assert monotonic() - began < 2


def test_a_reading_session_refuses_to_write_rows_and_statements(engine: Engine, counter: str) -> None:
    with db.reading(engine) as session:
        session.get_one(SignInFailure, counter).failures = 5
        with pytest.raises(RuntimeError, match="reading session"):
            session.flush()
    with db.reading(engine) as session, pytest.raises(DBAPIError):
        session.execute(text("UPDATE sign_in_failures SET failures = 5"))
    assert counted(engine, counter) == 0


def test_a_connection_that_was_used_for_reading_may_write_afterwards(engine: Engine, counter: str) -> None:
    for wanted in range(1, 4):
        assert counted(engine, counter) == wanted - 1
        with db.writing(engine) as session, session.begin():
            session.get_one(SignInFailure, counter).failures = wanted


def test_a_row_without_its_parent_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError), db.writing(engine) as session, session.begin():
        session.add(AuditEntry(actor_id=999_999, action="test"))


def test_a_moment_comes_back_as_it_went_in_whatever_its_zone(engine: Engine) -> None:
    saigon = datetime(2018, 6, 1, 0, 30, 0, 123456, tzinfo=timezone(timedelta(hours=7)))
    with db.writing(engine) as session, session.begin():
        entry = AuditEntry(action="test", at=saigon)
        session.add(entry)
    with db.reading(engine) as session:
        found = session.get_one(AuditEntry, entry.id).at
    assert found == saigon
    assert found.tzinfo is UTC
    assert found.date().isoformat() == "2018-05-31"


def test_moments_are_compared_in_utc_by_the_database(engine: Engine) -> None:
    noon = datetime(2018, 6, 1, 12, tzinfo=UTC)
    with db.writing(engine) as session, session.begin():
        session.add(AuditEntry(action="test", at=noon))
    later_zone_same_moment = noon.astimezone(timezone(timedelta(hours=7)))
    with db.reading(engine) as session:
        assert session.scalar(select(AuditEntry.id).where(AuditEntry.at == later_zone_same_moment)) is not None


def test_a_moment_without_zone_has_no_place_in_the_database(engine: Engine) -> None:
    with pytest.raises(StatementError, match="naive"), db.writing(engine) as session, session.begin():
        session.add(AuditEntry(action="test", at=datetime(2018, 6, 1)))


def test_vietnamese_names_and_json_are_stored_letter_by_letter(engine: Engine) -> None:
    with db.writing(engine) as session, session.begin():
        entry = AuditEntry(action="test", detail={"đơn vị": "Định Hoà"})
        session.add(entry)
        session.flush()
        raw = session.scalar(text("SELECT detail FROM audit WHERE id = :id"), {"id": entry.id})
    assert "Định Hoà" in str(raw)


def test_units_found_by_their_fold_whatever_marks_were_typed(engine: Engine) -> None:
    with db.reading(engine) as session:
        found = session.scalars(select(Unit.name).where(Unit.fold.like("dinh hoa%"))).all()
    assert found == ["Định Hoà"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_addresses_may_be_written_either_way(scheme: str) -> None:
    engine = db.make_engine(f"{scheme}://user@localhost/phieu")
    assert engine.url.drivername == "postgresql+psycopg"
