"""JavaRosa as an oracle: expressions become cases of XForms, and the jar of pyxform's wheel answers them all."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyxform.validators.odk_validate

from tests.corpus.cases import NOW

JAR = Path(pyxform.validators.odk_validate.__file__).parent / "bin" / "ODK_Validate.jar"
ORACLE = Path(__file__).with_name("Oracle.java")
Case = dict[str, Any]


def ask(forms: Sequence[tuple[str, Sequence[Case]]]) -> list[list[list[Any]]]:
    """What JavaRosa gives for the cases (each with `expr` and perhaps `at`) of each form (XML)."""
    asked = {
        "now": int(NOW.timestamp() * 1000),
        "forms": [
            {
                "xml": xml,
                "cases": [{"expr": _stopped(case["expr"]), "at": _steps(case.get("at", ""))} for case in cases],
            }
            for xml, cases in forms
        ],
    }
    command = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Duser.timezone=Asia/Ho_Chi_Minh",
               "-Duser.language=en", "-cp", str(JAR), str(ORACLE)]  # fmt: skip
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def _stopped(expression: str) -> str:
    """JavaRosa's clock cannot be stopped: what it says is put in for it."""
    today, now = f"date('{NOW:%Y-%m-%d}')", f"date-time('{NOW.isoformat(timespec='milliseconds')}')"
    return expression.replace("today()", today).replace("now()", now)


def _steps(ref: str) -> list[list[Any]]:
    """data, then the steps of a ref; JavaRosa counts instances from 0."""
    found = [re.fullmatch(r"([^\[]+)(?:\[(\d+)\])?", step) for step in ref.split("/")] if ref else []
    return [["data", 0], *([step[1], int(step[2] or 1) - 1] for step in found if step)]


def xform(nodes: dict[str, Any], lists: dict[str, list[dict[str, str]]]) -> str:
    """An XForm whose record is that of a case (tests/corpus/README.md, "expressions")."""
    writer = _Writer()
    data = writer.element("data", nodes, "", ' id="t" version="7"')
    instances = "".join(
        f'<instance id="{name}"><root>{"".join(map(_item, rows))}</root></instance>' for name, rows in lists.items()
    )
    # JavaRosa keeps only the lists that some expression of the form names.
    named = "".join(f'<bind nodeset="/data" required="count(instance(\'{name}\')/root/item) = 0"/>' for name in lists)
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
        ' xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">'
        f"<h:head><h:title>t</h:title><model><instance>{data}</instance>{instances}"
        f"{named}{writer.binds()}</model></h:head><h:body>{writer.body(())}</h:body></h:html>"
    )


def _item(row: dict[str, str]) -> str:
    return "<item>" + "".join(f"<{name}>{escape(text)}</{name}>" for name, text in row.items()) + "</item>"


class _Writer:
    """Writes the elements of a record; on the way it finds datatypes, repeats, and what is not relevant where."""

    def __init__(self) -> None:
        self.types: dict[str, str] = {}
        self.repeats: list[str] = []
        self.hidden: dict[str, set[int]] = {}
        self.seen: dict[str, set[int]] = {}

    def element(self, name: str, content: Any, path: str, attributes: str = "", place: int = 1) -> str:
        path = f"{path}/{name}"
        if isinstance(content, str):
            return f"<{name}{attributes}>{escape(content)}</{name}>"
        inner: list[str] = []
        for key, value in content.items():
            kid, _, datatype = key.rstrip("!").partition(":")
            if kid[0] == "@":
                attributes += f" {kid[1:]}={quoteattr(value)}"
                continue
            here = f"{path}/{kid}"
            self.seen.setdefault(here, set()).add(place)
            if key.endswith("!"):
                self.hidden.setdefault(here, set()).add(place)
            if isinstance(value, str):
                # Without controls JavaRosa cannot hold selects, whose value is the same text.
                self.types[here] = "string" if datatype in ("", "select", "select1", "rank") else datatype
                inner.append(self.element(kid, value, path))
            elif isinstance(value, dict):
                inner.append(self.element(kid, value, path))
            else:
                self.repeats += [] if here in self.repeats else [here]
                inner += [self.element(kid, one, path, "", number) for number, one in enumerate(value, 1)]
        return f"<{name}{attributes}>{''.join(inner)}</{name}>"

    def binds(self) -> str:
        found: list[str] = []
        for path in dict.fromkeys([*self.types, *self.hidden]):
            places = self.hidden.get(path, set())
            everywhere = places == self.seen[path]
            test = "false()" if everywhere else " and ".join(f"position(..) != {place}" for place in sorted(places))
            relevant = f' relevant="{test}"' if places else ""
            found.append(f'<bind nodeset="{path}" type="{self.types.get(path, "string")}"{relevant}/>')
        return "".join(found)

    def body(self, above: tuple[str, ...]) -> str:
        """The repeats, one in the other."""
        found: list[str] = []
        for path in self.repeats:
            holders = tuple(other for other in self.repeats if path.startswith(f"{other}/"))
            if holders == above:
                inner = self.body((*above, path))
                found.append(f'<group ref="{path}"><repeat nodeset="{path}">{inner}</repeat></group>')
        return "".join(found)


def grouped(files: Iterator[tuple[str, dict[str, Any]]]) -> list[tuple[str, list[Case]]]:
    """The cases of the corpus by the form that they need."""
    found: list[tuple[str, list[Case]]] = []
    for _, file in files:
        shared: list[Case] = []
        found.append((xform(file.get("nodes", {}), file.get("lists", {})), shared))
        for case in file["cases"]:
            if "nodes" in case or "lists" in case:
                own = xform(case.get("nodes", file.get("nodes", {})), case.get("lists", file.get("lists", {})))
                found.append((own, [case]))
            else:
                shared.append(case)
    return found
