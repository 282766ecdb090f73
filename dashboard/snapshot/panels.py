"""The parts of a snapshot around the map: heading, legend, tray, warnings, tolls and credits."""

from __future__ import annotations

from collections import Counter

from dashboard.palette import MapColors, color_of, shape_of
from dashboard.snapshot.content import SnapshotContent, is_ringed
from dashboard.snapshot.frame import Frame
from dashboard.snapshot.marks import count_unseen, draw_glyphs, glyph_at
from dashboard.snapshot.page import Box, Page, cut, printable, text_width, wrap
from geodata.export.columns import place_of
from geodata.model import Certainty, EventType
from geodata.query import AreaCell, Cell, Clock, Doubt
from geodata.query.clauses import period_words

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
    """Return the period asked for in words, or that of the events where none was."""
    wanted = content.wanted
    reported = wanted.clock is Clock.REPORTED
    if wanted.date_from is not None or wanted.date_to is not None:
        words = period_words(wanted.date_from, wanted.date_to)
        return f"First reported {words}" if reported else words[0].upper() + words[1:]
    if content.dates is None:
        return "No dated events"
    first, last = content.dates
    verb = "All dates: first reported" if reported else "All dates: events"
    return f"{verb} {period_words(first, last)}"


class SidePanel:
    """Sets entries from the top of a box downwards and knows how much room is left."""

    def __init__(self, page: Page, box: Box, colors: MapColors) -> None:
        self.page, self.box, self.colors = page, box, colors
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


def draw_side(page: Page, box: Box, content: SnapshotContent, frame: Frame, colors: MapColors) -> None:
    """Set the legend, what is known to the country only, and what the map does not show.

    In a column where the box is higher than wide, otherwise in three side by side.
    """
    columns = 1 if box.height > box.width else 3
    width = (box.width - 18 * (columns - 1)) / columns
    boxes = [Box(box.left + n * (width + 18), box.bottom, width, box.height) for n in range(columns)]
    panels = [SidePanel(page, column, colors) for column in boxes]
    _draw_types(panels[0], content)
    _draw_signs(panels[1 % columns], content)
    _draw_tray(panels[2 % columns], content)
    _draw_missing(panels[2 % columns], content, frame)
    _draw_tolls(panels[1 % columns] if columns > 1 else panels[0], content)


def _draw_types(panel: SidePanel, content: SnapshotContent) -> None:
    shown = [(kind, number) for kind in EventType if (number := content.types.get(kind, 0))]
    if not shown:
        return
    panel.head(f"{content.wanted.counting.value.upper()} BY TYPE")
    x, colors = panel.box.left + 5, panel.colors
    for kind, number in shown:
        panel.entry(kind.value, f"{number:,}", indent=14, color=colors.ink)
        y = panel.y + SMALL_SIZE * 0.36
        panel.page.mark(x, y, shape_of(kind), 3.2, color_of(kind), colors.halo)


def signs_of(content: SnapshotContent) -> list[tuple[str, str]]:
    """Return the signs that a map uses, each with its meaning."""
    drawn: tuple[Cell | AreaCell, ...] = (*content.cells.cells, *content.cells.areas)
    used = (
        ("hollow", "place not sure", any(c.unsure == c.count for c in drawn)),
        ("faint", "may lie outside the period", any(c.maybe == c.count for c in drawn)),
        ("hatch", "known to an area only", bool(content.cells.areas)),
        ("ring", "somewhere within the ring", any(is_ringed(c, content.bounds) for c in content.cells.cells)),
        ("number", f"number of {content.wanted.counting} at the place", any(c.count > 1 for c in drawn)),
        ("share", "several places, shares of types", content.cells.gathered),
        ("asked", "what the filter asks for", bool(content.filter_shapes)),
        ("rough", "a district whose border is not known", bool(content.rough_shapes)),
    )
    return [(sign, words) for sign, words, is_used in used if is_used]


def _draw_signs(panel: SidePanel, content: SnapshotContent) -> None:
    signs = signs_of(content)
    if signs and panel.has_room(len(signs) + 2):
        panel.head("SIGNS")
        for sign, words in signs:
            panel.entry(words, indent=14)
            draw_sign(panel.page, panel.box.left, panel.y, sign, panel.colors)
    if content.layers and panel.has_room(len(content.layers) + 2):
        panel.head("LAYERS")
        for layer in content.layers:
            panel.entry(printable(layer.title), indent=14)
            y = panel.y + SMALL_SIZE * 0.36
            panel.page.line(panel.box.left, y, panel.box.left + 10, y, layer.color, 1.4)


def draw_sign(page: Page, x: float, y: float, sign: str, colors: MapColors) -> None:
    """Draw one sign of the legend, 10 points wide, on a line of small letters at (x, y)."""
    box = Box(x, y - 0.5, 10, SMALL_SIZE)
    if sign == "hatch":
        page.bar(box, "none", edge=colors.area, hatch="//////", layer=9, style="--")
    elif sign == "rough":
        page.pill(box, "none", colors.ring, layer=9, style=(0, (2.4, 1.6)), width=1.2)
    elif sign in ("ring", "asked"):
        page.pill(box, "none", colors.ring, layer=9, style="--" if sign == "ring" else "-")
    elif sign == "share":
        shares = [(color_of(kind), 1.0) for kind in EventType]
        page.ring(x + 5, y + 2.6, 4, shares, colors.paper)
    elif sign in ("hollow", "faint"):
        kind = EventType.EXPLOSIONS
        page.marks(
            [x + 5], [y + 2.4], shape_of(kind), [3.4], color_of(kind), colors.halo,
            hollow=sign == "hollow", faint=sign == "faint",
        )  # fmt: skip
    else:
        page.text(x + 5, y, "12", size=SMALL_SIZE, weight="bold", color=colors.ink, align="center")


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
        draw_glyphs(panel.page, [glyph], panel.colors)


def warnings_of(content: SnapshotContent, frame: Frame) -> list[tuple[str, int]]:
    """Return what a reader of the map must mind, each with its number; only what there is."""
    cells = content.cells
    rows = [
        ("outside the part shown", count_unseen(frame, content)),
        ("in further areas, not drawn", cells.areas_left_out),
    ]
    if content.records is None:
        rows += content.doubted
    else:
        found = Counter[str]()
        for record in content.records:
            weight = content.weight_of(record)
            found.update(dict.fromkeys(str(record["doubts"] or "").split("; "), weight))
        rows += [(doubt.value, found[doubt]) for doubt in Doubt if doubt is not Doubt.DISAGREEMENT]
    return [(words, number) for words, number in rows if number]


def _draw_missing(panel: SidePanel, content: SnapshotContent, frame: Frame) -> None:
    told = warnings_of(content, frame)
    panel.head("SHOWN, BUT MIND")
    for words, number in told:
        if panel.has_room():
            panel.entry(words, f"{number:,}")
    if not told:
        every = "Every event shown has a sure place and date."
        panel.note(every if content.about.shown else "No event passes the filter.")
    if content.about.policy and panel.has_room(4):
        panel.note(f"Released with: {content.about.policy}.", 4)
    if panel.has_room(3):
        panel.y -= 3
        panel.note("No symbol does not mean that nothing happened: it means nothing was read.", 3)


def _draw_tolls(panel: SidePanel, content: SnapshotContent) -> None:
    """Name the events with the most dead, with the range where sources differ."""
    records = [r for r in content.records or () if isinstance(r["fatalities"], int) and r["fatalities"] > 0]
    records.sort(key=lambda r: (-int(str(r["fatalities"])), str(r["event_id"])))
    if not records or not panel.has_room(4):
        return
    panel.head("MOST DEATHS REPORTED")
    for record in records[:_TOLLS]:
        if panel.has_room():
            low, best, high = (record[n] for n in ("fatalities_low", "fatalities", "fatalities_high"))
            figure = f"{best}" if low is None or low == high else f"{low}–{high}"
            place = str(place_of(record) or record["admin1"] or "place not told")
            claim = f" ({record['certainty']})" if record["certainty"] not in _FIRM else ""
            panel.entry(printable(place + claim), figure)


_FIRM = (Certainty.STATED.value, Certainty.CONFIRMED.value, None)
_TOLLS = 5


def draw_credits(page: Page, box: Box, content: SnapshotContent, colors: MapColors) -> None:
    """Set who the places and the basemap are owed to."""
    text = " · ".join(("Made with Conflict Map", *content.about.credits))
    for position, line in enumerate(wrap(text, box.width, 5.6, 2)):
        page.text(box.left, box.top - 5.6 - position * 7.6, line, size=5.6, color=colors.quiet_ink)
