"""Search without diacritics and Vietnamese order, as stored columns: SQLite's lower() knows no Vietnamese letter."""

import unicodedata

_SPECIAL = str.maketrans({"đ": "d", "Đ": "d"})  # đ has no decomposition

KEY_LENGTH = 400


def fold(text: str) -> str:
    """Lower case without any diacritic, spaces collapsed: "Phú Cường" → "phu cuong"."""
    decomposed = unicodedata.normalize("NFD", text.translate(_SPECIAL)).lower()
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.split())


# A key holds only 0-9 and a-f, so that it sorts alike under any collation of the database (some ignore spaces).
_END, _SPACE, _SIGN, _FOREIGN = "00", "01", "02", "99"
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: f"{index:02d}" for index, letter in enumerate(_LETTERS, start=20)}
_RANK |= {str(digit): f"1{digit}" for digit in range(10)} | {" ": _SPACE}
# The order of tones in Vietnamese dictionaries: level, falling, asking, broken, rising, heavy.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def sort_key(text: str) -> str:
    """A key that sorts as Vietnamese dictionaries do: letters first (a ă â … d đ …), tones only between equal words."""
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", " ".join(text.split())).lower():
        tone, base = _split_tone(char)
        letters.append(_RANK.get(base) or (_FOREIGN if base.isalpha() else _SIGN) + f"{ord(base[:1] or ' '):05x}")
        tones.append(tone)
    return ("".join(letters) + _END + "".join(tones))[:KEY_LENGTH]


def person_sort_key(full_name: str) -> str:
    """People stand by given name (the last word), then by the rest."""
    words = full_name.split()
    return sort_key(" ".join(words[-1:] + words[:-1]))


def _split_tone(char: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", char)
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), "0")
    base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    return tone, base
