"""The parts of a snapshot around the map: heading, legend, tray, timeline, scale bar and credits."""

from __future__ import annotations

from datetime import date

from dashboard.palette import MapColors, Theme, color_of, shape_of
from dashboard.snapshot.content import SnapshotContent
from dashboard.snapshot.frame import Frame
from dashboard.snapshot.marks import count_unseen, draw_glyphs, glyph_at
from dashboard.snapshot.page import Box, Page, cut, printable, text_width, wrap
from geodata.model import EventType
from geodata.query import Clock
from geodata.query.clauses import say_date
from geodata.query.timeline import BinUnit, Timeline

TITLE_SIZE = 15.0
LINE_SIZE = 7.6
SMALL_SIZE = 6.4
LEADING = 1.42


def heading_lines(content: SnapshotContent, title: str, width: float) -> tuple[str, list[str]]:
    """Return the title and the lines under it: the dates, the filter sentence, the counts."""
    sentence = printable(f"{content.about.sentence} {content.about.counts}.")
    return cut(printable(title), width, TITLE_SIZE, "bold"), wrap(sentence, width, LINE_SIZE, 3)


def draw_heading(page: Page, box: Box, title: str, lines: list[str], dates: str, colors: MapColors) -> None:
    """Set the title, the dates beside or under it and the sentence."""
    y = box.top - TITLE_SIZE
    page.text(box.left, y, title, size=TITLE_SIZE, weight="bold", color=colors.ink)
    y -= LINE_SIZE * LEADING + 3
    page.text(box.left, y, dates, size=LINE_SIZE, weight="bold", color=colors.ink)
    for line in lines:
        y -= LINE_SIZE * LEADING
        page.text(box.left, y, line, size=LINE_SIZE, color=colors.quiet_ink)


def heading_height(lines: list[str]) -> float:
    """Return how high the heading is with so many lines."""
    return TITLE_SIZE + 3 + LINE_SIZE * LEADING * (len(lines) + 1) + 4


def dates_of(content: SnapshotContent) -> str:
    """Return the dates of the events shown in words."""
    if content.dates is None:
        return "No dated events"
    low, high = content.wanted.date_from or date.min, content.wanted.date_to or date.max
    first, last = (say_date(min(max(day, low), high)) for day in content.dates)
    verb = "First reported" if content.wanted.clock is Clock.REPORTED else "Events"
    if first == last:
        return f"{verb} {'on' if content.wanted.clock is Clock.REPORTED else 'of'} {first}"
    return f"{verb} from {first} to {last}"


class SidePanel:
    """Sets entries from the top of a box downwards and knows how much room is left."""

    def __init__(self, page: Page, box: Box, theme: Theme, colors: MapColors) -> None:
        self.page, self.box, self.theme, self.colors = page, box, theme, colors
        self.y = box.top

    def has_room(self, lines: float = 1.0) -> bool:
        """Whether so many lines still fit."""
        return self.y - lines * SMALL_SIZE * LEADING >= self.box.bottom

    def head(self, text: str) -> None:
        """Set a heading."""
        self.y -= SMALL_SIZE * LEADING + 5
        self.page.text(self.box.left, self.y, text, size=SMALL_SIZE, weight="bold", color=self.colors.ink)
        self.y -= 2

    def entry(self, text: str, number: str = "", indent: float = 0.0, color: str | None = None) -> None:
        """Set a line with a number at the right."""
        self.y -= SMALL_SIZE * LEADING + 1.2
        room = self.box.width - indent - (text_width(number, SMALL_SIZE, "bold") + 5 if number else 0)
        ink = color or self.colors.quiet_ink
        self.page.text(
            self.box.left + indent, self.y, cut(text, room, SMALL_SIZE), size=SMALL_SIZE, color=ink
        )
        if number:
            self.page.text(
                self.box.right, self.y, number, size=SMALL_SIZE, weight="bold", color=self.colors.ink,
                align="right",
            )  # fmt: skip

    def note(self, text: str, lines: int = 3, indent: float = 0.0) -> None:
        """Set a remark in as many lines as it takes."""
        for line in wrap(text, self.box.width - indent, SMALL_SIZE, lines):
            self.entry(line, indent=indent)


def draw_side(
    page: Page, box: Box, content: SnapshotContent, frame: Frame, theme: Theme, colors: MapColors
) -> None:
    """Set the legend, what is known to the country only, and what the map does not show.

    In a column where the box is higher than wide, otherwise in three side by side.
    """
    columns = 1 if box.height > box.width else 3
    width = (box.width - 18 * (columns - 1)) / columns
    boxes = [Box(box.left + n * (width + 18), box.bottom, width, box.height) for n in range(columns)]
    panels = [SidePanel(page, column, theme, colors) for column in boxes]
    _draw_types(panels[0], content)
    _draw_signs(panels[1 % columns], content)
    _draw_tray(panels[2 % columns], content)
    _draw_missing(panels[2 % columns], content, frame)


def _draw_types(panel: SidePanel, content: SnapshotContent) -> None:
    panel.head("EVENTS BY TYPE")
    x, colors = panel.box.left + 5, panel.colors
    for kind in EventType:
        panel.entry(kind.value, f"{content.types.get(kind, 0):,}", indent=14, color=colors.ink)
        y = panel.y + SMALL_SIZE * 0.36
        panel.page.mark(x, y, shape_of(kind), 3.2, color_of(kind, panel.theme), colors.halo)


def _draw_signs(panel: SidePanel, content: SnapshotContent) -> None:
    signs = []
    if content.cells.areas:
        signs.append(("hatch", "known to an area only"))
    if any(c.radius_km > 0 and c.places == 1 for c in content.cells.cells):
        signs.append(("ring", "somewhere within the ring"))
    if any(c.count > 1 and c.places == 1 for c in content.cells.cells):
        signs.append(("number", "number of events at the place"))
    if content.cells.gathered:
        signs.append(("share", "several places, shares of types"))
    if content.filter_shapes:
        signs.append(("asked", "what the filter asks for"))
    if not signs or not panel.has_room(len(signs) + 2):
        return
    panel.head("SIGNS")
    for sign, words in signs:
        panel.entry(words, indent=14)
        _draw_sign(panel, sign)


def _draw_sign(panel: SidePanel, sign: str) -> None:
    box = Box(panel.box.left, panel.y - 0.5, 10, SMALL_SIZE)
    if sign == "hatch":
        panel.page.bar(box, "none", edge=panel.colors.area, hatch="//////", layer=9)
    elif sign in ("ring", "asked"):
        style = "--" if sign == "ring" else "-"
        panel.page.pill(box, "none", panel.colors.ring, layer=9, style=style)
    elif sign == "share":
        shares = [(color_of(kind, panel.theme), 1.0) for kind in EventType]
        panel.page.ring(box.left + 5, panel.y + 2.6, 4, shares, panel.colors.paper)
    else:
        panel.page.text(
            box.left + 5,
            panel.y,
            "12",
            size=SMALL_SIZE,
            weight="bold",
            color=panel.colors.ink,
            align="center",
        )


def _draw_tray(panel: SidePanel, content: SnapshotContent) -> None:
    tray = content.cells.tray
    if not tray or not panel.has_room(4):
        return
    panel.head("KNOWN TO THE COUNTRY ONLY")
    for position, entry in enumerate(tray):
        if not panel.has_room(7) and position < len(tray) - 1:
            panel.entry(f"and {len(tray) - position} more", f"{sum(e.count for e in tray[position:]):,}")
            break
        name = printable(content.place_names.get(entry.place_id or "", "country"))
        name = cut(name, panel.box.width - 30 - 7 * len(entry.types), SMALL_SIZE)
        panel.entry(name, f"{entry.count:,}", color=panel.colors.ink)
        x = panel.box.left + text_width(name, SMALL_SIZE) + 4 + 3.5 * len(entry.types)
        glyph = glyph_at(x, panel.y + 2.2, entry.types, 1)
        draw_glyphs(panel.page, [glyph], panel.theme, panel.colors)


def _draw_missing(panel: SidePanel, content: SnapshotContent, frame: Frame) -> None:
    about, cells = content.about, content.cells
    rows = [
        ("without a place, not drawn", cells.without_place),
        ("outside the part shown", count_unseen(frame, content)),
        ("in further areas, not drawn", cells.areas_left_out),
        ("without a date", about.undated),
        *((words, number) for number, words in about.unsure_dates),
        ("only possibly in the region", content.possibly),
    ]
    panel.head("SHOWN, BUT MIND")
    told = [(words, number) for words, number in rows if number]
    for words, number in told:
        if panel.has_room():
            panel.entry(words, f"{number:,}")
    if not told:
        every = "Every event shown has a place and a date."
        panel.note(every if about.shown else "No event passes the filter.")
    if panel.has_room(3):
        panel.y -= 3
        panel.note("No symbol does not mean that nothing happened: it means nothing was read.", 3)


def draw_timeline(page: Page, box: Box, content: SnapshotContent, theme: Theme, colors: MapColors) -> None:
    """Draw events per bin and type as stacked bars; those without a date, or with one bound, at the right."""
    timeline = content.timeline
    apart = _apart(timeline)
    bars = Box(box.left, box.bottom + 9, box.width - 34 * len(apart), box.height - 20)
    stacks = [sum(column[i] for column in timeline.counts.values()) for i in range(len(timeline.starts))]
    highest = max(stacks)
    title = f"Events per {timeline.unit.value} (most: {highest:,})" if highest else "No dated events"
    if timeline.outside:
        title += f"; {timeline.outside:,} more from outside this range"
    page.text(box.left, box.top - SMALL_SIZE, title, size=SMALL_SIZE, weight="bold", color=colors.ink)
    if highest:
        _draw_bars(page, bars, content, highest, theme)
        page.line(bars.left, bars.bottom, bars.right, bars.bottom, colors.border)
        _draw_ticks(page, bars, timeline, colors)
    for place, (words, counts) in enumerate(apart):
        slot = Box(bars.right + 10 + 34 * place, bars.bottom, 20, bars.height)
        _draw_apart(page, slot, words, counts, highest, (theme, colors))


def _draw_bars(page: Page, bars: Box, content: SnapshotContent, highest: int, theme: Theme) -> None:
    counts = content.timeline.counts
    step = bars.width / len(content.timeline.starts)
    gap = min(0.6, step * 0.12)
    for position in range(len(content.timeline.starts)):
        heights = {kind: column[position] for kind, column in counts.items()}
        left = bars.left + position * step
        _draw_stack(page, Box(left + gap / 2, bars.bottom, step - gap, bars.height), heights, highest, theme)


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
    look: tuple[Theme, MapColors],
) -> None:
    """Draw events that have no bin, to the scale of the bars as far as that has room, and their number."""
    theme, colors = look
    total = sum(counts.values())
    _draw_stack(page, slot, counts, max(highest, total), theme)
    page.line(slot.left, slot.bottom, slot.right, slot.bottom, colors.border)
    height = slot.height * total / max(highest, total)
    middle = slot.left + slot.width / 2
    number = f"{total:,}"
    page.text(
        middle, slot.bottom + height + 1.5, number, size=5.6, weight="bold", color=colors.ink, align="center"
    )
    page.text(middle, slot.bottom - 7.6, words, size=5.6, color=colors.quiet_ink, align="center")


def _draw_stack(page: Page, box: Box, counts: dict[EventType, int], highest: int, theme: Theme) -> None:
    bottom = box.bottom
    for kind, count in counts.items():
        if count:
            height = box.height * count / highest
            page.bar(Box(box.left, bottom, box.width, height), color_of(kind, theme))
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


def draw_scale(page: Page, frame: Frame, colors: MapColors) -> None:
    """Draw a bar of a round length, true where it lies; a map of the world has none."""
    if frame.is_world:
        return
    left, bottom = frame.place.left + 9, frame.place.bottom + 8
    km, length = frame.scale_bar(left, bottom, frame.place.width * 0.22)
    words = f"{km:,} km"
    plate = Box(left - 4, bottom - 4, length + text_width(words, SMALL_SIZE) + 13, 13)
    page.pill(plate, colors.paper, colors.paper, layer=8)
    for half, color in ((0, colors.ink), (1, colors.paper)):
        part = Box(left + half * length / 2, bottom, length / 2, 3)
        page.bar(part, color, edge=colors.ink, layer=9)
    page.text(left + length + 4, bottom - 0.8, words, size=SMALL_SIZE, color=colors.ink)


def draw_credits(page: Page, box: Box, content: SnapshotContent, colors: MapColors) -> None:
    """Set who the places and the basemap are owed to."""
    text = " · ".join(("Made with Conflict Map", *content.about.credits))
    for position, line in enumerate(wrap(text, box.width, 5.6, 2)):
        page.text(box.left, box.top - 5.6 - position * 7.6, line, size=5.6, color=colors.quiet_ink)
