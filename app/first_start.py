"""What `make run` does before the server starts: newest tables, shipped content, an administrator who can get in.

Safe to repeat at every start.
"""

import logging
from dataclasses import dataclass

from sqlalchemy import select

from app import migrate
from app.accounts.create import create_user
from app.accounts.links import make_sign_in_link
from app.accounts.models import Grant, User
from app.catalog.publish import publish_paths
from app.db import writing
from app.engine.problems import Problem
from app.units.load import load_units
from app.units.models import Unit
from app.web.services import Services

ADMINISTRATOR = "quan_tri"


@dataclass(frozen=True)
class Prepared:
    """`link` is a one-time sign-in path while nobody has set the administrator's password yet, else None."""

    units: int
    forms: tuple[str, ...]
    problems: tuple[tuple[str, Problem], ...]
    administrator: str
    link: str | None


def prepare(services: Services) -> Prepared:
    """Migrate, load units and forms, see to it that somebody can administer."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    migrate.upgrade(services.engine)
    with writing(services.engine) as session, session.begin():
        units = load_units(session, services.config.forms_dir / "don_vi.csv")
        published = publish_paths(session, services.blobs, [services.config.forms_dir])
        administrator = session.scalar(select(User).join(Grant).where(Grant.role == "admin").order_by(User.id))
        if administrator is None:
            top = session.scalars(select(Unit).where(Unit.parent_id.is_(None)).order_by(Unit.id)).first()
            if top is None:
                raise LookupError("forms/don_vi.csv names no unit, so nobody can administer anything")
            administrator = create_user(session, ADMINISTRATOR, role="admin", unit=top, full_name="Quản trị")
        link = make_sign_in_link(session, administrator) if administrator.password_hash is None else None
        return Prepared(
            units=units,
            forms=tuple(f"{p.version.form.form_id} {p.version.version}" for p in published if p.version),
            problems=tuple(
                (p.name, problem) for p in published for problem in p.problems if problem.severity != "note"
            ),
            administrator=administrator.name,
            link=link,
        )
