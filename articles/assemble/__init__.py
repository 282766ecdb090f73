"""Joins triggers, places, dates and tolls of one article into reports, one for each happening."""

from __future__ import annotations

from collections.abc import Sequence

from articles.assemble.ledger import Ledger, bound_by_order, lend_means
from articles.assemble.reader import Reader
from articles.assemble.reports import to_reports
from articles.model import EventMention, PlaceMention, Sentence, TimeMention
from geodata.model import Article, Report

__all__ = ["assemble"]


def assemble(
    article: Article,
    sentences: Sequence[Sentence],
    places: Sequence[PlaceMention],
    times: Sequence[TimeMention],
    events: Sequence[EventMention],
) -> list[Report]:
    """Return one report for each happening the article tells, in the order of the text.

    Only events with modality HAPPENED count. The body is read first; headline and bullets then join what
    the body tells and add only what it does not. Places carried from elsewhere and missing dates are named
    in ``Report.reasons``; an event without any place keeps ``place`` None.
    """
    reader, ledger = Reader(article, sentences, places, times, events), Ledger()
    waiting = reader.read_body(ledger)
    waiting += reader.read_summaries(ledger)
    for claim in waiting:
        ledger.add(reader.story.place_late(claim, ledger))
    bound_by_order(article.text, ledger.happenings)
    lend_means(ledger.happenings)
    return to_reports(article, sentences, ledger.happenings)
