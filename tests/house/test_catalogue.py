"""The English catalogue says every sentence of the program, fills the same gaps, and holds nothing besides."""

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import catalog, checkers, extract
from babel.messages.pofile import read_po
from flask import Flask

from app import bootstrap
from tests.house.test_pages import is_vietnamese
from tests.house.test_walls import ROOT

PO = Path("app/translations/en/LC_MESSAGES/messages.po")
# Beside Babel's own names, those under which modules import what translates late.
KEYWORDS = {**extract.DEFAULT_KEYWORDS, "lazy_gettext": None, "_l": None}
# The same in every language: our own name, and a word that Vietnamese has borrowed.
SAME = {"Phiếu", "Menu"}

Key = str | tuple[str, ...]


def spoken() -> Iterator[Key]:
    """What stands in modules and templates; a template that Babel cannot read is an error, not an empty one."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]
    ways = [(mapping["pattern"], mapping["method"]) for mapping in settings["mappings"]]
    strict = {pattern: {"silent": "false"} for pattern, method in ways if method == "jinja2"}
    for folder in sorted({pattern.partition("/")[0] for pattern, _method in ways}):
        found = extract.extract_from_dir(
            ROOT / folder,
            method_map=[(pattern.removeprefix(f"{folder}/"), method) for pattern, method in ways],
            options_map={pattern.removeprefix(f"{folder}/"): options for pattern, options in strict.items()},
            keywords=KEYWORDS,
        )
        yield from (message for _file, _line, message, _comments, _context in found)


def english(path: Path = ROOT / PO) -> catalog.Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def entries() -> list[catalog.Message]:
    return [message for message in english() if message.id]


def forms(text: Key) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def gaps(text: str) -> set[str]:
    """Gaps that the server fills (%(name)s) and gaps that scripts fill ({name})."""
    return set(re.findall(r"%\(\w+\)\w|\{\w+\}", text))


def test_every_sentence_has_its_entry_and_every_entry_its_sentence() -> None:
    """When this fails: `python3 -m app.bootstrap texts`, then translate what is new."""
    said = {forms(message)[0] for message in spoken()}
    kept = {forms(message.id)[0] for message in entries()}
    assert len(said) > 300
    assert sorted(said - kept) == []
    assert sorted(kept - said) == []
    assert {forms(message) for message in spoken() if len(forms(message)) > 1} == {
        forms(message.id) for message in entries() if message.pluralizable
    }


def test_nothing_obsolete_or_doubtful_is_kept() -> None:
    assert sorted(forms(key)[0] for key in english().obsolete) == []
    assert [message.id for message in entries() if message.fuzzy] == []


def test_every_entry_is_english() -> None:
    untranslated = [message.id for message in entries() if not all(forms(message.string))]
    assert untranslated == []
    copied = [m.id for m in entries() if forms(m.id)[0] not in SAME and forms(m.string)[0] == forms(m.id)[0]]
    assert copied == []
    vietnamese = [m.string for m in entries() if any(is_vietnamese(t.replace("Phiếu", "")) for t in forms(m.string))]
    assert vietnamese == []


def test_a_translation_has_the_gaps_of_its_sentence() -> None:
    book = english()
    for message in entries():
        for checker in checkers.checkers:
            checker(book, message)
        for translated in forms(message.string):
            assert gaps(translated) == gaps(forms(message.id)[0]), message.id
            # Templates fill with %, so any other percent sign would break the page.
            assert translated.count("%") == translated.count("%("), message.id


def test_a_translation_begins_and_ends_like_its_sentence() -> None:
    """Pieces are set side by side: a full stop or a capital too many shows."""
    end = re.compile(r"(?:[.…?:]?)$")
    for message in entries():
        sentence = forms(message.id)[0]
        for translated in forms(message.string):
            assert translated == translated.strip(), sentence
            assert end.findall(translated)[0] == end.findall(sentence)[0], sentence
            if sentence[0].islower():
                assert translated[0].islower(), sentence


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalogues as setup compiles them, in a place of their own."""
    shutil.copytree(ROOT / "app/translations", tmp_path / "app/translations", ignore=shutil.ignore_patterns("*.mo"))
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    bootstrap.compile_catalogues()
    assert (tmp_path / PO).with_suffix(".mo").is_file()
    return tmp_path / "app/translations"


@pytest.mark.parametrize(("language", "heading"), [("en", "Sign in"), ("vi", "Đăng nhập")])
def test_pages_speak_the_language_that_is_asked_for(app: Flask, compiled: Path, language: str, heading: str) -> None:
    app.extensions["babel"].translation_directories[:] = [str(compiled)]
    browser = app.test_client()
    browser.set_cookie("lang", language)
    page = browser.get("/sign-in").text
    assert f'<html lang="{language}">' in page
    assert f"<h1>{heading}</h1>" in page
    # Labels are said late, by another name.
    assert ("This is my own device" in page) == (language == "en")
    assert ("Đây là máy của tôi" in page) == (language == "vi")
