"""The version of a form in an address. A form may have none, and no part of an address may be blank: then `___` stands
there, as in ODK Central."""

from flask import Flask
from werkzeug.routing import BaseConverter

NONE = "___"


def in_address(version: str) -> str:
    return version or NONE


class Version(BaseConverter):
    def to_python(self, value: str) -> str:
        return "" if value == NONE else value

    def to_url(self, value: str) -> str:
        return super().to_url(in_address(value))


def init_app(flask: Flask) -> None:
    flask.url_map.converters["version"] = Version
