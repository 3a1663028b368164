"""Demonstration records. Each is filled in by the form engine and comes in by the one road: as real as any other."""

import io
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.accounts.access import Person
from app.catalog.queries import compiled, form_row
from app.db import reading
from app.demo import answers
from app.demo.people import Cast
from app.demo.pictures import picture
from app.engine.definition import Form
from app.engine.run import Context, Filling, start
from app.submissions.incoming import IncomingFile
from app.submissions.queries import is_received
from app.submissions.receive import Receipt, receive
from app.web.language import ZONE
from app.web.services import Services

_NAMESPACE = uuid.UUID("6f0c9a51-3d0e-4a1c-9d0b-2c1b7c1f2018")


@dataclass(frozen=True)
class Plan:
    """One record to be made: who saved which answers with which form on which day."""

    form_id: str
    author: Person
    day: date
    number: int
    answers: answers.Answers


def plans(cast: Cast, records: int, seed: int) -> Iterator[Plan]:
    """`records` surveys and activities spread over the wards, then one inspection for each ward."""
    wards = list(cast.surveyors)
    for number in range(records):
        ward, turn = wards[number % len(wards)], seed * 1000 + number // len(wards)
        if number % 5 < 3:
            day = date(2018, 6, 4) + timedelta(days=number % 11)
            given = answers.ks_nha_tro(ward, turn, day=day.isoformat(), workers=number % 4, known=number % 3 == 1)
            yield Plan("ks_nha_tro", cast.surveyors[ward], day, number, given)
        else:
            day = date(2018, 1, 14) + timedelta(days=7 * (number % 22))
            given = answers.sinh_hoat(ward, turn, day=day.isoformat())
            yield Plan("sinh_hoat", cast.secretaries[ward], day, number, given)
    for number, ward in enumerate(wards):
        day = date(2018, 7, 3) + timedelta(days=number)
        yield Plan("kiem_tra", cast.inspector, day, number, answers.kiem_tra(ward, seed, day=day.isoformat()))


def make(services: Services, plan: Plan, seed: int) -> Receipt | None:
    """Fill in and receive one record; None when it is there already, even if its form has changed since."""
    filling = filled(services, plan, seed)
    with reading(services.engine) as session:
        if is_received(session, plan.form_id, filling.instance_id):
            return None
    files = {name: _file(services, name, seed) for name in answers.files(plan.answers)}
    xml = filling.xml(final=True)
    return receive(xml, files=files, expected={}, author=plan.author, device_id=None, channel="command")


def filled(services: Services, plan: Plan, seed: int) -> Filling:
    """The record as a person would have filled it in; the same plan and seed give the same bytes."""
    filling = start(_form(services, plan.form_id), _context(plan, seed))
    answers.fill_in(filling, plan.answers)
    return filling


def _form(services: Services, form_id: str) -> Form:
    with reading(services.engine) as session:
        row = form_row(session, form_id)
        if row is None or row.current_version is None:
            raise LookupError(form_id)
        return compiled(services.blobs, row.current_version)


def _context(plan: Plan, seed: int) -> Context:
    noon = datetime.combine(plan.day, time(9, 41), tzinfo=ZONE)
    words = f"{plan.form_id} {plan.author.name} {plan.number} {seed}"
    return Context(
        now=noon,
        username=plan.author.name,
        full_name=plan.author.full_name,
        unit=plan.author.unit_key,
        deviceid="demo",
        uuid=_fixed_uuid(words),
        random=answers.random_for(words).random,
    )


def _fixed_uuid(text: str) -> Callable[[], str]:
    """The same record gets the same instanceID every time, which is what makes a second `demo` harmless."""
    return lambda: str(uuid.uuid5(_NAMESPACE, text))


def _file(services: Services, name: str, seed: int) -> IncomingFile:
    sha256, size = services.blobs.put(io.BytesIO(picture(name, seed)))
    kind = "image/png" if name.endswith(".png") else "image/jpeg"
    return IncomingFile(sha256=sha256, size=size, content_type=kind)
