"""Forms of the corpus, published into a test's program with the files they name; the pictures are small and real."""

import io
from pathlib import Path

from flask import Flask
from PIL import Image

from app import db
from app.catalog.publish import publish
from app.config import ROOT

FORMS = ROOT / "tests" / "corpus" / "forms"


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (24, 16), colour).save(out, "PNG")
    return out.getvalue()


def media() -> dict[str, bytes]:
    lists = {path.name: path.read_bytes() for path in FORMS.iterdir() if path.is_file() and path.suffix != ".md"}
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3z"/></svg>'
    pictures = {name: picture("teal") for name in ("day.png", "chung.png", "nha.png", "nha_lon.png")}
    return {**lists, **pictures, "so_do.svg": drawing, "nha.mp3": b"ID3", "day.mp3": b"ID3", "nha.mp4": b"mp4"}


def publish_source(app: Flask, source: bytes, name: str, more: dict[str, bytes] | None = None) -> str:
    """The form's id. An AssertionError tells why it was refused."""
    services = app.extensions["phieu"]
    with app.app_context(), db.writing(services.engine) as session, session.begin():
        found = publish(session, services.blobs, source, name, {**media(), **(more or {})})
        assert found.version is not None, found.problems
        return found.version.form.form_id


def publish_corpus_form(app: Flask, name: str) -> str:
    path: Path = FORMS / f"{name}.md"
    return publish_source(app, path.read_bytes(), path.name)
