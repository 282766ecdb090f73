"""The words that cite a report: the exact sentence, the article's title, outlet and day, and its address."""

from __future__ import annotations

from dashboard.safe_text import neutral, plain, safe_link
from dashboard.wording import describe_day
from geodata.model import Report
from geodata.store.events import ReportSource


def cite(report: Report, source: ReportSource) -> str:
    """Return the citation of one report in a line; the sentence is whole, whatever is shown of it.

    What is not known of the article is left out, but for its day, which is then said to be missing.
    """
    sentence = " ".join(neutral(source.excerpt).split())
    title = f"“{plain(source.title, None)}”" if source.title else ""
    day = describe_day(report.published) if report.published else "no publication date"
    page = f"p. {source.page}" if source.page else ""
    where = ", ".join(part for part in (plain(source.outlet, None), title, day, page) if part)
    return " ".join(part for part in (f"“{sentence}”", f"— {where}.", safe_link(source.url) or "") if part)
