"""Runs the reader of a file and those of the files inside it, within limits, and never fails: it says why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from articles.sources.apart import read_apart
from articles.sources.draft import Draft, Note, Skipped, SourceError, failure_of
from articles.sources.formats import Piece, format_of, is_known, why_not
from articles.sources.raw_file import MAX_ARTICLE_MB, Member, RawFile, check_size
from geodata.amounts import counted
from geodata.listed import ListedEvent
from geodata.model import Article

# What reading an input can give.
Found = Article | ListedEvent | SourceError | Skipped | Note

# An archive in an archive in an archive is still read.
DEEPEST = 4
# Of one input, however deep: entries looked at, and bytes they have when unpacked.
MAX_MEMBERS = 100_000
MAX_UNPACKED_MB = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What the caller says of articles that state it not themselves, and of the columns of tables."""

    published: date | None = None
    outlet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Spent:
    """How much of the limits for one input is used up, and whether one of them ended it."""

    members: int = 0
    unpacked_bytes: int = 0
    over: bool = False


def read_raw(raw: RawFile, file_name: str, defaults: Defaults) -> Iterator[Found]:
    """Yield the articles of a file and of the files inside it, and a line for whatever gives none."""
    yield from _read(raw, file_name, defaults, 0, _Spent())


def _read(raw: RawFile, file_name: str, defaults: Defaults, depth: int, spent: _Spent) -> Iterator[Found]:
    try:
        known = format_of(raw.name, raw.suffix)
        check_size(raw.name, len(raw.content), known.limit_mb)
        pieces = read_apart(known.name, raw) if known.apart else known.read(raw)
        nothing = True
        for piece in pieces:
            nothing = nothing and piece is None
            if isinstance(piece, Member):
                yield from _read_member(piece, raw, file_name, defaults, depth + 1, spent)
            else:
                yield from _found(piece, raw.name, file_name, defaults)
            if spent.over:
                return
        if nothing:
            yield SourceError(raw.name, "there is nothing in it that can be read", "leave it out")
    except Exception as error:  # whatever a file does to its reader, the files after it are read
        yield failure_of(raw.name, error)


def _found(piece: Piece, name: str, file_name: str, defaults: Defaults) -> Iterator[Found]:
    """Yield what a reader handed on, drafts as articles."""
    if isinstance(piece, Draft):
        if len(piece.text) > MAX_ARTICLE_MB * 1_000_000:
            problem = f"an article in it has over {MAX_ARTICLE_MB} million characters"
            yield SourceError(name, problem, "split it into one file per article")
            return
        if piece.note:
            yield Note(line=piece.note)
        yield piece.to_article(file_name=file_name, published=defaults.published, outlet=defaults.outlet)
    elif isinstance(piece, ListedEvent | SourceError | Skipped | Note):
        yield piece


def _read_member(
    member: Member, container: RawFile, file_name: str, defaults: Defaults, depth: int, spent: _Spent
) -> Iterator[Found]:
    """Read a file inside another one, unless a limit says no."""
    name = f"{container.name}/{member.name}"
    if not member.suffix and not is_known(member.name):
        yield Skipped(name=name, why=why_not(member.name))
        return
    spent.members += 1
    if spent.members > MAX_MEMBERS:
        spent.over = True
        yield SourceError(container.name, f"it holds more than {MAX_MEMBERS:,} files", "split it")
        return
    try:
        content = _load(member, name, depth, spent)
    except Exception as error:  # one broken entry must not lose the others
        yield failure_of(name, error)
        return
    inner = RawFile(
        name=name, content=content, suffix=member.suffix, url=member.url, columns=container.columns
    )
    yield from _read(inner, f"{file_name}/{member.name}", defaults, depth, spent)


def _load(member: Member, name: str, depth: int, spent: _Spent) -> bytes:
    """Return a member's bytes; raises SourceError where a limit says no."""
    if depth > DEEPEST:
        raise SourceError(
            name, f"it lies {counted(depth, 'file')} deep in others", "unpack it and read the files"
        )
    limit_mb = format_of(member.name, member.suffix).limit_mb
    if member.size_bytes is not None:
        check_size(name, member.size_bytes, limit_mb)
    content = member.load(limit_mb * 1_000_000)
    spent.unpacked_bytes += len(content)
    if spent.unpacked_bytes > MAX_UNPACKED_MB * 1_000_000:
        spent.over = True
        raise SourceError(name, f"with it over {MAX_UNPACKED_MB} MB are unpacked", "split the archive")
    return content
