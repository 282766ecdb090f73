"""Times whole articles from text to reports: articles a second, cost by length, the share of each step.

Run ``python -m tests.benchmarks.bench_articles`` from the root. The texts are the sample dispatches,
joined and numbered so that no sentence repeats another word for word.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from articles.pipeline import read_article
from articles.reading.claims import find_triggers
from articles.reading.encoder import encode, pair_net
from articles.reading.found import gather
from articles.reading.read import find_happenings
from articles.resolve import resolve
from articles.sentences import split_sentences
from articles.sources import read_file
from articles.times import find_times
from articles.toponyms import find_places
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.model import Article

SAMPLES = Path(__file__).parents[2] / "articles" / "samples"
PUBLISHED = date(2022, 11, 20)
ARTICLE_WORDS = 600
ROUNDS = 5
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


def seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of a few runs, in seconds: other work only adds to it."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def whole_articles() -> list[Article]:
    """Return articles of 600 words, 200 kB of them."""
    words = text_of(200_000).split(" ")
    firsts = range(0, len(words) - ARTICLE_WORDS, ARTICLE_WORDS)
    return [Article.create(" ".join(words[i : i + ARTICLE_WORDS]), published=PUBLISHED) for i in firsts]


def articles_per_second() -> float:
    """Return how many articles of 600 words one core reads in a second, everything included."""
    whole, gazetteer = whole_articles(), open_gazetteer()
    read_article(whole[0], gazetteer)
    return len(whole) / seconds(lambda: [read_article(a, gazetteer) for a in whole])


def milliseconds_per_kb(size_kb: int) -> float:
    """Return what a thousand characters cost in one text of this size."""
    article = Article.create(text_of(size_kb * 1000), published=PUBLISHED)
    gazetteer = open_gazetteer()
    return seconds(lambda: read_article(article, gazetteer)) * 1000 / size_kb


def shares() -> dict[str, float]:
    """Return what each step costs in articles of 600 words, in milliseconds for a thousand characters.

    The steps of an article follow each other as in `read_article`, so that they add up to what it takes. One
    step over all articles would be a fifth quicker: its tables then stay in the processor's cache.
    """
    whole, gazetteer = whole_articles(), open_gazetteer()
    least: dict[str, float] = {}
    for _ in range(ROUNDS):
        sums: dict[str, float] = {}
        for article in whole:
            for step, taken in step_times(article, gazetteer):
                sums[step] = sums.get(step, 0.0) + taken
        least = {step: min(taken, least.get(step, taken)) for step, taken in sums.items()}
    return {step: taken * 1e6 / sum(len(a.text) for a in whole) for step, taken in least.items()}


def step_times(article: Article, gazetteer: Gazetteer) -> Iterator[tuple[str, float]]:
    """Read one article and yield each step with the processor time it took, in seconds."""
    clock, text = time.process_time, article.text
    start = clock()
    sentences = split_sentences(text, article.title)
    yield "sentences", clock() - start
    start = clock()
    mentions = find_places(text, sentences, gazetteer)
    yield "toponyms", clock() - start
    start = clock()
    places = resolve(text, mentions, gazetteer, article.published)
    yield "resolve", clock() - start
    start = clock()
    times = find_times(text, article.published)
    yield "times", clock() - start
    start = clock()
    found = gather(article, sentences, places, times)
    yield "lexicon", clock() - start
    start = clock()
    vectors = encode(found.pieces)
    yield "encoder", clock() - start
    start = clock()
    find_happenings(found, vectors, pair_net(), find_triggers(found, vectors))
    yield "decisions", clock() - start


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the texts above 100 kB")
    quick = parser.parse_args().quick
    write = sys.stdout.write
    write(f"{articles_per_second():.0f} articles of {ARTICLE_WORDS} words a second\n")
    write("".join(f"  {step:10s} {taken:.2f} ms/kB\n" for step, taken in shares().items()))
    for size in SIZES_KB:
        if size <= 100 or not quick:
            write(f"{size:5d} kB  {milliseconds_per_kb(size):.2f} ms/kB\n")


if __name__ == "__main__":
    main()
