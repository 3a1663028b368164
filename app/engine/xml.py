"""XML in and out: a guarded parser that keeps names, attribute order and line numbers, and the escaping
rules of instance XML. What the elements mean is left to the readers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, InputSource, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

MAX_BYTES = 20_000_000
MAX_DEPTH = 60
# Far more than any form or record has. Every element costs some hundred bytes, every set of prefixes a copy of itself:
# without these, a few hundred kB of cunning XML would fill the memory.
MAX_ELEMENTS = 400_000
MAX_PREFIXES, MAX_PREFIX_SETS = 64, 1000
# What XML 1.0 cannot hold, lone surrogates included.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class XmlError(ValueError):
    """The bytes are not XML that we accept. `code` is a problem code: xml, xml-entities, xml-too-big, xml-too-deep."""

    def __init__(self, code: str, reason: str = "", line: int | None = None) -> None:
        super().__init__(reason or code)
        self.code, self.reason, self.line = code, reason, line


@dataclass(slots=True, eq=False)
class Element:
    name: str
    attrs: dict[str, str]
    line: int
    prefixes: dict[str, str]
    content: list[Element | str] = field(default_factory=list)

    @property
    def local(self) -> str:
        return self.name.rpartition(":")[2]

    @property
    def uri(self) -> str:
        return self.prefixes.get(self.name.rpartition(":")[0], "")

    @property
    def children(self) -> list[Element]:
        return [child for child in self.content if isinstance(child, Element)]

    @property
    def text(self) -> str:
        return "".join(part for part in self.content if isinstance(part, str))

    def attr(self, local: str, uri: str | None = None) -> str | None:
        """Value of the attribute with this local name; without `uri`, of the one without a prefix."""
        if uri is None:
            return self.attrs.get(local)
        for name, value in self.attrs.items():
            prefix, _, rest = name.rpartition(":")
            if rest == local and prefix and self.prefixes.get(prefix) == uri:
                return value
        return None

    def attrs_of(self, uri: str) -> Iterator[tuple[str, str]]:
        """(local name, value) of the attributes in a namespace."""
        for name, value in self.attrs.items():
            prefix, _, rest = name.rpartition(":")
            if prefix and self.prefixes.get(prefix) == uri:
                yield rest, value

    def find(self, *locals_: str) -> Element | None:
        """First element on a path of local names."""
        found: Element | None = self
        for local in locals_:
            found = next((c for c in found.children if c.local == local), None) if found else None
        return found

    def find_all(self, local: str) -> list[Element]:
        return [child for child in self.children if child.local == local]

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()


class _Builder(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.stack: list[Element] = []
        self.document: list[Element] = []
        self.place: Locator | None = None
        self.count = 0
        self._text: list[str] = []
        self._prefix_sets: dict[tuple[int, tuple[tuple[str, str], ...]], dict[str, str]] = {}

    def setDocumentLocator(self, locator: Locator) -> None:
        self.place = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise XmlError("xml-too-deep", line=self._line())
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise XmlError("xml-too-big", line=self._line())
        self._end_text()
        outer = self.stack[-1].prefixes if self.stack else {}
        given = dict(attrs.items())
        new = {key[6:]: value for key, value in given.items() if key == "xmlns" or key.startswith("xmlns:")}
        element = Element(name, given, self._line(), self._prefixes(outer, new) if new else outer)
        if self.stack:
            self.stack[-1].content.append(element)
        else:
            self.document.append(element)
        self.stack.append(element)

    def endElement(self, name: str) -> None:
        self._end_text()
        self.stack.pop()

    def characters(self, content: str) -> None:
        # Expat tells a text in many pieces; put together one by one, a long one would take minutes.
        self._text.append(content)

    def _end_text(self) -> None:
        if self._text:
            self.stack[-1].content.append("".join(self._text))
            self._text.clear()

    def _prefixes(self, outer: dict[str, str], new: dict[str, str]) -> dict[str, str]:
        """The prefixes in force; elements that declare the same inside the same share one set."""
        key = (id(outer), tuple(new.items()))
        if key not in self._prefix_sets:
            self._prefix_sets[key] = {**outer, **new}
            if len(self._prefix_sets) > MAX_PREFIX_SETS or len(self._prefix_sets[key]) > MAX_PREFIXES:
                raise XmlError("xml", "too many namespaces", self._line())
        return self._prefix_sets[key]

    def _line(self) -> int:
        return (self.place.getLineNumber() if self.place else None) or 0


def parse(source: bytes) -> Element:
    """The root element. XmlError for anything that is not well-formed, defines entities, or is too big or too deep."""
    if len(source) > MAX_BYTES:
        raise XmlError("xml-too-big")
    builder = _Builder()
    parser = DefusedExpatParser(forbid_dtd=False, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(builder)
    entry = InputSource()
    entry.setByteStream(io.BytesIO(source))
    try:
        parser.parse(entry)
    except DefusedXmlException as error:
        raise XmlError("xml-entities") from error
    except SAXException as error:
        line = getattr(error, "getLineNumber", lambda: None)()
        raise XmlError("xml", error.getMessage(), line) from error
    except (ValueError, LookupError) as error:
        if isinstance(error, XmlError):
            raise
        raise XmlError("xml", str(error)) from error
    return builder.document[0]


def clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def escape_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def escape_attribute(text: str) -> str:
    text = escape_text(text).replace('"', "&quot;")
    return text.replace("\t", "&#9;").replace("\n", "&#10;")
