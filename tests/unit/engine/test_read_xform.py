"""XForms made elsewhere: what their XML says becomes nodes, controls, texts, lists."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.compile import compile_form
from app.engine.definition import Form, Group, Question, Repeat
from app.engine.problems import sentence
from app.engine.read.itext import language
from app.engine.run import start
from tests.corpus.cases import context, form, form_names, media, paths

HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:ph="urn:phieu:xforms" '
    'xmlns:ev="http://www.w3.org/2001/xml-events"><h:head><h:title>Tên biểu mẫu</h:title><model>'
)


def read(model: str, body: str, files: dict[str, bytes] | None = None) -> Form:
    source = f"{HEAD}{model}</model></h:head><h:body>{body}</h:body></h:html>".encode()
    compiled = compile_form(source, "form.xml", files or {})
    assert compiled.form is not None, [sentence(problem, "en") for problem in compiled.problems]
    assert compiled.xform == source, "the XForm is kept byte by byte"
    return compiled.form


def instance(content: str, attrs: str = "id='t' version='1'") -> str:
    return f"<instance><data {attrs}>{content}</data></instance>"


def test_id_version_title_and_settings_are_read() -> None:
    found = read(instance("<a/>", "id='t' version='2018' ph:roles='surveyor'"), "<input ref='/data/a'/>")
    assert (found.id, found.version, found.title("vi"), found.settings) == (
        "t",
        "2018",
        "Tên biểu mẫu",
        {"roles": "surveyor"},
    )


def test_refs_in_the_body_and_binds_may_be_relative() -> None:
    model = instance("<g><a/><r><b/></r></g>") + "<bind nodeset='g/a' type='int'/>"
    inner = "<group ref='r'><repeat nodeset='.'><input ref='b'/></repeat></group>"
    body = f"<group ref='/data/g'><input ref='a'/>{inner}</group>"
    found = read(model, body)
    assert found.node("g/a").datatype == "int"
    assert [control.node for control in found.body] == [found.node("g").number]
    assert found.node("g/r").kind == "repeat"
    assert found.controls[found.node("g/r/b").number].node == found.node("g/r/b").number


def test_names_may_have_a_prefix_which_records_declare() -> None:
    model = instance("<a/><orx:meta><orx:instanceID/></orx:meta>") + (
        "<bind nodeset='/data/orx:meta/orx:instanceID' calculate=\"concat('uuid:', uuid())\"/>"
    )
    record = start(read(model, "<input ref='/data/a'/>"), context())
    assert record.instance_id == "uuid:00000000-0000-4000-8000-000000000001"
    assert record.xml().decode() == (
        '<data id="t" version="1" xmlns:orx="http://openrosa.org/xforms"><a/><orx:meta>'
        f"<orx:instanceID>{record.instance_id}</orx:instanceID></orx:meta></data>"
    )


def test_a_calculated_instance_id_is_calculated_only_once() -> None:
    model = instance("<a/><meta><instanceID/></meta>") + (
        "<bind nodeset='/data/meta/instanceID' calculate=\"concat('uuid:', uuid(), /data/a)\"/>"
    )
    record = start(read(model, "<input ref='/data/a'/>"), context())
    first = record.instance_id
    record.set("a", "x")
    assert record.instance_id == first


def test_attributes_of_inner_elements_are_nodes() -> None:
    model = instance("<a/><meta><entity dataset='nha' id='' create='1'><label/></entity></meta>") + (
        "<bind nodeset='/data/meta/entity/@id' calculate='uuid()'/>"
        "<bind nodeset='/data/meta/entity/label' calculate='/data/a'/>"
        "<bind nodeset='/data/meta/entity' relevant=\"/data/a != ''\"/>"
    )
    record = start(read(model, "<input ref='/data/a'/>"), context())
    own = f"<instanceID>{record.instance_id}</instanceID>"
    assert record.xml().decode() == f'<data id="t" version="1"><a/><meta>{own}</meta></data>'
    record.set("a", 'x "y"')
    assert record.xml().decode() == (
        '<data id="t" version="1"><a>x "y"</a><meta><entity dataset="nha" '
        f'id="00000000-0000-4000-8000-000000000002" create="1"><label>x "y"</label></entity>{own}</meta></data>'
    )


def test_a_record_without_an_identity_of_its_own_gets_one() -> None:
    record = start(read(instance("<a/>"), "<input ref='/data/a'/>"), context())
    assert record.instance_id == "uuid:00000000-0000-4000-8000-000000000001"
    assert record.xml().decode().endswith(f"<a/><meta><instanceID>{record.instance_id}</instanceID></meta></data>")


def test_defaults_are_trimmed_and_repeats_start_with_what_the_form_shows() -> None:
    model = instance("<a>\n   sẵn \n</a><r jr:template=''><b>1</b></r><r><b>1</b></r><r><b>1</b></r>")
    record = start(
        read(model, "<input ref='/data/a'/><repeat nodeset='/data/r'><input ref='/data/r/b'/></repeat>"), context()
    )
    assert record.value("a") == "sẵn"
    assert record.instances("r") == ["r[1]", "r[2]"]


def test_choices_written_in_the_control_are_a_list() -> None:
    model = instance("<a/><b/>") + (
        "<itext><translation lang='Tiếng Việt (vi)'><text id='x'><value>Một</value></text></translation>"
        "<translation lang='en'><text id='x'><value>One</value></text></translation></itext>"
    )
    body = (
        "<select1 ref='/data/a'><item><label>Có</label><value>1</value></item>"
        "<item><label>Không</label><value>0</value></item></select1>"
        "<select ref='/data/b'><item><label ref=\"jr:itext('x')\"/><value>1</value></item></select>"
    )
    record = start(read(model, body), context())
    assert [(choice.value, choice.label) for choice in record.choices("a")] == [("1", "Có"), ("0", "Không")]
    assert [choice.label for choice in record.choices("b", "en")] == ["One"]
    assert [choice.label for choice in record.choices("b", "vi")] == ["Một"]


def test_actions_may_have_several_events_and_a_literal_value() -> None:
    model = instance("<a/><b>5</b><c/><d/>") + "<bind nodeset='/data/b' type='int'/>"
    body = (
        "<input ref='/data/a'><setvalue event='odk-instance-first-load' ref='/data/a'>phô mai</setvalue></input>"
        "<input ref='/data/b'>"
        "<setvalue event='odk-instance-first-load xforms-value-changed' ref='/data/c' value='../b * 2'/>"
        "<setvalue ev:event='xforms-value-changed' event='xforms-value-changed' ref='/data/d' value='now()'/></input>"
    )
    record = start(read(model, body), context())
    assert [record.value(ref) for ref in "abcd"] == ["phô mai", "5", "10", ""]
    record.set("b", "6")
    assert [record.value(ref) for ref in "cd"] == ["12", "2018-06-05T09:30:15.250+07:00"]


def test_the_kinds_of_questions() -> None:
    found = form("moi_loai")
    kinds = {found.nodes[c.node].name: c.kind for c in found.controls.values() if isinstance(c, Question)}
    assert kinds == {
        "chu": "text", "nguyen": "integer", "thap_phan": "decimal", "ngay": "date", "gio": "time", "luc": "dateTime",
        "mot": "select_one", "nhieu": "select_multiple", "hang": "rank", "muc": "range", "dong_y": "acknowledge",
        "ghi": "note", "diem": "geopoint", "duong": "geotrace", "vung": "geoshape", "anh": "image", "ky": "image",
        "tieng": "audio", "phim": "video", "tep": "file", "vach": "barcode",
    }  # fmt: skip


def test_parameters_and_appearances_are_read() -> None:
    found = form("moi_loai")
    controls = {found.nodes[c.node].name: c for c in found.controls.values() if isinstance(c, Question)}
    assert controls["anh"].parameters["max-pixels"] == "1280"
    assert {key: controls["muc"].parameters[key] for key in ("start", "end", "step")} == {
        "start": "0",
        "end": "10",
        "step": "2",
    }
    assert controls["ky"].appearance == ("signature",)
    assert controls["mot"].appearance == ("minimal",)
    assert controls["chu"].parameters["rows"] == "4"


def test_a_readonly_question_that_shows_a_value_is_no_note() -> None:
    model = instance("<a/><b/><c>1</c>") + (
        "<bind nodeset='/data/a' readonly='true()'/><bind nodeset='/data/b' readonly='true()' calculate='1'/>"
        "<bind nodeset='/data/c' readonly='true()'/>"
    )
    found = read(model, "".join(f"<input ref='/data/{name}'/>" for name in "abc"))
    assert [control.kind for control in found.body if isinstance(control, Question)] == ["note", "text", "text"]


def test_top_level_groups_are_pages_and_loose_questions_share_one() -> None:
    model = instance("<a/><b/><g><c/></g><d/><r><e/></r>")
    body = (
        "<input ref='/data/a'/><input ref='/data/b'/>"
        "<group ref='/data/g'><label>Nhóm</label><input ref='/data/g/c'/></group><input ref='/data/d'/>"
        "<group ref='/data/r'><label>Lặp</label><repeat nodeset='/data/r'><input ref='/data/r/e'/></repeat></group>"
    )
    found = read(model, body)
    assert [(page.index, page.node, [type(c) for c in page.controls]) for page in found.pages] == [
        (0, None, [Question, Question]),
        (1, found.node("g").number, [Group]),
        (2, None, [Question]),
        (3, found.node("r").number, [Repeat]),
    ]
    assert [page.label.parts("vi") if page.label else None for page in found.pages] == [None, ("Nhóm",), None, ("Lặp",)]


def test_guidance_media_and_long_texts() -> None:
    model = instance("<a/>") + (
        "<itext><translation lang='vi'>"
        "<text id='l'><value form='long'>Dài</value><value form='image'>jr://images/a b.png</value></text>"
        "<text id='h'><value>Gợi ý</value><value form='guidance'>Cho cán bộ</value></text></translation></itext>"
    )
    body = "<input ref='/data/a'><label ref=\"jr:itext('l')\"/><hint ref=\"jr:itext('h')\"/></input>"
    (question,) = read(model, body).body
    assert isinstance(question, Question)
    assert question.label is not None
    assert question.hint is not None
    assert question.guidance is not None
    assert (question.label.parts("vi"), question.label.medium("image", "vi")) == (("Dài",), "a b.png")
    assert (question.hint.parts("vi"), question.guidance.parts("vi")) == (("Gợi ý",), ("Cho cán bộ",))


def test_a_text_that_was_not_translated_falls_back_to_the_default_language() -> None:
    model = instance("<a/><b/>") + (
        "<itext><translation lang='English (en)'><text id='l'><value>-</value></text></translation>"
        "<translation lang='Tiếng Việt (vi)' default='true()'><text id='l'><value>Tên</value></text>"
        "<text id='m'><value>-</value></text></translation></itext>"
    )
    found = read(
        model,
        "<input ref='/data/a'><label ref=\"jr:itext('l')\"/></input>"
        "<input ref='/data/b'><label ref=\"jr:itext('m')\"/></input>",
    )
    assert (found.languages, found.default_language) == (("en", "vi"), "vi")
    assert [question.label.parts("en") for question in found.body if question.label] == [("Tên",), ("-",)]


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Tiếng Việt (vi)", "vi"), ("English (en)", "en"), ("Tiếng Khmer (km-KH)", "km-KH"), ("default", "vi"),
        ("vi", "vi"), ("English", "en"), ("Français", "fr"), ("tiếng việt", "vi"), ("Chăm", "x-chm"), ("!", "x-other"),
    ],
)  # fmt: skip
def test_languages_become_tags(name: str, tag: str) -> None:
    assert language(name) == tag


@pytest.mark.parametrize(
    "content",
    [
        b"name,label,extra\n1,M\xe1\xbb\x99t,x\n2,\"Hai, ba\",\n",
        b"\xef\xbb\xbfname;label;extra\r\n1;M\xe1\xbb\x99t;x\r\n2;Hai, ba;\r\n\r\n",
        b"name\tlabel\textra\n1\tMo\xcc\xa3\xcc\x82t\tx\n2\tHai, ba",
    ],
    ids=["commas", "as Vietnamese Excel writes", "tabs, decomposed letters, no last cell"],
)  # fmt: skip
def test_lists_come_from_csv(content: bytes) -> None:
    model = instance("<a/>") + "<instance id='ds' src='jr://file-csv/ds.csv'/>"
    itemset = "<itemset nodeset=\"instance('ds')/root/item\"><value ref='name'/><label ref='label'/></itemset>"
    body = f"<select1 ref='/data/a'>{itemset}</select1>"
    found = read(model, body, {"ds.csv": content})
    table = found.instances["ds"]
    assert (table.columns, table.rows, table.file) == (
        ("name", "label", "extra"),
        (("1", "Một", "x"), ("2", "Hai, ba", "")),
        "ds.csv",
    )


def test_lists_with_text_ids_gain_a_label_in_the_language() -> None:
    found = form("ngon_ngu")
    vietnamese, english = found.table("gt", "vi"), found.table("gt", "en")
    assert (vietnamese.columns[-1], [row[-1] for row in vietnamese.rows]) == ("label", ["Nam", "Nữ", "Khác"])
    assert [row[-1] for row in english.rows] == ["Male", "Female", "Other"]
    assert found.list("gt", "en") is found.list("gt", "en")


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_a_damaged_form_gives_problems_and_never_an_exception(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(form_names()))
    path = paths()[name]
    source = path.read_text("utf-8")
    compiled = compile_form(source.encode(), path.name, media())
    assert compiled.xform is not None
    kind = data.draw(st.sampled_from(["md", "xml"])) if path.suffix == ".md" else "xml"
    text = source if kind == "md" else compiled.xform.decode()
    for _ in range(data.draw(st.integers(1, 4))):
        at, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 40))
        junk = data.draw(
            st.sampled_from(["", "(", "${", "<a>", "|", "''", " ref=''", "/data/", "\x00", "jr:itext('", "1"])
        )
        text = text[:at] + junk + text[at + length :]
    result = compile_form(text.encode(), f"f.{kind}", media())
    if result.form is not None:
        record = start(result.form, context())
        assert record.xml(final=False)
    for problem in result.problems:
        assert sentence(problem, "vi")
        assert sentence(problem, "en")
