"""Forms that are wrong, one for each problem that an author can be told, and what they are built of."""

from __future__ import annotations

import io
import zipfile

SETTINGS = "\n| settings | form_id |\n| | thu |\n"
CHOICES = "\n| choices | list_name | name | label |\n| | l | 1 | Một |\n"
MODEL = "<model><instance>{}</instance>{}</model>"


def survey(*rows: str, columns: str = "type | name | label", after: str = SETTINGS) -> bytes:
    """An XLSForm of a survey sheet with these rows."""
    return f"| survey | {columns} |\n{''.join(f'| | {row} |{chr(10)}' for row in rows)}{after}".encode()


def xform(data: str = "<data id='t'><a/></data>", binds: str = "", body: str = "<input ref='/data/a'/>") -> bytes:
    model = MODEL.format(data, binds)
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title>'
        f"{model}</h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def zipped(parts: dict[str, int]) -> bytes:
    """A package whose parts are so many blanks."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, size in parts.items():
            package.writestr(name, b" " * size)
    return stream.getvalue()


DEEP = "(" * 150 + "1" + ")" * 150
# code: (file name, bytes, media, place)
BAD: dict[str, tuple[str, bytes, dict[str, bytes], tuple[str | None, int | None, str | None]]] = {
    "file-type": ("f.pdf", b"", {}, (None, None, None)),
    "unreadable": ("f.xlsx", b"PK\x03\x04 not a workbook", {}, (None, None, None)),
    "too-big": ("f.xml", b" " * 20_000_001, {}, (None, None, None)),
    "unpacks-too-big": ("f.xlsx", zipped({"xl/worksheets/sheet1.xml": 101_000_000}), {}, (None, None, None)),
    "too-many-rows": ("f.md", survey(*(f"text | q{n} | Q" for n in range(5001))), {}, ("survey", None, None)),
    "too-many-columns": (
        "f.md",
        survey(
            "text | a | A" + " | x" * 1000, columns="type | name | label | " + " | ".join(f"c{n}" for n in range(1000))
        ),
        {},
        ("survey", 2, None),
    ),
    "cell-too-long": ("f.md", survey(f"text | a | {'x' * 32_768}"), {}, ("survey", 2, "label")),
    "xpath-too-long": (
        "f.xml",
        xform(binds=f"<bind nodeset='/data/a' relevant='{'1+' * 100_001}1'/>"),
        {},
        (None, 1, "relevant"),
    ),
    "slow-pattern": (
        "f.md",
        survey(
            "text | a | A | regex(., '^(a+)+$') | Sai.", columns="type | name | label | constraint | constraint_message"
        ),
        {},
        ("survey", 2, "constraint"),
    ),
    "xlsform": (
        "f.md",
        survey("range | a | A | start=0 end=0 step=5", columns="type | name | label | parameters"),
        {},
        ("survey", 2, "parameters"),
    ),
    "unknown-name": (
        "f.md",
        survey("text | a | A | ", "text | b | B | ${khong} = 1", columns="type | name | label | relevant"),
        {},
        ("survey", 3, "relevant"),
    ),
    "duplicate-name": ("f.md", survey("text | a | A", "text | a | B"), {}, ("survey", 3, "name")),
    "bad-name": ("f.md", survey("text | a b | A"), {}, ("survey", 2, "name")),
    "missing-list": (
        "f.md",
        survey("text | a | A", "select_one x | b | B", after=SETTINGS + CHOICES),
        {},
        ("survey", 3, "type"),
    ),
    "unknown-type": ("f.md", survey("text | a | A", "chữ | b | B"), {}, ("survey", 3, "type")),
    "missing-name": ("f.md", survey("text | | A"), {}, ("survey", 2, "name")),
    "missing-type": ("f.md", survey("text | a | A", " | b | B"), {}, ("survey", 3, "type")),
    "missing-label": ("f.md", survey("text | a | A", "text | b | "), {}, ("survey", 3, "label")),
    "missing-calculation": (
        "f.md",
        survey("text | a | A | ", "calculate | b | | ", columns="type | name | label | calculation"),
        {},
        ("survey", 3, "calculation"),
    ),
    "missing-column": ("f.md", b"| survey | name | label |\n| | a | A |" + SETTINGS.encode(), {}, (None, None, None)),
    "unmatched-begin": ("f.md", survey("begin_group | g | G", "text | a | A"), {}, ("survey", 2, "type")),
    "unmatched-end": ("f.md", survey("text | a | A", "end_group | | "), {}, ("survey", 3, "type")),
    "duplicate-choice-name": (
        "f.md",
        survey("select_one l | a | A", after=SETTINGS + CHOICES + "| | l | 1 | Hai |\n"),
        {},
        ("choices", 3, "name"),
    ),
    "xml": ("f.xml", b"<a>\n<b></a>", {}, (None, 2, None)),
    "xml-entities": ("f.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', {}, (None, None, None)),
    "xml-too-deep": ("f.xml", b"<a>" * 70 + b"</a>" * 70, {}, (None, 1, None)),
    "not-an-xform": ("f.xml", b"<html/>", {}, (None, 1, None)),
    "no-form-id": ("f.xml", xform("<data><a/></data>"), {}, ("settings", None, "form_id")),
    "no-questions": ("f.xml", xform(body=""), {}, ("survey", None, None)),
    "unsupported": ("f.xml", xform(body="<input ref='/data/a'/><submit/>"), {}, (None, 1, "type")),
    "unknown-bind": ("f.xml", xform(binds="<bind nodeset='/data/x'/>"), {}, (None, 1, "name")),
    "unknown-question": ("f.xml", xform(body="<input ref='/data/x'/><input ref='/data/a'/>"), {}, (None, 1, "name")),
    "missing-text": (
        "f.xml",
        xform(body="<input ref='/data/a'><label ref=\"jr:itext('x')\"/></input>"),
        {},
        (None, None, None),
    ),
    "xpath-syntax": (
        "f.md",
        survey("text | a | A | ", "text | b | B | ${a} = = 1", columns="type | name | label | relevant"),
        {},
        ("survey", 3, "relevant"),
    ),
    "xpath-too-deep": (
        "f.md",
        survey(f"text | a | A | {DEEP}", columns="type | name | label | constraint"),
        {},
        ("survey", 2, "constraint"),
    ),
    "unknown-function": (
        "f.md",
        survey(
            "begin_group | g | G | ",
            "text | a | A | tong(.) > 1",
            "end_group | | | ",
            columns="type | name | label | constraint",
        ),
        {},
        ("survey", 3, "constraint"),
    ),
    "argument-count": (
        "f.md",
        survey("text | a | A | selected(.)", columns="type | name | label | constraint"),
        {},
        ("survey", 2, "constraint"),
    ),
    "argument-kind": (
        "f.md",
        survey("text | a | A | count('a') = 1", columns="type | name | label | constraint"),
        {},
        ("survey", 2, "constraint"),
    ),
    "bad-pattern": (
        "f.md",
        survey("text | a | A | regex(., '[0-9')", columns="type | name | label | constraint"),
        {},
        ("survey", 2, "constraint"),
    ),
    "foreign-pattern": (
        "f.md",
        survey("text | a | A | regex(., '[0-9]++')", columns="type | name | label | constraint"),
        {},
        ("survey", 2, "constraint"),
    ),
    "digest": (
        "f.md",
        survey("text | a | A | digest(., 'SHA-3') = ''", columns="type | name | label | constraint"),
        {},
        ("survey", 2, "constraint"),
    ),
    "bad-date": (
        "f.md",
        survey("date | a | A | . < date('31/12/2018')", columns="type | name | label | constraint"),
        {},
        ("survey", 2, "constraint"),
    ),
    "unknown-node": (
        "f.md",
        survey("text | a | A | /data/khong = 1", columns="type | name | label | required"),
        {},
        ("survey", 2, "required"),
    ),
    "unknown-instance": (
        "f.md",
        survey("text | a | A | instance('x')/root/item[1]/name", columns="type | name | label | default"),
        {},
        ("survey", 2, "default"),
    ),
    "unknown-column": (
        "f.md",
        survey("select_one_from_file ds.csv | a | A | cot = 1", columns="type | name | label | choice_filter"),
        {"ds.csv": b"name,label\n1,a\n"},
        ("survey", 2, "choice_filter"),
    ),
    "missing-file": ("f.md", survey("select_one_from_file ds.csv | a | A"), {}, ("survey", 2, "type")),
    "bad-file": (
        "f.md",
        survey("text | b | B", "select_one_from_file ds.csv | a | A"),
        {"ds.csv": b"\xff\xfe"},
        ("survey", 3, "type"),
    ),
    "duplicate-choice": (
        "f.md",
        survey("select_one_from_file ds.csv | a | A"),
        {"ds.csv": b"name,label\n1,a\n1,b\n"},
        ("survey", 2, "type"),
    ),
    "many-nodes": (
        "f.md",
        survey(
            "begin_repeat | r | R | ",
            "text | a | A | ",
            "end_repeat | | | ",
            "calculate | b | | ${a} + 1",
            columns="type | name | label | calculation",
        ),
        {},
        ("survey", 5, "calculation"),
    ),
    "not-on-a-page": (
        "f.md",
        survey("text | a | A | ", "audit | audit | | ", columns="type | name | label | appearance"),
        {},
        ("survey", 3, "type"),
    ),
    "not-encrypted": (
        "f.md",
        survey("text | a | A", after="\n| settings | form_id | public_key |\n| | thu | MIIBIjANBg |\n"),
        {},
        ("settings", 2, "public_key"),
    ),
    "cycle": (
        "f.md",
        survey(
            "integer | a | A | ${b} = 1 | ",
            "calculate | b | | | ${a} + 1",
            columns="type | name | label | relevant | calculation",
        ),
        {},
        ("survey", 2, "relevant"),
    ),
}
