"""What versions cost: storing articles while a store grows, and comparing versions of it.

``PYTHONPATH=tests python tests/benchmarks/bench_versions.py 4000`` stores so many articles of one to three
events, and says what an article costs at each quarter, of that what noting the version costs, and how long it
takes to compare the last version, and the first with the last. Times are those of the processor: other
work does not count.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from made_news import make_news

from geodata.store import Store, history


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main(count: int) -> None:
    """Store articles in batches as an ingest does and print what they cost."""
    spent: Counter[str] = Counter()

    def timed(name: str) -> None:
        plain = getattr(history.Recorder, name)

        def call(*args: object) -> object:
            start = time.process_time()
            try:
                return plain(*args)
            finally:
                spent["noting"] += round((time.process_time() - start) * 1e6)

        setattr(history.Recorder, name, call)

    for name in ("keep", "finish"):
        timed(name)
    news = make_news(count, days=max(6, count))
    with Store(Path(tempfile.mkdtemp()) / "versions.db") as store:
        quarter = max(1, count // 4)
        for start in range(0, count, quarter):
            spent.clear()
            begun = time.process_time()
            for first in range(start, min(start + quarter, count), 50):
                store.save_readings(news[first : first + 50])
            done = min(start + quarter, count) - start
            each = (time.process_time() - begun) * 1_000 / done
            noting = spent["noting"] / 1_000 / done
            say(f"{start + done:>7,} articles: {each:.2f} ms each, of that versions {noting:.3f} ms")
        versions = store.versions()
        for name, since in (("the last version", versions[-1].before), ("all versions", 0)):
            begun = time.process_time()
            found = store.changes(since)
            took = time.process_time() - begun
            say(f"comparing {name}: {len(found.changes):,} changes in {took:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]))
