"""What the minutes look like: each page against a small grey picture of it that a person has looked at and found right.

When the look was changed on purpose: `python -m tests.documents.look FILE.pdf`, with the file that the failure names,
writes the pictures again; look at them, then commit.
"""

import shutil
from pathlib import Path

import pytest

from tests.documents import look


def test_every_page_looks_as_it_did_when_a_person_approved_it(minutes: Path, tmp_path: Path):
    kept = shutil.copy(minutes, tmp_path / "minutes.pdf")
    pages = look.pages(minutes)
    approved = look.approved()
    assert len(approved) >= 5
    assert len(pages) == len(approved), kept
    for number, (page, reference) in enumerate(zip(pages, approved, strict=True), 1):
        share = look.difference(page, reference)
        assert share < look.ALLOWED, f"page {number} differs in {share:.2%} of its area: see {kept}"


@pytest.mark.parametrize("page", [1, 5])
def test_the_comparison_notices_a_line_that_moved(page: int):
    reference = look.approved()[page - 1]
    width, height = reference.size
    moved = reference.copy()
    line = reference.crop((0, height // 3, width, height // 3 + 8))
    moved.paste(255, (0, height // 3, width, height // 3 + 8))
    moved.paste(line, (0, height // 3 + 8))
    assert look.difference(moved, reference) > look.ALLOWED
