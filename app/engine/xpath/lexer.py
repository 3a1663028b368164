"""XPath 1.0 text into tokens, with the specification's rule (3.7) that tells operators from names.
Grammar is the parser's work."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n\u00a0]+)
  | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
  | (?P<string>"[^"]*"|'[^']*')
  | (?P<symbol>\.\.|::|//|!=|<=|>=|[()\[\].@,/|+\-=<>*$])
  | (?P<name>[^\W\d][\w.\-\u00b7]*(?::(?!:)(?:[^\W\d][\w.\-\u00b7]*|\*))?)
    """,
    re.VERBOSE,
)
_OPERATOR_NAMES = frozenset({"and", "or", "mod", "div"})
# After one of these (or at the start) a name or a star cannot be an operator.
_BEFORE_OPERAND = frozenset({"@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=", "$"})


class XPathSyntaxError(ValueError):
    """The expression is not XPath. `at` counts characters from 1; `reason` holds (Vietnamese, English)."""

    def __init__(self, at: int, vietnamese: str, english: str, code: str = "xpath-syntax") -> None:
        super().__init__(f"{english} (character {at})")
        self.at, self.vietnamese, self.english, self.code = at, vietnamese, english, code


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # "number" "string" "name" "symbol" "operator" "end"
    text: str
    at: int


def tokens(expression: str) -> list[Token]:
    found: list[Token] = []
    place = 0
    while place < len(expression):
        match = _TOKEN.match(expression, place)
        if match is None:
            raise _stray(expression, place)
        kind, text = match.lastgroup or "", match[0]
        if kind != "space":
            found.append(_token(kind, text, place + 1, found[-1] if found else None))
        place = match.end()
    found.append(Token("end", "", len(expression) + 1))
    return found


def _token(kind: str, text: str, at: int, before: Token | None) -> Token:
    operand_next = (
        before is None or before.kind == "operator" or (before.kind == "symbol" and before.text in _BEFORE_OPERAND)
    )
    if not operand_next and (text == "*" or text in _OPERATOR_NAMES):
        return Token("operator", text, at)
    if kind == "symbol" and text == "*":
        return Token("name", text, at)
    return Token(kind, text, at)


def _stray(expression: str, place: int) -> XPathSyntaxError:
    character = expression[place]
    if character in "'\"":
        return XPathSyntaxError(place + 1, "thiếu dấu nháy đóng", "a quotation mark is not closed")
    if character in "“”‘’":
        return XPathSyntaxError(
            place + 1, f"dấu nháy cong {character}; hãy dùng ' hoặc \"", f"curly quote {character}; use ' or \""
        )
    return XPathSyntaxError(place + 1, f"ký tự lạ «{character}»", f"unexpected character “{character}”")
