"""Reads an article from text to reports: the one place that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Iterable

from articles.language import detect_language
from articles.reading import read_events
from articles.resolve import resolve
from articles.resolve.capitals import with_capitals
from articles.resolve.doubt import without_doubtful
from articles.sentences import split_sentences
from articles.times import find_times
from articles.toponyms import find_places
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.joining import join_reports
from geodata.languages import ENGLISH
from geodata.model import Article, Event, PlaceMention, Reading, Sentence, TimeMention


def read_article(article: Article, gazetteer: Gazetteer | None = None) -> Reading:
    """Return all that is found in ``article``: sentences, places, times, triggers and the reports they make.

    Without a ``gazetteer`` the user's own is opened, and built on first use. A text that is not English
    gives its sentences and nothing else. Nothing is fetched or written.
    """
    if detect_language(article.text) != ENGLISH:
        sentences = split_sentences(article.text, article.title)
        return Reading(article_id=article.id, sentences=tuple(sentences))
    sentences, places, times = find_all(article, gazetteer or open_gazetteer())
    events, reports = read_events(article, sentences, places, times)
    return Reading(
        article_id=article.id,
        sentences=tuple(sentences),
        places=tuple(places),
        times=tuple(times),
        events=tuple(events),
        reports=tuple(reports),
    )


def find_all(
    article: Article, gazetteer: Gazetteer
) -> tuple[list[Sentence], list[PlaceMention], list[TimeMention]]:
    """Return the sentences, placed names and times of an article: what the reading decides over."""
    sentences = split_sentences(article.text, article.title)
    mentions = find_places(article.text, sentences, gazetteer)
    resolved = resolve(article.text, mentions, gazetteer, article.published)
    places = with_capitals(article.text, without_doubtful(article.text, resolved), gazetteer)
    return sentences, places, find_times(article.text, article.published)


def read_articles(
    articles: Iterable[Article], gazetteer: Gazetteer | None = None
) -> tuple[list[Reading], list[Event]]:
    """Return a reading for each article, in order, and the events that their reports tell together."""
    several = list(articles)
    places_known = gazetteer or open_gazetteer()
    readings = [read_article(article, places_known) for article in several]
    reports = [report for reading in readings for report in reading.reports]
    return readings, join_reports(reports, several)
