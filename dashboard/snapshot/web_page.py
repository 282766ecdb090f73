"""A snapshot as one HTML file: the picture and a table of its events, static, escaped, asking no server."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from dashboard.palette import MAP_COLORS
from dashboard.snapshot.content import SnapshotContent
from dashboard.snapshot.drawing import SnapshotOptions, draw
from dashboard.snapshot.page import printable
from dashboard.snapshot.statement import statement_text
from geodata.query.clauses import say_date
from geodata.store import EventCard

# Nothing may be loaded or run: the file shows what is in it and no more.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_COLUMNS = ("Date", "Type", "Place", "Deaths", "What was written", "Source")


def draw_page(content: SnapshotContent, cards: Sequence[EventCard], options: SnapshotOptions) -> bytes:
    """Return the page; ``cards`` are the events of the table, and the page says when they are not all."""
    colors = MAP_COLORS[options.theme]
    picture = base64.b64encode(draw(content, ".png", options)).decode()
    title, sentence = _text(options.title), _text(content.about.sentence)
    rows = "\n".join(map(_row, cards))
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    cut_off = "" if len(cards) == content.about.shown else f" The table lists the first {len(cards):,}."
    statement = f"{sentence} {_text(content.about.counts)}.{cut_off}"
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
th:nth-child(1) {{ width: 13% }} th:nth-child(2) {{ width: 15% }} th:nth-child(3) {{ width: 16% }}
th:nth-child(4) {{ width: 4.5rem }} th:nth-child(6) {{ width: 14% }}
td p {{ margin: 0 0 .3rem }}
a {{ color: inherit }}
footer {{ color: {colors.quiet_ink}; font-size: .8rem; margin-top: 1rem }}
</style></head><body>
<h1>{title}</h1>
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


def _row(card: EventCard) -> str:
    lead = card.event.lead
    place = printable(lead.place.label) if lead.place else "not stated"
    prefix = "somewhere in " if lead.place_precision and lead.place_precision.is_area else ""
    deaths = "" if card.event.fatalities is None else str(card.event.fatalities)
    words = "".join(f"<p>{_text(source.excerpt)}</p>" for source in card.sources)
    sources = "".join(f"<p>{_link(source.outlet or source.title, source.url)}</p>" for source in card.sources)
    cells = (_date(card), _text(lead.sub_event_type.value), _text(prefix + place), deaths, words, sources)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _date(card: EventCard) -> str:
    start, end = card.event.lead.date_start, card.event.lead.date_end
    if start is None and end is None:
        return "not known"
    if start is None or end is None:
        return f"by {say_date(end)}" if end else f"since {say_date(start)}" if start else ""
    return say_date(start) if start == end else f"{say_date(start)} to {say_date(end)}"


def _link(label: str, url: str) -> str:
    """Return a link to a web page; any other address is shown as the label alone."""
    try:
        is_web = urlsplit(url).scheme in ("http", "https")
    except ValueError:
        is_web = False
    if not is_web:
        return _text(label)
    return f'<a href="{escape(url, quote=True)}" rel="noopener noreferrer nofollow">{_text(label or url)}</a>'
