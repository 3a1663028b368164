"""How functions are declared: a name, a signature in words, a pure body. The table itself is in __init__.py.

A signature is a list of kinds, each once, `?` optional, `*` any number of times; words in brackets with a star come
together any number of times, with a number up to so often: "number number (boolean number)*", "(nodes number)4".
Kinds: string number boolean; any (as it is); nodes (has to be a node-set); each (of a node-set every node's value).
Arguments arrive converted. A `scoped` body gets the Scope first. A `lazy` body gets `run`, the Scope and the argument
trees, and evaluates what it needs."""

from __future__ import annotations

import re
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
    "each": lambda value: value,
}


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    kinds: tuple[str, ...]
    least: int
    most: int | None  # None: no limit
    body: Body
    together: int = 1  # so many of the last kinds come together
    scoped: bool = False
    lazy: bool = False

    def kind(self, place: int) -> str:
        """Kind of the argument at this place (from 0); the last ones go on for ever."""
        beyond = place - len(self.kinds)
        return self.kinds[place] if beyond < 0 else self.kinds[beyond % self.together - self.together]

    def takes(self, given: int) -> bool:
        """Whether it can be called with so many arguments."""
        fits = self.together == 1 or (given - self.least) % self.together == 0
        return fits and self.least <= given and (self.most is None or given <= self.most)

    def convert(self, place: int, value: Value) -> Any:
        return CONVERT[self.kind(place)](value)


_TOGETHER = re.compile(r"\(([a-z ]+)\)(\*|[0-9]+)\Z")


class Library:
    """The functions of one standard: a module makes one and decorates its bodies."""

    def __init__(self) -> None:
        self.functions: dict[str, Function] = {}

    def __call__(
        self, name: str, signature: str = "", *, scoped: bool = False, lazy: bool = False
    ) -> Callable[[Body], Body]:
        group = _TOGETHER.search(signature)
        words = signature[: group.start()].split() if group else signature.split()
        last = group[1].split() if group else []
        least = sum(not word.endswith(("?", "*")) for word in words)
        most = None if any(word.endswith("*") for word in words) else len(words)
        if group:
            most = None if group[2] == "*" else least + int(group[2]) * len(last)
        kinds = (*(word.rstrip("?*") for word in words), *last)
        assert all(kind in CONVERT for kind in kinds), name

        def register(body: Body) -> Body:
            self.functions[name] = Function(name, kinds, least, most, body, max(len(last), 1), scoped, lazy)
            return body

        return register
