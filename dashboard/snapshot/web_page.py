"""Draws a report as one HTML page that stands alone: map, timeline, filters, events, sentences, reasons."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from html import escape
from pathlib import Path

from dashboard.palette import MAP_COLORS, MapColors, color_of
from dashboard.safe_text import pieces, safe_link
from dashboard.snapshot.content import SnapshotContent
from dashboard.snapshot.drawing import SnapshotOptions
from dashboard.snapshot.page import printable
from dashboard.snapshot.panels import dates_of
from dashboard.snapshot.statement import statement_text
from dashboard.snapshot.vector_map import vector_map
from dashboard.wording import describe_interval, toll_words
from geodata.export.columns import Record
from geodata.model import EventType

_SCRIPT = (Path(__file__).parents[1] / "frontend" / "report.js").read_text("utf-8")
_STYLE = (Path(__file__).parents[1] / "frontend" / "report.css").read_text("utf-8")
_DIGEST = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
# Nothing may be loaded, and nothing but the page's own script may run, whatever stands in an article.
_POLICY = (
    f"default-src 'none'; script-src 'sha256-{_DIGEST}'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)
_COLUMNS = ("Date", "Type", "Place", "Toll", "Not sure", "What was written", "Source")
_TYPES = list(EventType)

Reasons = Mapping[str, Sequence[str]]
"""Why an event is read as it is, a phrase each, by event id."""


def draw_page(
    content: SnapshotContent,
    records: Sequence[Record],
    options: SnapshotOptions,
    reasons: Reasons | None = None,
) -> bytes:
    """Return the page; ``records`` are the events of the table, and the page says when they are not all."""
    colors = MAP_COLORS[options.theme]
    title, sentence = _text(options.title), _words(content.about.sentence)
    rows = "\n".join(
        _row(record, (reasons or {}).get(str(record["event_id"]), ()), content.weight_of(record))
        for record in records
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    cut_off = "" if len(records) == content.about.shown else f" The table lists the first {len(records):,}."
    policy = f" Release policy: {_text(content.about.policy)}." if content.about.policy else ""
    statement = f"{sentence} {_text(content.about.counts)}.{policy}{cut_off}"
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="conflictmap" content="{statement_text(content, options.title)}">
<title>{title}</title>
<style>{_variables(colors)}{_STYLE}</style></head><body>
<h1>{_words(options.title)}</h1>
<p><b>{_text(dates_of(content))}</b></p>
<p>{statement}</p>
{_filters(content, records)}
<div id="sheet">{vector_map(content, records, colors)}
<div class="zoom"><button id="in" aria-label="Closer">+</button>
<button id="out" aria-label="Further">−</button></div></div>
{_legend(content)}
<svg id="timeline" viewBox="0 0 1000 80" preserveAspectRatio="none" aria-hidden="true"></svg>
<p id="axis"></p>
<p class="live-only"><span id="count" role="status"></span>
<button id="all" hidden>List all places</button></p>
<table><thead><tr>{head}</tr></thead><tbody>
{rows}
</tbody></table>
<footer>{_words(" · ".join(content.about.credits))}<br>{_words(content.about.link)}</footer>
<script>{_SCRIPT}</script>
</body></html>
""".encode()


def _variables(colors: MapColors) -> str:
    """Return the palette for the style sheet, and the colours of the types for the timeline."""
    names = "; ".join(f"--{field.name}: {getattr(colors, field.name)}" for field in fields(colors))
    types = "".join(f".c{n} {{ fill: {color_of(kind)} }}" for n, kind in enumerate(_TYPES))
    return f":root {{ {names} }} {types}"


def _filters(content: SnapshotContent, records: Sequence[Record]) -> str:
    """Return the fields that filter the page, shown only where its script runs."""
    kinds = "".join(
        f'<label><input type="checkbox" value="{n}" checked><svg viewBox="-1.2 -1.2 2.4 2.4" class="c{n}">'
        f'<use href="#t{n}" x="-1" y="-1" width="2" height="2"/></svg>{_text(kind.value)} '
        f"<b>{content.types[kind]:,}</b></label>"
        for n, kind in enumerate(_TYPES)
        if content.types.get(kind)
    )
    regions = sorted({region for record in records if (region := _region(record))})
    options = "".join(f'<option value="{_text(name)}">{_text(name)}</option>' for name in regions)
    return f"""<div class="live-only filters"><label>From <input type="date" id="from"></label>
<label>to <input type="date" id="to"></label>
<label>Region <select id="region"><option value="">all</option>{options}</select></label>
<label>Words <input type="search" id="words"></label>
<button type="button" id="reset">Reset</button><div id="types">{kinds}</div></div>"""


def _legend(content: SnapshotContent) -> str:
    """Return in words what the map draws how, and what it cannot draw."""
    signs = [
        "hollow: place not sure",
        "faint: may lie outside the period",
        "dashed ring: somewhere within it",
        "hatched: somewhere in the area",
        f"a number: {content.wanted.counting} at the place",
        *(["firm line: what the filter asks for"] if content.filter_shapes else []),
        *(["dashed circle: a district whose border is not known"] if content.rough_shapes else []),
    ]
    tray = "; ".join(
        f"{printable(content.place_names.get(entry.place_id or '', 'a country'))} {entry.count:,}"
        for entry in content.cells.tray
    )
    known = f" Known to the country only, not drawn: {_words(tray)}." if tray else ""
    layers = "; ".join(printable(layer.title) for layer in content.layers)
    drawn = f" Layers: {_words(layers)}." if layers else ""
    silence = "No symbol does not mean that nothing happened: it means nothing was read."
    return f'<p class="legend">{_text("; ".join(signs).capitalize())}.{known}{drawn} {silence}</p>'


def _region(record: Record) -> str:
    return str(record["admin1"] or record["country_code"] or "")


def _text(text: str) -> str:
    return escape(printable(text), quote=True)


def _words(text: str) -> str:
    """Return text for the body of the page, where words without an end may be broken."""
    first, *more = (escape(piece, quote=True) for piece in pieces(printable(text)))
    # No <wbr>: readers of HTML as it was before it was invented take all that follows for its content.
    return "".join(f'<span class="piece">{piece}</span>' for piece in (first, *more)) if more else first


def _row(record: Record, reasons: Sequence[str], weight: int) -> str:
    sources = "".join(f"<p>{_link(label, url)}</p>" for label, url in zip(*_sources_of(record), strict=True))
    why = "".join(f"<li>{_words(reason)}</li>" for reason in reasons)
    cells = (
        _words(when(record)),
        _words(str(record["sub_event_type"] or record["event_type"] or "")),
        _words(where(record)),
        _words(toll(record)),
        "".join(f"<p>{_words(doubt)}</p>" for doubt in str(record["doubts"] or "").split("; ")),
        f"<p>{_words(str(record['notes'] or ''))}</p>"
        + (f"<details><summary>Why</summary><ul>{why}</ul></details>" if why else ""),
        sources,
    )
    known = {
        "event": record["event_id"],
        "type": _TYPES.index(EventType(str(record["event_type"]))),
        "start": record["date_start"],
        "end": record["date_end"],
        "region": _region(record),
        **({"weight": weight} if weight != 1 else {}),
    }
    attributes = "".join(
        f' data-{name}="{_text(str("" if value is None else value))}"' for name, value in known.items()
    )
    return f"<tr{attributes}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def when(record: Record) -> str:
    """Return a record's dates in words."""
    start, end = (day if isinstance(day := record[n], date) else None for n in ("date_start", "date_end"))
    return describe_interval(start, end)


def where(record: Record) -> str:
    """Return a record's place in words, as exactly as it is known."""
    parts = [str(record[name]) for name in ("location", "admin1", "country_code") if record[name]]
    label = ", ".join(dict.fromkeys(parts))
    told = record["location_told"]
    if record["location_is_area"]:
        return f"{told}, in {label}" if told else f"somewhere in {label}"
    if told:
        return f"{told}, near {label}" if label else str(told)
    return label or ("place not told" if record["latitude"] is not None else "not known")


def toll(record: Record) -> str:
    """Return a record's dead, with the range where sources differ, and injured; "" when not stated."""
    return toll_words(
        record["fatalities_low"], record["fatalities"], record["fatalities_high"], record["injured"]
    )


def _sources_of(record: Record) -> tuple[list[str], list[str]]:
    """Return outlets and links side by side; a link without an outlet is named by its address."""
    outlets = str(record["source"] or "").split("; ") if record["source"] else []
    links = str(record["source_url"] or "").split("; ") if record["source_url"] else []
    number = max(len(outlets), len(links))
    return outlets + [""] * (number - len(outlets)), links + [""] * (number - len(links))


def _link(label: str, url: str) -> str:
    """Return a link to a web page; any other address is shown as the label alone."""
    address = safe_link(url)
    if address is None:
        return _words(label)
    shown = _words(label or address)
    return f'<a href="{escape(address, quote=True)}" rel="noopener noreferrer nofollow">{shown}</a>'
