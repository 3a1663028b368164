"""Pages of collect."""

from flask import Blueprint

bp = Blueprint("collect", __name__)
