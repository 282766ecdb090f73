"""Draws the frames of a series: each as a picture of its own, or all on one sheet."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import FigureCanvasAgg

from dashboard.palette import MAP_COLORS, MapColors, Theme, color_of, shape_of
from dashboard.series.frames import Series, SeriesFrame
from dashboard.snapshot.content import SnapshotContent
from dashboard.snapshot.drawing import LOCK, SETTINGS
from dashboard.snapshot.frame import Frame, frame_for
from dashboard.snapshot.ground import draw_edge, draw_ground
from dashboard.snapshot.marks import count_unseen, draw_events
from dashboard.snapshot.page import Box, Page, cut, printable, text_width, wrap
from dashboard.snapshot.panels import draw_sign, signs_of
from dashboard.snapshot.scale import draw_scale
from dashboard.wording import describe_interval
from geodata.amounts import counted
from geodata.model import EventType
from geodata.query import Doubt

Image = npt.NDArray[np.uint8]

_FRAME_PX, _FRAME_PT = (1280, 800), (720.0, 450.0)
_EDGE, _GAP = 14.0, 9.0
_TITLE, _PERIOD, _LINE, _SMALL = 13.0, 11.0, 7.6, 6.6
_CAPTION = 22.0
_SHEET_PT, _SHEET_DPI = 1000.0, 144.0
_CREDITS = (
    "Made with Conflict Map · Places: GeoNames, CC BY 4.0 · Boundaries: Natural Earth; Crimea as Ukraine"
)


def draw_frames(
    series: Series, theme: Theme, progress: Callable[[float, str], None] | None = None
) -> Iterator[Image]:
    """Yield each frame as pixels (height, width, red green blue), all of one size."""
    ground: Image | None = None
    for number, frame in enumerate(series.frames, start=1):
        with LOCK, mpl.rc_context(SETTINGS), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
            if ground is None:
                ground = _pixels(_ground_page(series, theme))
            page = Page(*_FRAME_PT, MAP_COLORS[theme].paper)
            _compose(page, series, frame, theme, ground)
            image = _pixels(page)
        if progress is not None:
            progress(number / len(series.frames), f"{number:,} of {counted(len(series.frames), 'frame')}")
        yield image


def _place() -> Box:
    """Return where the map of a single frame lies."""
    top = _TITLE + _PERIOD + _LINE + 22
    bottom = 74.0
    return Box(_EDGE, bottom, _FRAME_PT[0] - 2 * _EDGE, _FRAME_PT[1] - _EDGE - top - bottom)


def _ground_page(series: Series, theme: Theme) -> Page:
    page = Page(*_FRAME_PT, MAP_COLORS[theme].paper)
    draw_ground(page, frame_for(series.bounds, _place()), MAP_COLORS[theme])
    return page


def _pixels(page: Page) -> Image:
    page.figure.set_dpi(72 * _FRAME_PX[0] / _FRAME_PT[0])
    canvas = FigureCanvasAgg(page.figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels: Image = np.asarray(canvas.buffer_rgba())[:, :, :3].copy()  # type: ignore[no-untyped-call]
    return pixels


def _compose(page: Page, series: Series, frame: SeriesFrame, theme: Theme, ground: Image) -> None:
    colors = MAP_COLORS[theme]
    width = page.box.width - 2 * _EDGE
    y = page.box.height - _EDGE - _TITLE + 3
    page.text(
        _EDGE,
        y,
        cut(printable(series.title), width, _TITLE, "bold"),
        size=_TITLE,
        weight="bold",
        color=colors.ink,
    )
    y -= _PERIOD + 6
    page.text(_EDGE, y, frame.words, size=_PERIOD, weight="bold", color=colors.ink)
    shown = frame_for(series.bounds, _place())
    counted = count_words(frame.content, shown)
    page.text(
        page.box.width - _EDGE, y, counted, size=_PERIOD, weight="bold", color=colors.ink, align="right"
    )
    y -= _LINE + 5
    page.text(_EDGE, y, cut(printable(series.sentence), width, _LINE), size=_LINE, color=colors.quiet_ink)
    place = _place()
    page.axes.imshow(ground, extent=(0, page.box.width, 0, page.box.height), zorder=0, aspect="auto")
    reserved = [Box(place.left, place.bottom, place.width * 0.34, 22)]
    draw_events(page, shown, frame.content, colors, reserved)
    draw_edge(page, shown, colors)
    draw_scale(page, shown, colors)
    _draw_strip(page, Box(_EDGE, 40, width, 22), series, frame, colors)
    _draw_foot(page, series, theme, width)


def count_words(content: SnapshotContent, frame: Frame) -> str:
    """Return how many events a frame holds, how many only possibly, and how many it cannot draw."""
    maybe = dict(content.doubted)[Doubt.POSSIBLY_IN_PERIOD.value]
    cells = content.cells
    unseen = count_unseen(frame, content) + sum(row.count for row in cells.tray) + cells.without_place
    words = [content.said(content.count)]
    words += [f"{maybe:,} only possibly"] if maybe else []
    words += [f"{unseen:,} not on this map"] if unseen else []
    return ", ".join(words)


def _draw_strip(page: Page, box: Box, series: Series, now: SeriesFrame, colors: MapColors) -> None:
    """Draw the number of events of every frame, the present one dark."""
    step = box.width / len(series.frames)
    gap = min(1.2, step * 0.15)
    for number, frame in enumerate(series.frames):
        height = max(box.height * frame.content.count / max(series.most, 1), 0.5)
        color = colors.ink if frame is now else colors.admin1
        page.bar(Box(box.left + number * step + gap / 2, box.bottom, step - gap, height), color)
    page.line(box.left, box.bottom, box.right, box.bottom, colors.border)
    first, last = series.frames[0].first.isoformat(), series.frames[-1].last.isoformat()
    y = box.bottom - 8
    page.text(box.left, y, first, size=_SMALL, color=colors.quiet_ink)
    page.text(box.right, y, last, size=_SMALL, color=colors.quiet_ink, align="right")
    middle = f"{series.whole.wanted.counting} per {series.unit.value}, at most {series.most:,}"
    page.text(box.left + box.width / 2, y, middle, size=_SMALL, color=colors.quiet_ink, align="center")


def _draw_foot(page: Page, series: Series, theme: Theme, width: float) -> None:
    """Set the legend, what a reader must mind, and the credits."""
    colors = MAP_COLORS[theme]
    draw_legend(page, _EDGE, 20, series.whole, colors, width)
    page.text(_EDGE, 11, cut("; ".join(series.notes) + ".", width, 6.0), size=6.0, color=colors.quiet_ink)
    page.text(_EDGE, 3.5, cut(_CREDITS, width, 5.6), size=5.6, color=colors.quiet_ink)


def draw_legend(
    page: Page, x: float, y: float, content: SnapshotContent, colors: MapColors, width: float
) -> None:
    """Set the types that occur and the signs that are used on one line, as far as it has room."""
    end = x + width
    for kind in EventType:
        if content.types.get(kind, 0):
            needed = 13 + text_width(kind.value, _SMALL) + 10
            if x + needed > end:
                return
            page.mark(x + 4, y + 2.3, shape_of(kind), 3.2, color_of(kind), colors.halo)
            page.text(x + 12, y, kind.value, size=_SMALL, color=colors.ink)
            x += needed
    for sign, words in signs_of(content):
        needed = 14 + text_width(words, _SMALL) + 10
        if sign in ("number", "share") or x + needed > end:
            continue
        draw_sign(page, x, y, sign, colors)
        page.text(x + 14, y, words, size=_SMALL, color=colors.quiet_ink)
        x += needed


def columns_for(frames: int) -> int:
    """Return how many small maps stand side by side."""
    return next(
        columns for limit, columns in ((2, 2), (6, 3), (12, 4), (20, 5), (10_000, 6)) if frames <= limit
    )


def draw_sheet(series: Series, theme: Theme) -> bytes:
    """Return all frames on one sheet as a PNG: small maps of the same place and scale."""
    colors = MAP_COLORS[theme]
    columns = columns_for(len(series.frames))
    rows = math.ceil(len(series.frames) / columns)
    wide = (_SHEET_PT - 2 * _EDGE - _GAP * (columns - 1)) / columns
    high = wide * 0.78
    head, foot = 62.0, 42.0
    height = head + rows * (high + _CAPTION + _GAP) + foot
    with LOCK, mpl.rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        page = Page(_SHEET_PT, height, colors.paper)
        _draw_head(page, series, colors)
        for number, frame in enumerate(series.frames):
            row, column = divmod(number, columns)
            left = _EDGE + column * (wide + _GAP)
            top = height - head - row * (high + _CAPTION + _GAP)
            _draw_panel(
                page, series, frame, Box(left, top - _CAPTION - high, wide, high), theme, first=not number
            )
        draw_legend(page, _EDGE, 27, series.whole, colors, _SHEET_PT - 2 * _EDGE)
        notes = cut("; ".join(series.notes) + ".", _SHEET_PT - 2 * _EDGE, _SMALL)
        page.text(_EDGE, 16, notes, size=_SMALL, color=colors.quiet_ink)
        page.text(_EDGE, 6, _CREDITS, size=5.6, color=colors.quiet_ink)
        stream = io.BytesIO()
        known = {
            "Title": printable(series.title),
            "Description": printable(series.sentence),
            "Software": "Conflict Map",
        }
        page.figure.savefig(stream, format="png", dpi=_SHEET_DPI, metadata=known)
    return stream.getvalue()


def _draw_head(page: Page, series: Series, colors: MapColors) -> None:
    width, y = _SHEET_PT - 2 * _EDGE, page.box.height - _EDGE - 15
    title = cut(printable(series.title), width, 18, "bold")
    page.text(_EDGE, y, title, size=18, weight="bold", color=colors.ink)
    about = series.whole.about
    span = describe_interval(series.frames[0].first, series.frames[-1].last)
    sentence = f"{span}. {series.sentence} {about.counts}."
    for line in wrap(printable(sentence), width, 8.2, 2):
        y -= 12.5
        page.text(_EDGE, y, line, size=8.2, color=colors.quiet_ink)


def _draw_panel(
    page: Page, series: Series, frame: SeriesFrame, place: Box, theme: Theme, *, first: bool
) -> None:
    """Draw one small map under its period; names are left to the larger pictures."""
    colors = MAP_COLORS[theme]
    words = cut(frame.words, place.width, 8.4, "bold")
    page.text(place.left, place.top + 11, words, size=8.4, weight="bold", color=colors.ink)
    shown = frame_for(series.bounds, place)
    counted = cut(count_words(frame.content, shown), place.width, _SMALL)
    page.text(place.left, place.top + 2.6, counted, size=_SMALL, color=colors.quiet_ink)
    draw_ground(page, shown, colors)
    areas = {area.place_id for area in frame.content.cells.areas}
    names = {key: name for key, name in frame.content.place_names.items() if key in areas}
    bare = replace(frame.content, towns=(), countries=(), place_names=names)
    draw_events(page, shown, bare, colors, [])
    draw_edge(page, shown, colors)
    if first:
        draw_scale(page, shown, colors)
