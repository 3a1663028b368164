"""Numbers and money as Vietnamese readers write them: 1.234,5 and "1,2 triệu đồng". Halves round up, as on paper."""

from decimal import ROUND_HALF_UP, Decimal

Number = int | float | Decimal

_MONEY_UNITS = ((Decimal(10) ** 9, "tỷ"), (Decimal(10) ** 6, "triệu"))
_NOTHING_TO_DIVIDE = "–"


def decimal(value: Number, places: int | None = None) -> str:
    """ "1.234,5": with exactly `places` decimals, or with as many as the number has."""
    exact = _exact(value)
    text = f"{exact:,f}" if places is None else f"{_rounded(exact, places):,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(_SWAPPED)


_SWAPPED = str.maketrans({",": ".", ".": ","})


def money(value: Number) -> str:
    """In whole đồng: "1.200.000 đồng"."""
    return f"{decimal(value, 0)} đồng"


def money_short(value: Number) -> str:
    """At a glance: "1,2 triệu đồng", "3,75 tỷ đồng" (two decimals at most); below a million as `money`."""
    exact = _exact(value)
    for size, name in _MONEY_UNITS:
        scaled = _rounded(exact / size, 2)
        if abs(scaled) >= 1:
            return f"{decimal(scaled)} {name} đồng"
    return money(exact)


def percent(part: Number, whole: Number, places: int = 1) -> str:
    """ "89,1%", "50%"; a dash when there is nothing to compare with."""
    if not whole:
        return _NOTHING_TO_DIVIDE
    return f"{decimal(_rounded(_exact(part) / _exact(whole) * 100, places))}%"


def _exact(value: Number) -> Decimal:
    """A float counts as the shortest decimal that means it: 0.1 is a tenth."""
    return value if isinstance(value, Decimal) else Decimal(repr(value))


def _rounded(value: Decimal, places: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)  # never "-0"
