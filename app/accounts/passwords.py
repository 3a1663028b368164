"""Passwords: what we accept as one (length, not composition: NIST SP 800-63B), and keeping only argon2 hashes of
them."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.vietnamese.fold import fold

SHORTEST, LONGEST = 8, 128

# 19 MiB, two passes (OWASP's second choice): eight threads may sign people in at once on a server with 1 GB.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# The first ones that anybody tries; compared folded and without spaces.
_TRIED_FIRST = frozenset(
    """
    12345678 123456789 1234567890 0123456789 87654321 987654321 12341234 11223344 123123123 147258369 a1234567
    a12345678 password password1 password123 qwertyui qwertyuiop qwerty123 asdfghjkl abcd1234 abc12345 abc123456
    iloveyou matkhau1 matkhau123 matkhau12345678 anhyeuem emyeuanh yeuemnhieu toiyeuvietnam vietnam123 binhduong
    thudaumot thanhnien congnhan1 admin123 admin1234 administrator quantri123 phieu123
    """.split()  # noqa: SIM905 - one word after the other is easier to read and to add to
)


def refusal(password: str, name: str) -> LazyString | None:
    """Why this cannot be the person's password, or None."""
    if len(password) < SHORTEST:
        return _l("Mật khẩu cần ít nhất %(n)s ký tự. Có thể dùng một câu ngắn dễ nhớ.", n=SHORTEST)
    if len(password) > LONGEST:
        return _l("Mật khẩu dài nhất %(n)s ký tự.", n=LONGEST)
    bare = fold(password).replace(" ", "")
    if bare == fold(name) or bare in _TRIED_FIRST or len(set(bare)) == 1:
        return _l("Mật khẩu này quá dễ đoán. Hãy chọn mật khẩu khác.")
    return None


def hashed(password: str) -> str:
    return hasher.hash(_canonical(password))


def is_right(stored: str | None, password: str) -> bool:
    """Takes equally long whether or not there is such a person and whether or not a password was ever set."""
    try:
        return hasher.verify(stored or _nobodys_hash(), _canonical(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    return hasher.check_needs_rehash(stored)


@cache
def _nobodys_hash() -> str:
    return hasher.hash("nobody has this password")


def _canonical(password: str) -> str:
    """The same letters are the same password whatever keyboard typed them (Vietnamese ones compose differently)."""
    return unicodedata.normalize("NFKC", password)
