"""Ed25519 signatures (RFC 8032), verification only: nothing secret is handled here, so plain integers will do."""

from __future__ import annotations

import hashlib

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)  # of -1
# A point as X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z.
Point = tuple[int, int, int, int]


def verified(signature: bytes, message: bytes, key: bytes) -> bool:
    """Whether the owner of a public key (32 bytes) has signed (64 bytes) the message."""
    public, scalar = _point(key), int.from_bytes(signature[32:], "little")
    if public is None or scalar >= _ORDER:
        return False
    x, y, z, t = public
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little")
    found = _sum(_times(scalar, _BASE), _times(challenge % _ORDER, (-x, y, z, -t)))
    return _written(found) == signature[:32]


def _sum(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % _P, (p[1] + p[0]) * (q[1] + q[0]) % _P
    c, d = 2 * p[3] * q[3] * _D % _P, 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: Point) -> Point:
    found = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            found = _sum(found, point)
        point, scalar = _sum(point, point), scalar >> 1
    return found


def _written(point: Point) -> bytes:
    inverse = pow(point[2], -1, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _point(written: bytes) -> Point | None:
    """The point that 32 bytes stand for; None when the curve has none there."""
    whole = int.from_bytes(written, "little")
    y, odd = whole & (1 << 255) - 1, whole >> 255
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _ROOT % _P
    if y >= _P or x * x % _P != square or (x == 0 and odd):
        return None
    x = x if x & 1 == odd else _P - x
    return x, y, 1, x * y % _P


_BASE = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little")) or (0, 1, 1, 0)
