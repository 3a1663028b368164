"""What the content security policy and the translator need of every template and every sentence in the code."""

import ast
import re
import unicodedata
from pathlib import Path

import pytest

from tests.house.test_walls import name_of, tracked

# Paper (templates/documents/*.xhtml) is Vietnamese by law and styled within; a browser never sees it.
TEMPLATES = tracked("templates/*.html")
CALLS = {"_", "_l", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext", "pgettext", "N_"}

# Vietnamese outside the catalogue, and why.
SPEAKS_VIETNAMESE = {
    "app/bootstrap.py": "runs before anything is installed",
    "app/cli.py": "commands speak to whoever runs the server",
    "app/demo": "invented people and places",
    "app/documents": "official documents are Vietnamese by law; the pages about them are checked by their templates",
    "app/engine": "has its own catalogue of problems in both languages",
    "app/exports": "column heads of files that Vietnamese offices open",
    "app/first_start.py": "the name of the first account",
    "app/vietnamese": "is about Vietnamese",
}
SENTENCES_ALLOWED = {
    "app/submissions/from_files.py": "said by a command only",
    "app/web/errors.py": "_LAST_RESORT, in both languages, for when nothing else works",
    "app/accounts/inputs.py": "languages are offered by their own names",
}


def is_vietnamese(text: str) -> bool:
    """Has a letter that only Vietnamese (of our two languages) uses."""
    return any(char in "đĐ" or unicodedata.decomposition(char) for char in text if char.isalpha())


def said(template: str) -> str:
    """The template without what Jinja says: comments, and everything inside {{ }} and {% %}."""
    bare = re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)
    bare = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", "", bare, flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", bare, flags=re.DOTALL)


def unwrapped(template: str) -> list[str]:
    """Vietnamese string literals inside {{ }} and {% %} that are no argument of a catalogue call."""
    bare = re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)
    code = " ".join(re.findall(r"\{\{.*?\}\}|\{%.*?%\}", bare, flags=re.DOTALL))
    without_calls = re.sub(r"\b(?:n?gettext|_)\(\s*(?:'[^']*'|\"[^\"]*\")(?:\s*,\s*(?:'[^']*'|\"[^\"]*\"))?", "", code)
    return [text for text in re.findall(r"'[^']*'|\"[^\"]*\"", without_calls) if is_vietnamese(text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_sentence_of_a_page_is_in_the_catalogue(path: Path) -> None:
    template = path.read_text(encoding="utf-8")
    outside = [line.strip() for line in said(template).splitlines() if is_vietnamese(line.replace("Phiếu", ""))]
    assert outside == []
    assert [text for text in unwrapped(template) if text.strip("'\"") not in {"Phiếu", "Tiếng Việt"}] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_page_has_scripts_or_styles_between_its_lines(path: Path) -> None:
    template = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"<style\b", template) == []
    assert re.findall(r"\sstyle\s*=", template) == []
    assert re.findall(r"\son[a-z]+\s*=", template) == []
    assert re.findall(r"javascript:", template) == []
    assert re.findall(r"(?<!['\"\s])\s*\|\s*safe\b", template) == []  # only a constant may call itself safe
    for attributes in re.findall(r"<script\b([^>]*)>", template):
        assert "src=" in attributes or 'type="application/json"' in attributes, attributes


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_form_that_changes_something_carries_a_token(path: Path) -> None:
    template = path.read_text(encoding="utf-8")
    for form in re.findall(r'<form\b[^>]*method="post".*?</form>', template, flags=re.DOTALL):
        if "csrf_token" not in form and "hidden_tag()" not in form:
            assert name_of(path) in {"templates/collect/form.html"}, form[:200]


def sentences(path: Path) -> list[str]:
    """Vietnamese strings of a module that are neither docstrings nor arguments of a catalogue call."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrapped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in CALLS:
            wrapped |= {id(inner) for argument in node.args for inner in ast.walk(argument)}
        if isinstance(node, ast.Expr):
            wrapped.add(id(node.value))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in wrapped
        and is_vietnamese(node.value)
    ]


def test_every_sentence_in_the_code_is_in_the_catalogue() -> None:
    modules = [
        path
        for path in tracked("app/*.py")
        if not any(name_of(path).startswith(prefix) for prefix in SPEAKS_VIETNAMESE)
        and name_of(path) not in SENTENCES_ALLOWED
    ]
    assert len(modules) > 40
    assert {name_of(path): found for path in modules if (found := sentences(path))} == {}


# Words that scripts understand when people type them, never show.
WORDS_UNDERSTOOD = {"static/js/form/inputs.mjs"}


def test_scripts_show_no_text_of_their_own() -> None:
    """The server hands texts to scripts, so that there is one catalogue."""
    speaking = {}
    for path in tracked("static/*.mjs"):
        if name_of(path) in WORDS_UNDERSTOOD:
            continue
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if found := [text for text in re.findall(r"'[^'\n]*'|\"[^\"\n]*\"|`[^`]*`", code) if is_vietnamese(text)]:
            speaking[name_of(path)] = found
    assert speaking == {}


def test_the_check_itself_sees_what_it_should() -> None:
    assert said("<p>{{ _('Đăng nhập') }} {# Ghi chú #} Xin chào</p>").strip() == "<p>  Xin chào</p>"
    assert is_vietnamese("Xin chào")
    assert not is_vietnamese("Sign in – 1.234")
    assert unwrapped("{{ _('Đăng nhập', name='Nguyễn') }}") == ["'Nguyễn'"]
    assert unwrapped("{{ ngettext('%(num)s người', '%(num)s người', n) }}") == []
    assert unwrapped("{% set x = 'Đơn vị' %}") == ["'Đơn vị'"]
