"""Draws a snapshot as one HTML page that stands alone: the picture, and the events with their sentences."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date
from html import escape

from dashboard.palette import MAP_COLORS
from dashboard.safe_text import safe_link
from dashboard.snapshot.content import SnapshotContent
from dashboard.snapshot.drawing import SnapshotOptions, draw
from dashboard.snapshot.page import printable
from dashboard.snapshot.panels import dates_of
from dashboard.snapshot.statement import statement_text
from dashboard.wording import describe_interval
from geodata.export.columns import Record

# Nothing may be loaded or run: the file shows what is in it and no more.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_COLUMNS = ("Date", "Type", "Place", "Toll", "Not sure", "What was written", "Source")


def draw_page(content: SnapshotContent, records: Sequence[Record], options: SnapshotOptions) -> bytes:
    """Return the page; ``records`` are the events of the table, and the page says when they are not all."""
    colors = MAP_COLORS[options.theme]
    picture = base64.b64encode(draw(content, ".png", options)).decode()
    title, sentence = _text(options.title), _text(content.about.sentence)
    rows = "\n".join(map(_row, records))
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
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 1200px; padding: 1rem;
  background: {colors.paper}; color: {colors.ink}; overflow-wrap: anywhere }}
img {{ width: 100%; height: auto; border: 1px solid {colors.border} }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100%; font-size: .875rem; margin-top: 1rem }}
th, td {{ border-bottom: 1px solid {colors.admin1}; padding: .4rem .5rem; text-align: left;
  vertical-align: top }}
th:nth-child(1) {{ width: 12% }} th:nth-child(2) {{ width: 13% }} th:nth-child(3) {{ width: 14% }}
th:nth-child(4) {{ width: 6rem }} th:nth-child(5) {{ width: 12% }} th:nth-child(7) {{ width: 12% }}
td p {{ margin: 0 0 .3rem }}
a {{ color: inherit }}
footer {{ color: {colors.quiet_ink}; font-size: .8rem; margin-top: 1rem }}
</style></head><body>
<h1>{title}</h1>
<p><b>{_text(dates_of(content))}</b></p>
<p>{statement}</p>
<img alt="Map of the events in the table below. {sentence}" src="data:image/png;base64,{picture}">
<table><thead><tr>{head}</tr></thead><tbody>
{rows}
</tbody></table>
<footer>{_text(" · ".join(content.about.credits))}</footer>
</body></html>
""".encode()


def _text(text: str) -> str:
    return escape(printable(text), quote=True)


def _row(record: Record) -> str:
    sources = "".join(f"<p>{_link(label, url)}</p>" for label, url in zip(*_sources_of(record), strict=True))
    cells = (
        _text(when(record)),
        _text(str(record["sub_event_type"] or record["event_type"] or "")),
        _text(where(record)),
        _text(toll(record)),
        "".join(f"<p>{_text(doubt)}</p>" for doubt in str(record["doubts"] or "").split("; ")),
        f"<p>{_text(str(record['notes'] or ''))}</p>",
        sources,
    )
    attributes = f' data-event="{_text(str(record["event_id"]))}"'
    return f"<tr{attributes}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def when(record: Record) -> str:
    """Return a record's dates in words."""
    start, end = (day if isinstance(day := record[n], date) else None for n in ("date_start", "date_end"))
    return describe_interval(start, end)


def where(record: Record) -> str:
    """Return a record's place in words, as exactly as it is known."""
    parts = [str(record[name]) for name in ("location", "admin1", "country_code") if record[name]]
    label = ", ".join(dict.fromkeys(parts))
    if record["location_is_area"]:
        return f"somewhere in {label}"
    return label or ("place not told" if record["latitude"] is not None else "not known")


def toll(record: Record) -> str:
    """Return a record's dead, with the range where sources differ, and injured; "" when not stated."""
    low, best, high = (record[name] for name in ("fatalities_low", "fatalities", "fatalities_high"))
    dead = "" if best is None else f"{best if low == high or low is None else f'{low}–{high}'} killed"
    injured = "" if record["injured"] is None else f"{record['injured']} injured"
    return ", ".join(part for part in (dead, injured) if part)


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
        return _text(label)
    shown = _text(label or address)
    return f'<a href="{escape(address, quote=True)}" rel="noopener noreferrer nofollow">{shown}</a>'
