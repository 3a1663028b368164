"""People of every role for the demonstration: names to sign in with, one password for all of them."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import passwords
from app.accounts.access import Person, person_of
from app.accounts.create import create_user
from app.accounts.models import User
from app.demo.answers import person as invented_name
from app.demo.answers import random_for
from app.units.models import Unit

CITY, PROVINCE = "thu-dau-mot", "binh-duong"


@dataclass(frozen=True)
class Cast:
    """Who works where. `password` is None when everybody was there before."""

    surveyors: dict[str, Person]
    secretaries: dict[str, Person]
    inspector: Person
    secretariat: Person
    province: Person
    password: str | None


def seat(session: Session, wards: list[str], seed: int) -> Cast:
    """Create whoever is missing: ks_phu_cuong (surveyor), tk_phu_cuong (secretary), kiem_tra, thu_ky_tp, tinh."""
    password = secrets.token_urlsafe(9)
    hashed = passwords.hashed(password)
    created = 0

    def person(name: str, role: str, unit_key: str) -> Person:
        nonlocal created
        user = session.scalar(select(User).where(User.name == name))
        if user is None:
            unit = session.scalars(select(Unit).where(Unit.key == unit_key)).one()
            random = random_for(f"person {name}", seed)
            user = create_user(session, name, role=role, unit=unit, full_name=invented_name(random, "nam"))
            user.password_hash = hashed
            session.flush()
            session.refresh(user)
            created += 1
        return person_of(user)

    cast = Cast(
        surveyors={ward: person(f"ks_{ward.replace('-', '_')}", "surveyor", ward) for ward in wards},
        secretaries={ward: person(f"tk_{ward.replace('-', '_')}", "ward_secretary", ward) for ward in wards},
        inspector=person("kiem_tra", "inspector", CITY),
        secretariat=person("thu_ky_tp", "secretariat", CITY),
        province=person("tinh", "province", PROVINCE),
        password=None,
    )
    if not created:
        return cast
    return Cast(**{**vars(cast), "password": password})
