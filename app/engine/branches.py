"""Elements of XML as the branches that expressions can walk on."""

from __future__ import annotations

import unicodedata

from app.engine.xml import Element
from app.engine.xpath.trees import Branch


def branch(element: Element) -> Branch:
    """An element as it stands, declarations of namespaces left out."""
    return Branch(
        element.name,
        tuple((name, value) for name, value in element.attrs.items() if not name.startswith("xmlns")),
        "" if element.children else unicodedata.normalize("NFC", element.text),
        tuple(branch(child) for child in element.children),
    )
