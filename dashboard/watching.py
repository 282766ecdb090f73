"""Watches feeds and folders: asks politely, takes in what is new, backs off from failures and notes gaps."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep, time

from articles.sources import SourceError
from articles.sources.folder import files_below
from articles.sources.linked import LinkedPages
from articles.sources.polling import NotNowError, Rules, poll_feed, read_polled
from dashboard.ingest import ingest_articles, ingest_paths
from dashboard.summary import Summary
from dashboard.watch_state import Gap, SourceState, WatchState, load_state, save_state
from geodata.amounts import counted
from geodata.gazetteer import Gazetteer
from geodata.model import Article
from geodata.public_addresses import is_public_address
from geodata.store import Store

# A feed is asked this often, so that what is new is in within a minute; sites may ask for longer pauses.
FEED_SECONDS = 45.0
FOLDER_SECONDS = 5.0
# After failures the pause doubles up to this.
LONGEST_PAUSE_SECONDS = 3600.0
# A file younger than this may still be being written.
_SETTLED_SECONDS = 2.0
# A source that was not seen for this long has a gap.
GAP_SECONDS = 600.0
# Entries of a feed taken in at once when their pages are fetched; the others follow when it is asked next.
_PAGES_AT_ONCE = 20
# Files taken in at once, so that the state is saved between.
_FILES_AT_ONCE = 50


@dataclass(slots=True, kw_only=True)
class Watch:
    """A watch over feeds and folders for one store: ``sources``, and those that were watched before.

    ``outlet`` is that of ``sources``, empty where it is to be found out. ``say`` gets a line for everything
    that happens; ``named`` holds what it was told once of a file that is left out. ``clock`` returns seconds
    since 1970. The state is saved after every source, and articles are stored before that: a kill at any
    moment loses nothing, and what is read again is already there.
    """

    store: Store
    sources: tuple[str, ...]
    path: Path
    gazetteer: Gazetteer
    outlet: str = ""
    every_seconds: float = FEED_SECONDS
    say: Callable[[str], None] = print
    clock: Callable[[], float] = time
    with_pages: bool = True
    pause: Callable[[float], None] = sleep
    is_allowed: Callable[[str], bool] = is_public_address
    state: WatchState = field(default_factory=WatchState)
    rules: Rules = field(init=False)
    linked: LinkedPages = field(init=False)
    named: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.state = load_state(self.path)
        self.rules = Rules(self.is_allowed)
        self.linked = LinkedPages(self.rules, self.is_allowed, self.pause)
        known = self.state.sources
        for name in self.sources:
            source = known.setdefault(name, self._new(name))
            source.outlet = self.outlet or source.outlet
        for source in known.values():
            # A restart asks at once, unless the server wanted to be left alone.
            source.next_try = source.next_try if source.failures_in_a_row else 0.0

    def _new(self, name: str) -> SourceState:
        return SourceState(name=name, is_folder=not name.startswith(("http://", "https://")))

    def run(self, wait: Callable[[float], bool]) -> None:
        """Watch until ``wait``, called with the seconds until the next step, returns True."""
        try:
            while True:
                self.step()
                if wait(self._pause()):
                    return
        finally:
            self.state.stopped = True
            self._save()

    def step(self) -> None:
        """Look at every source whose time has come."""
        self.state.stopped = False
        for source in self.state.sources.values():
            if source.next_try <= self.clock():
                self._look(source)
                self._save()
        self._save()

    def _pause(self) -> float:
        """Seconds until the next source is due; at most those between two signs of life."""
        due = min((s.next_try for s in self.state.sources.values()), default=0.0)
        return min(max(0.2, due - self.clock()), 30.0)

    def _save(self) -> None:
        self.state.alive_at = self.clock()
        save_state(self.path, self.state)

    def _look(self, source: SourceState) -> None:
        """Look at one source and note how it went."""
        now = source.last_try = self.clock()
        try:
            new, pause = self._folder(source) if source.is_folder else self._feed(source)
        except SourceError as failure:
            self._failed(source, failure, now)
            return
        if source.last_success is not None and now - source.last_success > max(GAP_SECONDS, 3 * pause):
            why = source.problem or "the watch was not running"
            source.note_gap(Gap(start=source.last_success, end=now, why=why, lost=new is None))
            self.say(f"{source.name}: back after a gap ({why})")
        source.last_success, source.problem, source.failures_in_a_row = now, "", 0
        source.next_try = self.clock() + pause

    def _failed(self, source: SourceState, failure: SourceError, now: float) -> None:
        """Note a failure and wait longer with each one, as long as the server asks at least."""
        if failure.problem != source.problem:
            self.say(str(failure))
        source.problem = failure.problem
        source.failures_in_a_row += 1
        backed_off = min(LONGEST_PAUSE_SECONDS, self.every_seconds * 2 ** min(source.failures_in_a_row, 10))
        asked = failure.wait_seconds if isinstance(failure, NotNowError) else None
        source.next_try = now + max(backed_off if asked is None else 0.0, asked or 0.0, self.every_seconds)

    def _feed(self, source: SourceState) -> tuple[int | None, float]:
        """Take in a feed's new entries; return their number and the pause.

        The number is None where no entry is known from before: some may have come and gone unseen.
        """
        pause = max(self.every_seconds, min(self.rules.check(source.name), LONGEST_PAUSE_SECONDS))
        polled = poll_feed(
            source.name, etag=source.etag, last_modified=source.last_modified, is_allowed=self.is_allowed
        )
        found = list(read_polled(polled, source.outlet))
        entries = [item for item in found if isinstance(item, Article)]
        failures = [item for item in found if isinstance(item, SourceError)]
        if failures and not entries:
            raise failures[0]
        seen = set(source.seen)
        new = [article for article in entries if article.id not in seen]
        now, later = (new[:_PAGES_AT_ONCE], new[_PAGES_AT_ONCE:]) if self.with_pages else (new, [])
        if now:
            whole = [self._whole(source, article) for article in now]
            self._took_in(source, ingest_articles(self.store, whole, gazetteer=self.gazetteer))
        source.note_unread(tuple(str(f) for f in failures if str(f) not in source.unread))
        if not later:  # a feed that is asked with these marks says nothing of what is left
            source.etag, source.last_modified = polled.etag, polled.last_modified
        left = {article.id for article in later}
        source.remember([article.id for article in entries if article.id not in left])
        return None if seen and entries and len(new) == len(entries) else len(new), pause

    def _whole(self, source: SourceState, entry: Article) -> Article:
        """Return an entry with the text of the page it links to, or as the feed has it, which is noted."""
        if not self.with_pages:
            return entry
        try:
            return self.linked.read(entry)
        except SourceError as failure:
            source.note_unread((f"only the summary in the feed was read: {failure}",))
            return entry

    def _folder(self, source: SourceState) -> tuple[int, float]:
        """Take in a folder's new and changed files; return their number and the pause."""
        changed = dict(self._changed(source, self._files(source)))
        paths = list(changed)
        for start in range(0, len(paths), _FILES_AT_ONCE):
            batch = paths[start : start + _FILES_AT_ONCE]
            summary = ingest_paths(self.store, batch, outlet=source.outlet, gazetteer=self.gazetteer)
            self._took_in(source, summary)
            source.files.update((path, changed[path]) for path in batch)
            self._save()
        return len(paths), FOLDER_SECONDS

    def _files(self, source: SourceState) -> list[Path]:
        """Return the files of a folder that can be read, and name the others, each once."""
        folder = Path(source.name)
        if not folder.exists():
            raise SourceError(source.name, "there is no such folder", "check the path, or mount it again")
        if not folder.is_dir():
            return [folder]
        try:
            os.scandir(folder).close()
        except OSError as error:
            problem = f"the folder cannot be opened ({error.strerror or error})"
            raise SourceError(source.name, problem, "check the permissions") from None
        found = list(files_below(folder))
        others = [item for item in found if not isinstance(item, Path) and item.name != source.name]
        lines = [str(item) for item in others if str(item) not in self.named]
        self.named.update(lines)
        source.note_unread(tuple(line for line in lines if line not in source.unread))
        for line in lines:
            self.say(f"left out: {line}")
        return [item for item in found if isinstance(item, Path)]

    def _changed(self, source: SourceState, files: Iterable[Path]) -> Iterable[tuple[str, tuple[int, int]]]:
        """The files that are new or have another size or time than when they were read, once they settled."""
        for path in files:
            try:
                about = path.stat()
            except OSError:
                continue
            mark = (about.st_mtime_ns, about.st_size)
            settled = self.clock() - about.st_mtime > _SETTLED_SECONDS
            if settled and source.files.get(str(path)) != mark:
                yield str(path), mark

    def _took_in(self, source: SourceState, summary: Summary) -> None:
        new = summary.stored + summary.updated + summary.changed
        source.articles += new
        source.last_new = self.clock() if new else source.last_new
        source.note_unread(summary.failures)
        self.say(f"{source.name}: {summary.describe()}")
        for line in (*summary.failures, *summary.notes, *(f"left out: {one}" for one in summary.skipped)):
            self.say(line)
        undated = len(summary.without_date)
        if undated:
            self.say(
                f"{counted(undated, 'article')} without a publication date; set it on the page Add articles"
            )
