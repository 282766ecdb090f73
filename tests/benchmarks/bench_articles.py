"""Times whole articles from text to reports: articles a second, cost by length, the share of each step.

Run ``python -m tests.benchmarks.bench_articles`` from the root. The texts are the sample dispatches,
joined and numbered so that no sentence repeats another word for word.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from articles.assemble import assemble
from articles.pipeline import read_article
from articles.resolve import resolve
from articles.sentences import split_sentences
from articles.sources import read_file
from articles.times import find_times
from articles.toponyms import find_places
from articles.triggers import find_events
from geodata.gazetteer import open_gazetteer
from geodata.model import Article

SAMPLES = Path(__file__).parents[2] / "articles" / "samples"
PUBLISHED = date(2022, 11, 20)
ARTICLE_WORDS = 600
SIZES_KB = (10, 30, 100, 300, 1000)


def sample_texts() -> list[str]:
    """Return the texts of the sample dispatches."""
    found = [item for path in sorted(SAMPLES.glob("*.md")) for item in read_file(path)]
    return [item.text for item in found if isinstance(item, Article)]


def text_of(characters: int) -> str:
    """Return running text of about this many characters; numbers keep its sentences apart."""
    texts, pieces, length, round_ = sample_texts(), [], 0, 0
    while length < characters:
        for text in texts:
            piece = text.replace(".\n", f", the report of day {round_} said.\n") + "\n\n"
            pieces.append(piece)
            length += len(piece)
        round_ += 1
    return "".join(pieces)[:characters]


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the median processor time of a few runs, in seconds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return median(taken)


def articles_per_second() -> float:
    """Return how many articles of 600 words one core reads in a second, everything included."""
    words = text_of(200_000).split(" ")
    texts = [
        " ".join(words[i : i + ARTICLE_WORDS]) for i in range(0, len(words) - ARTICLE_WORDS, ARTICLE_WORDS)
    ]
    whole = [Article.create(text, published=PUBLISHED) for text in texts]
    gazetteer = open_gazetteer()
    read_article(whole[0], gazetteer)
    return len(whole) / seconds(lambda: [read_article(a, gazetteer) for a in whole])


def milliseconds_per_kb(size_kb: int) -> float:
    """Return what a thousand characters cost in one text of this size."""
    article = Article.create(text_of(size_kb * 1000), published=PUBLISHED)
    gazetteer = open_gazetteer()
    return seconds(lambda: read_article(article, gazetteer)) * 1000 / size_kb


def shares() -> dict[str, float]:
    """Return the seconds each step takes for 100 kB."""
    article, gazetteer = Article.create(text_of(100_000), published=PUBLISHED), open_gazetteer()
    text, sentences = article.text, split_sentences(article.text)
    mentions = find_places(text, sentences, gazetteer)
    places = resolve(text, mentions, gazetteer, PUBLISHED)
    times, events = find_times(text, PUBLISHED), find_events(text, sentences)
    return {
        "sentences": seconds(lambda: split_sentences(text)),
        "toponyms": seconds(lambda: find_places(text, sentences, gazetteer)),
        "resolve": seconds(lambda: resolve(text, mentions, gazetteer, PUBLISHED)),
        "times": seconds(lambda: find_times(text, PUBLISHED)),
        "triggers": seconds(lambda: find_events(text, sentences)),
        "assemble": seconds(lambda: assemble(article, sentences, places, times, events)),
    }


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the texts above 100 kB")
    quick = parser.parse_args().quick
    write = sys.stdout.write
    write(f"{articles_per_second():.0f} articles of {ARTICLE_WORDS} words a second\n")
    write("".join(f"  {step:10s} {taken * 10:.2f} ms/kB\n" for step, taken in shares().items()))
    for size in SIZES_KB:
        if size <= 100 or not quick:
            write(f"{size:5d} kB  {milliseconds_per_kb(size):.2f} ms/kB\n")


if __name__ == "__main__":
    main()
