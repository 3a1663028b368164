"""Forms of tests/corpus/forms put straight into the running program, for tests of how they look and work."""

from flask import Flask

from app import db
from app.catalog.publish import publish
from tests.corpus.cases import media, paths

PERSON = "em"  # may fill in every form that names nobody


def put_in(app: Flask, *names: str) -> list[str]:
    """Publish these forms; returns their ids, without those that are wrong on purpose."""
    services, found = app.extensions["phieu"], []
    for name in names:
        path = paths()[name]
        with app.app_context(), db.writing(services.engine) as session, session.begin():
            version = publish(session, services.blobs, path.read_bytes(), path.name, media()).version
            if version is not None:
                found.append(version.form.form_id)
    return found
