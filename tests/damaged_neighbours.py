"""Takes in folders of damaged files, each between two good ones, and looks whether all are accounted for.

``python tests/damaged_neighbours.py FIRST LAST`` takes the damaged files of ``mutated_files`` with the
numbers from FIRST up to, not including, LAST. Prints a line for each fault: a good neighbour that is not
stored or not on the map, a damaged file of which nothing is said, a failure that nobody thought of, an input
that took over ten seconds. Exits with 1 where there is one.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from mutated_files import damaged_files

from articles.sources import Found, SourceError, read_sources
from dashboard.ingest import ingest_articles
from geodata.model import Article
from geodata.query import EventFilter, EventIndex
from geodata.store import Store

LONGEST_SECONDS = 10.0
_AT_ONCE = 50
_TOWNS = ("Nikopol", "Kharkiv", "Kherson", "Sumy", "Zaporizhzhia", "Mykolaiv", "Kramatorsk")
_FIRST_DAY = date(2022, 3, 1)


def neighbour(number: int) -> str:
    """Return the text of a good file, told apart from every other by its town and day."""
    town = _TOWNS[number % len(_TOWNS)]
    day = _FIRST_DAY + timedelta(days=number // len(_TOWNS))
    return (
        f"Shells hit {town}\n\nRussian forces shelled the city of {town} on {day:%-d %B %Y} and killed two "
        f"people, the regional governor said. It was bulletin {number}.\n"
    )


def main(first: int, last: int) -> int:
    """Take the files in and print what became of them; return 1 where there is a fault."""
    fates: Counter[str] = Counter()
    files = islice(enumerate(damaged_files(last)), first, None)
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "events.db") as store:
        numbers: list[int] = []
        while some := list(islice(files, _AT_ONCE)):
            inputs = Path(folder) / f"in-{some[0][0]}"
            inputs.mkdir()
            for number, (name, content) in some:
                (inputs / f"{name[:5]}-a.txt").write_text(neighbour(2 * number))
                (inputs / f"{name[:5]}-b.{name.partition('.')[2]}").write_bytes(content)
                (inputs / f"{name[:5]}-c.txt").write_text(neighbour(2 * number + 1))
                numbers.append(number)
            _take_in(store, inputs, fates)
        _look(store, numbers, fates)
    faults = sum(count for fate, count in fates.items() if fate.startswith("FAULT"))
    sys.stdout.write(f"{last - first} damaged files, {2 * (last - first)} good ones: {dict(fates)}\n")
    return int(faults > 0)


def _take_in(store: Store, inputs: Path, fates: Counter[str]) -> None:
    """Take a folder in and count what is said of its damaged files."""
    told: set[str] = set()

    def watched() -> Iterator[Found]:
        started = time.monotonic()
        for item in read_sources([inputs]):
            if time.monotonic() - started > LONGEST_SECONDS:
                _fault(fates, "took too long", str(item)[:200])
            name = item.file_name if isinstance(item, Article) else str(item)
            told.update(file.name for file in inputs.iterdir() if file.name in name)
            if isinstance(item, SourceError):
                fates["failures"] += 1
                if "please report" in str(item):
                    _fault(fates, "unknown failure", str(item))
            yield item
            started = time.monotonic()

    summary = ingest_articles(store, watched())
    fates["articles"] += summary.articles
    for line in summary.failures:
        if "please report" in line:
            _fault(fates, "reading failed", line)
    for file in inputs.iterdir():
        if file.name not in told:
            _fault(fates, "not accounted for", file.name)


def _look(store: Store, numbers: list[int], fates: Counter[str]) -> None:
    """Count the good files that are not stored, or of which no event is on the map."""
    stored = {article.file_name: article.id for article in store.articles()}
    selection = EventIndex(store).select(EventFilter(include_undated=True))
    on_map = {
        report.article_id
        for event in store.events(selection.ids())
        if event.lead.latitude is not None
        for report in event.reports
    }
    for number in numbers:
        for side in "ac":
            name = f"{number:05d}-{side}.txt"
            if name not in stored:
                _fault(fates, "good file not stored", name)
            elif stored[name] not in on_map:
                _fault(fates, "good file not on the map", name)
            else:
                fates["good files on the map"] += 1


def _fault(fates: Counter[str], what: str, line: str) -> None:
    fates[f"FAULT: {what}"] += 1
    sys.stdout.write(f"{what}: {line}\n")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
