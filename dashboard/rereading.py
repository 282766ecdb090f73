"""Reads the stored articles again with today's models and tables, and says what is otherwise now."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass

from dashboard.ingest import read_all, reading_as_of, with_language
from geodata.amounts import counted
from geodata.changes import CauseKind
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.store import Saved, Store
from geodata.store.history import because
from geodata.store.per_article import with_unlisted_names

_AT_ONCE = 50
# Where the store notes how far a run came, and the events there were before it.
_MARK, _BEFORE = "reread", "reread_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What reading again changed; events count as gone or new by the reports they rest on.

    ``otherwise`` are the articles that give something else than before, by title; ``failures`` one line for
    each that could not be read. ``left_from_before`` of the articles were read by a run that was interrupted.
    """

    articles: int = 0
    otherwise: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    gone: int = 0
    new: int = 0
    kept: int = 0
    corrections: int = 0
    without_target: int = 0
    left_from_before: int = 0

    def describe(self) -> str:
        """Return the account in one line."""
        read, changed = counted(self.articles, "article"), len(self.otherwise)
        parts = [f"{read} read again, {changed:,} otherwise than before"]
        if self.left_from_before:
            parts[0] += f" ({self.left_from_before:,} of them by the run that was interrupted)"
        if self.failures:
            parts[0] += f", {len(self.failures):,} not read"
        parts.append(f"events: {self.gone:,} gone, {self.new:,} new, {self.kept:,} as before")
        if self.corrections:
            lost = f", {self.without_target:,} of them find nothing any more" if self.without_target else ""
            parts.append(f"{counted(self.corrections, 'correction')} in force{lost}")
        return "; ".join(parts)


@dataclass(slots=True, kw_only=True)
class _Run:
    """How far a run came: the last article, with what it reads, and what it found so far."""

    as_of: str
    to: str = ""
    articles: int = 0
    otherwise: list[str]
    failures: list[str]


@because(CauseKind.READING)
def reread(
    store: Store,
    *,
    only: Collection[str] | None = None,
    gazetteer: Gazetteer | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Reread:
    """Read every article in force again, or ``only`` those with these ids, and join what changed.

    Corrections stay. A run over all that was interrupted goes on where it stopped, unless tables or models
    changed meanwhile. ``progress`` is told how many are done and how many there are.
    """
    known = gazetteer if gazetteer is not None else open_gazetteer()
    ids = sorted(store.article_ids() if only is None else only)
    run = _begin(store, reading_as_of(known)) if only is None else _Run(as_of="", otherwise=[], failures=[])
    before = _events_before(store, run) if only is None else set(store.event_ids())
    left, waiting = run.articles, [key for key in ids if key > run.to]
    for done, some in enumerate(_lists(waiting)):
        articles = [article for key in some if (article := store.article(key)) is not None]
        pairs = []
        for article, reading in read_all(map(with_language, articles), known, workers, scheduler):
            if isinstance(reading, str):
                run.failures.append(reading)
            else:
                pairs.append((article, reading))
        fates = zip(pairs, store.save_readings(pairs), strict=True)
        run.otherwise += [a.title or a.file_name or a.id for (a, _), fate in fates if fate is Saved.UPDATED]
        run.articles += len(some)
        run.to = some[-1]
        if only is None:
            store.set_note(_MARK, json.dumps(asdict(run)))
        if progress is not None:
            progress(done * _AT_ONCE + len(some), len(waiting))
    if only is None:
        store.set_note(_MARK, "")
        store.set_note(_BEFORE, "")
    return _account(store, run, before, left)


def reread_after_install(
    store: Store,
    countries: Sequence[str],
    progress: Callable[[int, int], None] | None = None,
    gazetteer: Gazetteer | None = None,
) -> Reread:
    """Read those articles again that name places of these countries which were in no table before."""
    asked = with_unlisted_names(store, countries)
    return reread(store, only=asked, gazetteer=gazetteer, progress=progress)


def _begin(store: Store, as_of: str) -> _Run:
    """Return the run that was interrupted, or a new one where there is none that read with the same."""
    try:
        found = _Run(**json.loads(store.note(_MARK)))
    except (ValueError, TypeError):
        found = _Run(as_of="", otherwise=[], failures=[])
    return found if found.as_of == as_of else _Run(as_of=as_of, otherwise=[], failures=[])


def _events_before(store: Store, run: _Run) -> set[str]:
    """Return the ids of the events there were before the run, noted for one that is interrupted."""
    if not run.articles:
        store.set_note(_BEFORE, "\n".join(store.event_ids()))
    return set(store.note(_BEFORE).split())


def _account(store: Store, run: _Run, before: set[str], left: int) -> Reread:
    after = set(store.event_ids())
    return Reread(
        articles=run.articles,
        otherwise=tuple(run.otherwise),
        failures=tuple(run.failures),
        gone=len(before - after),
        new=len(after - before),
        kept=len(before & after),
        corrections=sum(entry.in_force for entry in store.corrections()),
        without_target=len(store.corrections_without_target()),
        left_from_before=left,
    )


def _lists(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
