"""Python's side of tests/corpus/files: what bytes are, and which question they answer; tests/js looks at the same."""

import json
from typing import Any

import pytest

from app.config import ROOT
from app.submissions.kinds import look, recording_type, suits

CASES: dict[str, list[dict[str, Any]]] = json.loads((ROOT / "tests/corpus/files/kinds.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["heads"], ids=lambda case: case["why"])
def test_the_first_bytes_tell_what_a_recording_is(case: dict[str, Any]) -> None:
    assert recording_type(bytes.fromhex(case["head"])) == case["type"]


@pytest.mark.parametrize("case", CASES["suits"], ids=lambda case: f"{case['type']} for {case['kind']}")
def test_a_question_takes_what_suits_it(case: dict[str, Any]) -> None:
    assert suits(case["kind"], case["type"]) == case["suits"]


@pytest.mark.parametrize(
    ("kind", "content_type", "expected"),
    [
        ("file", "image/png", "image"),
        ("image", "image/svg+xml", ""),
        ("audio", "video/webm", "audio"),
        ("file", "audio/mpeg", "audio"),
        ("file", "video/mp4", "video"),
        ("file", "text/html", ""),
        ("file", None, ""),
    ],
)
def test_only_what_browsers_show_without_danger_is_shown(kind: str, content_type: str | None, expected: str) -> None:
    assert look(kind, content_type) == expected
