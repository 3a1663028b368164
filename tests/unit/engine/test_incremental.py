"""What a change leaves behind is what evaluating the whole form from scratch would give: random forms, random edits."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.engine.compile import compile_form
from app.engine.definition import Form
from app.engine.instance import Item, ref_of
from app.engine.live import Live
from app.engine.run import Filling, start
from app.engine.wiring import Wiring
from app.engine.world import Surroundings
from tests.corpus.cases import context, form, form_names

# Where an expression may stand, and what it may read from there.
READS = {
    "/data": [
        "/data/a", "/data/b", "/data/g/c", "/data/g/d", "/data/t1", "/data/t2", "count(/data/r)", "sum(/data/r/x)",
        "sum(/data/r/y)", "max(/data/r/k/z)", "join(' ', /data/r/k/w)", "/data/r[position() = 1]/x", "/data/r[2]/y",
        "indexed-repeat(/data/r/x, /data/r, /data/a)", "count(/data/r[x > 1])", "count(/data/r/k)", "string(/data/r/y)",
    ],
    "/data/r": [
        "/data/a", "/data/g/c", "/data/t1", "../x", "../y", "/data/r/x", "position(..)", "sum(../k/z)", "count(../k)",
        "sum(../../r/x)", "count(/data/r)", "../preceding-sibling::r[1]/x", "/data/r[position() = 1]/x",
        "indexed-repeat(/data/r/x, /data/r, position(..) - 1)", "count(../../r[x = current()/../x])", "../k[1]/w",
    ],
    "/data/r/k": [
        "/data/b", "../z", "../../x", "../../y", "position(..)", "position(../..)", "/data/r/x", "/data/r/k/z",
        "sum(../../k/z)", "sum(/data/r/k/z)", "count(../../../r)", "sum(../../../r/k/z)", "../preceding-sibling::k/z",
        "/data/r[1]/k/z", "count(/data/r/k)",
    ],
}  # fmt: skip
# Nodes with an expression, where they are evaluated, and in which role.
SPOTS = [
    ("/data/g/d", "/data", "calculate"), ("/data/t1", "/data", "calculate"), ("/data/t2", "/data", "calculate"),
    ("/data/r/y", "/data/r", "calculate"), ("/data/r/k/w", "/data/r/k", "calculate"), ("/data/g", "/data", "relevant"),
    ("/data/g/c", "/data", "relevant"), ("/data/r/x", "/data/r", "relevant"), ("/data/r/k", "/data/r/k", "relevant"),
    ("/data/r/k/z", "/data/r/k", "relevant"), ("/data/b", "/data", "relevant"), ("/data/a", "/data", "required"),
    ("/data/r/k/z", "/data/r/k", "readonly"),
]  # fmt: skip
XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance><data id="t"><a/><b/>
<g><c/><d/></g><r><x/><y/><k><z/><w/></k></r><t1/><t2/></data></instance>{binds}</model></h:head><h:body>
<input ref="/data/a"/><input ref="/data/b"/><group ref="/data/g"><input ref="/data/g/c"/></group>
<group><repeat nodeset="/data/r" {count}><input ref="/data/r/x"/><group><repeat nodeset="/data/r/k" {inner}>
<input ref="/data/r/k/z"/></repeat></group></repeat></group></h:body></h:html>"""


@st.composite
def expressions(draw: st.DrawFn, place: str) -> str:
    # Paths that climb out of a repeat are written for its leaves; the repeat itself stands one step higher.
    reads = st.sampled_from(READS[place])
    shape = draw(st.sampled_from(["{0}", "{0} + {1}", "{0} > 2", "coalesce({0}, 0) + coalesce({1}, 0)",
                                  "if({0} > 1, {1}, 'x')", "{0} != ''", "not({0} = {1})", "once({0})",
                                  "concat({0}, '|', {1})"]))  # fmt: skip
    return shape.format(draw(reads), draw(reads))


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A form with a group, a repeat, a repeat inside it, and expressions that read across all of them."""
    binds: dict[str, dict[str, str]] = {path: {"type": "int"} for path in
                                        ("/data/a", "/data/b", "/data/g/c", "/data/r/x", "/data/r/k/z")}  # fmt: skip
    for path, place, role in draw(st.lists(st.sampled_from(SPOTS), min_size=1, max_size=7, unique=True)):
        expression = draw(expressions(place))
        assume(not (role == "calculate" and "once" not in expression and f"{path} " in f"{expression} "))
        if path != "/data/r/k" or not expression.count("../"):
            binds.setdefault(path, {})[role] = expression
    count = draw(st.sampled_from(["", 'jr:count="/data/a"']))
    inner = draw(st.sampled_from(["", 'jr:count="../x"', 'jr:count="/data/b"']))
    written = "".join(
        f'<bind nodeset="{path}" ' + " ".join(f'{k}="{_escaped(v)}"' for k, v in given.items()) + "/>"
        for path, given in binds.items()
    )
    compiled = compile_form(XFORM.format(binds=written, count=count, inner=inner).encode(), "t.xml", {})
    assume(compiled.form is not None)  # expressions that depend on each other in a circle are refused
    assert compiled.form is not None
    return compiled.form


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


VALUES = st.sampled_from(["", "0", "1", "2", "3", "5", "-1", "x", "1.5"])


def edit(data: st.DataObject, record: Filling) -> None:
    """One thing that a person might do next."""
    items = [item for item in record._record.root.walk() if isinstance(item.parent, Item)]
    # What a person writes over a calculated value stands until the next calculation: no state to compare.
    leaves = [item for item in items if item.spec.control and not item.spec.children and item.spec.calculate is None]
    ranges = [(item, spec) for item in record._record.root.walk() for spec in _repeats(record, item)]
    rows = [item for item in items if item.repeated]
    deed = data.draw(st.sampled_from(["set", "set", "set", "add", "remove"]))
    if deed == "add" and ranges:
        parent, name = data.draw(st.sampled_from(ranges))
        outer = ref_of(parent)
        if len(parent.kids[name]) < 4:
            record.add(f"{outer}/{name}" if outer else name, data.draw(st.sampled_from([None, 1, 2])))
    elif deed == "remove" and rows:
        record.remove(ref_of(data.draw(st.sampled_from(rows))))
    elif leaves:
        item = data.draw(st.sampled_from(leaves))
        offered = [choice.value for choice in record.choices(ref_of(item))] if item.spec.items else []
        record.set(ref_of(item), data.draw(st.sampled_from(["", *offered]) if offered else VALUES))


def _repeats(record: Filling, item: Item) -> list[str]:
    found = [record.form.nodes[number] for number in item.spec.children]
    return [spec.name for spec in found if spec.kind == "repeat"]


def state(record: Filling) -> dict[str, Any]:
    return {
        ref_of(item): (item.text, item.visible, item.required, item.readonly) for item in record._record.root.walk()
    }


def from_scratch(record: Filling) -> dict[str, Any]:
    """The same answers, everything else forgotten and evaluated anew."""
    before = state(record)
    for item in record._record.root.walk():
        item.own = item.visible = True
        item.required, item.readonly = item.spec.required is True, item.spec.readonly is True
        if item.spec.calculate is not None and not _kept(record.form, item):
            item.text = "từ đầu"
    world = Surroundings(record.form, record.context, record._record)
    Live(world, Wiring(record.form)).evaluate_all()
    after = state(record)
    for item in record._record.root.walk():  # put things back as they were found
        item.text, item.visible, item.required, item.readonly = before[ref_of(item)]
    return after


def _kept(form: Form, item: Item) -> bool:
    """once() keeps what it gave first; that is not for another evaluation to repeat."""
    assert item.spec.calculate is not None
    return "once" in str(form.exprs[item.spec.calculate])


def check(data: st.DataObject, record: Filling) -> None:
    assert from_scratch(record) == state(record)
    for _ in range(data.draw(st.integers(1, 6))):
        edit(data, record)
        expected = from_scratch(record)
        assert set(expected) == set(state(record))
        assert expected == state(record)


@given(forms(), st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_random_forms_agree_with_evaluation_from_scratch_after_every_edit(form: Form, data: st.DataObject) -> None:
    check(data, start(form, context()))


@given(st.sampled_from(form_names()), st.data())
@settings(max_examples=50, deadline=None)
def test_the_forms_of_the_corpus_agree_with_evaluation_from_scratch_after_every_edit(
    name: str, data: st.DataObject
) -> None:
    check(data, start(form(name), context()))
