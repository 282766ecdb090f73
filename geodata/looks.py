"""The colours and shapes of the event types, the same on the screen, in pictures and in files with styles.

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

FAINT = 0.42
"""Opacity of what may as well lie outside the period asked for."""


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


def color_of(event_type: EventType, theme: Theme = Theme.LIGHT) -> str:
    """Return the colour of an event type in a theme."""
    return EVENT_STYLES[event_type].color(theme)


def shape_of(event_type: EventType) -> str:
    """Return the name of an event type's shape."""
    return EVENT_STYLES[event_type].shape
