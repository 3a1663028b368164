"""What a phone asks once it is idle: who is signed in, which forms to keep at hand, and the files of this build."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.access import Person
from app.catalog.models import FormVersion
from app.catalog.queries import forms_for
from app.web.versions import in_address

# Not a secret and no proof of anything: the id of the person whose session fetched the page.
COOKIE = "who"
A_YEAR = 365 * 24 * 3600
SHELL = ("/", "/outbox", "/help", "/offline")
# What pages link but no phone needs offline: icons are the browser's own business.
_KEPT_SUFFIXES = {".mjs", ".js", ".css", ".svg"}


def about(person: Person) -> dict[str, Any]:
    """The person as the phone keeps one: enough to prefill a form and to say whose records these are."""
    return {
        "id": person.id,
        "name": person.name,
        "full_name": person.full_name,
        "unit_key": person.unit_key,
        "unit_name": person.unit_name,
        "roles": sorted(person.roles),
        "language": person.language,
    }


def forms(session: Session, person: Person) -> list[dict[str, Any]]:
    return [_form(version, person.language) for version in forms_for(session, person.roles)]


def _form(version: FormVersion, language: str) -> dict[str, Any]:
    form_id = version.form.form_id
    chosen = language if language in version.languages else version.languages[0]
    return {
        "id": form_id,
        "version": version.version,
        "title": version.title.get(chosen, form_id),
        "url": f"/f/{form_id}/{in_address(version.version)}/{chosen}",
        "langs": version.languages,
    }


@lru_cache(maxsize=4)
def assets(folder: Path) -> tuple[str, ...]:
    """Every file of one build that pages need, as URLs. A build never changes, so its listing is read once."""
    paths = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.suffix in _KEPT_SUFFIXES)
    return tuple(f"/assets/{folder.name}/{path.as_posix()}" for path in paths)
