"""Random expression trees with what Python makes of them, for xpath/random_expressions.test.mjs:
`random_expressions.py SEED COUNT` writes {nodes, lists, cases: [[tree, ref of the context node, answer], …]}."""

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.engine.moments import Moment
from app.engine.world import Surroundings
from app.engine.xpath.evaluate import evaluate
from app.engine.xpath.values import Scope, Value, XPathError, string
from tests.builders.random_expressions import LISTS, NODES, PLACES, Author
from tests.corpus.cases import context, record


def as_tree(json_tree: Any) -> Any:
    return tuple(map(as_tree, json_tree)) if isinstance(json_tree, list) else json_tree


def answer(value: Value) -> list[Any]:
    if isinstance(value, list):
        return ["nodes", [getattr(node, "text", "") for node in value]]
    if isinstance(value, Moment):
        return ["moment", value.text, value.kind]
    if isinstance(value, float):
        return ["number", string(value)]
    return ["boolean" if isinstance(value, bool) else "string", value]


def main(seed: str, count: str) -> None:
    author, instance = Author(int(seed)), record(NODES, LISTS)
    cases = []
    for _ in range(int(count)):
        tree, ref = author.expression(4), author.dice.choice(PLACES)
        item = instance.find(ref)
        try:
            found = answer(evaluate(as_tree(tree), Scope(Surroundings(instance.form, context(), instance), item, item)))
        except (XPathError, ArithmeticError):
            found = ["error"]
        cases.append([tree, ref, found])
    json.dump({"nodes": NODES, "lists": LISTS, "cases": cases}, sys.stdout, ensure_ascii=False)


main(*sys.argv[1:])
