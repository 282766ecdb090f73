"""What no record may hold: each check raises ValueError and says what the mistake probably was."""

from __future__ import annotations

import math
from datetime import date


def check_coordinates(latitude: float, longitude: float) -> None:
    """Raise ValueError unless this is a point on Earth in decimal degrees."""
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise ValueError(f"coordinates must be finite numbers, got {latitude}, {longitude}")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(
            f"{latitude}, {longitude} is not on Earth: latitude must lie in -90..90 and longitude in "
            "-180..180 (check the order is latitude, longitude)"
        )


def check_interval(date_start: date | None, date_end: date | None) -> None:
    """Raise ValueError when an inclusive interval ends before it begins."""
    if date_start is not None and date_end is not None and date_end < date_start:
        raise ValueError(f"the interval ends ({date_end}) before it begins ({date_start})")


def check_span(start: int, end: int) -> None:
    """Raise ValueError unless ``start:end`` is a non-empty half-open span of code points."""
    if not 0 <= start < end:
        raise ValueError(f"{start}:{end} is no span: it must be half-open, non-empty and not negative")


def check_unit(name: str, value: float) -> None:
    """Raise ValueError unless a confidence lies between 0 and 1."""
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"{name} must lie between 0 and 1, got {value}")
