"""Reads the stored articles again with today's models and tables, and says what is otherwise now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dashboard.ingest import counted, read_all
from geodata.changes import CauseKind
from geodata.gazetteer import Gazetteer
from geodata.store import Saved, Store
from geodata.store.history import because

_AT_ONCE = 50
# Where the store notes how far an interrupted run came: the id of the last article read.
_MARK = "reread_to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What reading again changed; events count as gone or new by the reports they rest on."""

    articles: int = 0
    otherwise: int = 0
    failures: tuple[str, ...] = ()
    gone: int = 0
    new: int = 0
    kept: int = 0
    corrections: int = 0
    without_target: int = 0
    left_from_before: int = 0

    def describe(self) -> str:
        """Return the account in one line."""
        parts = [f"{counted(self.articles, 'article')} read again, {self.otherwise:,} otherwise than before"]
        if self.left_from_before:
            parts[0] += f" ({self.left_from_before:,} more by the run that was interrupted)"
        if self.failures:
            parts[0] += f", {len(self.failures):,} not read"
        parts.append(f"events: {self.gone:,} gone, {self.new:,} new, {self.kept:,} as before")
        if self.corrections:
            lost = f", {self.without_target:,} of them find nothing any more" if self.without_target else ""
            parts.append(f"{counted(self.corrections, 'correction')} in force{lost}")
        return "; ".join(parts)


@because(CauseKind.READING)
def reread(
    store: Store,
    *,
    gazetteer: Gazetteer | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Reread:
    """Read every article in force again and join what changed; corrections stay.

    A run that was interrupted goes on where it stopped. ``progress`` is told how many are done and how many
    there are.
    """
    ids = sorted(store.article_ids())
    mark = store.note(_MARK)
    waiting = [key for key in ids if key > mark]
    before = set(store.event_ids())
    otherwise, done, failures = 0, 0, list[str]()
    for some in _lists(waiting):
        articles = [article for key in some if (article := store.article(key)) is not None]
        pairs = []
        for article, reading in read_all(articles, gazetteer, workers, scheduler):
            if isinstance(reading, str):
                failures.append(reading)
            else:
                pairs.append((article, reading))
        otherwise += store.save_readings(pairs).count(Saved.UPDATED)
        store.set_note(_MARK, some[-1])
        done += len(some)
        if progress is not None:
            progress(done, len(waiting))
    store.set_note(_MARK, "")
    after = set(store.event_ids())
    return Reread(
        articles=done,
        otherwise=otherwise,
        failures=tuple(failures),
        gone=len(before - after),
        new=len(after - before),
        kept=len(before & after),
        corrections=sum(entry.in_force for entry in store.corrections()),
        without_target=len(store.corrections_without_target()),
        left_from_before=len(ids) - len(waiting),
    )


def _lists(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
