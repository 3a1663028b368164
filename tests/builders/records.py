"""Finished records as a phone would send them, and the sending: `send(app, boarding_house(app), "an")`."""

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from flask import Flask
from PIL import Image

from app import db
from app.accounts.access import Person, person_of
from app.accounts.queries import user_by_name
from app.catalog.queries import compiled, form_row
from app.engine.definition import Form
from app.engine.run import Context, Filling, start
from app.submissions.receive import ExpectedFile, IncomingFile, Receipt, receive
from tests.builders import answers

NOW = datetime(2018, 6, 5, 3, 0, tzinfo=UTC)


def form_of(app: Flask, form_id: str) -> Form:
    services = app.extensions["phieu"]
    with db.reading(services.engine) as session:
        row = form_row(session, form_id)
        assert row is not None and row.current_version is not None
        return compiled(services.blobs, row.current_version)


def someone(app: Flask, name: str) -> Person:
    with db.reading(app.extensions["phieu"].engine) as session:
        user = user_by_name(session, name)
        assert user is not None
        return person_of(user)


def filled(app: Flask, form_id: str, given: answers.Answers, author: str = "an", now: datetime = NOW) -> Filling:
    person = someone(app, author)
    filling = start(form_of(app, form_id), Context(now, person.name, person.full_name, person.unit_key))
    answers.fill_in(filling, given)
    return filling


def boarding_house(app: Flask, author: str = "an", ward: str = "phu-cuong", seed: int = 0, **texts: str) -> bytes:
    """A complete survey of one boarding house; `texts` replace answers by the last part of their ref."""
    given = answers.changed(answers.ks_nha_tro(ward, seed), **texts)
    return filled(app, "ks_nha_tro", given, author).xml()


def photo_names(xml: bytes) -> list[str]:
    return re.findall(r">([^<>]+\.(?:jpg|png))<", xml.decode())


def correction_of(xml: bytes, new_id: str, **replaced: str) -> bytes:
    """The same record under a new id that names the old one; `replaced`: new text of elements by name."""
    text = xml.decode()
    found = re.search(r"<((?:orx:)?)instanceID>([^<]*)</", text)
    assert found is not None
    prefix, old = found[1], found[2]
    text = text.replace(
        f"<{prefix}instanceID>{old}</{prefix}instanceID>",
        f"<{prefix}instanceID>{new_id}</{prefix}instanceID><{prefix}deprecatedID>{old}</{prefix}deprecatedID>",
    )
    for name, new in replaced.items():
        text, count = re.subn(rf"<{name}>[^<]*</{name}>", f"<{name}>{new}</{name}>", text)
        assert count, name
    return text.encode()


def picture(color: str = "navy", size: tuple[int, int] = (640, 480), kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, kind)
    return out.getvalue()


def kept(app: Flask, content: bytes, content_type: str = "image/jpeg") -> IncomingFile:
    sha256, size = app.extensions["phieu"].blobs.put(io.BytesIO(content))
    return IncomingFile(sha256, size, content_type)


def send(
    app: Flask,
    xml: bytes,
    author: str | None = "an",
    files: Mapping[str, bytes] | None = None,
    expected: Mapping[str, ExpectedFile] | None = None,
    channel: str = "phone",
) -> Receipt:
    """Straight down the one road, as a door does it."""
    with app.app_context():
        person = someone(app, author) if author else None
        parcels = {name: kept(app, content) for name, content in (files or {}).items()}
        return receive(xml, parcels, expected or {}, person, "device-1", channel)
