"""The form engine: XLSForm or XForm in, one filling-in's values, relevance and problems out. Pure.

A form filled in (the same in a browser: static/js/form/run.mjs, which runs `engine.to_wire(form, "vi")`):

    from app import engine
    form = engine.load("form.xlsx")     # a path, or bytes of .xlsx .xls .md .xml; engine.FormError says what is wrong
    record = engine.fill_in(form, now="2018-06-05T09:30:00", username="lan")     # fill_in(form, xml): one that exists
    record.set("/data/so_con", 2); record.add("con"); record.set("/data/con[2]/ten", "An"); record.remove("con[1]")
    record.value("con[1]/ten"), record.relevant("con"), record.valid("so_con"), record.required("${ten}")
    record.readonly("so_con"), record.choices("truong"), record.label("so_con"), record.problems(), record.xml()

One expression on its own (the same in a browser: evaluateWire of static/js/form/run.mjs):

    answer = engine.evaluate("sum(/data/r/a) + 1", "<data><r><a>1</a></r><r><a>2</a></r></data>", at="/data/r[1]",
                             now="2018-06-05T09:30:00", lang="vi")
    answer.kind, answer.value, answer.text      # "number", 4.0, "4"; engine.XPathError says why it fails
    wire = engine.expression_to_wire("sum(/data/r/a) + 1", "<data>…</data>")    # JSON for evaluateWire(wire)

Addresses are refs ("con[2]/ten"), absolute paths ("/data/con[2]/ten") or names ("${ten}"): app/engine/record.py.
"""

from app.engine.compile import Compiled, compile_form
from app.engine.evaluation import Answer, evaluate, expression_to_wire
from app.engine.record import FormError, Record, fill_in, load
from app.engine.wire import to_wire
from app.engine.xpath.lexer import XPathSyntaxError
from app.engine.xpath.values import XPathError

__all__ = [
    "Answer",
    "Compiled",
    "FormError",
    "Record",
    "XPathError",
    "XPathSyntaxError",
    "compile_form",
    "evaluate",
    "expression_to_wire",
    "fill_in",
    "load",
    "to_wire",
]
