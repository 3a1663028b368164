"""How functions are declared: a name, a signature in words, a pure body. The table itself is in __init__.py.

A signature is a list of kinds: string number boolean any nodes, each once, `?` optional, `*` any number of times.
Arguments arrive converted. A `scoped` body gets the Scope first. A `lazy` body gets `run`, the Scope and the
argument trees, and evaluates what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.engine.xpath.values import Value, boolean, nodes, number, string

Body = Callable[..., Value]
CONVERT: Mapping[str, Callable[[Value], Any]] = {
    "string": string,
    "number": number,
    "boolean": boolean,
    "nodes": nodes,
    "any": lambda value: value,
}


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    kinds: tuple[str, ...]
    least: int
    most: int | None  # None: no limit
    body: Body
    scoped: bool = False
    lazy: bool = False

    def kind(self, place: int) -> str:
        """Kind of the argument at this place (from 0); the last kind goes on for ever."""
        return self.kinds[min(place, len(self.kinds) - 1)] if self.kinds else "any"

    def convert(self, place: int, value: Value) -> Any:
        return CONVERT[self.kind(place)](value)


class Library:
    """The functions of one standard: a module makes one and decorates its bodies."""

    def __init__(self) -> None:
        self.functions: dict[str, Function] = {}

    def __call__(
        self, name: str, signature: str = "", *, scoped: bool = False, lazy: bool = False
    ) -> Callable[[Body], Body]:
        words = signature.split()
        least = sum(not word.endswith(("?", "*")) for word in words)
        most = None if any(word.endswith("*") for word in words) else len(words)
        kinds = tuple(word.rstrip("?*") for word in words)
        assert all(kind in CONVERT for kind in kinds), name

        def register(body: Body) -> Body:
            self.functions[name] = Function(name, kinds, least, most, body, scoped, lazy)
            return body

        return register
