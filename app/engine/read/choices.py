"""Where the choices of a select come from: an itemset, items written in the control, or itemsets.csv (the sheet
external_choices). Whatever is not a list yet becomes one."""

from __future__ import annotations

import csv

from app.engine.definition import Items, Table, Text
from app.engine.read.itext import Texts, reference_id
from app.engine.read.lists import read_csv, read_file
from app.engine.read.model import Draft
from app.engine.read.reading import Reading
from app.engine.read.search import search_of, with_columns
from app.engine.xml import Element
from app.engine.xpath.nodes import Tree, walk

ITEMSETS = "itemsets.csv"


class Choices:
    """`tables` are the lists of the form; those made here are added."""

    def __init__(self, tables: dict[str, Table], texts: Texts, reading: Reading) -> None:
        self.tables, self.texts, self.reading = tables, texts, reading
        self._external: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] | None = None

    def of(self, element: Element, draft: Draft) -> Items | None:
        """Those of a select1, select or rank."""
        itemset = element.find("itemset")
        return self._written(element, draft) if itemset is None else self._itemset(itemset, draft)

    def asked(self, element: Element, query: str, draft: Draft) -> Items | None:
        """Those of an input whose `query` filters rows of itemsets.csv."""
        nodeset = self.reading.expression(query, draft.path, "choice_filter", element.line)
        if nodeset is None:
            return None
        for part in walk(self.reading.exprs[nodeset]):
            if isinstance(part, tuple) and part[0] == "instance" and isinstance(part[1], str):
                self._add_external(part[1], draft, element.line)
        return Items(nodeset, "name", "itextId", True)

    def _itemset(self, itemset: Element, draft: Draft) -> Items | None:
        source = itemset.attr("nodeset") or ""
        nodeset = self.reading.expression(source, draft.path, "choice_filter", itemset.line)
        value, label = itemset.find("value"), itemset.find("label")
        value_ref = (value.attr("ref") if value is not None else None) or "name"
        label_ref = ((label.attr("ref") if label is not None else None) or value_ref).strip()
        itext = label_ref.startswith("jr:itext(")
        if itext:
            label_ref = label_ref[len("jr:itext(") :].rstrip(") ")
        return None if nodeset is None else Items(nodeset, _bare(value_ref), _bare(label_ref), itext)

    def _written(self, element: Element, draft: Draft) -> Items:
        """Items of the control. Their words get ids where some of them have one already, or have outputs."""
        name = f"items:{draft.path}"
        found = [(item.find("value"), item.find("label")) for item in element.find_all("item")]
        by_id = any(label is not None and (label.attr("ref") or label.find("output")) for _, label in found)
        rows: list[tuple[str, str]] = []
        for place, (value, label) in enumerate(found):
            shown = label.text.strip() if label is not None else ""
            if by_id and label is not None:
                shown = self._text_id(label, f"{name}/{place}", draft)
            rows.append((value.text.strip() if value is not None else "", shown))
        own: Tree = ("path", ("instance", name), "root", "item")
        search = search_of(element.attr("appearance") or "")
        if search is not None and rows and not by_id:
            return self._searched(*search, rows, own, draft)
        column = "itextId" if by_id else "label"
        self.tables[name] = Table(name, ("name", column), tuple(rows))
        number = self.reading.intern(own, draft.path, "choice_filter", f"instance('{name}')/root/item")
        return Items(number, "name", column, by_id)

    def _searched(self, name: str, nodeset: Tree, rows: list[tuple[str, str]], own: Tree, draft: Draft) -> Items:
        """Rows of a file, then the written choices whose code is a number; the first other one names the columns."""
        value, label = next((row for row in rows if not row[0].isdigit()), ("name", "label"))
        found = self.tables.get(name) or read_file(name, f"{name}.csv", self.reading) or Table(name, (), ())
        self.tables[name] = with_columns(found, label)
        fixed = tuple(row for row in rows if row[0].isdigit())
        if fixed:
            self.tables[f"items:{draft.path}"] = Table(f"items:{draft.path}", (value, label), fixed)
            nodeset = ("|", nodeset, own)
        number = self.reading.intern(nodeset, draft.path, "choice_filter", f"search('{name}')")
        return Items(number, value, label)

    def _text_id(self, label: Element, own: str, draft: Draft) -> str:
        given = reference_id(label.attr("ref") or "")
        if given is not None:
            return given
        text = self.texts.element(label, draft.path, "label")
        if text is not None:
            self.texts.add(own, text)
        return own

    def _add_external(self, name: str, draft: Draft, line: int) -> None:
        """The rows of one list of itemsets.csv. Their labels, in all languages, become texts."""
        if name in self.tables:
            return
        columns, rows = self._itemsets(draft, line)
        kept = [place for place, column in enumerate(columns) if not column.startswith(("label", "list_name"))]
        labels = [place for place, column in enumerate(columns) if column.startswith("label")]
        found: list[tuple[str, ...]] = []
        for row in rows:
            if "list_name" in columns and row[columns.index("list_name")] == name:
                own = f"{ITEMSETS}:{name}/{len(found)}"
                spoken = {self.texts.tag(columns[place].partition("::")[2]): (row[place],) for place in labels}
                self.texts.add(own, Text(spoken))
                found.append((*(row[place] for place in kept), own))
        names = (*(columns[place] for place in kept), "itextId")
        self.tables[name] = Table(name, names, tuple(found), ITEMSETS)

    def _itemsets(self, draft: Draft, line: int) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        content = self.reading.media.get(ITEMSETS)
        if self._external is None:
            self._external = (), ()
            cell = self.reading.cell(draft.path, "type", line)
            if content is None:
                self.reading.problem("missing-file", cell, file=ITEMSETS)
            else:
                try:
                    self._external = read_csv(content)
                except (ValueError, csv.Error) as error:
                    self.reading.problem("bad-file", cell, file=ITEMSETS, reason=error)
        return self._external


def _bare(ref: str) -> str:
    return ref.strip().removeprefix("./")
