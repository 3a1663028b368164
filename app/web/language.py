"""Which language a page speaks: the person's own, else the `lang` cookie, else Vietnamese, whose sentences are the
catalogue's keys. Also the filters that write moments, numbers and money."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask, has_request_context, request
from flask_babel import Babel, get_locale

from app.vietnamese import dates, numbers, phones
from app.web.services import services

LANGUAGES = ("vi", "en")
COOKIE = "lang"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def chosen_language() -> str:
    if not has_request_context():
        return "vi"  # commands and the worker
    person = services().person()
    wanted = person.language if person is not None else request.cookies.get(COOKIE, "vi")
    return wanted if wanted in LANGUAGES else "vi"


def local(moment: datetime) -> datetime:
    """A stored moment as the clock on the wall shows it."""
    return moment.astimezone(ZONE)


def day_and_time(moment: datetime) -> str:
    return dates.day_and_time(local(moment))


def day(moment: datetime) -> str:
    return dates.day(local(moment))


def init_app(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "vi"
    Babel(app, locale_selector=chosen_language, default_translation_directories="translations")
    for name, written in (("number", numbers.decimal), ("money", numbers.money), ("phone", phones.shown)):
        app.add_template_filter(written, name)
    app.add_template_filter(day_and_time)
    app.add_template_filter(day)
    app.add_template_global(lambda: str(get_locale() or "vi"), "language")
