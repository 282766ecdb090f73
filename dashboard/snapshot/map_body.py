"""The map of a snapshot: ground, layers of the reader's own, events, scale bar and locator."""

from __future__ import annotations

from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from dashboard.palette import MapColors
from dashboard.snapshot.content import SnapshotContent
from dashboard.snapshot.extent import WHOLE_WORLD
from dashboard.snapshot.frame import Frame, frame_for
from dashboard.snapshot.ground import draw_edge, draw_ground, draw_layer, draw_locator
from dashboard.snapshot.marks import draw_events
from dashboard.snapshot.page import Box, Page
from dashboard.snapshot.scale import draw_scale

_LOCATOR_WIDTH, _LOCATOR_HEIGHT = 92.0, 47.0
_LOCATOR_FROM_WIDTH = 450.0
# A map that shows so much of the world needs no other to say where it lies.
_LOCATOR_UP_TO_DEGREES = 70.0
_LEAST_MARK = 5.0


def draw_map(page: Page, frame: Frame, content: SnapshotContent, colors: MapColors) -> None:
    """Draw the map in its frame."""
    draw_ground(page, frame, colors)
    for layer in content.layers:
        draw_layer(page, frame, layer.shapes, layer.color)
    taken = [Box(frame.place.left, frame.place.bottom, frame.place.width * 0.34, 22)]
    world = _locator(frame)
    if world is not None:
        taken.append(world.place)
    draw_events(page, frame, content, colors, taken)
    draw_edge(page, frame, colors)
    draw_scale(page, frame, colors)
    if world is not None:
        draw_locator(page, world, _part(frame), colors)


def _locator(frame: Frame) -> Frame | None:
    """Return the frame of the small map of the world, None where there is no room or no need for one."""
    west, _, east, _ = frame.seen().bounds
    if frame.is_world or frame.place.width < _LOCATOR_FROM_WIDTH or east - west > _LOCATOR_UP_TO_DEGREES:
        return None
    place = Box(
        frame.place.right - _LOCATOR_WIDTH - 4, frame.place.bottom + 4, _LOCATOR_WIDTH, _LOCATOR_HEIGHT
    )
    south, _, north, _ = WHOLE_WORLD
    return frame_for((south, frame.middle - 180, north, frame.middle + 180), place)


def _part(frame: Frame) -> BaseGeometry:
    """Return a box around what a frame shows, in degrees, large enough to be seen on the locator."""
    west, south, east, north = frame.seen().bounds
    x, y = (west + east) / 2, (south + north) / 2
    wide, high = max((east - west) / 2, _LEAST_MARK), max((north - south) / 2, _LEAST_MARK)
    middle = frame.middle + x
    return box(middle - wide, max(y - high, -89), middle + wide, min(y + high, 89))
