"""What one running program owns, made by the factory and reached through `services()` inside a request or a command."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import Engine

from app.blobs import BlobStore
from app.config import Config


@dataclass
class Services:
    """Others plug themselves in: accounts `person` and `denied`, offline `bearer`, jobs `queue`."""

    config: Config
    engine: Engine
    blobs: BlobStore
    assets: str = ""
    person: Callable[[], Any] = lambda: None
    bearer: Callable[[], Any] = lambda: None
    denied: Callable[[Any, str], None] = lambda _person, _subject: None
    queue: Any = None
    after_version: list[Callable[..., None]] = field(default_factory=list)


def services() -> Services:
    found = current_app.extensions["phieu"]
    assert isinstance(found, Services)
    return found
