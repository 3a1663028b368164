"""Expressions that nobody would write but JavaRosa can answer: by the kind of value that they give."""

from __future__ import annotations

import random
import re

NODES = {
    "i:int": "7", "x:decimal": "1.5", "z:decimal": "-0.125", "e": "", "bi:int": "", "s": "Việt Nam", "n": "007",
    "sel:select": "a c", "d:date": "2024-02-29", "dt:dateTime": "2024-12-31T23:30:00.000+07:00", "an:int!": "5",
    "rep": [{"a:int": "1", "q:decimal": "2.5", "t": "một"}, {"a:int": "2", "q:decimal": "", "t": ""},
            {"a:int": "3", "q:decimal!": "4", "t": "ba"}],
}  # fmt: skip
LISTS = {"l": [{"name": n, "label": m, "v": v} for n, m, v in (("a", "A", "1"), ("b", "B", "2.50"), ("c", "", ""))]}
# What a gap of a template may become: something simple, or another template.
SIMPLE = {
    "number": ["0", "1", "2", "3", "0.5", "2.5", "-4", "12.345", "1250", "100000", "/data/i", "/data/x", "/data/z",
               "/data/bi", "/data/an", "/data/khong", "'12'", "'1,5'", "''"],
    "text": ["''", "'a'", "'b c'", "' x  y '", "'Việt'", "'2024-01-05'", "'12'", "'-1.5'", "'A1'", "'a-b-c'",
             "/data/s", "/data/n", "/data/sel", "/data/e", "/data/an", "/data/khong", "/data/rep[a = 2]/t"],
    "boolean": ["true()", "false()"],
    "date": ["/data/d", "/data/dt", "date('2024-02-29')", "date('1999-12-31')", "date(19000)", "today()",
             "date-time('2024-05-06T10:20:30Z')"],
    "day": ["/data/d", "today()", "date('1999-12-31')"],
    "nodes": ["/data/rep/a", "/data/rep/q", "/data/rep/t", "/data/rep", "/data/khong", "/data/an",
              "/data/rep[a > 1]/q", "instance('l')/root/item/v", "instance('l')/root/item[name != 'b']/v",
              "/data/rep[q = '']/a"],
    "pattern": ["[a-z]+", r"\d+", r"\p{L}+( \p{L}+)*", ".*", "[^0-9]*", r"(\w+-)*\w", "-?[0-9.]+", r"\S*\s\S*"],
    "digits": ["0", "1", "2"],
    "small": ["0", "1", "2", "-1", "-2"],
    "arithmetic": ["+", "-", "*", "div", "mod"],
    "order": ["<", "<=", ">", ">="],
    "equal": ["=", "!="],
}  # fmt: skip
TEMPLATES = {
    "number": [
        "({number} {arithmetic} {number})", "-({number})", "int({number})", "round({number}, {digits})",
        "abs({number})",
        "number({text})", "number({boolean})", "string-length({text})", "count({nodes})", "sum({nodes})",
        "count-non-empty({nodes})", "count-selected(string({text}))", "min({number}, {number})",
        "max(abs({number}), 1)", "if({boolean}, {number}, {number})", "coalesce({number}, {number})",
        "({date} - {date})", "decimal-date-time({date})", "decimal-time({date})", "sqrt(abs({number}))",
        "pow({number}, 2)", "exp(sin({number}))",
    ],
    "text": [
        "concat({text}, {text})", "substr({text}, {small})", "substr({text}, {small}, {small})", "string({boolean})",
        "substring-before({text}, {text})", "substring-after({text}, {text})", "translate({text}, 'abc-', 'xy')",
        "normalize-space({text})", "if({boolean}, {text}, {text})", "coalesce({text}, {text})",
        "selected-at(string({text}), {small})", "join({text}, {nodes})", "join('|', {text}, {text})",
        "string(int({number}) mod 1000)", "format-date({date}, '%Y-%m-%d %e/%n/%y')", "string({day})",
        "format-date-time({date}, '%H:%M:%S.%3 %h')", "digest({text}, 'MD5', 'hex')",
    ],
    "boolean": [
        "({number} {order} {number})", "({text} {order} {number})", "({text} {equal} {text})", "({boolean} = {text})",
        "(string-length({text}) {equal} {number})", "({boolean} and {boolean})", "({boolean} or {text})",
        "not({boolean})", "not({number})", "boolean({text})", "contains({text}, {text})", "({number} = {text})",
        "starts-with({text}, {text})", "ends-with({text}, {text})", "selected({text}, 'a')",
        "regex({text}, '{pattern}')", "boolean-from-string({text})", "checklist(1, 2, {boolean}, {text}, {number})",
        "weighted-checklist(1, 3, {boolean}, {number}, {boolean}, 2)", "({date} {order} {date})",
    ],
}  # fmt: skip


class Author:
    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def expression(self, depth: int, kind: str = "") -> str:
        """One of a kind, any kind when it is blank, at most so many templates inside one another."""
        wanted = kind or self.dice.choice(list(TEMPLATES))
        if depth == 0 or wanted not in TEMPLATES:
            return self.dice.choice(SIMPLE[wanted])
        template = self.dice.choice([*TEMPLATES[wanted], *SIMPLE[wanted][:2]])
        # The gaps of a template only: a pattern may hold braces, too.
        return re.sub(r"\{([a-z]+)\}", lambda gap: self.expression(depth - 1, gap[1]), template)
