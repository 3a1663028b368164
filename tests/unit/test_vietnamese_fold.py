"""Search and order as Vietnamese readers expect them."""

import unicodedata

import pytest

from app.vietnamese.fold import KEY_LENGTH, fold, person_sort_key, sort_key

WARDS = ["Hiệp Thành", "Phú Lợi", "Phú Cường", "Phú Hòa", "Định Hoà", "Hoà Phú", "Tân An", "Chánh Mỹ"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dinh hoa", "Định Hoà"),
        ("DINH HOA", "Định Hòa"),
        ("phu cuong", "Phú Cường"),
        ("đinh hoà", "Định Hoà"),
        ("nguyen thi ut", "  Nguyễn  Thị Út "),
        ("duong", unicodedata.normalize("NFD", "Đường")),
    ],
)
def test_typing_without_marks_finds_the_name(typed: str, name: str) -> None:
    assert fold(typed) == fold(name)


def test_every_vietnamese_vowel_folds_to_plain_ascii() -> None:
    letters = "aăâeêioôơuưy"
    marked = [unicodedata.normalize("NFC", v + tone) for v in letters for tone in "\u0300\u0309\u0303\u0301\u0323"]
    assert len(marked) == 60
    assert {fold(m) for m in [*marked, *(m.upper() for m in marked)]} == set("aeiouy")


def test_different_wards_keep_different_folds() -> None:
    assert len({fold(name) for name in WARDS}) == len(WARDS)


def test_d_comes_before_d_with_a_bar_and_plain_vowels_before_hatted_ones() -> None:
    words = ["ơn", "on", "ôn", "đa", "da", "ăn", "ân", "an", "ưa", "ua"]
    assert sorted(words, key=sort_key) == ["an", "ăn", "ân", "da", "đa", "on", "ôn", "ơn", "ua", "ưa"]


def test_tones_decide_only_between_words_with_equal_letters() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma", "mác", "mab"], key=sort_key) == [
        "ma", "mà", "mả", "mã", "má", "mạ", "mab", "mác",
    ]  # fmt: skip


def test_a_name_stands_before_the_longer_names_that_begin_with_it() -> None:
    assert sorted(["Phúc An", "Phú", "Phú Cường", "Phù Cát"], key=sort_key) == [
        "Phú",
        "Phù Cát",
        "Phú Cường",
        "Phúc An",
    ]
    assert sort_key("Án") < sort_key("An Bình")


def test_numbers_stand_before_letters_in_their_own_order() -> None:
    assert sorted(["Khu phố B", "Khu phố 2", "Khu phố 1"], key=sort_key) == ["Khu phố 1", "Khu phố 2", "Khu phố B"]


def test_the_key_is_the_same_however_the_letters_were_typed() -> None:
    assert sort_key("Phú Cường") == sort_key(unicodedata.normalize("NFD", "  phú cường"))


def test_the_key_holds_only_what_every_collation_orders_alike_and_fits_its_column() -> None:
    key = sort_key("Công ty TNHH (Việt–Nhật) №1 «Ω» " * 20)
    assert set(key) <= set("0123456789abcdef")
    assert len(key) == KEY_LENGTH


def test_people_stand_by_given_name_then_by_family_name() -> None:
    people = ["Nguyễn Văn Bình", "Trần Thị An", "Lê Văn Bình", "Đỗ Ân"]
    assert sorted(people, key=person_sort_key) == ["Trần Thị An", "Đỗ Ân", "Lê Văn Bình", "Nguyễn Văn Bình"]
