"""What forms made elsewhere, and files beside them, can get wrong: told at its place, never a stop."""

from __future__ import annotations

import pytest

from app.engine.compile import Compiled, compile_form
from app.engine.run import start
from app.engine.wire import to_wire
from tests.corpus.cases import context

HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model>'
)
SETTINGS = "| settings | form_id |\n| | f |\n"


def xform(content: str = "<a/>", model: str = "", body: str = "<input ref='/data/a'/>", **files: bytes) -> Compiled:
    source = f"{HEAD}<instance><data id='f'>{content}</data></instance>{model}</model></h:head><h:body>{body}</h:body>"
    return compile_form(
        f"{source}</h:html>".encode(), "f.xml", {name.replace("_", "."): b for name, b in files.items()}
    )


def xlsform(rows: str, **files: bytes) -> Compiled:
    return compile_form((rows + SETTINGS).encode(), "f.md", {name.replace("_", "."): b for name, b in files.items()})


def told(compiled: Compiled) -> list[str]:
    return [problem.code for problem in compiled.problems if problem.severity == "error"]


FEATURE = '{"type": "FeatureCollection", "features": [%s]}'


@pytest.mark.parametrize(
    "content",
    [
        "[]", '{"type": "Feature"}', '{"type": "FeatureCollection"}', FEATURE % "1", FEATURE % '{"type": "Point"}',
        FEATURE % '{"type": "Feature", "properties": []}', FEATURE % '{"type": "Feature"}', "{", "[" * 100_000,
        FEATURE % '{"type": "Feature", "properties": [1]}',
        FEATURE % '{"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": []}}',
        FEATURE % '{"type": "Feature", "geometry": {"type": "Point", "coordinates": ["x"]}}',
    ],
)  # fmt: skip
def test_a_geojson_file_that_is_none_is_told(content: str) -> None:
    rows = "| survey | type | name | label |\n| | select_one_from_file a.geojson | a | A |\n"
    assert told(xlsform(rows, a_geojson=content.encode())) == ["bad-file"]


def test_properties_of_any_kind_are_text() -> None:
    rows = "| survey | type | name | label |\n| | select_one_from_file a.geojson | a | A |\n"
    line = '{"type": "LineString", "coordinates": [[106.5, 10], [107, 11]]}'
    values = '{"title": "A", "so": 2.5, "co": true, "mang": [1], "khong": null}'
    form = xlsform(
        rows,
        a_geojson=(FEATURE % f'{{"type": "Feature", "id": 7, "properties": {values}, "geometry": {line}}}').encode(),
    ).form
    assert form is not None
    assert dict(zip(form.instances["a"].columns, form.instances["a"].rows[0], strict=True)) == {
        "geometry": "10 106.5 0 0; 11 107 0 0", "title": "A", "so": "2.5", "co": "true", "mang": "[1]", "khong": "",
        "id": "7",
    }  # fmt: skip


def test_files_that_cannot_be_read_and_kinds_that_nobody_knows_are_told() -> None:
    source = "<instance id='x' src='jr://file/{}'/>"
    assert told(xform(model=source.format("x.xml"), x_xml=b"<a>")) == ["bad-file"]
    assert told(xform(model=source.format("x.txt"), x_txt=b"a")) == ["unsupported"]
    assert told(xform(model="<instance id='x' src='jr://session'/>")) == ["unsupported"]
    assert told(xform(model="<instance id='x'/>")) == []


EXTERNAL = "<input ref='/data/a' query=\"instance('{}')/root/item\"/>"


def test_choices_of_itemsets_csv_need_the_file() -> None:
    assert told(xform(body=EXTERNAL.format("x"))) == ["missing-file"]
    assert told(xform(body=EXTERNAL.format("x"), itemsets_csv=b"")) == ["bad-file"]
    assert told(xform(body="<input ref='/data/a' query='a['/>")) == ["xpath-syntax"]
    assert told(xform(body=EXTERNAL.format("x"), itemsets_csv=b"name,label\n1,A")) == []


def test_several_questions_may_ask_the_same_lists_of_itemsets_csv_in_several_languages() -> None:
    rows = b"list_name,name,label::English (en),label::vi\nx,1,One,Mot\ny,2,Two,Hai\nx,3,Three,Ba"
    form = xform("<a/><b/><c/>", body="".join(
        EXTERNAL.format(name).replace("/data/a", f"/data/{node}") for node, name in (("a", "x"), ("b", "x"), ("c", "y"))
    ), itemsets_csv=rows).form  # fmt: skip
    assert form is not None
    record = start(form, context())
    assert [choice.label for choice in record.choices("b")] == ["Mot", "Ba"]
    assert [choice.label for choice in record.choices("c")] == ["Hai"]


def test_controls_and_actions_without_a_node_are_told() -> None:
    assert told(xform(body="<repeat nodeset='/data/r'/>"))[0] == "unknown-question"
    assert told(xform(model="<setvalue ref='/data/b' event='odk-instance-first-load'/>")) == ["unknown-bind"]


def test_a_changed_action_that_no_question_starts_never_runs() -> None:
    action = "<setvalue ref='./a' event='xforms-value-changed' value=\"'x'\"/>"
    form = xform(model=action).form
    assert form is not None and form.node("a").actions == ()


def test_labels_may_hold_other_elements_and_outputs_that_fail() -> None:
    label = "<label>Một <b>hai</b> ba</label>"
    compiled = xform(body=f"<input ref='/data/a'>{label}</input>")
    assert compiled.form is not None
    assert compiled.form.texts == {} and compiled.form.node("a").label is not None
    assert start(compiled.form, context()).text(compiled.form.node("a").label, "a") == "Một hai ba"
    assert told(xform(body="<input ref='/data/a'><label>x <output value='('/> y</label></input>")) == ["xpath-syntax"]


def test_a_medium_that_pyxform_filled_with_a_dash_is_none() -> None:
    texts = "".join(
        f"<translation lang='{lang}'><text id='a'><value>A</value><value form='image'>{name}</value></text>"
        "</translation>"
        for lang, name in (("vi", "jr://images/a.png"), ("en", "-"))
    )
    form = xform(
        model=f"<itext>{texts}</itext>", body="<input ref='/data/a'><label ref=\"jr:itext('a')\"/></input>"
    ).form
    assert form is not None and form.node("a").label is not None
    assert form.node("a").label.media == {"image": {"vi": "a.png"}}


def test_a_question_with_only_a_picture_has_no_text_on_the_wire() -> None:
    rows = "| survey | type | name | media::image |\n| | text | a | a.png |\n"
    form = xlsform(rows).form
    assert form is not None
    assert "label" not in to_wire(form, "vi")["nodes"][1]


def test_a_search_that_is_none_leaves_the_written_choices() -> None:
    for call in ("search('x', 'like', 'a', 'b')", "search(", "search('x', )", "search()", "search('x', 1)"):
        rows = (
            f"| survey | type | name | label | appearance |\n| | select_one l | a | A | {call} |\n"
            "| choices | list_name | name | label |\n| | l | name | label |\n"
        )
        form = xlsform(rows).form
        assert form is not None
        assert [choice.value for choice in start(form, context()).choices("a")] == ["name"]


def test_a_search_in_a_file_that_is_not_there_is_told() -> None:
    rows = (
        "| survey | type | name | label | appearance |\n"
        "| | select_one l | a | A | search('x', 'startswith', 'a', 'b') |\n"
        "| choices | list_name | name | label |\n| | l | name | label |\n"
    )
    assert told(xlsform(rows)) == ["missing-file"]


def test_expressions_that_lead_nowhere_are_told() -> None:
    head = "| survey | type | name | label | calculation | relevant | default |\n| | text | a | A | | {} | {} |\n| | {}"
    nowhere = xlsform(head.format("", "", "calculate | b | | /.. | | |\n"))
    assert "unknown-node" in [problem.code for problem in nowhere.problems]
    assert told(xlsform(head.format("once('x') = 'x'", "", "text | b | B | | | |\n"))) == ["cycle"]
    assert told(xlsform(head.format("", "${last-saved#a} + (", "text | b | B | | | |\n"))) == ["xpath-syntax"]
    assert told(xlsform(head.format("", "", "Foo  bar | b | B | | | |\n"))) == ["unknown-type"]
    assert told(xform(model="<setvalue ref='/data/a' event='odk-instance-first-load' value='('/>")) == ["xpath-syntax"]
    index = "indexed-repeat(instance('l')/root/item/name, /data/r, 1)"
    rows = "<instance id='l'><root><item><name>1</name></item></root></instance>"
    model = f"{rows}<bind nodeset='/data/a' calculate=\"{index}\"/>"
    assert told(xform("<a/><r><b/></r>", model, "<repeat nodeset='/data/r'><input ref='/data/r/b'/></repeat>")) == []


def test_functions_that_take_any_number_say_so() -> None:
    rows = "| survey | type | name | label | calculation |\n| | text | a | A | |\n| | calculate | b | | join() |\n"
    assert xlsform(rows).problems[0].params["expected"] == "≥ 1"


def test_what_makes_pyxform_stumble_is_a_form_that_cannot_be_read() -> None:
    rows = (
        "| survey | type | name |\n| | select_one x or_other |  | x | a |\n| | range | 1 | x | randomize=true seed= |\n"
        "| | select_one x or_other | a |  | max-pixels=x |\n"
        "| choices | list_name | name | label::x |\n| | x | a b | A |\n"
    )
    assert told(xlsform(rows)) == ["unreadable"]


def test_questions_about_repeats_that_are_hidden_or_taken_as_a_whole() -> None:
    repeat = "<repeat nodeset='/data/g/r'><input ref='/data/g/r/b'/></repeat>"
    body = f"<group ref='/data/g'>{repeat}</group><input ref='/data/a'/>"
    model = "<bind nodeset='/data/g' relevant=\"/data/a = 'x'\"/><bind nodeset='/data/g/r/b' required='true()'/>"
    form = xform("<g><r><b/></r></g><a/><meta><instanceID/></meta>", model, body).form
    assert form is not None
    record = start(form, context())
    assert not record.is_relevant("g/r") and record.problems("g/r") == ()
    record.set("a", "x")
    assert record.is_relevant("g/r")
    assert [problem.ref for problem in record.problems("g/r")] == ["g/r[1]/b"]
    assert record.instance_name == ""


def test_what_a_page_does_not_remember_is_told_at_its_row() -> None:
    rows = "| survey | type | name | label | default |\n| | text | a | A | |\n| | text | b | B | ${last-saved#a} |\n"
    (problem,) = [problem for problem in xlsform(rows).problems if problem.code == "not-on-a-page"]
    assert (problem.row, problem.column, problem.params["what"]) == (3, "default", "last-saved")


def test_rows_are_found_however_the_headers_are_written() -> None:
    rows = "| survey | Type | Name | Label | Relevant |\n| | text | a | A | |\n| | text | b | B | ${a} = ( |\n"
    (problem,) = xlsform(rows).problems
    assert (problem.sheet, problem.row, problem.column) == ("survey", 3, "Relevant")
    choices = "| choices | list_name | name | label | x |\n| | l | 1 | A | 1 |\n"
    rows = "| survey | type | name | label | choice_filter |\n| | select_one l | a | A | x = ( |\n"
    (problem,) = xlsform(rows + choices).problems
    assert (problem.code, problem.row, problem.column) == ("xpath-syntax", 2, "choice_filter")
