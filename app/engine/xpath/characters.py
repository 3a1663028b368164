"""Sets of characters for patterns.py: exact ranges of code points, and how a browser writes the same set shortly."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

Ranges = tuple[tuple[int, int], ...]
LAST = sys.maxunicode


@dataclass(frozen=True, slots=True)
class Characters:
    """`ranges` in order, not touching; `items` is what a browser has between the brackets for them."""

    ranges: Ranges
    items: str

    @staticmethod
    def of(ranges: Ranges) -> Characters:
        return Characters(ranges, "".join(map(_range, ranges)))

    def __or__(self, other: Characters) -> Characters:
        return Characters(_joined((*self.ranges, *other.ranges)), self.items + other.items)

    def __and__(self, other: Characters) -> Characters:
        return ~(~self | ~other)

    def __invert__(self) -> Characters:
        starts = [0, *(last + 1 for _, last in self.ranges)]
        ends = [*(first - 1 for first, _ in self.ranges), LAST]
        return Characters.of(tuple((a, b) for a, b in zip(starts, ends, strict=True) if a <= b))

    def any_case(self) -> Characters:
        """With the capital and small letters of ASCII that belong to its own."""
        letters = [chr(code) for a, b in self.ranges for code in range(a, min(b, 127) + 1) if chr(code).isalpha()]
        return self | spans(*map(str.swapcase, letters))

    def for_python(self) -> str:
        return f"[{''.join(map(_range, self.ranges))}]" if self.ranges else "(?!)"


NOTHING = Characters((), "")


def spans(*pairs: str) -> Characters:
    """Of single characters and of first and last ones: spans("az", "_")."""
    return Characters.of(_joined(tuple((ord(pair[0]), ord(pair[-1])) for pair in pairs)))


def character(code: int, special: str = "^$\\.*+?()[]{}|") -> str:
    """One character as every engine reads it; `special` are those that need a backslash there."""
    sign = chr(code)
    if sign in special:
        return f"\\{sign}"
    if sign.isprintable() and sign != "&":
        return sign
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else sign


_INSIDE = "^\\[]-"


def category(name: str) -> Characters | None:
    """Of a property that Java has: a category of Unicode (L, IsLu, gc=Nd), Alpha and its like, a few of Java's own."""
    if name in _POSIX:
        return _POSIX[name]
    short = re.sub(r"\A(Is|gc=|general_category=)", "", name)
    found = NOTHING
    for one in _NAMED.get(name) or ((short,) if _CATEGORY.fullmatch(short) else ()):
        ranges = _joined(
            tuple(span for known, spans in _categories().items() if known.startswith(one) for span in spans)
        )
        found |= Characters(ranges, f"\\p{{{one}}}")
    return found if found.ranges else None


@lru_cache(maxsize=1)
def _categories() -> Mapping[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    start, known = 0, unicodedata.category("\0")
    for code in range(1, LAST + 2):
        now = unicodedata.category(chr(code)) if code <= LAST else ""
        if now != known:
            found.setdefault(known, []).append((start, code - 1))
            start, known = code, now
    return found


def _joined(ranges: Ranges) -> Ranges:
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _range(span: tuple[int, int]) -> str:
    first, last = span
    if last - first < 2:
        return "".join(character(code, _INSIDE) for code in range(first, last + 1))
    return f"{character(first, _INSIDE)}-{character(last, _INSIDE)}"


DIGIT, SPACE = spans("09"), spans("\t\r", " ")
WORD = spans("09", "AZ", "_", "az")
BREAKS = spans("\n\r", "\x85", "\u2028\u2029")
WIDE_SPACE = spans("\t", " ", "\xa0", "\u1680", "\u180e", "\u2000\u200a", "\u202f", "\u205f", "\u3000")
_POSIX: Mapping[str, Characters] = MappingProxyType(
    {
        "Lower": spans("az"), "Upper": spans("AZ"), "ASCII": spans("\0\x7f"), "Alpha": spans("AZ", "az"),
        "Digit": DIGIT, "Alnum": spans("09", "AZ", "az"), "Punct": spans("!/", ":@", "[`", "{~"),
        "Graph": spans("!~"), "Print": spans(" ~"), "Blank": spans("\t", " "), "Cntrl": spans("\0\x1f", "\x7f"),
        "XDigit": spans("09", "AF", "af"), "Space": SPACE,
    }
)  # fmt: skip
_NAMED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "IsAlphabetic": ("L", "Nl"), "IsLetter": ("L",), "IsDigit": ("Nd",), "IsPunctuation": ("P",),
        "IsLowercase": ("Ll",), "IsUppercase": ("Lu",), "javaLowerCase": ("Ll",), "javaUpperCase": ("Lu",),
        "javaLetter": ("L",), "javaDigit": ("Nd",), "javaLetterOrDigit": ("L", "Nd"),
    }
)  # fmt: skip
_CATEGORY = re.compile(r"L[ulmot]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfos]?")
