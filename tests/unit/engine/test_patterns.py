"""Patterns of regex() as browsers get them, and what is refused; what they match stands in the corpus."""

from __future__ import annotations

import pytest

from app.engine.xpath.patterns import PatternError, compiled, portable


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("^[0-9]{9,12}$", "^[0-9]{9,12}$"),
        (r"\d+", "[0-9]+"),
        (r"a\-b\/c\'", "a-b/c'"),
        (r"[a\-z]", r"[a\-z]"),
        (r"\p{L}+", r"[\p{L}]+"),
        (r"\P{L}", r"[\P{L}]"),
        ("(?i)a1", "[aA]1"),
        ("[a-z&&[^aeiou]]", "[b-df-hj-np-tv-z]"),
        (r"\Qa.b\E", r"(?:a\.b)"),
        ("(?s).", "[\\x00-\U0010ffff]"),
        ("[^&&b]", "[\\x00-\U0010ffff]"),
        ("[a&&b]", "(?!)"),
        (r"(?<a>x)\k<a>", r"(?<a>x)\k<a>"),
        (r"[\P{Lu}\P{Alpha}]", None),
        ("(?-s:a)", "(?:a)"),
        (r"\Z", "$"),
    ],
)
def test_a_pattern_is_sent_so_that_browsers_and_java_read_it_alike(written: str, sent: str | None) -> None:
    assert sent in (None, portable(written))
    assert portable(portable(written)) == portable(written)


@pytest.mark.parametrize(
    "pattern",
    [
        "a++",
        "(?>a)",
        r"\G",
        r"\X",
        r"\N{DIGIT}",
        r"\p{IsLatin}",
        r"\p",
        r"\P{Foo}",
        r"\x{110000}",
        r"\xg",
        r"\u12",
        r"\k<no>",
        r"\k",
        "(?<=a+)b",
        "(?x)a",
        "a{2",
        "a{3,2}",
        "a{99999999999}",
        "(" * 60 + ")" * 60,
        "[a-\\d]",
        "[b-a]",
        "[a",
        "(a",
        "a)",
        "\\",
        "(?i)*",
        r"\1",
    ],
)
def test_what_is_no_pattern_or_not_everywhere_one_is_refused_in_two_languages(pattern: str) -> None:
    for read in (portable, compiled):
        with pytest.raises(PatternError) as told:
            read(pattern)
        assert told.value.vietnamese
        assert told.value.english
