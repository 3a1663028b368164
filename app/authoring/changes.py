"""What a new version of a form changes against the one in use."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.engine.definition import Form, Question, Text


@dataclass(frozen=True)
class Changes:
    """Questions by ref; `retyped` with the types before and after, `reworded` those whose label reads otherwise."""

    version: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    retyped: tuple[tuple[str, str, str], ...]
    reworded: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.retyped or self.reworded)


def changes(before: Form, after: Form) -> Changes:
    old, new = _questions(before), _questions(after)
    both = [ref for ref in new if ref in old]
    return Changes(
        version=before.version,
        added=tuple(ref for ref in new if ref not in old),
        removed=tuple(ref for ref in old if ref not in new),
        retyped=tuple((ref, old[ref][0], new[ref][0]) for ref in both if old[ref][0] != new[ref][0]),
        reworded=tuple(ref for ref in both if old[ref][1] != new[ref][1]),
    )


def _questions(form: Form) -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """(type, wording by language) of everything that a record holds, by ref."""
    found: dict[str, tuple[str, Mapping[str, str]]] = {}
    for node in form.nodes:
        if node.kind == "leaf" and "meta" not in node.path.split("/"):
            control = form.controls.get(node.number)
            kind = control.kind if isinstance(control, Question) else f"calculate ({node.datatype})"
            found[node.ref] = kind, _words(control.label if control else None)
        elif node.kind == "repeat":
            found[node.ref] = "repeat", _words(node.label)
    return found


def _words(text: Text | None) -> Mapping[str, str]:
    """What stands between the outputs, whose numbers mean nothing across two forms."""
    languages = text.languages.items() if text is not None else ()
    return {lang: "…".join(part for part in parts if isinstance(part, str)) for lang, parts in languages}
