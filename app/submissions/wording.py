"""An answer's canonical text in a reader's words: dates, numbers and choices as Vietnamese readers write them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import cast

from flask_babel import gettext as _

from app.engine.datatypes import read_moment, readable
from app.engine.xpath.functions.geo import area, distance
from app.vietnamese import dates, numbers

_GROUP_FROM = 10_000  # below it a whole number may be a year


@dataclass(frozen=True)
class Spot:
    """A place on the map; `accuracy` in metres, None when it was typed in."""

    latitude: str
    longitude: str
    accuracy: int | None

    @property
    def map_url(self) -> str:
        at = f"mlat={self.latitude}&mlon={self.longitude}"
        return f"https://www.openstreetmap.org/?{at}#map=18/{self.latitude}/{self.longitude}"


def worded(kind: str, value: str, labels: Mapping[str, str]) -> tuple[tuple[str, ...], Spot | None]:
    """(lines, spot): no line for a blank answer; a value that its type cannot read is shown as it stands."""
    if not value.strip():
        return (), None
    if kind == "select_one":
        return (labels.get(value, value),), None
    if kind in {"select_multiple", "rank"}:
        return tuple(labels.get(each, each) for each in value.split()), None
    if kind == "geopoint":
        spot = read_spot(value)
        return ((_coordinates(spot) if spot else value),), spot
    if kind in {"geotrace", "geoshape"}:
        return (measured(kind, value),), None
    writer = _WRITERS.get(kind)
    return (writer(value) if writer else value,), None


def read_spot(value: str) -> Spot | None:
    parts = value.split()
    try:
        latitude, longitude = float(parts[0]), float(parts[1])
        accuracy = round(float(parts[3])) if len(parts) > 3 else 0
    except (IndexError, ValueError, OverflowError):
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return Spot(f"{latitude:.6f}", f"{longitude:.6f}", accuracy if accuracy > 0 else None)


def _coordinates(spot: Spot) -> str:
    return f"{spot.latitude}, {spot.longitude}"


def measured(kind: str, value: str) -> str:
    """A line or an area in few words: "5 điểm, dài 120 m". What cannot be read stays as it is."""
    if not value or not readable(kind, value):
        return value
    points = [point for point in value.split(";") if point.strip()]
    if kind == "geotrace":
        return _("%(n)s điểm, dài %(size)s", n=len(points), size=_metres(cast(float, distance(value))))
    closed = points[0].split()[:2] == points[-1].split()[:2]
    return _("%(n)s góc, rộng %(size)s", n=len(points) - closed, size=_square_metres(cast(float, area(value))))


def _metres(length: float) -> str:
    return f"{round(length)} m" if length < 1000 else f"{numbers.decimal(round(length / 1000, 1))} km"


def _square_metres(found: float) -> str:
    if found < 10_000:
        return f"{numbers.decimal(round(found))} m²"
    return f"{numbers.decimal(round(found / 10_000, 1))} ha"


def _number(value: str) -> str:
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    if number == number.to_integral_value() and abs(number) < _GROUP_FROM:
        return str(int(number))
    return numbers.decimal(number)


def _date(value: str) -> str:
    moment = read_moment(value, "date")
    return dates.day(moment.at.date()) if moment else value


def _time(value: str) -> str:
    moment = read_moment(value, "time")
    return f"{moment.at:%H:%M}" if moment else value


def _date_time(value: str) -> str:
    moment = read_moment(value, "dateTime")
    return dates.day_and_time(moment.at) if moment else value


_WRITERS: Mapping[str, Callable[[str], str]] = {
    "integer": _number,
    "decimal": _number,
    "range": _number,
    "date": _date,
    "time": _time,
    "dateTime": _date_time,
}
