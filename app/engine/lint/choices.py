"""Choice lists: those that nothing uses, choices that can never be offered or told apart, and codes that are
compared in vain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.engine.definition import Form, Node, Table
from app.engine.lint.tree import EQUALS, calls, named
from app.engine.read.reading import Cell, Reading
from app.engine.xpath.nodes import Tree, walk

_MOST = 5  # choices told of one list


def look(form: Form, reading: Reading) -> None:
    _unused(reading)
    for name, table in form.instances.items():
        if table.file is None:
            _told_apart(form, name, table, reading)
            _reachable(form, name, table, reading)
    _compared(form, reading)


# Lists


def _unused(reading: Reading) -> None:
    words: set[str] = set()
    text: list[str] = []
    for sheet in ("survey", "settings", "entities", "choices"):
        for row in reading.sources.rows(sheet):
            for header, cell in row.items():
                if header in ("type", "parameters"):
                    words.update(re.split(r"[\s=;,]+", cell))
                elif "instance(" in cell:
                    text.append(cell)
    mentioned = " ".join(text)
    for name in dict.fromkeys(row.get("list_name") or row.get("list name") or "" for row in _choices(reading)):
        if name and name not in words and not re.search(rf"instance\(\s*['\"]{re.escape(name)}['\"]", mentioned):
            reading.problem("unused-list", reading.sources.list_cell(name), "warning", name=name)


def _choices(reading: Reading) -> Iterable[dict[str, str]]:
    return (dict(row) for row in reading.sources.rows("choices"))


def _cell_of(name: str, value: str, column: str, reading: Reading) -> Cell:
    """The cell of a choice; the list's first when the choice does not stand on a sheet."""
    for number, row in enumerate(_choices(reading), start=2):
        if (row.get("list_name") or row.get("list name")) == name and row.get("name", row.get("value")) == value:
            return Cell("choices", number, column)
    return reading.sources.list_cell(name)


# Choices


def _told_apart(form: Form, name: str, table: Table, reading: Reading) -> None:
    shown = form.table(name, form.default_language)
    if not {"name", "label"} <= set(shown.columns):
        return
    value, label = shown.columns.index("name"), shown.columns.index("label")
    seen: dict[tuple[str, ...], str] = {}
    for row in shown.rows:
        # Choices that differ in a column may be offered at different times.
        look_alike = tuple(cell for place, cell in enumerate(row) if place != value)
        first = seen.setdefault(look_alike, row[value])
        if first != row[value] and row[label].strip():
            cell = _cell_of(name, row[value], "label", reading)
            words = {"first": first, "second": row[value], "label": row[label]}
            reading.problem("same-choice-label", cell, "warning", **words)


def _reachable(form: Form, name: str, table: Table, reading: Reading) -> None:
    """A choice whose filter compares one of its columns with an answer that no choice of that question has."""
    filters = [_filter(form, node, name) for node in _asking(form, name)]
    if not filters or None in filters:
        return
    lost = [_blocked(form, table, [one for one in filters if one is not None], row) for row in table.rows]
    told = 0
    for row, why in zip(table.rows, lost, strict=True):
        if why is not None and told < _MOST:
            told += 1
            column, question = why
            value = row[table.columns.index("name")]
            cell = _cell_of(name, value, column, reading)
            words = {
                "value": value,
                "column": column,
                "written": row[table.columns.index(column)],
                "question": question,
            }
            reading.problem("unreachable-choice", cell, "warning", **words)


def _asking(form: Form, name: str) -> Iterator[Node]:
    for node in form.nodes:
        if node.items is not None and ("instance", name) in walk(form.exprs[node.items.nodeset]):
            yield node


def _filter(form: Form, node: Node, name: str) -> list[tuple[str, str, frozenset[str]]] | None:
    """(column, question, its codes) of every equality that a choice has to meet; None when the filter says more, or
    something else."""
    assert node.items is not None
    tree = form.exprs[node.items.nodeset]
    if not (isinstance(tree, tuple) and tree[:3] == ("path", ("instance", name), "root") and len(tree) == 4):
        return None
    item = tree[3]
    found: list[tuple[str, str, frozenset[str]]] = []
    for predicate in item[1:] if isinstance(item, tuple) else ():
        for part in _conjuncts(predicate):
            if isinstance(part, tuple) and part[0] == "=":
                found += _meets(form, node, part)
    return found or None


def _conjuncts(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, tuple) and tree[0] == "and":
        for part in tree[1:]:
            yield from _conjuncts(part)
    else:
        yield tree


def _meets(form: Form, node: Node, equality: tuple[Tree, ...]) -> Iterator[tuple[str, str, frozenset[str]]]:
    for column, answer in (equality[1:], equality[:0:-1]):
        if isinstance(column, tuple) and column[:2] == ("path", 1) and len(column) == 3 and isinstance(column[2], str):
            asked = named(form, answer, node.number)
            codes = _codes(form, asked) if asked is not None and asked.datatype == "select1" else None
            if asked is not None and codes is not None:
                yield column[2], asked.name, codes


def _blocked(
    form: Form, table: Table, filters: list[list[tuple[str, str, frozenset[str]]]], row: tuple[str, ...]
) -> tuple[str, str] | None:
    """(column, question) that keeps a choice from being offered by any of the questions; None when one may."""
    why: tuple[str, str] | None = None
    for meets in filters:
        blocks = [
            (column, question)
            for column, question, codes in meets
            if column in table.columns and row[table.columns.index(column)] not in codes
        ]
        if not blocks:
            return None
        why = why or blocks[0]
    return why


# Comparing


def _compared(form: Form, reading: Reading) -> None:
    for use in dict.fromkeys(reading.uses):
        if use.path not in form.paths:
            continue
        for name, arguments, _within in calls(form.exprs[use.expr]):
            if len(arguments) != 2 or not (name in EQUALS or name == "selected"):
                continue
            for path, value in (arguments, arguments[::-1]):
                asked = named(form, path, form.paths[use.path]) if isinstance(value, str) and value.strip() else None
                codes = _codes(form, asked) if asked is not None else None
                if asked is not None and codes is not None and not _all_known(str(value), asked, codes):
                    cell = reading.cell(use.path, use.role)
                    words = {"question": asked.name, "value": value, "expression": use.source}
                    reading.problem("unknown-choice", cell, "warning", **words)


def _all_known(value: str, asked: Node, codes: frozenset[str]) -> bool:
    return codes.issuperset(value.split() if asked.datatype == "select" else [value])


def _codes(form: Form, asked: Node) -> frozenset[str] | None:
    """The codes that a question can offer at most; None when its list is not known beforehand."""
    if asked.items is None:
        return None
    tree = form.exprs[asked.items.nodeset]
    if not (isinstance(tree, tuple) and tree[0] == "path" and isinstance(tree[1], tuple) and tree[1][0] == "instance"):
        return None
    table = form.instances.get(str(tree[1][1]))
    if table is None or asked.items.value not in table.columns:
        return None
    place = table.columns.index(asked.items.value)
    return frozenset(row[place] for row in table.rows)
