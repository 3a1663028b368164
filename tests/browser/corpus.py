"""Forms of tests/corpus/forms put straight into the running program, for tests of how they look and work."""

from pathlib import Path

from flask import Flask

from app import db
from app.catalog.publish import publish
from app.config import ROOT

FORMS = ROOT / "tests" / "corpus" / "forms"
PERSON = "em"  # may fill in every form that names nobody


def media() -> dict[str, bytes]:
    """Every other file of the folder stands beside each form."""
    return {path.name: path.read_bytes() for path in FORMS.iterdir() if path.is_file() and path.suffix != ".md"}


def put_in(app: Flask, *names: str) -> list[str]:
    """Publish these forms; returns their ids, without those that are wrong on purpose."""
    services, found = app.extensions["phieu"], []
    for name in names:
        path = Path(FORMS / f"{name}.md")
        with app.app_context(), db.writing(services.engine) as session, session.begin():
            version = publish(session, services.blobs, path.read_bytes(), path.name, media()).version
            if version is not None:
                found.append(version.form.form_id)
    return found
