"""`flask demo`: seat the people, then make the records one by one, telling how far it is."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

from sqlalchemy import select

from app.db import writing
from app.demo.people import Cast, seat
from app.demo.records import Plan, make, plans
from app.units.models import Unit
from app.web.services import Services

Progress = Callable[[list[Plan]], AbstractContextManager[Iterable[Plan]]]


def furnish(services: Services, records: int, seed: int, progress: Progress) -> tuple[Cast, dict[str, int], int]:
    """Fill the program with believable data. Returns the people, how many records of each form are new, and how many
    carry problems (none should). The same seed again adds nothing."""
    with writing(services.engine) as session, session.begin():
        wards = list(session.scalars(select(Unit.key).where(Unit.kind == "phuong").order_by(Unit.sort_key)))
        if not wards:
            raise LookupError("no wards: run `flask prepare` first")
        cast = seat(session, wards, seed)
    made: dict[str, int] = {}
    marked = 0
    with progress(list(plans(cast, records, seed))) as steps:
        for plan in steps:
            receipt = make(services, plan, seed)
            made[plan.form_id] = made.get(plan.form_id, 0) + (receipt is not None and receipt.state == "received")
            marked += receipt is not None and bool(receipt.problems)
    return cast, made, marked
