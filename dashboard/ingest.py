"""Takes articles in: reads each one, stores what was found, joins the reports to events and accounts for it.

This is the one place, beside the command line, where the dashboard meets the text pipeline. The command
line and the app's page for new articles call the same functions.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from articles.language import ENGLISH, describe_unread, detect_language
from articles.model import PlaceMention, Reading
from articles.pipeline import read_article
from articles.resolve.unlisted import describe_unlisted, unlisted_names
from articles.sources import (
    FORMATS,
    Found,
    Note,
    Skipped,
    SourceError,
    article_from_text,
    read_sources,
    read_upload,
)
from dashboard.parallel import map_in_processes, map_on_cluster
from geodata.changes import CauseKind
from geodata.gazetteer import Gazetteer, installed_folder, open_gazetteer
from geodata.listed import ListedEvent
from geodata.model import Article
from geodata.store import Saved, Store, StoreError
from geodata.store.hints import save_hints
from geodata.store.history import because
from geodata.store.listed import save_listed

# Called with the number of articles done and the name of the one just read.
Progress = Callable[[int, str], None]

# Endings of the files that can be read.
READABLE = tuple(suffix for known in FORMATS for suffix in known.suffixes)
# Rows of event tables written at once.
_ROWS_AT_ONCE = 1_000
# Articles written in one transaction: few enough that an interruption loses seconds of work.
_BATCH = 50
# Names told of one ingest in the log of versions, and characters of each.
_NAMES, _NAME = 5, 60


def data_folder() -> Path:
    """Return the user's data folder; the variable CONFLICTMAP_DATA names another."""
    return installed_folder().parent


def default_db() -> str:
    """Return the store used when none is named: ``CONFLICTMAP_DB`` or a file in the data folder."""
    return os.environ.get("CONFLICTMAP_DB") or str(data_folder() / "conflictmap.db")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What became of every input; the numbers of articles, mentions and events each add up.

    Mentions and events are those of all articles read, stored before or not. ``failures`` and ``notes``
    are one line each, as are ``skipped``, the files left alone; ``without_date`` are the articles, without
    their text, whose publication date nobody stated. ``changed`` are new versions of articles that were
    there, ``older`` versions older than that, ``withdrawn`` those an analyst took out of force. ``unjoined``
    counts the reports of the store that stand in no event yet. ``listed`` counts the rows of event tables
    taken in.
    """

    stored: int = 0
    updated: int = 0
    changed: int = 0
    older: int = 0
    withdrawn: int = 0
    already_there: int = 0
    listed: int = 0
    failures: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    without_date: tuple[Article, ...] = ()
    placed: int = 0
    not_places: int = 0
    unresolved: int = 0
    events: int = 0
    undated_events: int = 0
    open_events: int = 0
    unplaced_events: int = 0
    unjoined: int = 0

    @property
    def articles(self) -> int:
        """Inputs that were articles or should have been."""
        fates = (self.stored, self.updated, self.changed, self.older, self.withdrawn, self.already_there)
        return sum(fates) + len(self.failures)

    @property
    def mentions(self) -> int:
        """Place mentions in the articles that were read."""
        return self.placed + self.not_places + self.unresolved

    def describe(self) -> str:
        """Return the account in one line."""
        fates = _listed(
            (self.stored, "stored"),
            (self.updated, "updated"),
            (self.changed, "changed"),
            (self.older, "older than the version there"),
            (self.withdrawn, "withdrawn earlier and left out"),
            (self.already_there, "already there"),
            (len(self.failures), "not read"),
        )
        mentions = _listed(
            (self.placed, "placed"),
            (self.not_places, "not meant as places"),
            (self.unresolved, "unresolved"),
        )
        events = [f"{counted(self.events, 'event')}"]
        lacks = (
            (self.undated_events, "undated"),
            (self.open_events, "dated only by or since a day"),
            (self.unplaced_events, "without a place"),
            (self.unjoined, f"report{'' if self.unjoined == 1 else 's'} not joined, see: conflictmap check"),
        )
        events += [f"{n} {what}" for n, what in lacks if n]
        parts = [f"{counted(self.articles, 'article')}: {fates}"]
        if self.skipped:
            parts[0] += f" ({counted(len(self.skipped), 'other file')} left out)"
        if self.listed:
            parts.append(f"{counted(self.listed, 'row')} of event tables")
        parts += [f"{counted(self.mentions, 'place mention')}: {mentions}", ", ".join(events)]
        return "; ".join(parts)


def counted(number: int, noun: str) -> str:
    """Return "1 article" or "1,040 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _listed(*parts: tuple[int, str]) -> str:
    return ", ".join(f"{number:,} {what}" for number, what in parts if number) or "none"


def ingest_paths(
    store: Store,
    inputs: Iterable[str | Path],
    *,
    published: date | None = None,
    outlet: str = "",
    columns: Mapping[str, str] | None = None,
    gazetteer: Gazetteer | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Read files, folders and web addresses into the store; see ``read_sources`` and ``ingest_articles``."""
    named = list(inputs)
    found = read_sources(named, published=published, outlet=outlet, columns=columns)
    with because(CauseKind.INGEST, note=listed_names(Path(name).name or str(name) for name in named)):
        return ingest_articles(
            store, found, gazetteer=gazetteer, workers=workers, scheduler=scheduler, progress=progress
        )


def listed_names(names: Iterable[str]) -> str:
    """Return the first few names, and how many more there are, for the log of versions."""
    listed = [name[:_NAME] for name in names]
    more = f" and {len(listed) - _NAMES:,} more" if len(listed) > _NAMES else ""
    return ", ".join(listed[:_NAMES]) + more


def ingest_upload(
    store: Store,
    name: str,
    content: bytes,
    *,
    published: date | None = None,
    outlet: str = "",
    columns: Mapping[str, str] | None = None,
    gazetteer: Gazetteer | None = None,
) -> Summary:
    """Read one uploaded file into the store; its name tells the format."""
    found = read_upload(name, content, published=published, outlet=outlet, columns=columns)
    with because(CauseKind.INGEST, note=listed_names([name])):
        return ingest_articles(store, found, gazetteer=gazetteer)


def ingest_text(
    store: Store,
    text: str,
    *,
    title: str = "",
    published: date | None = None,
    outlet: str = "",
    url: str = "",
    gazetteer: Gazetteer | None = None,
) -> Summary:
    """Read pasted text into the store; an empty text is a failure in the summary."""
    try:
        article = article_from_text(text, title=title, published=published, outlet=outlet, url=url)
    except SourceError as failure:
        return Summary(failures=(str(failure),))
    return ingest_articles(store, [article], gazetteer=gazetteer)


def listed_in(path: str) -> tuple[list[ListedEvent], list[str]]:
    """Return the rows of the event tables in a file, not stored, and a line for each that is none."""
    found = list(read_sources([path]))
    problems = [str(item) for item in found if isinstance(item, SourceError)]
    return [item for item in found if isinstance(item, ListedEvent)], problems


def set_published(
    store: Store, article_id: str, published: date, gazetteer: Gazetteer | None = None
) -> Summary:
    """Record an article's publication date, read it again so that its relative dates follow, and rejoin."""
    with because(CauseKind.PUBLISHED, note=published.isoformat()):
        article = store.set_published(article_id, published)
        return ingest_articles(store, [article], gazetteer=gazetteer)


@because(CauseKind.INGEST)
def ingest_articles(
    store: Store,
    found: Iterable[Found],
    *,
    gazetteer: Gazetteer | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Read articles, store what was found and join it to events, batch by batch.

    An article that fails is reported and the others go on. ``workers`` above 1 reads in that many
    processes, ``scheduler`` names a Dask cluster to read on. Raises StoreError when the store cannot be
    written; what was stored before stays.
    """
    tally = _Tally(store)
    articles = _known_dates(store, tally.take(found))
    done = 0
    for batch in _batches(read_all(articles, gazetteer, workers, scheduler)):
        readings = tally.take_readings(batch)
        # An article may stand twice in one input; the store takes each once in a transaction.
        unique = {article.id: (article, reading) for article, reading in readings}
        fates = dict(zip(unique, store.save_readings(unique.values()), strict=True))
        for article, reading in readings:
            tally.add(article, reading, fates.get(article.id, Saved.ALREADY_THERE))
            fates[article.id] = Saved.ALREADY_THERE
        done += len(batch)
        if progress is not None:
            progress(done, batch[-1][0].title or batch[-1][0].file_name)
    store.finish_joining()
    save_hints(store, tally.hints())
    return tally.summary(store)


def _known_dates(store: Store, articles: Iterable[Article]) -> Iterator[Article]:
    """Give an article that comes without a date the one that the store knows it or its older version by."""
    for article in articles:
        known = store.known_as(article) if article.published is None else None
        yield article if known is None else replace(article, published=known.published)


def _batches(items: Iterable[_Outcome]) -> Iterator[list[_Outcome]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


_Outcome = tuple[Article, Reading | str]


def read_all(
    articles: Iterable[Article], gazetteer: Gazetteer | None, workers: int, scheduler: str | None
) -> Iterator[_Outcome]:
    """Yield each article with its reading, or with the line that says why there is none."""
    # Opened here even when others read, so that they find a finished index instead of each building one.
    known = gazetteer if gazetteer is not None else open_gazetteer()
    if scheduler is not None:
        yield from map_on_cluster(_read, articles, scheduler)
    elif workers > 1:
        yield from map_in_processes(_read, articles, workers)
    else:
        for article in articles:
            yield article, _read(article, known)


def _read(article: Article, gazetteer: Gazetteer | None = None) -> Reading | str:
    """Return the article's reading, or one line saying that reading failed."""
    try:
        return read_article(article, gazetteer)
    except Exception as error:  # one broken article must not lose a batch of thousands; it is reported
        name = article.file_name or article.title or article.id
        kind = type(error).__name__
        return f"{name}: reading it failed ({kind}: {error}); please report this with the article"


class _Tally:
    """Counts what became of each input while a batch runs."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.listed: list[ListedEvent] = []
        self.listed_rows = 0
        self.fates: Counter[Saved] = Counter()
        self.failures: list[str] = []
        self.skipped: list[str] = []
        self.notes: list[str] = []
        self.unlisted: set[tuple[str, str]] = set()
        self.unread: Counter[str] = Counter()
        self.without_date: dict[str, Article] = {}
        self.ids: dict[str, None] = {}
        self.placed = self.not_places = self.unresolved = 0

    def take(self, found: Iterable[Found]) -> Iterator[Article]:
        """Pass articles on and keep the rest."""
        for item in found:
            if isinstance(item, SourceError):
                self.failures.append(str(item))
            elif isinstance(item, Skipped):
                self.skipped.append(str(item))
            elif isinstance(item, Note):
                self.notes.append(item.line)
            elif isinstance(item, ListedEvent):
                self._list(item)
            else:
                yield item
        self.write_listed()

    def _list(self, event: ListedEvent) -> None:
        """Keep a row of an event table, and write when there are some."""
        self.listed.append(event)
        if len(self.listed) >= _ROWS_AT_ONCE:
            self.write_listed()

    def write_listed(self) -> None:
        """Write the rows of event tables that are waiting."""
        self.listed_rows += save_listed(self.store, self.listed)
        self.listed.clear()

    def take_readings(self, batch: Sequence[_Outcome]) -> list[tuple[Article, Reading]]:
        """Pass readings on and keep the failures."""
        good: list[tuple[Article, Reading]] = []
        for article, outcome in batch:
            if isinstance(outcome, str):
                self.failures.append(outcome)
            else:
                good.append((article, outcome))
        return good

    def add(self, article: Article, reading: Reading, fate: Saved) -> None:
        """Count one article."""
        self.fates[fate] += 1
        if article.published is None:
            self.without_date[article.id] = replace(article, text="")
        self.ids[article.id] = None
        self.unlisted |= unlisted_names(reading)
        if (language := detect_language(article.text)) != ENGLISH:
            self.unread[language] += 1
        for mention in reading.places:
            self._count(mention)

    def hints(self) -> dict[str, date]:
        """The days that articles without a date came with for an analyst to accept."""
        return {a.id: a.date_hint for a in self.without_date.values() if a.date_hint is not None}

    def _count(self, mention: PlaceMention) -> None:
        if not mention.literal:
            self.not_places += 1
        elif mention.place is None:
            self.unresolved += 1
        else:
            self.placed += 1

    def _missing(self) -> str:
        """Return the line on villages that the table of places lacks, "" where it lacks none."""
        return describe_unlisted(Counter(country for country, _ in self.unlisted))

    def summary(self, store: Store) -> Summary:
        """Return the account; events are those that rest on the articles of this batch."""
        events = store.event_counts(list(self.ids))
        return Summary(
            stored=self.fates[Saved.STORED],
            updated=self.fates[Saved.UPDATED],
            changed=self.fates[Saved.CHANGED],
            older=self.fates[Saved.OLDER],
            withdrawn=self.fates[Saved.WITHDRAWN],
            already_there=self.fates[Saved.ALREADY_THERE],
            listed=self.listed_rows,
            failures=tuple(self.failures),
            skipped=tuple(self.skipped),
            notes=tuple(filter(None, (*self.notes, self._missing(), describe_unread(self.unread)))),
            without_date=tuple(self.without_date.values()),
            placed=self.placed,
            not_places=self.not_places,
            unresolved=self.unresolved,
            events=events.total,
            undated_events=events.undated,
            open_events=events.open,
            unplaced_events=events.unplaced,
            unjoined=store.counts()["unjoined"],
        )


def open_store(db: str | None = None, *, create: bool = True) -> Store:
    """Return the named store or the default one, what was left unjoined in it joined.

    Raises StoreError with the remedy.
    """
    try:
        store = Store(db or default_db(), create=create)
    except OSError as error:
        raise StoreError(
            f"{db or default_db()} cannot be opened ({error.strerror}); name another with --db"
        ) from error
    if store.writable:
        store.finish_joining()
    return store
