"""The form engine: XLSForm or XForm in, one filling-in's values, relevance and problems out. Pure.

One expression on its own (the same in a browser: static/js/form/run.mjs):

    from app import engine
    answer = engine.evaluate("sum(/data/r/a) + 1", "<data><r><a>1</a></r><r><a>2</a></r></data>", at="/data/r[1]",
                             now="2018-06-05T09:30:00", lang="vi")
    answer.kind, answer.value, answer.text      # "number", 4.0, "4"
    wire = engine.expression_to_wire("sum(/data/r/a) + 1", "<data>…</data>")    # JSON for evaluateWire(wire)
"""

from app.engine.evaluation import Answer, evaluate, expression_to_wire

__all__ = ["Answer", "evaluate", "expression_to_wire"]
