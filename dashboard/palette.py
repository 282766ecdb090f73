"""Colours and shapes of the event types and of the basemap, in a light and a dark theme.

The colours were searched for (random search with hill climbing) so that every two of them differ by at
least 20 in CIE L*a*b* for full colour vision and for Machado's (2009) simulation of protanopia,
deuteranopia and tritanopia, and by at least 4 in lightness, so that print in grey tells them apart too.
A type has the same hue in both themes, so that a picture in one is read like the screen in the other.
Shape tells the type as well; no message hangs on colour alone. ``tests/test_palette.py`` holds all this.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geodata.model import EventType


class Theme(StrEnum):
    """Which of the two looks."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventStyle:
    """How an event type is drawn: a colour (#rrggbb) per theme and the name of its shape."""

    light: str
    dark: str
    shape: str

    def color(self, theme: Theme) -> str:
        """Return the colour in a theme."""
        return self.light if theme is Theme.LIGHT else self.dark


EVENT_STYLES: dict[EventType, EventStyle] = {
    EventType.BATTLES: EventStyle(light="#590609", dark="#d9303f", shape="cross"),
    EventType.EXPLOSIONS: EventStyle(light="#e23a00", dark="#f0791a", shape="burst"),
    EventType.CIVILIANS: EventStyle(light="#9f018a", dark="#ff87f0", shape="diamond"),
    EventType.PROTESTS: EventStyle(light="#229c93", dark="#17d9bd", shape="circle"),
    EventType.RIOTS: EventStyle(light="#7c6540", dark="#f0d101", shape="triangle"),
    EventType.STRATEGIC: EventStyle(light="#272ecc", dark="#4a7dff", shape="square"),
}


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
        sea="#101820",
        land="#23272e",
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


def color_of(event_type: EventType, theme: Theme = Theme.LIGHT) -> str:
    """Return the colour of an event type in a theme."""
    return EVENT_STYLES[event_type].color(theme)


def shape_of(event_type: EventType) -> str:
    """Return the name of an event type's shape."""
    return EVENT_STYLES[event_type].shape
