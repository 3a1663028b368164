"""Which language a page speaks: the person's own, else the `lang` cookie, else Vietnamese. Vietnamese sentences are the catalogue's keys."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask, request
from flask_babel import Babel, get_locale

from app.web.services import services

LANGUAGES = ("vi", "en")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def chosen_language() -> str:
    person = services().person()
    wanted = person.language if person is not None else request.cookies.get("lang", "vi")
    return wanted if wanted in LANGUAGES else "vi"


def local(moment: datetime) -> datetime:
    """A stored moment as the clock on the wall shows it."""
    return moment.astimezone(ZONE)


def day_and_time(moment: datetime) -> str:
    return local(moment).strftime("%d/%m/%Y %H:%M")


def day(moment: datetime) -> str:
    return local(moment).strftime("%d/%m/%Y")


def init_app(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "vi"
    Babel(app, locale_selector=chosen_language, default_translation_directories="translations")
    app.add_template_filter(day_and_time)
    app.add_template_filter(day)
    app.add_template_global(lambda: str(get_locale() or "vi"), "language")
