"""Takes articles in: reads each one, stores what was found, joins the reports to events and accounts for it.

This is the one place, beside the command line, where the dashboard meets the text pipeline. The command
line and the app's page for new articles call the same functions.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from itertools import islice
from pathlib import Path

from articles.language import detect_language
from articles.pipeline import read_article
from articles.sources import (
    FORMATS,
    Found,
    SourceError,
    article_from_text,
    day_at_head,
    read_sources,
    read_upload,
)
from dashboard.parallel import map_in_processes, map_on_cluster
from dashboard.summary import Summary
from dashboard.tally import Outcome, Tally
from geodata.changes import CauseKind
from geodata.gazetteer import Gazetteer, installed_folder, open_gazetteer
from geodata.listed import ListedEvent
from geodata.model import Article, Reading
from geodata.store import Saved, Store, StoreError
from geodata.store.hints import save_hints
from geodata.store.history import because

# Called with the number of articles done and the name of the one just read.
Progress = Callable[[int, str], None]

# Endings of the files that can be read.
READABLE = tuple(suffix for known in FORMATS for suffix in known.suffixes)
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
    # A name of bytes that are no text is told with marks in their place.
    listed = [name.encode("utf-8", "replace").decode()[:_NAME] for name in names]
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
    """Return the rows of the event tables in a file, not stored, and a line for each that is none.

    Of rows with one id the last counts, as it does in a store.
    """
    found = list(read_sources([path]))
    problems = [str(item) for item in found if isinstance(item, SourceError)]
    return list({item.id: item for item in found if isinstance(item, ListedEvent)}.values()), problems


def hint_in_words(article: Article, hint: date) -> str:
    """Return what speaks for a day as that of an article's publication; the head of its text is enough."""
    if day_at_head(article.text) == hint:
        return f"its first lines say {hint}"
    return f"made or last changed on {hint}"


def set_published(
    store: Store,
    article_id: str,
    published: date,
    gazetteer: Gazetteer | None = None,
    *,
    analyst: str = "",
) -> Summary:
    """Record an article's publication date, read it again so that its relative dates follow, and rejoin.

    Raises StoreError, and nothing is changed, where there is no such article or it cannot be read.
    """
    tally, read = Tally(store), reader(gazetteer)

    def read_and_count(article: Article) -> Reading:
        reading = read(article)
        tally.add(article, reading, Saved.UPDATED)
        return reading

    store.set_published(article_id, published, analyst=analyst, read=read_and_count)
    save_hints(store, tally.hints())
    return tally.summary(store)


def reader(gazetteer: Gazetteer | None = None) -> Callable[[Article], Reading]:
    """Return what reads a stored article again; it raises StoreError for one that cannot be read."""

    def read(article: Article) -> Reading:
        found = _read(with_language(article), gazetteer if gazetteer is not None else open_gazetteer())
        if isinstance(found, str):
            raise StoreError(f"{found}; nothing was changed")
        return found

    return read


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
    tally = Tally(store)
    articles = map(with_language, _known_dates(store, tally.take(found)))
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
    """Give an article the date that an analyst gave it, or one without a date that of its older version."""
    given = store.days_given()
    for article in articles:
        if article.id in given:
            yield replace(article, published=given[article.id])
            continue
        known = store.known_as(article) if article.published is None else None
        yield article if known is None else replace(article, published=known.published)


def reading_as_of(gazetteer: Gazetteer) -> str:
    """Return a mark of what articles are read with: the version, its models, and the table of places."""
    return f"{version('conflictmap')} {_models()} {gazetteer.folder.name}"


@cache
def _models() -> str:
    digest = hashlib.sha256()
    weights = files("articles.reading") / "weights"
    for file in sorted(weights.iterdir(), key=lambda file: file.name):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def with_language(article: Article) -> Article:
    """Return the article with the language it is written in, so that the store can say what is not read."""
    return replace(article, language=detect_language(article.text))


def _batches(items: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def read_all(
    articles: Iterable[Article], gazetteer: Gazetteer | None, workers: int, scheduler: str | None
) -> Iterator[Outcome]:
    """Yield each article with its reading, or with the line that says why there is none."""
    # Opened here even when others read, so that they find a finished index instead of each building one.
    known = gazetteer if gazetteer is not None else open_gazetteer()
    if scheduler is not None:
        yield from map_on_cluster(_read, articles, scheduler, _not_survived)
    elif workers > 1:
        yield from map_in_processes(_read, articles, workers, _not_survived)
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


def _not_survived(article: Article) -> str:
    name = article.file_name or article.title or article.id
    problem = "the process that read it died, also when it read nothing else"
    return f"{name}: {problem}; see whether memory ran out, and please report this with the article"


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
    try:
        if store.writable:
            store.finish_joining()
    except BaseException:
        store.close()
        raise
    return store
