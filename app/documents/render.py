"""Plain values into XHTML: a sandboxed Jinja with autoescape. What comes out is well-formed, whatever people typed."""

from collections.abc import Mapping
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.config import ROOT
from app.documents.profiles import Profile

_FOLDER = ROOT / "templates" / "documents"

_pages = ImmutableSandboxedEnvironment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
# A style sheet is no markup, so nothing is escaped in it: it only ever gets the numbers and names that profiles.py has
# checked.
_sheets = ImmutableSandboxedEnvironment(loader=FileSystemLoader(_FOLDER), autoescape=False, undefined=StrictUndefined)


def paragraphs(text: str) -> list[str]:
    """What somebody typed with the enter key, as paragraphs; a dash in front is kept, as in the paper original."""
    return [line.strip() for line in text.splitlines() if line.strip()]


_pages.filters["paragraphs"] = paragraphs


def xhtml(kind: str, context: Mapping[str, Any]) -> str:
    return _pages.get_template(f"{kind.lower()}.xhtml").render(context)


def css(profile: Profile) -> str:
    return _sheets.get_template("paper.css").render(page=profile.page, font=profile.font)
