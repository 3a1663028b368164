"""The markup that authors may write in labels and hints, as safe HTML or as plain words: the Markdown that ODK
documents (# headings, *em*, **strong**, [links](https://…), lists, line ends, a backslash takes a sign's meaning
away) and the few tags that Collect knows (b, i, u, small, big, sup, sub, <span style="color:…">, <font color="…">, br,
p, h1…). Whatever else looks like a tag is text. Colours become classes of our own palette: the page allows no styles
between its lines, and every colour stays readable in both themes. It stands inside labels, so all of it is spans."""

import colorsys
import re
from collections.abc import Iterable
from types import MappingProxyType

from markupsafe import Markup, escape

_SPECIAL = re.compile(r"[*_#<\[\\\n]")
_TOKEN = re.compile(
    r"\\(?P<bare>[\\*_#<>\[\]()+.-])"
    r"|(?P<mark>\*\*|__|\*|_)"
    r"|<(?P<close>/?)(?P<tag>b|strong|i|em|u|small|big|sup|sub|span|font)(?P<attrs>(?:\s[^<>]*)?)>"
    r"|\[(?P<words>[^\[\]\n]+)\]\((?P<url>(?:https?://|mailto:|tel:)[^\s()<>\[\]\ue000]+)\)"
    r"|(?P<end>\n)"
    r"|(?P<held>\ue000)"
    r"|(?P<text>[^\\*_<\[\n\ue000]+|.)",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"\s*<br\s*/?>\s*|\s*</(?:p|div)>\s*<(?:p|div)(?:\s[^<>]*)?>\s*", re.IGNORECASE)
_PARAGRAPH = re.compile(r"</?(?:p|div)(?:\s[^<>]*)?>", re.IGNORECASE)
_TAGGED_HEADING = re.compile(r"<h([1-6])(?:\s[^<>]*)?>([^<>\n]*)</h\1>", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.+)")
_ENTRY = re.compile(r"(?:([-*+])|(\d{1,3}[.)]))[ \t]+(.+)")
_COLOUR = re.compile(r"(?:^|[\s;\"'])color\s*[:=]\s*[\"']?\s*(#[0-9a-f]{3,8}|rgb\([\d ,.]+\)|[a-z]+)", re.IGNORECASE)
_MARKS = MappingProxyType({"*": "em", "_": "em", "**": "strong", "__": "strong"})
_NAMED = MappingProxyType(
    {
        name: colour
        for colour, names in {
            "red": "red darkred crimson maroon firebrick tomato indianred",
            "amber": "orange darkorange yellow gold goldenrod brown chocolate saddlebrown orangered coral",
            "green": "green darkgreen lime limegreen forestgreen seagreen olive olivedrab springgreen",
            "blue": "blue darkblue navy royalblue steelblue dodgerblue deepskyblue skyblue teal cyan aqua turquoise",
            "violet": "purple violet indigo magenta fuchsia pink hotpink deeppink darkviolet orchid plum",
            "grey": "gray grey darkgray darkgrey dimgray dimgrey silver lightgray lightgrey slategray",
        }.items()
        for name in names.split()
    }
)


def rich(parts: Iterable[str | Markup]) -> Markup:
    """A text as HTML that may stand inside a label. Parts that are Markup are ready (an answer, escaped by the
    caller): they are set in as they are and never read as markup."""
    held: list[Markup] = []
    source = ""
    for part in parts:
        if isinstance(part, Markup):
            held.append(part)
            source += "\ue000"
        else:
            source += part.replace("\ue000", "")
    html = _blocks(source) if _SPECIAL.search(source) else str(escape(source))
    pieces = html.split("\ue000")
    return Markup("".join(a + str(b) for a, b in zip(pieces, [*held, ""], strict=True)))  # noqa: S704


def plain(text: str) -> str:
    """The words alone, in one line: for options, summaries, lists."""
    if not _SPECIAL.search(text):
        return text
    return Markup(re.sub(r"<br>|<span class=\"[hl]|</span>", r" \g<0>", str(rich([text])))).striptags()  # noqa: S704


def _blocks(source: str) -> str:
    source = _TAGGED_HEADING.sub(lambda found: f"\n{'#' * int(found[1])} {found[2]}\n", source)
    source = _PARAGRAPH.sub("", _LINE_END.sub("\n", source)).strip("\n")
    lines = source.split("\n")
    out: list[str] = []
    flowing: list[str] = []

    def close() -> None:
        if words := "\n".join(flowing).strip("\n"):
            out.append(_inline(words))
        flowing.clear()

    for line in lines:
        if heading := _HEADING.fullmatch(line.strip()):
            close()
            out.append(f'<span class="h h{len(heading[1])}">{_inline(heading[2].rstrip("# "))}</span>')
        elif len(lines) > 1 and (entry := _ENTRY.fullmatch(line.strip())):
            close()
            out.append(f'<span class="li"><span>{"•" if entry[1] else entry[2]}</span> {_inline(entry[3])}</span>')
        else:
            flowing.append(line)
    close()
    return "".join(out)


class _Open:
    """Beginnings that wait for their end. One that never comes leaves its sign as text. A kind is open once at a
    time, so there are never more than kinds."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._places: dict[str, int] = {}

    def begin(self, kind: str, sign: str) -> None:
        self._places[kind] = len(self.out)
        self.out.append(str(escape(sign)))

    def holds(self, kind: str) -> bool:
        return kind in self._places

    def is_empty(self, kind: str) -> bool:
        return self._places[kind] == len(self.out) - 1

    def end(self, kind: str, opening: str, closing: str) -> None:
        place = self._places[kind]
        self.out[place] = opening
        self.out.append(closing)
        self._places = {other: at for other, at in self._places.items() if at < place}


def _inline(text: str) -> str:
    stack = _Open()
    openings: dict[str, str] = {}
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind == "mark":
            _mark(stack, found, text)
        elif kind == "attrs":
            _tag(stack, found, openings)
        elif kind == "url":
            words, url = _inline(found["words"]), escape(found["url"])
            stack.out.append(f'<a href="{url}" target="_blank" rel="noopener noreferrer">{words}</a>')
        elif kind == "end":
            stack.out.append("<br>")
        else:
            stack.out.append("\ue000" if kind == "held" else str(escape(found["bare"] or found["text"])))
    return "".join(stack.out)


def _mark(stack: _Open, found: re.Match[str], text: str) -> None:
    """A mark begins before a word and ends after one; inside a word only ** does ("ten_chu_ho", "2*3*4")."""
    sign = found[0]
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    outside = sign == "**"
    ends = bool(before) and not before.isspace() and (outside or not after.isalnum())
    begins = bool(after) and not after.isspace() and (outside or not before.isalnum())
    if stack.holds(sign) and ends and not stack.is_empty(sign):
        stack.end(sign, f"<{_MARKS[sign]}>", f"</{_MARKS[sign]}>")
    elif begins and not stack.holds(sign):
        stack.begin(sign, sign)
    else:
        stack.out.append(sign)


def _tag(stack: _Open, found: re.Match[str], openings: dict[str, str]) -> None:
    tag = found["tag"].lower()
    if not found["close"] and not stack.holds(tag):
        openings[tag] = _opening(tag, found["attrs"])
        stack.begin(tag, found[0])
    elif found["close"] and stack.holds(tag):
        closing = "</span>" if openings[tag].startswith("<span") else f"</{tag}>"
        stack.end(tag, openings[tag], closing)
    else:
        stack.out.append(str(escape(found[0])))


def _opening(tag: str, attrs: str) -> str:
    if tag in {"span", "font"}:
        colour = _colour(attrs)
        return f'<span class="c-{colour}">' if colour else "<span>"
    return '<span class="big">' if tag == "big" else f"<{tag}>"


def _colour(attrs: str) -> str:
    """The colour of our palette that is nearest in hue; blank for black, white and what is no colour."""
    found = _COLOUR.search(attrs)
    if not found:
        return ""
    name = found[1].lower()
    if name.startswith("#") and len(name) in {4, 7}:
        step = (len(name) - 1) // 3
        digits = [name[1 + step * place : 1 + step * (place + 1)] * (3 - step) for place in range(3)]
        values = [int(pair, 16) / 255 for pair in digits]
    elif name.startswith("rgb"):
        values = [min(float(figure), 255) / 255 for figure in re.findall(r"\d+(?:\.\d+)?", name)]
    else:
        return _NAMED.get(name, "")
    return _hue(*values) if len(values) == 3 else ""


def _hue(red: float, green: float, blue: float) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < 0.15:
        return "grey" if 0.2 < lightness < 0.9 else ""
    bounds = ((20, "red"), (70, "amber"), (165, "green"), (260, "blue"), (335, "violet"))
    return next((name for bound, name in bounds if hue * 360 < bound), "red")
