"""Digests, base64 and signed texts, and the shuffle that starts from a digest: JavaRosa's to the bit, so that a list
stands in the same order on every device."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.engine.xpath.functions.table import Library
from app.engine.xpath.signatures import verified
from app.engine.xpath.values import Nodes, Scope, Value, XPathError, number, string

library = Library()
_ALGORITHMS = frozenset({"MD5", "SHA1", "SHA256", "SHA384", "SHA512"})
_ENCODINGS: Mapping[str, Callable[[bytes], str]] = MappingProxyType(
    {"BASE64": lambda found: base64.b64encode(found).decode(), "HEX": bytes.hex}
)
_MODULUS = 2_147_483_647.0


def algorithm(name: str) -> str | None:
    """The algorithm as hashlib names it; None for one that digest() does not know."""
    plain = name.upper().replace("-", "")
    return plain.lower() if plain in _ALGORITHMS else None


def encoding(name: str) -> Callable[[bytes], str] | None:
    return _ENCODINGS.get(name.upper())


@library("digest", "string string string?")
def digest(text: str, wanted: str, written: str = "base64") -> Value:
    known, encode = algorithm(wanted), encoding(written)
    if known is None or encode is None:
        raise XPathError(f"digest() does not know {wanted} or {written}")
    return encode(hashlib.new(known, text.encode(), usedforsecurity=False).digest())


@library("base64-decode", "string")
def base64_decode(text: str) -> Value:
    """The text that some base64 holds, blank when it is none; what is no UTF-8 in it becomes U+FFFD."""
    return _bytes(text).decode("utf-8", "replace")


@library("extract-signed", "string string")
def extract_signed(signed: str, key: str) -> Value:
    """The text behind an Ed25519 signature (64 bytes, all in base64) if the public key confirms it, else blank."""
    content, public = _bytes(signed), _bytes(key)
    signature, message = content[:64], content[64:]
    known = len(signature) == 64 and len(public) == 32 and verified(signature, message, public)
    return message.decode("utf-8", "replace") if known else ""


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        return b""


@library("randomize", "nodes any?", scoped=True)
def randomize(scope: Scope, nodes: Nodes, *seed: Value) -> Value:
    """The nodes shuffled (Fisher-Yates, inside out); with a seed always in the same order."""
    draw = _park_miller(_seed(seed[0])) if seed else scope.world.random
    shuffled: Nodes = []
    for place, node in enumerate(nodes):
        other = int(draw() * (place + 1))
        shuffled.append(node)
        shuffled[place], shuffled[other] = shuffled[other], node
    return shuffled


def _seed(value: Value) -> float:
    """A number cut to a whole one, or the first eight bytes of a text's SHA-256; blank is 0."""
    given = number(value)
    if given == given:
        return float(math.trunc(max(-(2.0**63), min(given, 2.0**63))))
    text = string(value)
    return float(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], signed=True)) if text else 0.0


def _park_miller(seed: float) -> Callable[[], float]:
    """Numbers from 0 up to 1 by the generator of Park and Miller."""
    state = math.fmod(seed, _MODULUS)
    if state <= 0:
        state += _MODULUS - 1

    def draw() -> float:
        nonlocal state
        state = state * 16807 % _MODULUS
        return (state - 1) / (_MODULUS - 1)

    return draw
