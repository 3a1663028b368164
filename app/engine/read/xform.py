"""XForm XML into a Form without its plan. Problems are gathered in the Reading; only hopeless input gives no Form."""

from __future__ import annotations

from collections.abc import Mapping

from app.engine.definition import PH, Form, Table
from app.engine.problems import Problem
from app.engine.read.body import Body
from app.engine.read.itext import Texts
from app.engine.read.lists import last_saved, read_lists
from app.engine.read.model import (
    finish,
    give_identity,
    initial_record,
    read_actions,
    read_binds,
    read_entities,
    read_nodes,
    root_attributes,
)
from app.engine.read.reading import Cell, Reading
from app.engine.xml import Element, XmlError, parse


def read_xform(source: bytes, reading: Reading) -> Form | None:
    try:
        html = parse(source)
    except XmlError as error:
        reading.problems.append(Problem(error.code, {"reason": error.reason}, row=error.line))
        return None
    model, body = html.find("head", "model"), html.find("body")
    instance = model.find("instance") if model is not None else None
    root = next(iter(instance.children), None) if instance is not None else None
    if model is None or body is None or root is None:
        missing = "model" if model is None else "body" if body is None else "instance"
        reading.problem("not-an-xform", Cell(row=html.line), missing=missing)
        return None
    return _read(html, model, body, root, reading)


def _read(html: Element, model: Element, body: Element, root: Element, reading: Reading) -> Form | None:
    form_id = (root.attr("id") or "").strip()
    if not form_id:
        reading.problem("no-form-id", Cell("settings", None, "form_id"))
        return None
    texts = Texts(model.find("itext"), reading)
    give_identity(root)
    drafts = read_nodes(root)
    by_path = {draft.path: draft for draft in drafts}
    bind_ids = read_binds(model, by_path, reading)
    read_actions(model, by_path, None, reading)
    tables = read_lists(model, reading)
    controls = Body(by_path, bind_ids, tables, texts, reading).controls(body, drafts[0].path)
    if not controls:
        reading.problem("no-questions", Cell("survey"), "warning")
    _check_submission(model, reading)
    title = html.find("head", "title")
    nodes = tuple(finish(draft, texts, reading) for draft in drafts)
    looked_up = texts.looked_up(_text_ids(tables))  # before the expressions are counted: it may add some
    return Form(
        id=form_id,
        version=(root.attr("version") or "").strip(),
        name=(title.text.strip() if title is not None else "") or form_id,
        languages=texts.languages,
        default_language=texts.default,
        root_attrs=root_attributes(root, drafts),
        nodes=nodes,
        body=controls,
        exprs=tuple(reading.exprs),
        instances=tables,
        texts=looked_up,
        settings=dict(root.attrs_of(PH)),
        initial=initial_record(root, drafts),
        last_saved=last_saved(model),
        entities=read_entities(nodes, drafts),
    )


def _text_ids(tables: Mapping[str, Table]) -> frozenset[str]:
    """The ids of texts that rows of lists name."""
    spoken = [table for table in tables.values() if "itextId" in table.columns]
    return frozenset(row[table.columns.index("itextId")] for table in spoken for row in table.rows)


def _check_submission(model: Element, reading: Reading) -> None:
    """Records are sent as they are: who wants them encrypted has to know."""
    submission = model.find("submission")
    if submission is not None and submission.attr("base64RsaPublicKey"):
        reading.problem("not-encrypted", reading.sources.setting_cell("public_key"), "warning")
