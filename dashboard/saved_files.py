"""Files that the program saved, opened again: which view they show, and whether the store still gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from dashboard.event_map import zoom_for
from dashboard.snapshot.extent import around, boxes_of
from dashboard.snapshot.statement import NoStatementError, read_statement
from geodata.amounts import counted
from geodata.export import FORMATS, ReleasePolicy
from geodata.export.facts import Change, Facts, compare_facts, facts_of
from geodata.export.reading import NotAnExportError, read_export
from geodata.export.records import records_of
from geodata.query import EventFilter, EventIndex, UnknownRegionError, from_query, to_query
from geodata.query.cells import Bounds
from geodata.regions import asked_outline


class NotSavedError(ValueError):
    """A file was not saved by this program, or cannot be compared; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFile:
    """The view that a snapshot or export shows, and the facts of its events where it carries them.

    ``hidden`` are the filters that its release policy did not let it tell.
    """

    wanted: EventFilter
    policy: ReleasePolicy | None = None
    hidden: tuple[str, ...] = ()
    bounds: Bounds | None = None
    title: str = ""
    ids_digest: str = ""
    shown: int = 0
    facts: Mapping[str, Facts] | None = None
    problems: tuple[str, ...] = field(default=())

    @property
    def box(self) -> Bounds | None:
        """The part of the map to open on: what was asked for, else the regions, which a picture shows whole.

        None where the events alone say it.
        """
        if self.bounds is not None:
            return self.bounds
        shapes = [shape for region in self.wanted.regions if (shape := asked_outline(region)) is not None]
        return around([box for shape in shapes for box in boxes_of(shape)]) if shapes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Whether a store still gives the events of a file, in a sentence, and every event that differs."""

    same: bool
    sentence: str
    changes: tuple[Change, ...]
    saved: SavedFile


def read_saved(name: str, data: bytes) -> SavedFile:
    """Return the view of a snapshot or an export; NotSavedError for any other file."""
    suffix = PurePath(name).suffix.lower()
    if any(name.lower().endswith(known.suffix) for known in FORMATS if not known.whole):
        raise NotSavedError("this file holds another scheme's columns only; open or verify the plain CSV")
    try:
        if suffix in {known.suffix for known in FORMATS}:
            return _read_export(data, suffix)
        return _read_snapshot(data)
    except (NoStatementError, NotAnExportError) as error:
        raise NotSavedError(str(error)) from error


def read_saved_file(path: Path) -> SavedFile:
    """Return the view of a file on the disk; NotSavedError, with the file's name, for any other."""
    try:
        return read_saved(path.name, path.read_bytes())
    except NotSavedError as error:
        raise NotSavedError(f"{path}: {error}") from error


def _read_snapshot(data: bytes) -> SavedFile:
    found = read_statement(data)
    return SavedFile(
        wanted=found.wanted, policy=_policy_of(found.release), hidden=_hidden_of(found.release),
        bounds=found.bounds, title=found.title, ids_digest=found.ids_digest, shown=found.shown,
        facts=found.facts, problems=found.problems,
    )  # fmt: skip


def _read_export(data: bytes, suffix: str) -> SavedFile:
    found = read_export(data, suffix)
    wanted, problems = from_query(found.query)
    facts = {key: facts_of(record) for key, record in found.records.items()}
    return SavedFile(
        wanted=wanted, policy=_policy_of(found.release), hidden=_hidden_of(found.release),
        shown=len(facts), facts=facts, problems=problems,
    )  # fmt: skip


def _policy_of(release: Mapping[str, str]) -> ReleasePolicy | None:
    try:
        return ReleasePolicy.from_query(release)
    except ValueError as error:
        raise NotSavedError(f"the release policy in this file cannot be read: {error}") from error


def _hidden_of(release: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(key for key in release.get("hidden", "").split("|") if key)


def address_of(saved: SavedFile) -> dict[str, str]:
    """Return the parameters of the dashboard's address that restore the view."""
    query = to_query(saved.wanted)
    if (box := saved.box) is not None:
        south, west, north, east = box
        middle = f"{(south + north) / 2:.4f},{(west + east) / 2:.4f}"
        query["map"] = f"{middle},{zoom_for(box)}"
    return query


def verify_saved(saved: SavedFile, index: EventIndex) -> Verification:
    """Ask the store for the file's filter again and compare place, dates, type, toll, certainty, sources.

    NotSavedError when the file does not tell its whole filter or the store cannot be asked for it.
    """
    if saved.hidden:
        raise NotSavedError(
            "the release policy of this file keeps a part of its filter back, so it cannot be asked again; "
            "verify the file that was made without the policy"
        )
    try:
        selection = index.select(saved.wanted)
    except UnknownRegionError as error:
        raise NotSavedError(str(error)) from error
    if saved.facts is None:
        return _by_digest(saved, selection.digest(), len(selection))
    batches = records_of(index.store, selection, saved.policy)
    now = {str(record["event_id"]): facts_of(record) for batch in batches for record in batch}
    changes = compare_facts(saved.facts, now)
    if not changes:
        sentence = f"The store gives the same {counted(len(now), 'event')}, each with the same facts."
    else:
        sentence = (
            f"The store has changed: the file has {counted(len(saved.facts), 'event')}, the same filter "
            f"now gives {len(now):,}; {len(changes):,} differ."
        )
    return Verification(same=not changes, sentence=sentence, changes=changes, saved=saved)


def _by_digest(saved: SavedFile, digest: str, number: int) -> Verification:
    """Compare the set of events alone: the file has too many to carry what was known of each."""
    same = digest == saved.ids_digest
    sentence = (
        f"The store gives the same {counted(number, 'event')}; the file is too large to carry what was "
        "known of each."
        if same
        else f"The store has changed: the file shows {counted(saved.shown, 'event')}, the same filter "
        f"now gives {number:,}, and not the same ones."
    )
    return Verification(same=same, sentence=sentence, changes=(), saved=saved)
