"""Lines and areas in a reader's words, with the lengths and areas that forms compute."""

import pytest
from flask import Flask

from app.submissions.wording import measured, worded

SQUARE = "10.98 106.65 0 0; 10.981 106.65 0 0; 10.981 106.651 0 0; 10.98 106.651 0 0; 10.98 106.65 0 0"


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("geotrace", "10.98 106.65 0 0; 10.981 106.65 0 0", "2 điểm, dài 111 m"),
        ("geotrace", "10.98 106.65;11.98 106.65;", "2 điểm, dài 111,3 km"),
        ("geotrace", "nhà cô Bảy", "nhà cô Bảy"),
        ("geotrace", "", ""),
        ("geoshape", SQUARE, "4 góc, rộng 1,2 ha"),
        ("geoshape", "10.98 106.65; 10.9801 106.65; 10.9801 106.6501", "3 góc, rộng 61 m²"),
    ],
)
def test_a_line_and_an_area_are_told_by_points_and_size(app: Flask, kind: str, value: str, words: str) -> None:
    with app.app_context():
        assert measured(kind, value) == words
        assert worded(kind, value, {}) == ((words,) if words else (), None)
