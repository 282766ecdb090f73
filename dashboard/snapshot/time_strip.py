"""Draws the timeline under a snapshot's map: events per bin and type, and apart what belongs to no bin."""

from __future__ import annotations

from datetime import date

from dashboard.palette import MapColors, color_of
from dashboard.snapshot.content import SnapshotContent
from dashboard.snapshot.page import Box, Page, text_width
from geodata.model import EventType
from geodata.query.clauses import say_date
from geodata.query.timeline import BinUnit, Timeline

SMALL_SIZE = 6.4
WIDEST_BAR = 30.0
"""Points: the bars of two days are bars, not two halves of the sheet."""


def draw_timeline(page: Page, box: Box, content: SnapshotContent, colors: MapColors) -> None:
    """Draw events per bin and type as stacked bars; those without a date, or with one bound, at the right."""
    timeline = content.timeline
    apart = _apart(timeline)
    bars = Box(box.left, box.bottom + 9, box.width - 34 * len(apart), box.height - 20)
    stacks = [sum(column[i] for column in timeline.counts.values()) for i in range(len(timeline.starts))]
    highest = max(stacks)
    counted = content.wanted.counting.value.capitalize()
    title = f"{counted} per {timeline.unit.value} (most: {highest:,})" if highest else "No dated events"
    if timeline.outside:
        title += f"; {timeline.outside:,} more are dated outside this range"
    page.text(box.left, box.top - SMALL_SIZE, title, size=SMALL_SIZE, weight="bold", color=colors.ink)
    if highest:
        _draw_bars(page, bars, content, highest)
        page.line(bars.left, bars.bottom, bars.right, bars.bottom, colors.border)
        _draw_ticks(page, bars, timeline, colors)
    for place, (words, counts) in enumerate(apart):
        slot = Box(bars.right + 10 + 34 * place, bars.bottom, 20, bars.height)
        _draw_apart(page, slot, words, counts, highest, colors)


def _draw_bars(page: Page, bars: Box, content: SnapshotContent, highest: int) -> None:
    counts = content.timeline.counts
    step = bars.width / len(content.timeline.starts)
    gap = min(0.6, step * 0.12)
    for position in range(len(content.timeline.starts)):
        heights = {kind: column[position] for kind, column in counts.items()}
        left = bars.left + position * step
        width = min(step - gap, WIDEST_BAR)
        _draw_stack(page, Box(left + gap / 2, bars.bottom, width, bars.height), heights, highest)


def _apart(timeline: Timeline) -> list[tuple[str, dict[EventType, int]]]:
    """Return what belongs to no single bin, with the word for it, as far as there is any."""
    groups = [
        (words, {kind: sum(column) for kind, column in bins.items()})
        for words, bins in (("by a day", timeline.by_day), ("since", timeline.since_day))
    ]
    return [group for group in (*groups, ("undated", timeline.undated)) if any(group[1].values())]


def _draw_apart(
    page: Page,
    slot: Box,
    words: str,
    counts: dict[EventType, int],
    highest: int,
    colors: MapColors,
) -> None:
    """Draw events that have no bin, to the scale of the bars as far as that has room, and their number."""
    total = sum(counts.values())
    _draw_stack(page, slot, counts, max(highest, total))
    page.line(slot.left, slot.bottom, slot.right, slot.bottom, colors.border)
    height = slot.height * total / max(highest, total)
    middle = slot.left + slot.width / 2
    number = f"{total:,}"
    page.text(
        middle, slot.bottom + height + 1.5, number, size=5.6, weight="bold", color=colors.ink, align="center"
    )
    page.text(middle, slot.bottom - 7.6, words, size=5.6, color=colors.quiet_ink, align="center")


def _draw_stack(page: Page, box: Box, counts: dict[EventType, int], highest: int) -> None:
    bottom = box.bottom
    for kind, count in counts.items():
        if count:
            height = box.height * count / highest
            page.bar(Box(box.left, bottom, box.width, height), color_of(kind))
            bottom += height


def _draw_ticks(page: Page, bars: Box, timeline: Timeline, colors: MapColors) -> None:
    step = bars.width / len(timeline.starts)
    labels = [_tick(start, timeline.unit) for start in timeline.starts]
    free = bars.left
    for position, label in enumerate(labels):
        width = text_width(label, 5.6)
        left = bars.left + position * step
        if left >= free and left + width <= bars.right + 4:
            page.line(left, bars.bottom, left, bars.bottom - 2, colors.border)
            page.text(left, bars.bottom - 7.6, label, size=5.6, color=colors.quiet_ink)
            free = left + max(width + 12, bars.width / 9)


def _tick(start: date, unit: BinUnit) -> str:
    day, month, year = say_date(start).split(" ")
    return f"{month[:3]} {year}" if unit is BinUnit.MONTH else f"{day} {month[:3]} {year}"
