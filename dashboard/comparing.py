"""Sets a table of events beside the events read: rows for the page and the command, points for the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import shapely

from dashboard.map_records import Overlay
from geodata.amounts import counted
from geodata.comparing import Comparison
from geodata.listed import ListedEvent
from geodata.model import Event
from geodata.query import EventFilter, Selection
from geodata.query.table_rows import rows_within
from geodata.store import Store

# Cells that begin with these are formulas to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Apart from every colour that an event read can have.
TABLE_COLORS = {"ACLED": "#4a76c9", "UCDP GED": "#a8763a", "VIINA": "#9a63c4"}
_COLUMNS = (
    *("table_row", "table_day", "table_place", "table_type", "table_deaths"),
    *("event", "day", "place", "type", "deaths"),
)
# Points of one table on the map at once.
MOST_POINTS = 5_000


def saved_events(store: Store, selection: Selection) -> list[Event]:
    """Return the selected events whole."""
    return store.events(selection.ids())


def rows_of(comparison: Comparison) -> list[dict[str, object]]:
    """Return a row for each pair and each event that one side alone has, with what each side says."""
    rows = [
        _row("both", match.listed, match.event)
        | {
            "km_apart": round(match.km, 1),
            "days_apart": match.days,
            "deaths_agree": "" if match.deaths_agree is None else "yes" if match.deaths_agree else "no",
        }
        for match in comparison.both
    ]
    nothing = {"km_apart": "", "days_apart": "", "deaths_agree": ""}
    rows += [_row("only the table", row, None) | nothing for row in comparison.only_listed]
    rows += [_row("only read", None, event) | nothing for event in comparison.only_read]
    return rows


def _row(which: str, listed: ListedEvent | None, event: Event | None) -> dict[str, object]:
    row: dict[str, object] = {
        "which": which,
        "table_row": "",
        "table_day": "",
        "table_place": "",
        "table_type": "",
    }
    row |= {"table_deaths": "", "event": "", "day": "", "place": "", "type": "", "deaths": ""}
    if listed is not None:
        row |= {
            "table_row": _safe(listed.id), "table_day": _days(listed.date_start, listed.date_end),
            "table_place": _safe(listed.place_name), "table_type": _safe(listed.kind),
            "table_deaths": "" if listed.fatalities is None else listed.fatalities,
        }  # fmt: skip
    if event is not None:
        lead = event.lead
        row |= {
            "event": event.id, "day": _days(lead.date_start, lead.date_end),
            "place": _safe(lead.where or ""), "type": lead.sub_event_type.value,
            "deaths": "" if event.fatalities is None else event.fatalities,
        }  # fmt: skip
    return row


def _days(start: object, end: object) -> str:
    return f"{start}" if start == end else f"{start} to {end}"


def _safe(text: str) -> str:
    """Keep what a table or an article says from being taken for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def listed_overlays(listed: Iterable[ListedEvent], wanted: EventFilter) -> list[Overlay]:
    """Return the rows of tables that a filter lets through as a layer per table, for the map.

    They are drawn as a layer of their own: no count, card or export of what was read has them.
    """
    by_table: dict[str, list[ListedEvent]] = {}
    for event in rows_within(list(listed), wanted):
        by_table.setdefault(event.table, []).append(event)
    return [_overlay(table, events) for table, events in sorted(by_table.items())]


def _overlay(table: str, events: Sequence[ListedEvent]) -> Overlay:
    shown = events[:MOST_POINTS]
    points = shapely.MultiPoint(sorted({(event.longitude, event.latitude) for event in shown}))
    some = f"{len(shown):,} of " if len(shown) < len(events) else ""
    name = f"{table}, a table beside what was read: {some}{counted(len(events), 'event')}"
    return Overlay(name=name, color=TABLE_COLORS.get(table, "#808791"), geometry=points)
