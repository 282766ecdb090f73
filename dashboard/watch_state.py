"""What a watch knows of its feeds and folders, kept in a file of the user's data folder between runs."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from geodata.gazetteer import installed_folder
from geodata.whole_files import partial_of

# Entries remembered for each feed, so that they are not read again; feeds hold tens to hundreds.
_REMEMBERED = 5_000
# Gaps and failures kept for each source.
_KEPT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time in which a source was not watched, in seconds since 1970, and why.

    ``lost`` says that a feed showed none of the entries known before the gap, so that some may have come
    and gone unseen.
    """

    start: float
    end: float
    why: str
    lost: bool = False


@dataclass(slots=True, kw_only=True)
class SourceState:
    """One watched feed or folder. Times are seconds since 1970, None for never."""

    name: str
    is_folder: bool = False
    outlet: str = ""
    last_try: float | None = None
    last_success: float | None = None
    last_new: float | None = None
    next_try: float = 0.0
    articles: int = 0
    failures_in_a_row: int = 0
    problem: str = ""
    etag: str = ""
    last_modified: str = ""
    seen: list[str] = field(default_factory=list)
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def remember(self, ids: list[str]) -> None:
        """Note entries as read, the newest last."""
        self.seen = [*(one for one in self.seen if one not in set(ids)), *ids][-_REMEMBERED:]

    def note_gap(self, gap: Gap) -> None:
        """Keep a gap, and the latest ones only."""
        self.gaps = [*self.gaps, gap][-_KEPT:]

    def note_unread(self, lines: tuple[str, ...]) -> None:
        """Keep what could not be read, and the latest lines only."""
        self.unread = [*self.unread, *lines][-_KEPT:]


@dataclass(slots=True, kw_only=True)
class WatchState:
    """Everything a watch keeps: its sources, and when it last gave a sign of life."""

    alive_at: float | None = None
    stopped: bool = True
    sources: dict[str, SourceState] = field(default_factory=dict)


def state_file(db: str) -> Path:
    """Return where the watch of a database keeps what it knows."""
    digest = hashlib.sha256(os.path.abspath(db).encode() if "://" not in db else db.encode()).hexdigest()
    return installed_folder().parent / "watch" / f"{digest[:16]}.json"


def load_state(path: Path) -> WatchState:
    """Return what was kept; a fresh state where there is nothing or nothing that can be read.

    A lost state costs no article: what is read again is already there.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        sources = {name: _source(found) for name, found in kept["sources"].items()}
        return WatchState(alive_at=kept["alive_at"], stopped=bool(kept["stopped"]), sources=sources)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return WatchState()


def forget_sources(path: Path, names: Iterable[str]) -> WatchState:
    """Watch these sources no more and return what is left; KeyError names one that is not watched."""
    state = load_state(path)
    for name in names:
        del state.sources[name]
    save_state(path, state)
    return state


def _source(kept: dict[str, Any]) -> SourceState:
    known = {part.name for part in fields(SourceState)}
    found = {key: value for key, value in kept.items() if key in known}
    found["gaps"] = [Gap(**gap) for gap in found.get("gaps", ())]
    found["files"] = {name: (int(a), int(b)) for name, (a, b) in found.get("files", {}).items()}
    return SourceState(**found)


def save_state(path: Path, state: WatchState) -> None:
    """Write the state so that a kill at any moment leaves the old or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with partial_of(path) as partial:
        partial.write_text(json.dumps(asdict(state), ensure_ascii=True), encoding="utf-8")
        partial.replace(path)
