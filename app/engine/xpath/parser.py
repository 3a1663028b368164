"""XPath text into the JSON tree: a precedence-climbing parser. Whether names exist is check.py's question."""

from __future__ import annotations

import math

from app.engine.xpath.lexer import Token, XPathSyntaxError, tokens
from app.engine.xpath.nodes import AXES, Tree, depth

MAX_DEPTH = 100
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_NODE_TYPES = frozenset({"node", "text"})


def parse(expression: str) -> Tree:
    """The tree of an expression; XPathSyntaxError when it is not one."""
    parser = _Parser(expression)
    try:
        tree = parser.binary(0)
        parser.expect_end()
        too_deep = depth(tree) > MAX_DEPTH
    except RecursionError:
        too_deep = True
    if too_deep:
        raise XPathSyntaxError(1, "lồng quá nhiều tầng", "nested too deeply", "xpath-too-deep")
    return tree


class _Parser:
    def __init__(self, expression: str) -> None:
        self.tokens = tokens(expression)
        self.place = 0
        self.nesting = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def takes(self, *symbols: str) -> bool:
        if self.token.kind in ("symbol", "operator") and self.token.text in symbols:
            self.place += 1
            return True
        return False

    def expect(self, symbol: str) -> None:
        if not self.takes(symbol):
            raise self.error(f"thiếu «{symbol}»", f"“{symbol}” expected")

    def expect_end(self) -> None:
        if self.token.kind != "end":
            raise self.error(f"thừa «{self.token.text}»", f"unexpected “{self.token.text}”")

    def error(self, vietnamese: str, english: str) -> XPathSyntaxError:
        return XPathSyntaxError(self.token.at, vietnamese, english)

    def binary(self, lowest: int) -> Tree:
        """Operators from level `lowest` on. Operands of one level are collected, then put together."""
        tree = self.unary()
        for level in range(len(_LEVELS) - 1, lowest - 1, -1):
            operands, operators = [tree], []
            while self.token.kind in ("symbol", "operator") and self.token.text in _LEVELS[level]:
                operators.append(self.take().text)
                operands.append(self.binary(level + 1))
            tree = _joined(operators, operands)
        return tree

    def unary(self) -> Tree:
        minus = 0
        while self.takes("-"):
            minus += 1
        tree = self.path()
        while self.takes("|"):
            tree = ("|", tree, self.path())
        for _ in range(minus):
            tree = ("neg", tree)
        return tree

    def path(self) -> Tree:
        """A location path, or a primary expression with what is filtered from it and hangs below it."""
        if self.takes("/"):
            return ("path", 0, *(self.steps() if self.starts_step() else ()))
        if self.takes("//"):
            return ("path", 0, "//", *self.steps())
        if self.starts_step() and not self.starts_call():
            return ("path", 1, *self.steps())
        tree = self.primary()
        if found := self.predicates():
            tree = ("filter", tree, *found)
        if self.takes("/"):
            return ("path", tree, *self.steps())
        if self.takes("//"):
            return ("path", tree, "//", *self.steps())
        return tree

    def starts_step(self) -> bool:
        token = self.token
        return token.kind == "name" or (token.kind == "symbol" and token.text in (".", "..", "@"))

    def starts_call(self) -> bool:
        following = self.tokens[self.place + 1] if self.token.kind == "name" else None
        called = following is not None and following.kind == "symbol" and following.text == "("
        return called and self.token.text not in _NODE_TYPES

    def steps(self) -> tuple[Tree, ...]:
        found: list[Tree] = [self.step()]
        while True:
            if self.takes("//"):
                found.append("//")
            elif not self.takes("/"):
                return tuple(found)
            found.append(self.step())

    def step(self) -> Tree:
        test = self.step_test()
        predicates = self.predicates()
        return (test, *predicates) if predicates else test

    def step_test(self) -> str:
        if self.takes(".."):
            return ".."
        if self.takes("."):
            return "."
        axis = "child"
        if self.takes("@"):
            axis = "attribute"
        elif self.tokens[self.place + 1 : self.place + 2] and self.tokens[self.place + 1].text == "::":
            axis = self.token.text
            if axis not in AXES:
                raise self.error(f"không dùng được trục «{axis}»", f"unknown axis “{axis}”")
            self.place += 2
        return _spelled(axis, self.node_test())

    def node_test(self) -> str:
        if self.token.kind != "name":
            word = self.token.text or "…"
            raise self.error(f"thiếu tên trước «{word}»", f"a name is missing before “{word}”")
        name = self.take().text
        if name in _NODE_TYPES and self.takes("("):
            self.expect(")")
            return f"{name}()"
        return name

    def predicates(self) -> tuple[Tree, ...]:
        found: list[Tree] = []
        while self.takes("["):
            found.append(self.nested())
            self.expect("]")
        return tuple(found)

    def primary(self) -> Tree:
        token = self.token
        if token.kind == "number":
            self.place += 1
            number = float(token.text)
            if number == math.inf:
                raise XPathSyntaxError(token.at, "số quá lớn", "the number is too large")
            return int(number) if number.is_integer() and number < 2**53 else number
        if token.kind == "string":
            self.place += 1
            return token.text[1:-1]
        if self.takes("("):
            tree = self.nested()
            self.expect(")")
            return tree
        if self.starts_call():
            return self.call()
        if token.text == "$":
            raise self.error("không dùng được biến $", "variables are not supported")
        if token.kind == "end":
            raise self.error("biểu thức bị cụt", "the expression ends too early")
        raise self.error(f"không hiểu «{token.text}»", f"unexpected “{token.text}”")

    def call(self) -> Tree:
        name = self.take().text
        self.expect("(")
        arguments: list[Tree] = []
        if not self.takes(")"):
            arguments.append(self.nested())
            while self.takes(","):
                arguments.append(self.nested())
            self.expect(")")
        return (name, *arguments)

    def nested(self) -> Tree:
        self.nesting += 1
        if self.nesting > MAX_DEPTH:
            raise RecursionError
        tree = self.binary(0)
        self.nesting -= 1
        return tree


def _joined(operators: list[str], operands: list[Tree]) -> Tree:
    """Operands of one level from left to right; `and` and `or` as a balanced tree, so that long chains stay shallow."""
    if len(operands) > 2 and operators[0] in ("and", "or"):
        middle = (len(operands) + 1) // 2
        left = _joined(operators[: middle - 1], operands[:middle])
        return (operators[0], left, _joined(operators[middle:], operands[middle:]))
    tree = operands[0]
    for operator, operand in zip(operators, operands[1:], strict=True):
        tree = (operator, tree, operand)
    return tree


def _spelled(axis: str, test: str) -> str:
    """The short spelling of a step, as the wire format has it."""
    if axis == "child":
        return test if "(" not in test else f"child::{test}"
    if axis == "attribute" and test != "*" and "(" not in test:
        return f"@{test}"
    if test == "node()" and axis in ("self", "parent"):
        return "." if axis == "self" else ".."
    return f"{axis}::{test}"
