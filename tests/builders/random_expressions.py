"""Expression trees that nobody would write, for tests that compare two evaluators."""

from __future__ import annotations

import random
from typing import Any

from app.engine.xpath.functions import FUNCTIONS

NODES = {
    "d:date": "2024-05-06", "dt:dateTime": "2024-05-06T10:20:30.000+07:00", "t:time": "06:00:00.000+07:00",
    "i:int": "7", "x:decimal": "1.50", "s": "2024-05-06", "e": "", "sel": "a b", "an!": "5", "bad:int": "1x",
    "g": "10.5 106.5 0 0", "grp": {"z": "q", "k": "1.5"},
    "rep": [{"a:int": "1", "q:int": "5", "s": "m"}, {"a:int": "2", "q:int": "", "s": "n"},
            {"a:int": "3", "q:int!": "4"}],
}  # fmt: skip
LISTS = {"l": [{"name": n, "label": m, "v": v} for n, m, v in (("a", "A", "1"), ("b", "B", "2.50"), ("c", "", ""))]}
PLACES = ("", "i", "rep[2]/a", "rep[3]/q", "grp/z")
LITERALS: tuple[Any, ...] = (
    "", "a", "b", "a b", " x ", "Việt", "😀", "12", "1,5", "-3.25", "1e5", "2024-05-06", "2024-02-30", "10:20",
    "07:30:00.000+07:00", "2024-05-06T23:30:00Z", "%d/%m/%Y", "%H:%M %a", "^[0-9]+$", "10.5 106.5;10.6 106.6", "true",
    0, 1, 2, -1, 0.5, 2.5, -2.5, 1.005, 1250, 3000000000, 0.1, 1e-7, 123456789012, 19849.75,
)  # fmt: skip
OPERATORS = ("+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or")
# Counted, looked up in a form, or taking literal names only.
LEFT_OUT = {"uuid", "jr:itext", "jr:choice-name", "instance", "current", "indexed-repeat"}
CALLED = tuple(name for name in FUNCTIONS if name not in LEFT_OUT)


class Author:
    """Writes expressions that nobody would."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def expression(self, depth: int) -> Any:
        luck = self.dice.random()
        if depth <= 0 or luck < 0.25:
            return self.dice.choice(LITERALS)
        if luck < 0.5:
            return self.path()
        if luck < 0.72:
            return [self.dice.choice(OPERATORS), self.expression(depth - 1), self.expression(depth - 1)]
        if luck < 0.75:
            return ["neg", self.expression(depth - 1)]
        function = FUNCTIONS[self.dice.choice(CALLED)]
        most = function.least + 4 if function.most is None else function.most
        given = self.dice.choice([count for count in range(function.least, most + 1) if function.takes(count)])
        kinds = [function.kind(place) for place in range(given)]
        return [function.name, *(self.path() if kind == "nodes" else self.expression(depth - 1) for kind in kinds)]

    def path(self) -> Any:
        pick, luck = self.dice.choice, self.dice.random()
        if luck < 0.5:
            return [
                "path",
                0,
                "data",
                pick(["d", "dt", "t", "i", "x", "s", "e", "sel", "an", "bad", "g", "grp", "nope"]),
            ]
        if luck < 0.65:
            return ["path", 0, "data", "rep", pick(["a", "q", "s"])]
        if luck < 0.7:
            return ["path", 0, "data", "rep"]
        if luck < 0.8:
            return ["path", 0, "data", ["rep", self.expression(2)], pick(["a", "q"])]
        if luck < 0.92:
            return ["path", ["instance", "l"], "root", ["item", self.row_test()], pick(["label", "v", "name"])]
        return ["path", pick([1, ["current"]]), pick(["..", ".", "a", "q"])]

    def row_test(self) -> Any:
        """One test, or two that cannot fail: an index may pass over rows for which a part would fail."""
        column, other = (["path", 1, self.dice.choice(["name", "v", "label"])] for _ in range(2))
        test = [self.dice.choice(["=", "=", "=", ">", "!="]), column, self.expression(2)]
        both = ["and", ["=", column, self.expression(0)], ["=", other, self.expression(0)]]
        return self.dice.choice([test, test, both, self.expression(2)])
