"""Document profiles: the look and the fixed sentences of a family of documents, as data (`forms/profiles/*.json`),
never code."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_GAP = re.compile(r"\{(\w+)(?::0(\d)d)?\}")
_NAME = re.compile(r"[\w][\w -]*")


class ProfileError(ValueError):
    """A profile that cannot be used; the message says which file and what is wrong with it."""


@dataclass(frozen=True)
class Profile:
    """`page` and `font` become the style sheet; `header`, `place`, `number` and `date` head the first page."""

    language: str
    page: Mapping[str, Any]
    font: Mapping[str, Any]
    header: Mapping[str, Any]
    place: str
    number: str
    date: str
    documents: Mapping[str, Mapping[str, Any]]


def load(path: Path) -> Profile:
    """Read a profile. Raises ProfileError."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        profile = Profile(**{name: raw[name] for name in Profile.__dataclass_fields__})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ProfileError(f"{path.name}: {error!r}") from error
    _check_style(path.name, profile)
    return profile


def find(folder: Path, kind: str) -> Profile:
    """The profile that declares a kind of document. Raises ProfileError."""
    for path in sorted(folder.glob("*.json")):
        profile = load(path)
        if kind in profile.documents:
            return profile
    raise ProfileError(f"no profile in {folder.name}/ declares the document {kind}")


def fill(pattern: str, /, **values: str | int) -> str:
    """Put values into a profile's pattern: "{name}", "{number:02d}". Nothing else of format() works, so a profile
    cannot reach into the program."""

    def value(gap: re.Match[str]) -> str:
        name, width = gap.groups()
        if name not in values:
            raise ProfileError(f"{pattern!r} asks for {name!r}, which this document does not have")
        return f"{int(values[name]):0{width}d}" if width else str(values[name])

    return _GAP.sub(value, pattern)


def _check_style(name: str, profile: Profile) -> None:
    """Numbers and names end up in a style sheet, so they may be nothing else."""
    numbers = {**profile.page["margin_mm"], **{k: v for k, v in profile.font.items() if k != "family"}}
    for key, value in numbers.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ProfileError(f"{name}: {key} must be a number, not {value!r}")
    for word in (profile.page["size"], *profile.font["family"]):
        if not _NAME.fullmatch(word):
            raise ProfileError(f"{name}: {word!r} is no name of a paper or a font")
