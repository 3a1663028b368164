"""Expressions as trees (docs/formats/wire.md): what is written how, what is refused and where."""

from __future__ import annotations

import json

import pytest

from app.engine.xpath.lexer import XPathSyntaxError
from app.engine.xpath.nodes import Tree, depth, path_text, rewrite, walk
from app.engine.xpath.parser import MAX_DEPTH, parse

TREES = [
    ("3.5", "3.5"),
    ("3", "3"),
    ("'abc'", '"abc"'),
    ("-a", '["neg", ["path", 1, "a"]]'),
    ("1 - 2 - 3", '["-", ["-", 1, 2], 3]'),
    ("1 + 2 * 3", '["+", 1, ["*", 2, 3]]'),
    ("1 < 2 = 3 and 4 or 5", '["or", ["and", ["=", ["<", 1, 2], 3], 4], 5]'),
    ("/data/a", '["path", 0, "data", "a"]'),
    ("../b", '["path", 1, "..", "b"]'),
    (".", '["path", 1, "."]'),
    ("/", '["path", 0]'),
    ("//a", '["path", 0, "//", "a"]'),
    ("a//b", '["path", 1, "a", "//", "b"]'),
    ("@id", '["path", 1, "@id"]'),
    ("@*", '["path", 1, "attribute::*"]'),
    ("attribute::id", '["path", 1, "@id"]'),
    ("following::a", '["path", 1, "following::a"]'),
    ("*", '["path", 1, "*"]'),
    ("2 * *", '["*", 2, ["path", 1, "*"]]'),
    ("div div div", '["div", ["path", 1, "div"], ["path", 1, "div"]]'),
    ("a-b", '["path", 1, "a-b"]'),
    ("a - b", '["-", ["path", 1, "a"], ["path", 1, "b"]]'),
    ("a[1][b]", '["path", 1, ["a", 1, ["path", 1, "b"]]]'),
    ("(a)[1]/b", '["path", ["filter", ["path", 1, "a"], 1], "b"]'),
    ("a | b", '["|", ["path", 1, "a"], ["path", 1, "b"]]'),
    ("true()", '["true"]'),
    ("selected(a, 'x')", '["selected", ["path", 1, "a"], "x"]'),
    ("jr:itext('x')", '["jr:itext", "x"]'),
    ("current()/../b", '["path", ["current"], "..", "b"]'),
    (
        "instance('x')/root/item[a = 1]/b",
        '["path", ["instance", "x"], "root", ["item", ["=", ["path", 1, "a"], 1]], "b"]',
    ),
    ("child::a/parent::node()/self::node()", '["path", 1, "a", "..", "."]'),
    ("preceding-sibling::a[1]", '["path", 1, ["preceding-sibling::a", 1]]'),
    ("text()", '["path", 1, "child::text()"]'),
    ("orx:meta", '["path", 1, "orx:meta"]'),
    (
        "a or b or c or d",
        '["or", ["or", ["path", 1, "a"], ["path", 1, "b"]], ["or", ["path", 1, "c"], ["path", 1, "d"]]]',
    ),
    ("số_phòng + 1", '["+", ["path", 1, "số_phòng"], 1]'),
    (" a\n=\t1 ", '["=", ["path", 1, "a"], 1]'),
]


@pytest.mark.parametrize(("expression", "tree"), TREES)
def test_the_expression_becomes_this_tree(expression: str, tree: str) -> None:
    assert json.loads(json.dumps(parse(expression))) == json.loads(tree)


@pytest.mark.parametrize(
    ("expression", "at", "english"),
    [
        ("1 +", 4, "ends too early"),
        ("(1", 3, "“)” expected"),
        ("a b", 3, "unexpected “b”"),
        ("'x", 1, "quotation mark"),
        ("a = “1”", 5, "curly quote"),
        ("foo(", 5, "ends too early"),
        ("a[1", 4, "“]” expected"),
        ("$x", 1, "variables"),
        ("", 1, "ends too early"),
        ("a # b", 3, "unexpected character “#”"),
        ("/data/1a", 7, "a name is missing"),
        ("namespace::a", 1, "unknown axis"),
        ("1 = = 2", 5, "unexpected “=”"),
        ("1 + " + "9" * 400, 5, "too large"),
        ("concat(1,)", 10, "unexpected “)”"),
    ],
)
def test_what_is_no_expression_is_refused_with_the_place(expression: str, at: int, english: str) -> None:
    with pytest.raises(XPathSyntaxError) as told:
        parse(expression)
    assert told.value.at == at
    assert english in told.value.english
    assert told.value.vietnamese


@pytest.mark.parametrize(
    "expression",
    ["(" * 5000 + "1" + ")" * 5000, "+".join(["1"] * 500), "-" * 5000 + "1", "not(" * 101 + "1" + ")" * 101],
    ids=["brackets", "sum", "minus", "calls"],
)
def test_depth_has_a_limit(expression: str) -> None:
    with pytest.raises(XPathSyntaxError) as told:
        parse(expression)
    assert told.value.code == "xpath-too-deep"


def test_what_authors_really_write_stays_below_the_limit() -> None:
    nested = "if(a = 1, 'x', " * 60 + "''" + ")" * 60
    assert depth(parse(nested)) < MAX_DEPTH
    assert depth(parse(" or ".join(["a = 'x'"] * 2000))) < 20


def test_trees_are_walked_into_arguments_and_predicates() -> None:
    tree = parse("count(/data/r[x = position(..)]/y) + 1")
    calls = [part[0] for part in walk(tree) if isinstance(part, tuple) and part[0] != "path"]
    assert calls == ["+", "count", "=", "position"]


def test_rewriting_reaches_everything_and_leaves_the_rest() -> None:
    def change(part: Tree) -> Tree:
        return "b" if part == "a" else part

    assert rewrite(parse("concat('a', /x[. = 'a']/a, instance('a')/root)"), change) == parse(
        "concat('b', /x[. = 'b']/a, instance('b')/root)"
    )


@pytest.mark.parametrize("path", ["/data/a", "../b", "//a", "a//b", "current()/../a", "instance('x')/root/item"])
def test_paths_are_told_as_people_write_them(path: str) -> None:
    assert path_text(parse(path)) == path
