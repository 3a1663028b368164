"""Every kind of document there is: the form it is made from and the functions that know its content."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.documents import r1
from app.documents.answers import Answers
from app.documents.gallery import Gallery, Wanted
from app.documents.profiles import Profile


@dataclass(frozen=True)
class Kind:
    """`day_of`: the day the document bears. `context(answers, profile, gallery, symbol, issued)`: values of its
    template."""

    form_id: str
    day_of: Callable[[Answers], date | None]
    pictures: Callable[[Answers], Sequence[Wanted]]
    context: Callable[[Answers, Profile, Gallery, str, datetime], dict[str, Any]]


KINDS: Mapping[str, Kind] = {
    r1.KIND: Kind("kiem_tra", r1.day_of, r1.pictures, r1.context),
}


def kinds_from(form_id: str) -> list[str]:
    """The kinds of documents that are made from a record of this form."""
    return [name for name, kind in KINDS.items() if kind.form_id == form_id]
