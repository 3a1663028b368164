"""Appearances that arrange a control without changing it, as classes of static/css/controls.css: columns, scales,
tables, pictures, the twelve columns of the grid theme; and the sentences for what a page does otherwise than a map or a
compass would."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

_CLASSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "columns": ("cols",),
        "horizontal": ("cols",),
        "columns-pack": ("pack",),
        "horizontal-compact": ("pack",),
        "compact": ("pack", "pics"),
        "quickcompact": ("pack", "pics"),
        "no-buttons": ("pics",),
        "likert": ("likert",),
        "list": ("cells",),
        "list-nolabel": ("cells",),
        "vertical": ("upright",),
        "no-ticks": ("bare",),
        "table-list": ("cell-table",),
    }
)
_COUNTED = re.compile(r"(columns|compact|quickcompact)-([1-9]|10)")
_WIDTH = re.compile(r"w([1-9]|1[0-2])")
_OTHERWISE: Mapping[tuple[str, str], LazyString] = MappingProxyType(
    {
        ("select_one", "image-map"): _l("Chưa bấm được lên hình ở trang web; hãy chọn trong danh sách."),
        ("select_multiple", "image-map"): _l("Chưa bấm được lên hình ở trang web; hãy chọn trong danh sách."),
        ("select_one", "map"): _l("Trang web chưa có bản đồ cho câu này; hãy chọn trong danh sách."),
        ("decimal", "bearing"): _l("Ghi số độ trên la bàn, từ 0 đến 360."),
        **{
            ("date", calendar): _l("Ghi theo dương lịch.")
            for calendar in ("bikram-sambat", "buddhist", "coptic", "ethiopian", "islamic", "myanmar", "persian")
        },
    }
)


def classes(appearance: Iterable[str]) -> tuple[str, ...]:
    """Classes for these appearances, in their order; ours (`ph-…`) as they are."""
    found: list[str] = []
    for name in appearance:
        counted = _COUNTED.fullmatch(name)
        if counted:
            found += ["cols", f"cols-{counted[2]}"] + (["pics"] if counted[1] != "columns" else [])
        elif name.startswith("ph-") or _WIDTH.fullmatch(name):
            found.append(name)
        else:
            found += _CLASSES.get(name, ())
    return tuple(dict.fromkeys(found))


def has_width(appearance: Iterable[str]) -> bool:
    return any(_WIDTH.fullmatch(name) for name in appearance)


def otherwise(kind: str, appearance: Iterable[str]) -> str:
    """What this page does instead of what the author asked for; blank when it does that."""
    return next((str(_OTHERWISE[kind, name]) for name in appearance if (kind, name) in _OTHERWISE), "")
