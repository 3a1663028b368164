"""The languages of a form by the names that their own speakers give them."""

from collections.abc import Iterable

from babel import Locale, UnknownLocaleError


def names(tags: Iterable[str]) -> list[tuple[str, str]]:
    """(tag, name): "vi" is "Tiếng Việt", "x-khmer" (a language that the author only named) "Khmer"."""
    return [(tag, _name(tag)) for tag in tags]


def _name(tag: str) -> str:
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag.removeprefix("x-").capitalize()
    name = locale.get_display_name(tag.replace("-", "_")) or tag
    return name[:1].upper() + name[1:]
