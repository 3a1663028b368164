"""Patterns of regex(): read as Java has them, since JavaRosa decides, and written so that Java, Python and browsers
understand the same. Short names of sets become the sets; what cannot be said everywhere is refused."""

from __future__ import annotations

import re
from functools import lru_cache

from app.engine.xpath.characters import (
    BREAKS,
    DIGIT,
    LAST,
    NOTHING,
    SPACE,
    WIDE_SPACE,
    WORD,
    Characters,
    category,
    character,
)


class PatternError(ValueError):
    """Not a pattern (`wrong`), or Java's alone; told in Vietnamese and in English."""

    def __init__(self, vietnamese: str, english: str, *, wrong: bool = True) -> None:
        super().__init__(english)
        self.vietnamese, self.english, self.wrong = vietnamese, english, wrong


@lru_cache(maxsize=256)
def portable(pattern: str) -> str:
    """The pattern in words that Java and browsers (with the flag `u`) read alike. Written again it stays as it is."""
    compiled(pattern)
    return _Reader(pattern, browser=True).whole()


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern for Python; the whole text has to match it."""
    try:
        return re.compile(_Reader(pattern, browser=False).whole())
    except (re.error, OverflowError) as error:
        raise PatternError(f"mẫu không hợp lệ ({error})", str(error)) from error


_SETS = {"d": DIGIT, "w": WORD, "s": SPACE, "h": WIDE_SPACE, "v": BREAKS}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b"}
_CODES = {
    "0": re.compile(r"([0-3][0-7]{2}|[0-7]{1,2})"),
    "x": re.compile(r"([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\}"),
    "u": re.compile(r"([0-9a-fA-F]{4})"),
    "c": re.compile(r"([@-_])"),
}
_LOW = re.compile(r"\\u(D[C-Fc-f][0-9a-fA-F]{2})", re.IGNORECASE)
_NAME = re.compile(r"<([A-Za-z][A-Za-z0-9]*)>")
_LOOK = re.compile(r"<?[=!]|:")
_FLAGS = re.compile(r"(-?)([is]+)([:)])")
_QUANTIFIER = re.compile(r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??")
_PROPERTY = re.compile(r"\{([A-Za-z_=]+)\}|([A-Z])")


class _Reader:
    def __init__(self, pattern: str, browser: bool) -> None:
        self.text, self.browser = pattern, browser
        self.place = self.nesting = 0
        self.any_case = self.dot_is_all = False

    def whole(self) -> str:
        found = self.alternatives()
        if self.place < len(self.text):
            raise PatternError("thừa dấu )", "a ) too many")
        return found

    # ---- reading on

    @property
    def ahead(self) -> str:
        return self.text[self.place : self.place + 1]

    def take(self) -> str:
        if not self.ahead:
            raise PatternError("mẫu bị cụt", "the pattern ends too early")
        self.place += 1
        return self.text[self.place - 1]

    def takes(self, wanted: str) -> bool:
        found = self.text.startswith(wanted, self.place)
        self.place += len(wanted) if found else 0
        return found

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.place)
        self.place = found.end() if found else self.place
        return found

    def stray(self, what: str) -> PatternError:
        return PatternError(f"«{what}» không đúng chỗ", f"“{what}” is out of place")

    def foreign(self, what: str) -> PatternError:
        return PatternError(f"không dùng được {what}", f"{what} is not supported", wrong=False)

    # ---- alternatives, terms, groups

    def alternatives(self) -> str:
        self.nesting += 1
        if self.nesting > 50:
            raise PatternError("lồng quá nhiều tầng", "nested too deeply")
        flags = self.any_case, self.dot_is_all
        found: list[str] = []
        while self.ahead not in ("", ")"):
            found.append(self.take() if self.ahead == "|" else self.term())
        self.any_case, self.dot_is_all = flags
        self.nesting -= 1
        return "".join(found)

    def term(self) -> str:
        atom, quantifier = self.atom(), self.match(_QUANTIFIER)
        if quantifier is None:
            return atom
        if not atom:
            raise self.stray(quantifier[0])
        if self.ahead == "+":
            raise self.foreign(f"{quantifier[0]}+")
        return atom + quantifier[0]

    def atom(self) -> str:
        sign = self.take()
        if sign == "(":
            return self.group()
        if sign == "[":
            return self.shown(*self.brackets())
        if sign == "\\":
            return self.escape()
        if sign in ".^$":
            if sign == "." and self.dot_is_all:
                return self.shown(~NOTHING)
            return sign if self.browser else {".": r"[^\n\r\u2028\u2029]", "^": "^", "$": r"\Z"}[sign]
        if sign in "*+?{":
            raise self.stray(sign)
        return self.one(ord(sign))

    def group(self) -> str:
        if not self.takes("?"):
            return f"({self.closed()}"
        if named := self.match(_NAME):
            return f"(?{'' if self.browser else 'P'}<{named[1]}>{self.closed()}"
        if kind := self.match(_LOOK):
            return f"(?{kind[0]}{self.closed()}"
        flags = self.match(_FLAGS)
        if flags is None:
            raise self.foreign(f"(?{self.ahead}")
        before, on = (self.any_case, self.dot_is_all), flags[1] == ""
        self.any_case = on if "i" in flags[2] else self.any_case
        self.dot_is_all = on if "s" in flags[2] else self.dot_is_all
        if flags[3] == ")":
            return ""  # from here on
        inner = f"(?:{self.closed()}"
        self.any_case, self.dot_is_all = before
        return inner

    def closed(self) -> str:
        inner = self.alternatives()
        if not self.takes(")"):
            raise PatternError("thiếu dấu )", "a ) is missing")
        return f"{inner})"

    # ---- escapes

    def escape(self) -> str:
        sign = self.take()
        if sign == "Q":
            quoted = self.text[self.place :].partition(r"\E")[0]
            self.place = min(len(self.text), self.place + len(quoted) + 2)
            return f"(?:{''.join(self.one(ord(one)) for one in quoted)})"
        if sign in "bB":
            word = self.shown(WORD | (category("L") or NOTHING) | (category("Nd") or NOTHING))
            sides = ("!", "=") if sign == "b" else ("=", "!")
            return f"(?:(?<={word})(?{sides[0]}{word})|(?<!{word})(?{sides[1]}{word}))"
        if sign in "AzZ":
            return "^" if sign == "A" else "$" if self.browser else r"\Z"
        if sign == "R":
            return rf"(?:\r\n|{self.shown(BREAKS)})"
        if sign in "123456789":
            return rf"(?:\{sign})"
        if sign == "k" and (name := self.match(_NAME)):
            return rf"\k<{name[1]}>" if self.browser else f"(?P={name[1]})"
        self.place -= 1
        found = self.meant()
        return self.one(found) if isinstance(found, int) else self.shown(found)

    def meant(self) -> int | Characters:
        """What an escape means inside and outside of brackets: one character, or a set."""
        sign = self.take()
        if sign.lower() in _SETS:
            found = _SETS[sign.lower()]
            return found if sign.islower() else ~found
        if sign in "pP":
            return self.property(sign)
        if sign in _CONTROLS:
            return ord(_CONTROLS[sign])
        if sign in _CODES:
            return self.code(sign)
        if sign in "GXN":
            raise self.foreign(f"\\{sign}")
        if sign.isascii() and sign.isalnum():
            raise self.stray(f"\\{sign}")
        return ord(sign)

    def code(self, sign: str) -> int:
        found = self.match(_CODES[sign])
        if found is None:
            raise PatternError(f"sai mã ký tự sau \\{sign}", f"a wrong code after \\{sign}")
        digits = found[found.lastindex or 1]
        code = ord(digits) ^ 64 if sign == "c" else int(digits, 8 if sign == "0" else 16)
        if 0xD800 <= code < 0xDC00 and (low := self.match(_LOW)):
            return 0x10000 + (code - 0xD800) * 0x400 + int(low[1], 16) - 0xDC00
        if code > LAST:
            raise self.stray(f"\\{sign}{{{digits}}}")
        return code

    def property(self, sign: str) -> Characters:
        found = self.match(_PROPERTY)
        name = (found[1] or found[2]) if found else ""
        known = category(name)
        if known is None:
            raise self.foreign(f"\\{sign}{{{name}}}")
        if sign == "p":
            return known
        single = known.items.count("\\p") == 1
        return Characters((~known).ranges, known.items.replace("\\p", "\\P")) if single else ~known

    # ---- sets of characters

    def brackets(self) -> tuple[Characters, bool]:
        """What stands between [ and ], and whether it is all the others that are meant."""
        others = self.takes("^")
        found, first = NOTHING, True
        while first or self.ahead != "]":
            if self.takes("&&"):
                right, none = self.brackets()
                self.place -= 1  # the ] is ours too
                found &= ~right if none else right
            elif self.takes("["):
                inner, none = self.brackets()
                found |= ~inner if none else inner
            else:
                found |= self.item()
            first = False
        self.place += 1
        return found, others

    def item(self) -> Characters:
        """A character, a range, or an escape for a set."""
        first = self.member()
        if not isinstance(first, int):
            return first
        last: int | Characters = first
        if self.ahead == "-" and self.text[self.place + 1 : self.place + 2] not in ("]", "[", ""):
            self.place += 1
            last = self.member()
        if not isinstance(last, int) or last < first:
            raise PatternError("khoảng ký tự viết ngược", "a range of characters that runs backwards")
        found = Characters.of(((first, last),))
        return found.any_case() if self.any_case else found

    def member(self) -> int | Characters:
        sign = self.take()
        return self.meant() if sign == "\\" else ord(sign)

    def shown(self, found: Characters, others: bool = False) -> str:
        if not found.items:
            found, others = (~NOTHING, False) if others else (found, others)
        if self.browser and found.items:
            return f"[{'^' if others else ''}{found.items}]"
        return (~found if others else found).for_python()

    def one(self, code: int) -> str:
        found = Characters.of(((code, code),)).any_case() if self.any_case else NOTHING
        return self.shown(found) if len(found.ranges) > 1 else character(code)
