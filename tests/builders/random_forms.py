"""Random forms for property tests: a group, a repeat, a repeat inside it, expressions that read across all."""

from __future__ import annotations

from hypothesis import assume
from hypothesis import strategies as st

from app.engine.compile import compile_form
from app.engine.definition import Form

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
def xforms(draw: st.DrawFn, counted: bool = True) -> str:
    """The XForm of such a form, with repeats that have a count or without; its expressions may stand in a circle."""
    binds: dict[str, dict[str, str]] = {path: {"type": "int"} for path in
                                        ("/data/a", "/data/b", "/data/g/c", "/data/r/x", "/data/r/k/z")}  # fmt: skip
    for path, place, role in draw(st.lists(st.sampled_from(SPOTS), min_size=1, max_size=7, unique=True)):
        expression = draw(expressions(place))
        assume(not (role == "calculate" and "once" not in expression and f"{path} " in f"{expression} "))
        if path != "/data/r/k" or not expression.count("../"):
            binds.setdefault(path, {})[role] = expression
    count = draw(st.sampled_from(["", 'jr:count="/data/a"'] if counted else [""]))
    inner = draw(st.sampled_from(["", 'jr:count="../x"', 'jr:count="/data/b"'] if counted else [""]))
    written = "".join(
        f'<bind nodeset="{path}" ' + " ".join(f'{k}="{_escaped(v)}"' for k, v in given.items()) + "/>"
        for path, given in binds.items()
    )
    return XFORM.format(binds=written, count=count, inner=inner)


@st.composite
def forms(draw: st.DrawFn, counted: bool = True) -> Form:
    """Such a form; expressions that depend on each other in a circle are refused."""
    form = compile_form(draw(xforms(counted)).encode(), "t.xml", {}).form
    assume(form is not None)
    assert form is not None
    return form


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
