"""Reading who a record is, from every shape of XML that the field's clients send."""

import pytest

from app.submissions.identity import Unreadable, id_of_bytes, read_identity

META = "<meta><instanceID>uuid:1</instanceID></meta>"


def test_a_plain_record_says_form_version_and_id():
    found = read_identity(f'<data id="sinh_hoat" version="2018060101"><ten>A</ten>{META}</data>'.encode())
    assert (found.form_id, found.version, found.instance_id, found.deprecated_id) == (
        "sinh_hoat",
        "2018060101",
        "uuid:1",
        None,
    )
    assert found.given_id and not found.encrypted


def test_collects_orx_prefix_is_understood():
    xml = (
        '<data xmlns:orx="http://openrosa.org/xforms" id="f" version="1"><orx:meta>'
        "<orx:instanceID>uuid:2</orx:instanceID><orx:deprecatedID>uuid:1</orx:deprecatedID></orx:meta></data>"
    )
    found = read_identity(xml.encode())
    assert (found.instance_id, found.deprecated_id) == ("uuid:2", "uuid:1")


def test_an_undeclared_or_strange_prefix_and_a_default_namespace_are_understood():
    for meta in (
        "<x:meta><x:instanceID>uuid:3</x:instanceID></x:meta>",
        '<meta xmlns="urn:other"><instanceID>\n uuid:3 </instanceID></meta>',
    ):
        assert read_identity(f'<data id="f">{meta}</data>'.encode()).instance_id == "uuid:3"
    with_namespace = f'<data xmlns="http://example.org/f" xmlns:o="urn:o" o:id="f" o:version="7">{META}</data>'
    found = read_identity(with_namespace.encode())
    assert (found.form_id, found.version) == ("f", "7")


def test_a_group_called_meta_does_not_hide_the_real_block():
    xml = (
        '<data id="f"><meta><instanceID>answer of a question</instanceID></meta>'
        '<o:meta xmlns:o="http://openrosa.org/xforms"><o:instanceID>uuid:4</o:instanceID></o:meta></data>'
    )
    assert read_identity(xml.encode()).instance_id == "uuid:4"


def test_an_encrypted_envelope_is_recognised():
    found = read_identity(b'<data id="f" encrypted="yes"><instanceID>uuid:5</instanceID></data>')
    assert found.encrypted and found.instance_id == "uuid:5"


def test_without_an_instance_id_the_bytes_are_the_identity():
    one, other = b'<data id="f"><a>1</a></data>', b'<data id="f"><a>2</a></data>'
    assert read_identity(one).instance_id == id_of_bytes(one) == read_identity(one).instance_id
    assert read_identity(one).instance_id != read_identity(other).instance_id
    assert not read_identity(one).given_id


def test_a_version_that_is_absent_is_the_empty_one():
    assert read_identity(f'<data id="f">{META}</data>'.encode()).version == ""


BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><data id="f">&c;</data>"""
EXTERNAL = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><data id="f">&x;</data>'


@pytest.mark.parametrize(
    "xml",
    [b"", b"not xml", b"<data", b"<data id='f'><a></data>", b"\xff\xfe\x00", BILLION_LAUGHS, EXTERNAL, b"<a>" * 10_000],
)
def test_what_cannot_be_parsed_safely_is_unreadable_and_nothing_worse(xml):
    with pytest.raises(Unreadable):
        read_identity(xml)
