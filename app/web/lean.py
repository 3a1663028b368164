"""Takes comments and indentation out of scripts and styles without parsing them: a small scanner that knows where
strings, template literals and regular expressions begin and end, and leaves those byte for byte. Used by `assets`.
"""

import re
from collections.abc import Iterator

_INDENT = re.compile(r"\n[ \t]+")
_TRAILING = re.compile(r"[ \t]+\n")
_EMPTY = re.compile(r"\n{2,}")

_CSS = re.compile(
    r"(?P<comment>/\*.*?\*/)|(?P<literal>\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|url\([^\"')]*\))", re.DOTALL
)
_JS = re.compile(
    r"(?P<plain>[^`{}/\"']+)"
    r"|(?P<comment>/\*.*?\*/|//[^\n]*)"
    r"|(?P<string>\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
    r"|(?P<regex>/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*)",
    re.DOTALL,
)
_TEMPLATE_TEXT = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*", re.DOTALL)
# A slash begins a regular expression after an operator, an opening bracket or one of these words; else it divides.
_BEFORE_REGEX = re.compile(
    r"(?:^|[=(,:\[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield))\s*$"
)


class Unreadable(ValueError):
    """The scanner lost its way (a template literal without an end): the file is better left as it is."""


def lean(text: str, suffix: str) -> str:
    """The same program or style sheet with comments (but not `/*! … */`), indentation and empty lines taken out."""
    try:
        pieces = list(_style(text) if suffix == ".css" else _Script(text).pieces())
    except Unreadable:
        return text
    return "".join(part if literal else _tight(part) for literal, part in pieces).lstrip("\n")


def _tight(code: str) -> str:
    return _EMPTY.sub("\n", _INDENT.sub("\n", _TRAILING.sub("\n", code)))


def _instead_of(comment: str) -> str:
    """A comment separates: a line end in it may end a statement, and `a/**/b` is two words."""
    if comment.startswith("//"):
        return ""
    return "\n" if "\n" in comment else " "


def _style(text: str) -> Iterator[tuple[bool, str]]:
    """Pieces of a style sheet: (is a literal, text), comments gone."""
    code, position = "", 0
    for token in _CSS.finditer(text):
        code += text[position : token.start()]
        if token["comment"] and not token[0].startswith("/*!"):
            code += _instead_of(token[0])
        else:
            yield False, code
            yield True, token[0]
            code = ""
        position = token.end()
    yield False, code + text[position:]


class _Script:
    """One walk over a script."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.code = ""  # since the last literal
        self.last = ""  # the last literal's last sign
        self.braces: list[int] = []  # for every `${` around us: how many `{` are open within it

    def pieces(self) -> Iterator[tuple[bool, str]]:
        while self.position < len(self.text):
            literal = self._template() or self._token()
            if literal:
                yield False, self.code
                yield True, literal
                self.code, self.last = "", literal[-1]
        if self.braces:
            raise Unreadable("a template literal is not closed")
        yield False, self.code

    def _template(self) -> str:
        """The literal text from a backtick, or from the `}` that ends `${…}`, up to the next `${` or backtick."""
        char, begin = self.text[self.position], self.position
        if char == "}" and self.braces and self.braces[-1] == 0:
            self.braces.pop()
        elif char != "`":
            return ""
        token = _TEMPLATE_TEXT.match(self.text, begin + 1)
        if token is None or token.end() >= len(self.text):
            raise Unreadable("a template literal is not closed")
        self.position = token.end() + 1
        if self.text[token.end()] == "$":
            self.braces.append(0)
            self.position += 1
        return self.text[begin : self.position]

    def _token(self) -> str:
        """Move over the next token: code and comments end in `code`, a literal is returned."""
        token = _JS.match(self.text, self.position)
        if token is None or (token["regex"] and not _BEFORE_REGEX.search(self.last + self.code[-40:])):
            char = self.text[self.position]
            if self.braces and char in "{}":
                self.braces[-1] += 1 if char == "{" else -1
            self.code += char
            self.position += 1
            return ""
        self.position = token.end()
        if token["plain"]:
            self.code += token[0]
        elif token["comment"] and not token[0].startswith("/*!"):
            self.code += _instead_of(token[0])
        else:
            return token[0]
        return ""
