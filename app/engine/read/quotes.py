"""Curly quotes in what people read. pyxform straightens every quote of a workbook, as an expression pasted from a word
processor needs it; labels, hints and messages are to stay as their author wrote them (“Có”, person’s)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_READ = re.compile(r"(?i)(?:\w+::)*(?:label|caption|hint|guidance_hint|title|form_title|\w+_message|\w+msg)(?: *:|$)")
_TAG = re.compile(r"(<[^<>]*>)")
# Stand-ins of private use, which pyxform lets pass.
_AWAY = str.maketrans("‘’“”", "\ue018\ue019\ue01c\ue01d")
_BACK = str.maketrans("\ue018\ue019\ue01c\ue01d", "‘’“”")

Row = Mapping[str, str]


def kept(rows: Sequence[Row]) -> list[Row]:
    """A sheet's rows with the quotes of its readable cells out of pyxform's reach. Those inside a tag are not text."""
    return [
        {header: _away(text) if _READ.match(header.strip()) else text for header, text in row.items()} for row in rows
    ]


def restored(text: str) -> str:
    return text.translate(_BACK)


def _away(text: str) -> str:
    return "".join(part if part.startswith("<") else part.translate(_AWAY) for part in _TAG.split(text))
