"""Reads the corpus (README.md beside this file) and builds what its cases need in Python."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from app.engine import expression_to_wire
from app.engine.compile import compile_form
from app.engine.datatypes import ZONE, Moment
from app.engine.definition import Form, Node, Table
from app.engine.instance import Instance, Item
from app.engine.problems import sentence
from app.engine.run import Context
from app.engine.world import Surroundings
from app.engine.xpath.evaluate import evaluate
from app.engine.xpath.prepare import prepared
from app.engine.xpath.values import Scope, Value, XPathError, string

HERE = Path(__file__).parent
NOW = datetime(2018, 6, 5, 9, 30, 15, 250_000, tzinfo=ZONE)


def context(**overrides: str) -> Context:
    """The surroundings of every case: a fixed clock, counted UUIDs, one person."""
    numbers = itertools.count(1)
    return Context(
        now=NOW,
        username=overrides.get("username", "lan"),
        full_name=overrides.get("full_name", "Nguyễn Thị Lan"),
        unit=overrides.get("unit", "phu_cuong"),
        deviceid=overrides.get("deviceid", "may-01"),
        email=overrides.get("email", ""),
        phonenumber=overrides.get("phonenumber", ""),
        uuid=lambda: f"00000000-0000-4000-8000-{next(numbers):012d}",
        random=lambda: 0.5,
        lang=overrides.get("lang", ""),
        last_saved=overrides.get("last_saved", "").encode(),
    )


def read(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file name without suffix, content) of every JSON file in a folder of the corpus."""
    for path in sorted((HERE / folder).glob("*.json")):
        yield path.stem, json.loads(path.read_text("utf-8"))


def expressions() -> Iterator[str]:
    """Every expression of the corpus, for those who have no parser."""
    for _, file in read("expressions"):
        for case in file["cases"]:
            yield case["expr"]


def on_wire(case: dict[str, Any]) -> dict[str, Any] | None:
    """A case of alone/ as the JSON that browsers evaluate; None when it is refused."""
    if case["expect"] == "refused":
        return None
    return expression_to_wire(case["expr"], case.get("xml", "<data/>"), **case.get("setting", {}))


@cache
def media() -> dict[str, bytes]:
    """The files that lie beside the forms, for each of them."""
    found = [*(HERE / "forms").glob("*.csv"), *(HERE / "forms" / "media").iterdir()]
    return {path.name: path.read_bytes() for path in found}


def paths() -> dict[str, Path]:
    """The forms of the corpus by name."""
    found = [path for path in (HERE / "forms").iterdir() if path.suffix in (".md", ".xml")]
    return {path.stem: path for path in sorted(found)}


def about(name: str) -> str:
    """The sentence that says what a form shows: its first line, in an XForm the first comment."""
    first = paths()[name].read_text("utf-8").removeprefix("<!--").partition("\n")[0]
    return first.removesuffix("-->").strip()


@cache
def form(name: str) -> Form:
    """A form of the corpus, which has to compile."""
    path = paths()[name]
    compiled = compile_form(path.read_bytes(), path.name, media())
    assert compiled.form is not None, [sentence(problem, "en") for problem in compiled.problems]
    return compiled.form


def form_names() -> list[str]:
    return list(paths())


def record(nodes: dict[str, Any], lists: dict[str, list[dict[str, str]]]) -> Instance:
    """An instance as the cases write it: nested JSON, datatypes after a colon, `!` for what is not relevant."""
    specs: list[Node] = []
    _add_spec(specs, "data", -1, "/data", nodes)
    tables = {name: _table(name, rows) for name, rows in lists.items()}
    built = Form(
        id="case", version="7", name="case", languages=("vi", "en"), default_language="vi", root_attrs=(),
        nodes=tuple(specs), body=(), exprs=(), instances=tables, texts={},
    )  # fmt: skip
    instance = Instance(built)
    _fill(instance, instance.root, nodes)
    return instance


def value_of(file: dict[str, Any], case: dict[str, Any]) -> Value:
    """What Python makes of a case of expressions/; XPathError when it fails."""
    instance = record(case.get("nodes", file.get("nodes", {})), case.get("lists", file.get("lists", {})))
    world = Surroundings(instance.form, context(lang=case.get("lang", "vi")), instance)
    item = instance.find(case.get("at", ""))
    return evaluate(prepared(case["expr"]), Scope(world, item, item))


def evaluated(file: dict[str, Any], case: dict[str, Any]) -> Any:
    """The same in the words of `expect` (README.md)."""
    try:
        value = value_of(file, case)
    except XPathError:
        return {"error": True}
    if isinstance(value, list):
        return {"nodes": [getattr(node, "text", "") for node in value]}
    if isinstance(value, Moment):
        return {"moment": value.text}
    return {"number": string(value)} if isinstance(value, float) and not math.isfinite(value) else value


def _table(name: str, rows: list[dict[str, str]]) -> Table:
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    return Table(name, columns, tuple(tuple(row.get(column, "") for column in columns) for row in rows))


def _name(key: str) -> tuple[str, str, bool]:
    name, _, datatype = key.rstrip("!").partition(":")
    return name, datatype or "string", key.endswith("!")


def _add_spec(specs: list[Node], key: str, parent: int, path: str, content: Any) -> int:
    name, datatype, _ = _name(key)
    number = len(specs)
    kind = "repeat" if isinstance(content, list) else "group" if isinstance(content, dict) else "leaf"
    inner: dict[str, Any] = content if isinstance(content, dict) else {}
    if isinstance(content, list):
        for instance in content:
            inner = {**inner, **instance}
    specs.append(Node(number, name, parent, kind, path))
    children = [_add_spec(specs, child, number, f"{path}/{_name(child)[0]}", value) for child, value in inner.items()]
    specs[number] = Node(number, name, parent, kind, path, tuple(children), datatype, start=0)
    return number


def _fill(instance: Instance, item: Item, content: dict[str, Any]) -> None:
    for key, value in content.items():
        name, _, hidden = _name(key)
        if isinstance(value, list):
            spec = next(s for s in instance.form.nodes if s.parent == item.number and s.name == name)
            for inner in value:
                made = instance.make(spec, item)
                item.kids[name].append(made)
                _fill(instance, made, inner)
        elif isinstance(value, dict):
            _fill(instance, item.kids[name][0], value)
        else:
            item.kids[name][0].text = value
        if hidden:
            for found in item.kids[name]:
                for inner_item in found.walk():
                    inner_item.visible = False
