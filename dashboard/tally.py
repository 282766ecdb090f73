"""Counts what became of each input while articles are taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from articles.language import describe_unread
from articles.resolve.unlisted import describe_unlisted, unlisted_names
from articles.sources import HEAD, Found, Note, RowError, Skipped, SourceError
from dashboard.summary import Summary
from geodata.amounts import counted
from geodata.languages import ENGLISH
from geodata.listed import ListedEvent
from geodata.model import Article, PlaceMention, Reading
from geodata.store import Saved, Store
from geodata.store.listed import save_listed

# Rows of event tables written at once.
_ROWS_AT_ONCE = 1_000

# Lines alike that are shown; those after them are counted.
_SHOWN_ALIKE = 3

# An article with its reading, or with the line that says why there is none.
Outcome = tuple[Article, Reading | str]


class Tally:
    """Counts what became of each input while a batch runs."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.listed: list[ListedEvent] = []
        self.listed_rows = 0
        self.bad_rows = 0
        self.fates: Counter[Saved] = Counter()
        self.failures: list[str] = []
        self.skipped: list[str] = []
        self.notes: list[str] = []
        self.alike: Counter[str] = Counter()
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
                self.bad_rows += isinstance(item, RowError)
            elif isinstance(item, Skipped):
                self.skipped.append(str(item))
            elif isinstance(item, Note):
                self._note(item)
            elif isinstance(item, ListedEvent):
                self._list(item)
            else:
                yield item
        self.write_listed()

    def _note(self, note: Note) -> None:
        """Keep a line, unless some like it are kept."""
        self.alike[note.alike] += 1
        if not note.alike or self.alike[note.alike] <= _SHOWN_ALIKE:
            self.notes.append(note.line)

    def _more_alike(self) -> Iterator[str]:
        """Yield a line for each kind of lines that were not all kept."""
        for alike, number in self.alike.items():
            if alike and number > _SHOWN_ALIKE:
                yield f"{alike}: {counted(number - _SHOWN_ALIKE, 'more such line')}"

    def _list(self, event: ListedEvent) -> None:
        """Keep a row of an event table, and write when there are some."""
        self.listed.append(event)
        if len(self.listed) >= _ROWS_AT_ONCE:
            self.write_listed()

    def write_listed(self) -> None:
        """Write the rows of event tables that are waiting."""
        self.listed_rows += save_listed(self.store, self.listed)
        self.listed.clear()

    def take_readings(self, batch: Sequence[Outcome]) -> list[tuple[Article, Reading]]:
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
            head = article.text[:HEAD] if article.date_hint else ""
            self.without_date[article.id] = replace(article, text=head)
        self.ids[article.id] = None
        self.unlisted |= unlisted_names(reading)
        if article.language != ENGLISH:
            self.unread[article.language] += 1
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

    def summary(self, store: Store) -> Summary:
        """Return the account; events are those that rest on the articles of this batch."""
        events = store.event_counts(list(self.ids))
        unlisted = Counter(country for country, _ in self.unlisted)
        said = (*self.notes, *self._more_alike(), describe_unlisted(unlisted), describe_unread(self.unread))
        return Summary(
            stored=self.fates[Saved.STORED],
            updated=self.fates[Saved.UPDATED],
            changed=self.fates[Saved.CHANGED],
            older=self.fates[Saved.OLDER],
            withdrawn=self.fates[Saved.WITHDRAWN],
            already_there=self.fates[Saved.ALREADY_THERE],
            listed=self.listed_rows,
            bad_rows=self.bad_rows,
            failures=tuple(self.failures),
            skipped=tuple(self.skipped),
            notes=tuple(filter(None, said)),
            without_date=tuple(self.without_date.values()),
            placed=self.placed,
            not_places=self.not_places,
            unresolved=self.unresolved,
            events=events.total,
            undated_events=events.undated,
            open_events=events.open,
            unplaced_events=events.unplaced,
            unjoined=store.counts()["unjoined"],
            unlisted=tuple(unlisted.most_common()),
        )
