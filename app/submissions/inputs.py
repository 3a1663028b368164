"""What the list page is asked for, read from the address; what makes no sense there is left out."""

from collections.abc import Mapping
from dataclasses import dataclass

MAX_WORDS = 100
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Wanted:
    """`before`: only records with a smaller id (the next page)."""

    form: str = ""
    unit: str = ""
    words: str = ""
    problems: bool = False
    before: int | None = None

    @property
    def filtered(self) -> bool:
        return bool(self.form or self.unit or self.words or self.problems)

    def address(self, before: int | None = None) -> dict[str, str]:
        """The same question as address arguments."""
        asked = {"form": self.form, "unit": self.unit, "q": self.words, "problems": "1" if self.problems else ""}
        asked["before"] = str(before) if before else ""
        return {key: value for key, value in asked.items() if value}


def read_wanted(arguments: Mapping[str, str]) -> Wanted:
    return Wanted(
        form=_plain(arguments, "form"),
        unit=_plain(arguments, "unit"),
        words=_plain(arguments, "q"),
        problems=arguments.get("problems") == "1",
        before=read_id(arguments.get("before")),
    )


def read_id(text: str | None) -> int | None:
    """A row's id, or None for anything else (numbers that no database could hold included)."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > 19:
        return None
    number = int(text)
    return number if 0 < number <= _LARGEST_ID else None


def _plain(arguments: Mapping[str, str], key: str) -> str:
    return " ".join(arguments.get(key, "").replace("\0", "").split())[:MAX_WORDS]
