"""Who an instance XML says it is: form, version, instance id. Tolerant of prefixes, strict about what may be parsed
at all.

Reads nothing else of the record and knows no database; whether the form exists is decided by `receive`.
"""

import hashlib
from dataclasses import dataclass

from app.engine.xml import Element, XmlError, parse

MAX_ID = 249  # ODK clients may use ids of this length
OPENROSA = "http://openrosa.org/xforms"


class Unreadable(ValueError):
    """The bytes are not XML that we parse: broken, with entities or a DTD trick, too big or too deep."""


@dataclass(frozen=True)
class Identity:
    """`version` is "" when the XML names none. `given_id` is false when the id was made here from the bytes."""

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str | None
    given_id: bool
    encrypted: bool
    root: Element


def read_identity(xml: bytes) -> Identity:
    """Raises Unreadable."""
    try:
        root = parse(xml)
    except XmlError as error:
        raise Unreadable(str(error)) from error
    given = _meta_text(root, "instanceID") or _child_text(root, "instanceID")
    return Identity(
        form_id=_attribute(root, "id"),
        version=_attribute(root, "version"),
        instance_id=given or id_of_bytes(xml),
        deprecated_id=_meta_text(root, "deprecatedID"),
        given_id=given is not None,
        encrypted=_attribute(root, "encrypted").lower() in {"yes", "true"},
        root=root,
    )


def id_of_bytes(xml: bytes) -> str:
    """For an XML without an instance id (forms made elsewhere may have no meta block): the same bytes are the same
    record.

    A random id, as ODK Central invents, would turn every repeated sending into another record.
    """
    return "sha256:" + hashlib.sha256(xml).hexdigest()


def _meta_text(root: Element, name: str) -> str | None:
    """`meta/<name>` in any namespace or none; a block in OpenRosa's own namespace goes before a group that is merely
    called meta.
    """
    blocks = [child for child in root.children if child.local == "meta"]
    blocks.sort(key=lambda block: block.uri != OPENROSA)
    return next((text for block in blocks if (text := _child_text(block, name))), None)


def _child_text(parent: Element, name: str) -> str | None:
    return next((text for child in parent.find_all(name) if (text := child.text.strip())), None)


def _attribute(root: Element, name: str) -> str:
    """The attribute without a prefix, else the first with any prefix."""
    plain = root.attr(name)
    if plain is not None:
        return plain.strip()
    return next((value.strip() for key, value in root.attrs.items() if key.rpartition(":")[2] == name), "")
