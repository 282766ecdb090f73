"""The account of an ingest: what became of every input, in numbers that add up and one line."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.amounts import counted
from geodata.model import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What became of every input; the numbers of articles, mentions and events each add up.

    Mentions and events are those of all articles read, stored before or not. ``failures`` and ``notes``
    are one line each, as are ``skipped``, the files left alone; ``without_date`` are the articles whose
    publication date nobody stated, of their text at most the head. ``changed`` are new versions of articles
    that were there, ``older`` versions older than that, ``withdrawn`` those an analyst took out of force.
    ``unjoined`` counts the reports of the store that stand in no event yet. ``listed`` counts the rows of
    event tables taken in, ``bad_rows`` those that are none and so among the ``failures``. ``unlisted`` are
    the countries whose villages were named and are in no table, with how many different names, most first.
    """

    stored: int = 0
    updated: int = 0
    changed: int = 0
    older: int = 0
    withdrawn: int = 0
    already_there: int = 0
    listed: int = 0
    bad_rows: int = 0
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
    unlisted: tuple[tuple[str, int], ...] = ()

    @property
    def articles(self) -> int:
        """Inputs that were articles or should have been."""
        fates = (self.stored, self.updated, self.changed, self.older, self.withdrawn, self.already_there)
        return sum(fates) + self.unread

    @property
    def unread(self) -> int:
        """Inputs that should have been articles and could not be read."""
        return len(self.failures) - self.bad_rows

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
            (self.unread, "not read"),
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
        )
        events += [f"{n} {what}" for n, what in lacks if n]
        if self.unjoined:
            events.append(f"{counted(self.unjoined, 'report')} not joined, see: conflictmap check")
        # What could not be read is no article where nothing was one: a folder, say, that is not there.
        of_all = "no article" if self.articles and self.articles == self.unread else ""
        parts = [f"{of_all or counted(self.articles, 'article')}: {fates}"]
        if self.skipped:
            parts[0] += f" ({counted(len(self.skipped), 'other file')} left out)"
        if self.listed or self.bad_rows:
            not_taken = f", {self.bad_rows:,} more not taken in" if self.bad_rows else ""
            parts.append(f"{counted(self.listed, 'row')} of event tables{not_taken}")
        parts += [f"{counted(self.mentions, 'place mention')}: {mentions}", ", ".join(events)]
        return "; ".join(parts)


def _listed(*parts: tuple[int, str]) -> str:
    return ", ".join(f"{number:,} {what}" for number, what in parts if number) or "none"
