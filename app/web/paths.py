"""Where a page may send people on to: only to our own pages, whatever an address says."""

import re
from urllib.parse import urlsplit

# Browsers read a backslash as a slash and drop tabs and line ends, so that "/\\evil.example" would leave the site.
_TREACHEROUS = re.compile(r"[\\\x00-\x20\x7f]")


def own_path(text: str | None, otherwise: str = "/") -> str:
    """The path if it leads to a page of this program, else `otherwise`."""
    if not text or not text.startswith("/") or text.startswith("//") or _TREACHEROUS.search(text):
        return otherwise
    try:
        parts = urlsplit(text)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else text
