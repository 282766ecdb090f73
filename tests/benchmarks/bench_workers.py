"""Measures what a second process is worth: articles of 600 words read and stored with one and with two.

Run ``python -m tests.benchmarks.bench_workers [--articles 1000]`` on a machine with two free cores. Each
process takes over a second to start, which a few hundred articles would not outweigh. Exits with 1 when two
workers are less than 1.8 times as fast as one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from dashboard.ingest import ingest_articles
from geodata.gazetteer import open_gazetteer
from geodata.model import Article
from geodata.store import Store
from tests.benchmarks.bench_articles import ARTICLE_WORDS, text_of

LEAST = 1.8


def made(count: int) -> list[Article]:
    """Return articles of the samples' words, cut anew for each day so that no two are versions of one."""
    words = text_of(8 * ARTICLE_WORDS * (count + 1)).split(" ")
    starts = range(0, ARTICLE_WORDS * count, ARTICLE_WORDS)
    return [
        Article.create(
            f"Bulletin {n}. {' '.join(words[start : start + ARTICLE_WORDS])}",
            published=date(2022, 3, 1) + timedelta(days=3 * n),
            outlet=f"Outlet {n % 7}",
        )
        for n, start in enumerate(starts)
    ]


def seconds(articles: list[Article], workers: int) -> float:
    """Return how long taking these in takes, the start of the processes included."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "events.db") as store:
        started = time.monotonic()
        summary = ingest_articles(store, articles, workers=workers)
        taken = time.monotonic() - started
        print(f"{workers} at once: {len(articles) / taken:.1f} articles a second, {summary.describe()}")  # noqa: T201
    return taken


def main() -> int:
    """Print the figures; return 1 when the bar is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=1_000)
    articles = made(options.parse_args().articles)
    gazetteer = open_gazetteer()
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "warm.db") as store:
        ingest_articles(store, articles[:4], gazetteer=gazetteer)
    one, two = seconds(articles, 1), seconds(articles, 2)
    print(f"two are {one / two:.2f} times as fast as one")  # noqa: T201
    return int(one / two < LEAST)


if __name__ == "__main__":
    sys.exit(main())
