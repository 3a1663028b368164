"""The table of functions: every name that an expression may call."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.engine.xpath.functions import core, dates, geo, hashing, numbers, selects, xforms
from app.engine.xpath.functions.table import Function

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    core.library.functions
    | numbers.library.functions
    | selects.library.functions
    | xforms.library.functions
    | dates.library.functions
    | geo.library.functions
    | hashing.library.functions
)
