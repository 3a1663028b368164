"""The XML that comes from outside: read with names, order and lines kept, refused when it could do harm."""

from __future__ import annotations

import time

import pytest

from app.engine import xml
from app.engine.xml import XmlError, clean, escape_attribute, escape_text, parse

BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;">]><a>&d;</a>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def test_names_attributes_text_and_lines_are_kept() -> None:
    root = parse(b'<?xml version="1.0"?>\n<a xmlns:o="urn:o" z="1" o:y="2">\n  <o:b>x</o:b><c/>t<c n="2"/>\n</a>')
    assert list(root.attrs) == ["xmlns:o", "z", "o:y"]
    assert (root.attr("z"), root.attr("y", "urn:o"), root.attr("y"), root.attr("z", "urn:o")) == ("1", "2", None, None)
    assert [(child.name, child.local, child.uri, child.line) for child in root.children[:1]] == [
        ("o:b", "b", "urn:o", 3)
    ]
    assert [child.attr("n") for child in root.find_all("c")] == [None, "2"]
    assert root.text.split() == ["t"]
    assert root.find("b", "c") is None
    assert [element.name for element in root.walk()] == ["a", "o:b", "c", "c"]


@pytest.mark.parametrize("source", [BOMB, OUTSIDE])
def test_entities_are_refused(source: bytes) -> None:
    with pytest.raises(XmlError) as told:
        parse(source)
    assert told.value.code == "xml-entities"


@pytest.mark.parametrize(
    "source",
    [b"", b"<a>", b"<a></b>", b"\x00", b"<a>&x;</a>", b"\xff\xfe<", "<a>\ud800</a>".encode("utf-8", "surrogatepass")],
)
def test_what_is_not_xml_is_refused(source: bytes) -> None:
    with pytest.raises(XmlError) as told:
        parse(source)
    assert told.value.code == "xml"


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(XmlError):
        parse(b'<?xml version="1.0" encoding="no-such-thing"?><a/>')


def test_depth_and_size_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse(b"<a>" * xml.MAX_DEPTH + b"</a>" * xml.MAX_DEPTH).name == "a"
    with pytest.raises(XmlError) as told:
        parse(b"<a>" * (xml.MAX_DEPTH + 1) + b"</a>" * (xml.MAX_DEPTH + 1))
    assert told.value.code == "xml-too-deep"
    monkeypatch.setattr(xml, "MAX_BYTES", 10)
    with pytest.raises(XmlError) as told:
        parse(b"<a>0123456789</a>")
    assert told.value.code == "xml-too-big"


def test_many_elements_and_many_namespaces_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = b" ".join(b'xmlns:p%d="u"' % number for number in range(xml.MAX_PREFIXES + 1))
    different = b"".join(b'<b xmlns:p="u%d"/>' % number for number in range(xml.MAX_PREFIX_SETS + 1))
    for source in (b"<a " + declared + b"/>", b"<a>" + different + b"</a>"):
        with pytest.raises(XmlError) as told:
            parse(source)
        assert told.value.code == "xml"
    same = parse(b"<a>" + b'<b xmlns:p="u"/>' * (xml.MAX_PREFIX_SETS + 1) + b"</a>")
    assert len({id(child.prefixes) for child in same.children}) == 1
    monkeypatch.setattr(xml, "MAX_ELEMENTS", 3)
    assert len(parse(b"<a><b/><b/></a>").children) == 2
    with pytest.raises(XmlError) as told:
        parse(b"<a><b/><b/><b/></a>")
    assert told.value.code == "xml-too-big"


def test_a_long_text_in_many_pieces_is_read_at_once() -> None:
    started = time.process_time()
    assert len(parse(b"<a>" + b"\n&amp;" * 400_000 + b"</a>").text) == 800_000
    assert time.process_time() - started < 5  # piece by piece it took minutes


def test_an_error_names_its_line() -> None:
    with pytest.raises(XmlError) as told:
        parse(b"<a>\n\n</b>")
    assert told.value.line == 3


def test_text_and_attributes_are_escaped_so_that_a_parser_gives_them_back() -> None:
    text = "a & b < c > d \"e\" 'f'\r\n\tg"
    root = parse(f'<a b="{escape_attribute(text)}">{escape_text(text)}</a>'.encode())
    assert root.text == text
    assert root.attr("b") == text


def test_characters_that_xml_cannot_hold_are_dropped() -> None:
    assert clean("a\x00b\x0bc\ud800d\uffffe\n\t\r\U0001f600") == "abcde\n\t\r\U0001f600"
