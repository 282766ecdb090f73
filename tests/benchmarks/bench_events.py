"""Measures events and tolls: snippets coded a second, and time per kB from 10 kB to 1 MB of running text.

Run ``python tests/benchmarks/bench_events.py``. The text is made here, so that the figures need no corpus.
Processor time is counted, not waiting. Exits with 1 when a kB of a long text costs over 20 % more than a
kB of a short one.
"""

from __future__ import annotations

import random
import sys
import time

from articles.coding import code_snippet
from articles.sentences import split_sentences
from articles.triggers import find_events

SNIPPETS = 2000
SIZES_KB = (10, 100, 1000)
LIMIT = 1.2
RUNS = 5
_WHO = (
    "Rebels",
    "Government troops",
    "Unidentified gunmen",
    "Thousands of protesters",
    "Police",
    "Officials",
)
_WHAT = (
    "shelled the village",
    "captured a strategic town",
    "opened fire on a bus",
    "marched through the capital",
    "visited a school",
    "said that prices had risen",
    "seized weapons and ammunition",
    "plan to withdraw from the district",
)
_HOW = (
    "on Monday, killing nine people and wounding 12.",
    "overnight, according to the regional governor.",
    "after days of heavy fighting near the border.",
    "but gave no details.",
)


def made_sentences(random_: random.Random, length: int) -> str:
    """Return at least ``length`` characters of news-like sentences."""
    sentences: list[str] = []
    total = 0
    while total < length:
        sentences.append(" ".join(random_.choice(table) for table in (_WHO, _WHAT, _HOW)))
        total += len(sentences[-1]) + 1
    return " ".join(sentences)


def snippets_per_second() -> float:
    """Return the best of some runs over snippets of about 250 characters."""
    random_ = random.Random(0)
    snippets = [made_sentences(random_, 200) for _ in range(SNIPPETS)]
    code_snippet(snippets[0])
    best = float("inf")
    for _ in range(RUNS):
        started = time.process_time()
        for snippet in snippets:
            code_snippet(snippet)
        best = min(best, time.process_time() - started)
    return SNIPPETS / best


def seconds_per_kb(size_kb: int) -> float:
    """Return the best of some runs over one running text."""
    text = made_sentences(random.Random(size_kb), size_kb * 1000)
    sentences = split_sentences(text)
    best = float("inf")
    for _ in range(RUNS if size_kb < 1000 else 2):
        started = time.process_time()
        find_events(text, sentences)
        best = min(best, time.process_time() - started)
    return best / size_kb


def main() -> int:
    """Print the figures; return 1 when the time per kB grows by more than a fifth."""
    print(f"{snippets_per_second():,.0f} snippets a second")  # noqa: T201
    costs = [seconds_per_kb(size) for size in SIZES_KB]
    for size, cost in zip(SIZES_KB, costs, strict=True):
        print(f"{size:>5} kB: {cost * 1000:.3f} ms a kB")  # noqa: T201
    return int(max(costs) > LIMIT * min(costs))


if __name__ == "__main__":
    sys.exit(main())
