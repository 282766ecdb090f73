"""Measures temporal expressions: sentences a second, and time per kB from 10 kB to 1 MB.

Run ``python tests/benchmarks/bench_times.py``. The text is made here, so that the figures need no corpus.
Exits with 1 when a kB of a long text costs over 20 % more than a kB of a short one.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date

from articles.sentences import split_sentences
from articles.times import find_times

PUBLISHED = date(2022, 9, 13)
SIZES_KB = (10, 100, 1000)
LIMIT = 1.2
RUNS = 5
_OPENINGS = (
    "Russian missiles struck a market",
    "Shelling damaged the power plant",
    "Officials visited the town",
)
_TIMES = (
    "on Monday",
    "overnight",
    "on September 9",
    "in the past 24 hours",
    "last week",
    "",
    "",
    "",
    "since March",
)
_ENDINGS = ("police said.", "killing three people and injuring 12.", "the governor of the region wrote.")


def made_text(size_kb: int) -> str:
    """Return news-like sentences, ``size_kb`` thousand characters of them; the same every time."""
    random_ = random.Random(size_kb)
    sentences: list[str] = []
    length = 0
    while length < size_kb * 1000:
        words = (random_.choice(table) for table in (_OPENINGS, _TIMES, _ENDINGS))
        sentences.append(" ".join(word for word in words if word))
        length += len(sentences[-1]) + 1
    return " ".join(sentences)


def seconds_for(text: str) -> float:
    """Return the best processor time of some runs; short texts are read more often, so all cost alike."""
    best = float("inf")
    for _ in range(max(RUNS, RUNS * 200_000 // len(text))):
        started = time.process_time()
        find_times(text, PUBLISHED)
        best = min(best, time.process_time() - started)
    return best


def main() -> int:
    """Print the figures; return 1 when the time per kB grows."""
    per_kb = {}
    for size in SIZES_KB:
        text = made_text(size)
        seconds = seconds_for(text)
        per_kb[size] = seconds / size
        count = len(split_sentences(text))
        sys.stdout.write(
            f"{size:5} kB  {per_kb[size] * 1e6:7.0f} µs/kB  {count / seconds:9.0f} sentences/s\n"
        )
    growth = max(per_kb.values()) / min(per_kb.values())
    sys.stdout.write(f"dearest against cheapest kB: {growth:.2f} (limit {LIMIT})\n")
    return int(growth > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
