"""Expressions that nobody would write but JavaRosa can answer: by the kind of value that they give."""

from __future__ import annotations

import random
from collections.abc import Callable

NODES = {
    "i:int": "7", "x:decimal": "1.5", "z:decimal": "-0.125", "e": "", "bi:int": "", "s": "Việt Nam", "n": "007",
    "sel:select": "a c", "d:date": "2024-02-29", "dt:dateTime": "2024-12-31T23:30:00.000+07:00", "an:int!": "5",
    "rep": [{"a:int": "1", "q:decimal": "2.5", "t": "một"}, {"a:int": "2", "q:decimal": "", "t": ""},
            {"a:int": "3", "q:decimal!": "4", "t": "ba"}],
}  # fmt: skip
LISTS = {"l": [{"name": n, "label": m, "v": v} for n, m, v in (("a", "A", "1"), ("b", "B", "2.50"), ("c", "", ""))]}
_NUMBERS = ("0", "1", "2", "3", "0.5", "2.5", "-4", "12.345", "1250", "100000", "/data/i", "/data/x", "/data/z",
            "/data/bi", "/data/an", "/data/khong", "'12'", "'1,5'", "''")  # fmt: skip
_TEXTS = ("''", "'a'", "'b c'", "' x  y '", "'Việt'", "'2024-01-05'", "'12'", "'-1.5'", "'A1'", "'a-b-c'", "/data/s",
          "/data/n", "/data/sel", "/data/e", "/data/an", "/data/khong", "/data/rep[a = 2]/t")  # fmt: skip
_DATES = ("/data/d", "/data/dt", "date('2024-02-29')", "date('1999-12-31')", "date-time('2024-05-06T10:20:30Z')",
          "date(19000)", "today()")  # fmt: skip
_NODES = ("/data/rep/a", "/data/rep/q", "/data/rep/t", "/data/rep", "/data/khong", "/data/an", "/data/rep[a > 1]/q",
          "instance('l')/root/item/v", "instance('l')/root/item[name != 'b']/v", "/data/rep[q = '']/a")  # fmt: skip
_PATTERNS = ("[a-z]+", "\\d+", "\\p{L}+( \\p{L}+)*", ".*", "[^0-9]*", "(\\w+-)*\\w", "-?[0-9.]+", "\\S*\\s\\S*")


class Author:
    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def pick(self, *choices: str) -> str:
        return self.dice.choice(choices)

    def expression(self, depth: int) -> str:
        return self.dice.choice([self.number, self.text, self.boolean])(depth)

    def number(self, depth: int) -> str:
        if depth <= 0:
            return self.pick(*_NUMBERS)
        n, t, b = (self._later(kind, depth - 1) for kind in (self.number, self.text, self.boolean))
        nodes = self.pick(*_NODES)
        return self.pick(
            f"({n()} {self.pick('+', '-', '*', 'div', 'mod')} {n()})", f"-({n()})", f"int({n()})",
            f"round({n()}, {self.pick('0', '1', '2')})", f"abs({n()})", f"number({t()})", f"number({b()})",
            f"string-length({t()})", f"count({nodes})", f"sum({nodes})", f"count-non-empty({nodes})",
            f"count-selected(string({t()}))",
            f"min({n()}, {n()})", f"max(abs({n()}), 1)", f"if({b()}, {n()}, {n()})", f"coalesce({n()}, {n()})",
            f"({self.pick(*_DATES)} - {self.pick(*_DATES)})", f"decimal-date-time({self.pick(*_DATES)})",
            f"decimal-time({self.pick(*_DATES)})", f"sqrt(abs({n()}))", f"pow({n()}, 2)", f"exp(sin({n()}))",
        )  # fmt: skip

    def text(self, depth: int) -> str:
        if depth <= 0:
            return self.pick(*_TEXTS)
        n, t, b = (self._later(kind, depth - 1) for kind in (self.number, self.text, self.boolean))
        small = self.pick("0", "1", "2", "-1", "-2")
        return self.pick(
            f"concat({t()}, {t()})", f"substr({t()}, {small})", f"substr({t()}, {small}, {self.pick('0', '3', '-1')})",
            f"substring-before({t()}, {self.pick(*_TEXTS)})", f"substring-after({t()}, {t()})", f"string({b()})",
            f"translate({t()}, 'abc-', 'xy')", f"normalize-space({t()})", f"if({b()}, {t()}, {t()})",
            f"coalesce({t()}, {t()})", f"selected-at(string({t()}), {self.pick('0', '1', '7')})",
            f"join({self.pick(*_TEXTS)}, {self.pick(*_NODES)})", f"string(int({n()}) mod 1000)",
            f"format-date({self.pick(*_DATES)}, '%Y-%m-%d %e/%n/%y')", f"string({self.pick('/data/d', 'today()')})",
            f"format-date-time({self.pick(*_DATES)}, '%H:%M:%S.%3 %h')", f"digest({t()}, 'MD5', 'hex')",
            f"join('|', {self.pick(*_TEXTS)}, {t()})",
        )  # fmt: skip

    def boolean(self, depth: int) -> str:
        if depth <= 0:
            return self.pick("true()", "false()")
        n, t, b = (self._later(kind, depth - 1) for kind in (self.number, self.text, self.boolean))
        order = self.pick("<", "<=", ">", ">=")
        return self.pick(
            f"({n()} {order} {n()})", f"({t()} {order} {n()})", f"({t()} {self.pick('=', '!=')} {t()})",
            f"(string-length({t()}) {self.pick('=', '!=')} {n()})", f"({b()} = {t()})", f"({b()} and {b()})",
            f"({b()} or {t()})", f"not({b()})", f"not({n()})", f"boolean({t()})", f"contains({t()}, {t()})",
            f"starts-with({t()}, {t()})", f"ends-with({t()}, {t()})", f"selected({self.pick('/data/sel', t())}, 'a')",
            f"regex({t()}, '{self.pick(*_PATTERNS)}')", f"boolean-from-string({t()})", f"({n()} = {t()})",
            f"checklist(1, 2, {b()}, {t()}, {n()})", f"weighted-checklist(1, 3, {b()}, {n()}, {b()}, 2)",
            f"({self.pick(*_DATES)} {order} {self.pick(*_DATES)})",
        )  # fmt: skip

    def _later(self, kind: Callable[[int], str], depth: int) -> Callable[[], str]:
        return lambda: kind(depth)
