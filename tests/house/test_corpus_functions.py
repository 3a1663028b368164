"""Every function that forms may call has cases in tests/corpus/expressions: the fewest and the most arguments, a blank,
what is no number, nodes, and what is not relevant, each where its arguments can be that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.engine.datatypes import read_number
from app.engine.xpath.functions import FUNCTIONS
from app.engine.xpath.functions.table import Function
from app.engine.xpath.nodes import Tree, is_path, split_step, walk
from app.engine.xpath.prepare import prepared
from tests.corpus.cases import read

Call = tuple[tuple[Tree, ...], frozenset[str]]  # its arguments, and the names of what is not relevant in its record


def hidden(content: Any) -> Iterator[str]:
    """The names of nodes that are not relevant."""
    for instance in content if isinstance(content, list) else [content]:
        for key, value in instance.items():
            if key.endswith("!"):
                yield key.rstrip("!").partition(":")[0]
            if not isinstance(value, str):
                yield from hidden(value)


def calls() -> dict[str, list[Call]]:
    found: dict[str, list[Call]] = {name: [] for name in FUNCTIONS}
    for _, file in read("expressions"):
        for case in file["cases"]:
            names = frozenset(hidden(case.get("nodes", file.get("nodes", {}))))
            for part in walk(prepared(case["expr"])):
                if isinstance(part, tuple) and part[0] in found:
                    found[str(part[0])].append((part[1:], names))
    return found


CALLS = calls()


def numbers(function: Function, arguments: tuple[Tree, ...]) -> list[Tree]:
    return [argument for place, argument in enumerate(arguments) if function.kind(place) == "number"]


def is_word(argument: Tree) -> bool:
    return isinstance(argument, str) and argument.strip() != "" and read_number(argument) != read_number(argument)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_cases_of_every_kind(name: str) -> None:
    function, found = FUNCTIONS[name], CALLS[name]
    counts = {len(arguments) for arguments, _ in found}
    most = function.least + function.together if function.most is None else function.most
    missing = {f"{count} arguments" for count in (function.least, most) if count not in counts}
    flat = [(argument, names) for arguments, names in found for argument in arguments]
    if most:
        if not any(argument == "" for argument, _ in flat):
            missing.add("a blank")
        if not any(is_path(argument) for argument, _ in flat):
            missing.add("nodes")
        ends = [(split_step(argument[-1])[0], names) for argument, names in flat if is_path(argument)]
        if not any(end in names for end, names in ends):
            missing.add("what is not relevant")
    if "number" in function.kinds and not any(
        is_word(one) for arguments, _ in found for one in numbers(function, arguments)
    ):
        missing.add("what is no number")
    assert missing == set()
