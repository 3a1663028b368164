"""An expression as forms keep it: parsed once, when the form is published, and what browsers cannot do is done now."""

from __future__ import annotations

from contextlib import suppress

from app.engine.xpath.nodes import Tree, rewrite
from app.engine.xpath.parser import parse
from app.engine.xpath.patterns import PatternError, portable


def prepared(expression: str) -> Tree:
    """The tree of an expression; XPathSyntaxError when it, or a path inside one of its strings, is not XPath."""
    return rewrite(parse(expression), _prepare)


def _prepare(tree: Tree) -> Tree:
    """jr:choice-name(value, 'path'): the path in the string becomes a path, since browsers have no parser.
    regex(value, 'pattern'): Java's pattern becomes one that means the same in browsers; a wrong one stays."""
    if not isinstance(tree, tuple) or len(tree) != 3 or not isinstance(tree[2], str):
        return tree
    if tree[0] == "jr:choice-name":
        return (*tree[:2], parse(tree[2]))
    if tree[0] == "regex":
        with suppress(PatternError):
            return (*tree[:2], portable(tree[2]))
    return tree
