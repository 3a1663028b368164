"""What the form page hands to its scripts: the modules of the critical path (the first one starts the page,
all are preloaded) and the sentences they show. Scripts hold no visible text of their own."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

# Paths below static/, the entry first; at most eight (ARCHITECTURE.md, "Assets").
CRITICAL_MODULES: tuple[str, ...] = ()

# By the key that scripts use; placeholders are written {n}.
TEXTS: Mapping[str, LazyString] = MappingProxyType(
    {
        "saved": _l("Đã lưu trên máy {time}"),
        "saving": _l("Đang lưu…"),
    }
)
