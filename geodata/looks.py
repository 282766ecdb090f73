"""The colours and shapes of the event types, the same on the screen, in pictures and in files with styles.

The colours were searched for (random search with hill climbing) so that every two of them differ by at
least 20 in CIE L*a*b* for full colour vision and for Machado's (2009) simulation of protanopia,
deuteranopia and tritanopia, and by at least 2.5 in lightness, and so that each stands out 3 : 1 from the
land of the light and of the dark map. A type has one colour in both themes, so that a picture in one is
read like the screen in the other. What that leaves between light and dark is too little for print in grey
alone: shape tells the type as well, no message hangs on colour. ``tests/test_palette.py`` holds all this.
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
    """How an event type is drawn: its colour (#rrggbb), one for both themes, and the name of its shape."""

    color: str
    shape: str


EVENT_STYLES: dict[EventType, EventStyle] = {
    EventType.BATTLES: EventStyle(color="#cb1919", shape="cross"),
    EventType.EXPLOSIONS: EventStyle(color="#ee630b", shape="burst"),
    EventType.CIVILIANS: EventStyle(color="#b052a9", shape="diamond"),
    EventType.PROTESTS: EventStyle(color="#1b9684", shape="circle"),
    EventType.RIOTS: EventStyle(color="#8e7b53", shape="triangle"),
    EventType.STRATEGIC: EventStyle(color="#1566eb", shape="square"),
}


def color_of(event_type: EventType) -> str:
    """Return the colour of an event type, the same in both themes."""
    return EVENT_STYLES[event_type].color


def shape_of(event_type: EventType) -> str:
    """Return the name of an event type's shape."""
    return EVENT_STYLES[event_type].shape
