"""Places of the gazetteer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geodata.model.checks import check_coordinates


class PlaceKind(StrEnum):
    """What sort of thing a gazetteer entry is."""

    CONTINENT = "continent"
    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    REGION = "region"
    SETTLEMENT = "settlement"
    FACILITY = "facility"
    WATER = "water"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry of the gazetteer.

    ``id`` is stable and prefixed by its source ("gn:706483", "ne:UKR-326", "region:donbas", "ua:12345").
    ``admin1`` and ``admin2`` are GeoNames codes ("UA.07"; None where unknown), ``admin1_name`` is what a
    reader is shown. ``radius_km`` is the half-extent of an area, 0 for a point. ``population`` is 0 where
    unknown.
    """

    id: str
    name: str
    kind: PlaceKind
    latitude: float
    longitude: float
    country_code: str | None = None
    admin1: str | None = None
    admin1_name: str | None = None
    admin2: str | None = None
    admin2_name: str | None = None
    population: int = 0
    radius_km: float = 0.0
    source: str = ""

    def __post_init__(self) -> None:
        check_coordinates(self.latitude, self.longitude)
        if self.population < 0 or self.radius_km < 0:
            raise ValueError(f"population and radius of {self.name} must not be negative")

    @property
    def is_area(self) -> bool:
        """Whether the place is an area to be drawn as one, not a point."""
        return self.kind in (
            PlaceKind.CONTINENT,
            PlaceKind.COUNTRY,
            PlaceKind.ADMIN1,
            PlaceKind.ADMIN2,
            PlaceKind.REGION,
        )

    @property
    def label(self) -> str:
        """The name with what tells it from its namesakes: "Udy, Kharkiv Oblast, UA".

        A place so small that its people are not counted is told by its district as well.
        """
        district = None if self.population else self.admin2_name
        parts = (self.name, district, self.admin1_name, self.country_code)
        return ", ".join(dict.fromkeys(p for p in parts if p))
