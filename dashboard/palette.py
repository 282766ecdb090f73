"""The colours of the basemap in a light and a dark theme, and with them those of the event types.

What the types look like stands in ``geodata/looks.py``, since files with styles carry it too.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from geodata.looks import EVENT_STYLES, EventStyle, Theme, color_of, shape_of

__all__ = [
    "EVENT_STYLES",
    "MAP_COLORS",
    "EventStyle",
    "MapColors",
    "Theme",
    "color_of",
    "colors_of",
    "shape_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapColors:
    """The colours of everything on a map but the events."""

    paper: str
    sea: str
    land: str
    border: str
    admin1: str
    disputed: str
    halo: str
    ink: str
    quiet_ink: str
    label: str
    area: str
    ring: str


def colors_of(theme: Theme) -> list[str]:
    """Return every colour of a theme, those of the map and of the event types."""
    colors = MAP_COLORS[theme]
    named = [str(getattr(colors, field.name)) for field in fields(colors)]
    return [*named, *(style.color for style in EVENT_STYLES.values())]


MAP_COLORS: dict[Theme, MapColors] = {
    Theme.LIGHT: MapColors(
        paper="#ffffff",
        sea="#dfe8ee",
        land="#f8f6f1",
        border="#8a8578",
        admin1="#d3cec2",
        disputed="#a0522d",
        halo="#ffffff",
        ink="#1c1f24",
        quiet_ink="#565b63",
        label="#5f5b52",
        area="#4a5568",
        ring="#3b4250",
    ),
    Theme.DARK: MapColors(
        paper="#14171c",
        sea="#0c131a",
        land="#171b20",
        border="#7d8490",
        admin1="#3b414b",
        disputed="#d59a73",
        halo="#14171c",
        ink="#f1f3f5",
        quiet_ink="#b4bac3",
        label="#a3a9b3",
        area="#b9c2d0",
        ring="#d5dbe4",
    ),
}
