"""How exactly a place and a date are known, each with ACLED's and UCDP's code."""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import cache
from typing import Self


class _Precision(Enum):
    """A step of exactness with its label and the codes that ACLED and UCDP GED give it."""

    def __init__(self, label: str, acled: int, ucdp: int) -> None:
        self.label = label
        self.acled = acled
        self.ucdp = ucdp

    @classmethod
    def from_label(cls, label: str) -> Self:
        """Return the member with this ``label``; raises ValueError with the labels there are."""
        try:
            return cls._of_labels()[label]
        except KeyError:
            known = ", ".join(member.label for member in cls)
            raise ValueError(f"{label!r} is no {cls.__name__}; use one of {known}") from None

    @classmethod
    @cache
    def _of_labels(cls) -> dict[str, Self]:
        return {member.label: member for member in cls}


VAGUE_RADIUS_KM = 15.0
"""How far "near X" may be from X; half of the distance "near" bridges in dispatches is well under this."""


class PlacePrecision(_Precision):
    """How exactly an event's place is known.

    Each member carries ACLED's ``geo_precision`` code (1-3) and UCDP GED's ``where_prec`` code (1-7).
    """

    SITE = ("site", 1, 1)
    SETTLEMENT = ("settlement", 1, 1)
    NEAR = ("near", 2, 2)
    DISTRICT = ("district", 2, 3)
    REGION = ("region", 3, 4)
    AREA = ("area", 3, 5)
    COUNTRY = ("country", 3, 6)

    @property
    def is_area(self) -> bool:
        """Whether the place is drawn as an area (district, region, area, country) and not as a point."""
        return self in (
            PlacePrecision.DISTRICT,
            PlacePrecision.REGION,
            PlacePrecision.AREA,
            PlacePrecision.COUNTRY,
        )

    def around_km(self, radius_km: float) -> float:
        """Return how far from its point the place may lie: what is near a point is never at the point."""
        return VAGUE_RADIUS_KM if self is PlacePrecision.NEAR and radius_km <= 0 else radius_km


class DatePrecision(_Precision):
    """How exactly an event's date is known.

    Each member carries ACLED's ``time_precision`` code (1-3) and UCDP GED's ``date_prec`` code (1-5).
    """

    DAY = ("day", 1, 1)
    DAYS = ("days", 2, 2)
    WEEK = ("week", 2, 3)
    MONTH = ("month", 3, 4)
    LONGER = ("longer", 3, 5)
    UNKNOWN = ("unknown", 3, 5)

    @classmethod
    def of_interval(cls, date_start: date | None, date_end: date | None) -> DatePrecision:
        """Return the precision of an inclusive interval; an open or absent bound is UNKNOWN."""
        if date_start is None or date_end is None:
            return cls.UNKNOWN
        days = (date_end - date_start).days + 1
        for limit, precision in ((1, cls.DAY), (6, cls.DAYS), (7, cls.WEEK), (31, cls.MONTH)):
            if days <= limit:
                return precision
        return cls.LONGER
