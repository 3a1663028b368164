"""The page of a form version in a language: rendered once, compressed once, the same bytes for everybody who
may fill it in. Nothing in it knows a person or a day, so phones keep it and only ask whether it has
changed."""

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import brotli
from flask import render_template, url_for
from flask_babel import force_locale
from markupsafe import Markup

from app.catalog.models import FormVersion
from app.collect.languages import names
from app.collect.media import media_url
from app.collect.screen import Screen
from app.collect.scripts import CRITICAL_MODULES, texts_for
from app.collect.views import PageView, faces_of
from app.engine.columns import later_lists
from app.engine.definition import Form
from app.engine.run import Context, start
from app.engine.wire import lists_on_wire, to_wire
from app.web.language import LANGUAGES
from app.web.services import services

_KEPT = 32


@dataclass
class Frozen:
    """Bytes that are the same for everybody, and their compressed forms, made when first asked for."""

    content: bytes
    content_type: str
    _encoded: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def etag(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:20]

    def encoded(self, encoding: str) -> bytes:
        if encoding not in self._encoded:
            self._encoded[encoding] = _ENCODERS[encoding](self.content)
        return self._encoded[encoding]


@dataclass
class StaticPage:
    """The page, the heavy lists that follow it, and what stood on its first page."""

    page: Frozen
    lists: Frozen
    first: PageView


def _brotli(html: bytes) -> bytes:
    packed: bytes = brotli.compress(html, quality=11)
    return packed


_ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": _brotli,
    "gzip": lambda html: gzip.compress(html, 9, mtime=0),
    "identity": lambda html: html,
}
_pages: dict[tuple[str, ...], StaticPage] = {}


def static_page(version: FormVersion, form: Form, lang: str, build: str) -> StaticPage:
    """The page, from memory when it was made before: by form bytes, lists, language and static files."""
    media = tuple(sorted(f"{medium.name}={medium.sha256}" for medium in version.media))
    key = (version.md5, lang, build, services().config.map_tiles, *media)
    if key not in _pages:
        if len(_pages) >= _KEPT:
            _pages.pop(next(iter(_pages)), None)
        action = url_for("collect.begin", form_id=form.id, version=version.version, lang=lang)
        _pages[key] = made(form, lang, version.published_at, action)
    return _pages[key]


def made(
    form: Form, lang: str, moment: datetime, action: str, *, trial: Callable[[str], str] | None = None
) -> StaticPage:
    """The page that posts to `action`, its lists beside it. `trial`: nothing that is typed there is kept or sent, and
    this says where the form's media lie."""
    wire = to_wire(form, lang, later_lists(form))
    # A moment that never changes stands for today: the page must not change every midnight, and shows no answers.
    blank = start(form, Context(now=moment))
    screen = Screen(form, blank, lang, texts=_text_numbers(wire), media_url=trial or media_url(form))
    pages = [screen.page(page) for page in form.pages]
    faces = frozenset(face for page in pages for face in faces_of(page.items))
    with force_locale(lang if lang in LANGUAGES else LANGUAGES[0]):
        html = render_template(
            "collect/form.html",
            form=form,
            lang=lang,
            title=form.title(lang),
            pages=pages,
            count=sum(page.relevant for page in pages),
            action=action,
            trial=trial is not None,
            modules=CRITICAL_MODULES,
            styled=any(page.is_styled for page in pages) or bool(screen.pictured),
            languages=[] if trial else names(form.languages),
            pictured=screen.pictured,
            settings=services().config,
            wire=_data_block(wire),
            texts=_data_block(texts_for(form, faces, trial=trial is not None)),
        )
    lean = "\n".join(line for raw in html.splitlines() if (line := raw.strip()))
    lists = lists_on_wire(form, lang, later_lists(form))
    return StaticPage(
        page=Frozen(lean.encode(), "text/html; charset=utf-8"),
        lists=Frozen(_compact(lists).encode(), "application/json"),
        first=pages[0],
    )


def _text_numbers(wire: Mapping[str, Any]) -> dict[tuple[str | int, ...], int]:
    """Texts with outputs, by their parts, to their numbers on the wire."""
    return {tuple(text): number for number, text in enumerate(wire["texts"]) if isinstance(text, list | tuple)}


def _data_block(value: object) -> Markup:
    """JSON that may stand inside a script element."""
    return Markup(_compact(value).replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
