"""The commands outsiders rely on: parse, call a feature, print."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the commands."""
