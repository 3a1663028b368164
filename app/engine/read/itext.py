"""Languages and texts of an XForm: itext translations, labels with outputs, references by jr:itext()."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from app.engine.definition import Part, Text
from app.engine.read.reading import Reading
from app.engine.xml import Element

_TAGGED = re.compile(r"\(\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*\)\s*$")
_REFERENCE = re.compile(r"\s*jr:itext\(\s*(['\"])(.*?)\1\s*\)\s*\Z", re.DOTALL)
_NAMES = {
    "default": "vi", "tiếng việt": "vi", "việt": "vi", "vietnamese": "vi",
    "english": "en", "tiếng anh": "en", "français": "fr", "french": "fr",
}  # fmt: skip
# pyxform fills a missing translation with a dash: not a text anybody wrote.
_MISSING = ("-",)


def language(name: str) -> str:
    """BCP-47 tag of a language as authors name it: "Tiếng Việt (vi)" is vi, "English" en, "Khmer" x-khmer."""
    name = name.strip()
    if found := _TAGGED.search(name):
        return found[1]
    if name.lower() in _NAMES:
        return _NAMES[name.lower()]
    if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", name):
        return name
    plain = re.sub(r"[^a-z0-9]", "", name.lower())[:8]
    return f"x-{plain}" if plain else "x-other"


class Texts:
    """All texts of a form. `languages` begins with the default one."""

    def __init__(self, itext: Element | None, reading: Reading) -> None:
        self.reading = reading
        translations = itext.find_all("translation") if itext is not None else []
        translations.sort(key=lambda element: element.attr("default") is None)  # stable: the default one first
        self.default = language(translations[0].attr("lang") or "default") if translations else "vi"
        written = [language(element.attr("lang") or "default") for element in _in_order(itext)]
        self.languages = tuple(dict.fromkeys(written)) or ("vi",)
        self._found: dict[str, dict[str, list[Element]]] = {}
        self._made: dict[str, Text] = {}
        for translation in translations:
            lang = language(translation.attr("lang") or "default")
            for text in translation.find_all("text"):
                self._found.setdefault(text.attr("id") or "", {}).setdefault(lang, text.find_all("value"))

    def add(self, text_id: str, text: Text) -> None:
        """A text that stands elsewhere in the form, under an id of its own."""
        self._made[text_id] = text

    def tag(self, name: str) -> str:
        """The tag of a language by its name; that of the default one when there is no name."""
        return language(name) if name else self.default

    def of(self, text_id: str, path: str, role: str, form: str | None = None) -> Text | None:
        """The text with this id; `form` picks guidance instead of the ordinary wording."""
        by_language: dict[str, tuple[Part, ...]] = {}
        media: dict[str, dict[str, str]] = {}
        for lang, values in self._found.get(text_id, {}).items():
            for value in values:
                kind = value.attr("form")
                if kind == form or (form is None and kind in ("long", "short") and lang not in by_language):
                    by_language[lang] = self.parts(value, path, role)
                elif form is None and kind not in (None, "guidance", "long", "short"):
                    name = value.text.strip().rpartition("/")[2]
                    if name != "-":
                        media.setdefault(str(kind), {})[lang] = name
        if len(by_language) > 1:
            by_language = {k: v for k, v in by_language.items() if v != _MISSING} or by_language
        return Text(by_language, media) if by_language or media else None

    def element(self, element: Element | None, path: str, role: str, form: str | None = None) -> Text | None:
        """The text of a label or hint element: by reference or written inside."""
        if element is None:
            return None
        if (ref := element.attr("ref")) is not None:
            if reference_id(ref) is not None:
                return self.reference(ref, path, role, form)
            number = self.reading.expression(ref, path, role, element.line) if form is None else None
            return None if number is None else Text({self.default: (number,)})
        parts = self.parts(element, path, role) if form is None else ()
        return Text({self.default: parts}) if parts else None

    def reference(self, ref: str, path: str, role: str, form: str | None = None) -> Text | None:
        """A message or label attribute: jr:itext('id') or the words themselves."""
        text_id = reference_id(ref)
        if text_id is None:
            return Text({self.default: (ref.strip(),)}) if ref.strip() and form is None else None
        if text_id not in self._found:
            self.reading.problem("missing-text", self.reading.cell(path, role), id=text_id)
        return self.of(text_id, path, role, form)

    def parts(self, element: Element, path: str, role: str) -> tuple[Part, ...]:
        """Words and outputs, trimmed at both ends."""
        parts: list[Part] = []
        for child in element.content:
            if isinstance(child, str):
                parts.append(child)
            elif child.local == "output":
                source = child.attr("value") or child.attr("ref") or ""
                number = self.reading.expression(source, path, role, child.line)
                parts.append("" if number is None else number)
            else:
                parts.append(child.text)
        return _trimmed(parts)

    def looked_up(self, wanted: Collection[str]) -> Mapping[str, Text]:
        """Texts that are found by their id, by choices and jr:itext(): those without outputs, and the `wanted` ones."""
        found = {
            text_id: text
            for text_id in self._found
            if (text_id in wanted or not self._has_outputs(text_id)) and (text := self.of(text_id, "", "label"))
        }
        return found | self._made

    def _has_outputs(self, text_id: str) -> bool:
        return any(value.find("output") for values in self._found[text_id].values() for value in values)


def reference_id(ref: str) -> str | None:
    """The id that jr:itext('id') names; None for anything else."""
    found = _REFERENCE.match(ref)
    return found[2] if found else None


def _in_order(itext: Element | None) -> list[Element]:
    return itext.find_all("translation") if itext is not None else []


def _trimmed(parts: list[Part]) -> tuple[Part, ...]:
    joined: list[Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    if joined and isinstance(joined[0], str):
        joined[0] = joined[0].lstrip()
    if joined and isinstance(joined[-1], str):
        joined[-1] = joined[-1].rstrip()
    return tuple(part for part in joined if part != "")
