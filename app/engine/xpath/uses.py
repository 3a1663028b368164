"""Which modules of static/js/xpath an expression needs beyond evaluate.mjs and functions.mjs, which every page has:
browsers on slow lines fetch only what their form uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.engine.xpath.nodes import Tree, is_call, is_path, split_step, walk

# In functions.mjs.
EVERYDAY = frozenset(
    {
        "true", "false", "not", "boolean", "boolean-from-string", "string", "number", "concat", "join", "contains",
        "starts-with", "ends-with", "string-length", "substr", "substring-before", "substring-after",
        "normalize-space", "translate", "regex", "count", "count-non-empty", "sum", "max", "min", "round", "int",
        "floor", "ceiling", "abs", "pow", "selected", "selected-at", "count-selected", "jr:choice-name", "position",
        "last", "current", "instance", "today", "now", "date", "date-time", "format-date", "format-date-time",
        "decimal-date-time", "decimal-time", "distance", "random", "version", "if", "coalesce", "once",
    }
)  # fmt: skip

_MODULES = {
    name: module
    for module, names in {
        "geo": ("area", "enclosed-area", "geofence", "intersects"),
        "hashing": ("digest", "base64-decode", "extract-signed", "randomize"),
    }.items()
    for name in names
}  # every other function is in rare.mjs


def modules(trees: Iterable[Tree]) -> list[str]:
    """Names of the modules, without .mjs, sorted."""
    return sorted({module for tree in trees for part in walk(tree) for module in _needed(part)})


def _needed(tree: Tree) -> Iterator[str]:
    if is_path(tree):
        tests = (split_step(step)[0] for step in tree[2:])
        if any("::" in test or test == "//" for test in tests):
            yield "rare"
    elif is_call(tree) and tree[0] not in EVERYDAY and not (tree[0] == "uuid" and len(tree) == 1):
        yield _MODULES.get(str(tree[0]), "rare")
