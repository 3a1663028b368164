"""What others ask of a form: the files it shows, an expression wherever it stands, attributes among its nodes."""

from __future__ import annotations

from app.engine.compile import compile_form
from app.engine.read.limits import MAX_COLUMNS
from tests.builders.filling import filling, form_of

WITH_ATTRIBUTES = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>t</h:title><model><instance><data id="t" version="1"><g kieu="nhanh" mau="xanh"><a/></g><b/><c/></data>
</instance><bind nodeset="/data/b" calculate="/data/g/@kieu"/><bind nodeset="/data/c" calculate="count(/data/g/@*)"/>
</model></h:head><h:body><input ref="/data/g/a"/></h:body></h:html>"""


def test_pictures_of_labels_are_among_the_files_of_a_form() -> None:
    form = form_of(
        "| survey | type | name | label | media::image |\n| | text | ten | Tên | cong.png |\n"
        "| settings | form_id |\n| | thu |\n"
    )
    assert "cong.png" in form.media


def test_an_expression_is_asked_at_every_instance_that_it_stands_in() -> None:
    form = form_of(
        "| survey | type | name | label | calculation |\n| | begin_repeat | nguoi | Người | |\n"
        "| | text | ten | Tên | |\n| | calculate | ma | | concat('n', position(..)) |\n| | end_repeat | | | |\n"
        "| settings | form_id |\n| | thu |\n"
    )
    record = filling(form).add("nguoi").record
    [number] = [node.calculate for node in form.nodes if node.name == "ma"]
    path = next(node.path for node in form.nodes if node.name == "ma")
    assert number is not None
    assert list(record.evaluated(number, path)) == [("nguoi[1]/ma", "n1"), ("nguoi[2]/ma", "n2")]


def test_attributes_of_a_group_are_read_by_name_and_counted() -> None:
    compiled = compile_form(WITH_ATTRIBUTES.encode(), "t.xml", {})
    assert compiled.form is not None, compiled.problems
    record = filling(compiled.form).record
    assert (record.value("b"), record.value("c")) == ("nhanh", "2")


def test_a_list_of_too_many_columns_is_named() -> None:
    wide = ",".join(f"c{number}" for number in range(MAX_COLUMNS + 1))
    source = (
        "| survey | type | name | label |\n| | csv-external | l | |\n| | text | ten | Tên |\n"
        "| settings | form_id |\n| | thu |\n"
    )
    compiled = compile_form(source.encode(), "thu.md", {"l.csv": f"name,label,{wide}\na,A\n".encode()})
    assert [problem.code for problem in compiled.problems if problem.severity == "error"] == ["bad-file"]
