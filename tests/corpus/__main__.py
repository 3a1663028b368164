"""Writes what tests without a parser need: `python -m tests.corpus OUT_DIR` (see README.md beside this file)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from app.engine.wire import to_wire
from app.engine.xpath.prepare import prepared
from tests.corpus.cases import expressions, form, form_names, on_wire, read


def main(folder: Path) -> None:
    wires = folder / "wires"
    wires.mkdir(parents=True, exist_ok=True)
    trees = {}
    for expression in expressions():
        trees[expression] = prepared(expression)
    (folder / "trees.json").write_text(json.dumps(trees, ensure_ascii=False, indent=0), "utf-8")
    alone = {name: list(map(on_wire, file["cases"])) for name, file in read("alone")}
    (folder / "alone.json").write_text(json.dumps(alone, ensure_ascii=False), "utf-8")
    for name in form_names():
        for lang in form(name).languages:
            text = json.dumps(to_wire(form(name), lang), ensure_ascii=False)
            (wires / f"{name}.{lang}.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
