"""Python's half of form/differential.test.mjs: `random` writes XForms that nobody would, `wires` writes forms for the
browser, `replay` does JavaScript's steps and says what it sees after each. A form is the path of a file or an XForm's
text. Run as `differential.py random|wires|replay FILE`: JSON in FILE, JSON out."""

import itertools
import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, seed, settings

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from app.engine.compile import compile_form  # noqa: E402
from app.engine.definition import Form  # noqa: E402
from app.engine.run import Changes, Context, Filling, restore, start  # noqa: E402
from app.engine.wire import to_wire  # noqa: E402
from tests.builders.random_forms import xforms  # noqa: E402
from tests.corpus.cases import NOW, media  # noqa: E402


@cache
def form(given: str) -> Form:
    if given.startswith("<"):
        compiled = compile_form(given.encode(), "random.xml", {})
    else:
        source = ROOT / given
        beside = {file.name: file.read_bytes() for file in source.parent.glob("*.csv")}
        compiled = compile_form(source.read_bytes(), source.name, media() | beside)
    assert compiled.form is not None, compiled.problems
    return compiled.form


def random_xforms(wish: dict[str, int]) -> list[str]:
    """As many XForms as wished whose expressions stand in no circle, the same ones for the same seed."""
    found: list[str] = []

    @seed(wish["seed"])
    @settings(max_examples=4 * wish["count"], database=None, deadline=None, phases=[Phase.generate])
    @given(xforms())
    def collect(written: str) -> None:
        if compile_form(written.encode(), "random.xml", {}).form is not None:
            found.append(written)

    collect()
    return found[-wish["count"] :]  # the first ones are the simplest


def surroundings() -> Context:
    numbers = itertools.count(1)
    return Context(
        now=NOW,
        username="lan",
        full_name="Nguyễn Thị Lan",
        unit="phu-cuong",
        deviceid="may-01",
        uuid=lambda: f"00000000-0000-4000-8000-{next(numbers):012d}",
        random=lambda: 0.5,
    )


TEXTS = {"label": "label", "hint": "hint", "msg": "constraint_message", "reqmsg": "required_message"}


def text(filling: Filling, key: str) -> str:
    """For "msg:tham_gia[2]/dt" the constraint message of that node, as it shows it."""
    what, _, ref = key.partition(":")
    return filling.text(getattr(filling.form.node(re.sub(r"\[[0-9]+\]", "", ref)), TEXTS[what]), ref)


def seen(filling: Filling, step: dict[str, Any], changes: Changes | None) -> dict[str, Any]:
    refs: list[str] = step["refs"]
    return {
        "draft": filling.xml(final=False).decode(),
        "final": filling.xml(final=True).decode(),
        "problems": [[problem.ref, problem.code, problem.message] for problem in filling.problems()],
        "relevant": [ref for ref in refs if filling.is_relevant(ref)],
        "required": [ref for ref in refs if filling.is_required(ref)],
        "readonly": [ref for ref in refs if filling.is_readonly(ref)],
        "choices": {ref: [[c.value, c.label] for c in found] for ref in refs if (found := filling.choices(ref))},
        "touched": sorted(map(list, changes or ())),
        "cleared": sorted(changes.cleared) if changes else [],
        "texts": {key: text(filling, key) for key in step["texts"]},
        "name": filling.instance_name,
    }


def replayed(run: dict[str, Any]) -> list[dict[str, Any]]:
    filling = start(form(run["form"]), surroundings())
    states = []
    for step in run["steps"]:
        changes = None
        match step["do"]:
            case ["set", ref, text]:
                changes = filling.set(ref, text)
            case ["add", ref, place]:
                filling.add(ref, place)
            case ["remove", ref]:
                changes = filling.remove(ref)
            case ["restore"]:
                filling = restore(filling.form, filling.xml(final=False), surroundings())
        states.append(seen(filling, step, changes))
    return states


def main(what: str, path: str) -> None:
    wanted = json.loads(Path(path).read_text("utf-8"))
    if what == "random":
        found: Any = random_xforms(wanted)
    elif what == "wires":
        found = [to_wire(form(name), "vi") for name in wanted]
    else:
        found = [replayed(run) for run in wanted]
    json.dump(found, sys.stdout, ensure_ascii=False)


main(*sys.argv[1:])
