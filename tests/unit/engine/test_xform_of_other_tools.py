"""XForms that other tools write, and what ODK Collect passes over in them."""

from __future__ import annotations

from datetime import datetime

from app.engine.compile import compile_form
from app.engine.datatypes import ZONE
from app.engine.run import Context, start
from tests.builders.bad_forms import xform


def test_a_bind_of_nothing_is_passed_over_with_a_warning() -> None:
    compiled = compile_form(xform(binds="<bind nodeset='/data/x' required='true()'/>"), "f.xml", {})
    assert compiled.form is not None
    assert [(one.code, one.severity) for one in compiled.problems if one.code == "unknown-bind"] == [
        ("unknown-bind", "warning")
    ]


def test_an_action_with_an_empty_value_makes_blank_whatever_it_holds() -> None:
    source = xform(
        "<data id='t'><a/><b>cũ</b></data>",
        body="<input ref='/data/a'><label>A</label>"
        "<setvalue event='xforms-value-changed' ref='/data/b' value=''>mới</setvalue></input>",
    )
    compiled = compile_form(source, "f.xml", {})
    assert compiled.form is not None, compiled.problems
    record = start(compiled.form, Context(now=datetime(2018, 6, 5, tzinfo=ZONE)))
    assert record.value("b") == "cũ"
    record.set("a", "x")
    assert record.value("b") == ""


def test_a_path_to_nothing_reads_blank_with_a_warning() -> None:
    source = xform(
        "<data id='t'><a/><b/></data>",
        binds="<bind nodeset='/data/b' calculate=\"concat('[', /data/khong, ']')\"/>",
        body="<input ref='/data/a'><label>A</label></input>",
    )
    compiled = compile_form(source, "f.xml", {})
    assert compiled.form is not None, compiled.problems
    assert [(one.code, one.severity) for one in compiled.problems] == [("unknown-node", "warning")]
    assert start(compiled.form, Context(now=datetime(2018, 6, 5, tzinfo=ZONE))).value("b") == "[]"
