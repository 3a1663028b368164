"""A GeoJSON file as the rows of a list, as ODK Collect reads it: `geometry` in ODK's notation, `id`, the properties."""

from __future__ import annotations

import json
import unicodedata

from app.engine.numerals import plain


def read_geojson(content: bytes) -> list[dict[str, str]]:
    """One row a feature. ValueError when the file is no FeatureCollection of points, lines and simple polygons."""
    collection = json.loads(content.decode("utf-8-sig"))
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise ValueError("type ≠ FeatureCollection")
    features = collection.get("features")
    if not isinstance(features, list):
        raise ValueError("thiếu / missing: features")
    return [_row(feature) for feature in features]


def _row(feature: object) -> dict[str, str]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise ValueError("type ≠ Feature")
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise ValueError("properties ≠ {…}")
    row = {"geometry": _geometry(feature.get("geometry"))}
    row |= {str(name): _text(value) for name, value in properties.items()}
    if feature.get("id") is not None:  # the feature's own id goes before a property of that name
        row["id"] = _text(feature["id"])
    return row


def _text(value: object) -> str:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return plain(float(value)) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)


def _geometry(geometry: object) -> str:
    """`lat lon 0 0` of a point; points with "; " between for a line or the outline of a polygon."""
    match geometry:
        case {"type": "Point", "coordinates": point}:
            return _point(point)
        case {"type": "LineString", "coordinates": [*points]}:
            return "; ".join(map(_point, points))
        case {"type": "Polygon", "coordinates": [[*points], *_]}:
            return "; ".join(map(_point, points))
        case {"type": kind}:
            raise ValueError(f"geometry {kind}")
    raise ValueError("thiếu / missing: geometry")


def _point(point: object) -> str:
    match point:
        case [int() | float() as longitude, int() | float() as latitude, *_]:
            return f"{plain(float(latitude))} {plain(float(longitude))} 0 0"
    raise ValueError(f"coordinates {point}")
