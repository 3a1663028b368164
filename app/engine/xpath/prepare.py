"""An expression as forms keep it: parsed once, when the form is published, with what browsers could not do later done now."""

from __future__ import annotations

from app.engine.xpath.nodes import Tree, rewrite
from app.engine.xpath.parser import parse


def prepared(expression: str) -> Tree:
    """The tree of an expression; XPathSyntaxError when it, or a path inside one of its strings, is not XPath."""
    return rewrite(parse(expression), _choice_path)


def _choice_path(tree: Tree) -> Tree:
    """jr:choice-name(value, 'path'): the path in the string is parsed now, since browsers have no parser."""
    if isinstance(tree, tuple) and tree[0] == "jr:choice-name" and len(tree) == 3 and isinstance(tree[2], str):
        return (*tree[:2], parse(tree[2]))
    return tree
