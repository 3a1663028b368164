"""Receipt numbers (số biên nhận): twelve digits in three fours, read over the phone without a doubtful letter.

The number follows from the record's own bytes, so the same record gets the same number after a repeated sending and
after a restored backup. The last digit is Damm's check: it finds every wrong digit and every swap of neighbours.
"""

import re

DIGITS = 11
# A totally anti-symmetric quasigroup of order 10 (H. Michael Damm, 2004).
_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def number_for(sha256: str, attempt: int = 0) -> str:
    """The number of a record whose XML has this SHA-256 (hex). `attempt` counts up when a number is already another
    record's.
    """
    # Each attempt reads the hash from another place: 64 hex digits give far more numbers than will ever be needed.
    turned = sha256[attempt % 64 :] + sha256[: attempt % 64]
    digits = f"{int(turned, 16) % 10**DIGITS:0{DIGITS}d}"
    return grouped(digits + str(_check(digits)))


def read(typed: str) -> str | None:
    """What a person typed or was told, with or without separators, as a receipt number; None when a digit must be
    wrong.
    """
    digits = re.sub(r"[\s.\-–]", "", typed)
    if len(digits) != DIGITS + 1 or not (digits.isascii() and digits.isdigit()) or _check(digits) != 0:
        return None
    return grouped(digits)


def grouped(digits: str) -> str:
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _check(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _TABLE[interim][int(digit)]
    return interim
