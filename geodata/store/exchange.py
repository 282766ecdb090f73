"""Exports the log of corrections as JSON Lines and takes in a colleague's, without losing or doubling any.

A line holds one entry: who, when, why, the fix, what it was and what it is now, the words and the texts it
was made on. Entries are known by their uid, so a log may be taken in as often as one likes and in any order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from geodata import corrections as fixing
from geodata.changes import CauseKind
from geodata.corrections import Clash, Fix, LogEntry, PublishedFix
from geodata.model import Article
from geodata.store import codec, effects, history, log, schema, versions
from geodata.store import fixing as store_fixing
from geodata.store.carrying import carried
from geodata.store.correcting import Reader, read_dated
from geodata.store.opening import StoreError
from geodata.store.store import Store

FORMAT = {"format": "conflictmap corrections", "version": 1}
_LONGEST = {"uid": 36, "analyst": 200, "note": 2_000, "quote": 20_000, "was": 20_000, "now": 20_000}
_NAMED = 5
MOST_LINES = 200_000
# Clocks that go wrong by less than this are put up with.
_AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What taking in a log did: entries that were new and known, contradictions, what finds nothing here.

    ``dated`` are the articles whose day of publication changed.
    """

    new: int = 0
    known: int = 0
    clashes: tuple[Clash, ...] = ()
    without_target: tuple[LogEntry, ...] = ()
    dated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    uid: str
    made_at: datetime
    kind: str
    fix: Fix
    undoes: str | None
    row: Mapping[str, Any] = field(default_factory=dict)


def export_log(store: Store) -> str:
    """Return the whole log as JSON Lines; the same entries give the same bytes in every store."""
    with store.engine.connect() as connection:
        entries = log.load_log(connection)
        about = _articles(connection, store_fixing.articles_of_entries(entries))
    uids = {entry.number: entry for entry in entries}
    lines = [FORMAT]
    for entry in sorted(entries, key=lambda e: (e.made_at, e.uid)):
        root = entry
        while root.fix is None and root.undoes is not None:
            root = uids[root.undoes]
        if root.fix is not None:
            undoes = None if entry.undoes is None else uids[entry.undoes].uid
            lines.append(_line(entry, root.fix, undoes, about))
    text = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)
    return text.encode("utf-8", "replace").decode("utf-8")


def _line(
    entry: LogEntry, fix: Fix, undoes: str | None, about: Mapping[str, Mapping[str, str]]
) -> dict[str, object]:
    made_on = [
        {"id": key, "print": entry.prints.get(key, ""), **about.get(key, {})}
        for key in sorted(fixing.articles_of(fix))
    ]
    return {
        "uid": entry.uid,
        "made_at": entry.made_at.isoformat(),
        "analyst": entry.analyst,
        "note": entry.note,
        "kind": fixing.kind_of(fix),
        "fix": json.loads(fixing.to_json(fix)),
        "undoes": undoes,
        "over": sorted(entry.over),
        "quote": entry.quote,
        "was": entry.was,
        "now": entry.now_is,
        "articles": made_on,
    }


def _articles(connection: Connection, ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return title, outlet and address by article id, for whoever has not this article."""
    column = schema.articles.c
    query = select(column.id, column.title, column.outlet, column.url).where(column.id.in_(sorted(ids)))
    return {key: {"title": t, "outlet": o, "url": u} for key, t, o, u in connection.execute(query)}


def import_log(store: Store, text: str, *, dry: bool = False, read: Reader | None = None) -> Imported:
    """Take in a log; ``dry`` only says what it would do. Raises StoreError, and nothing is taken in then.

    ``read`` reads articles again that it dates anew, in the same transaction; see ``Store.correct_all``.

    What the log says is applied at once; where it contradicts what is there and neither was made in the
    knowledge of the other, the later one holds until somebody decides, and the clash is listed.
    """
    lines = _read(text)
    with store.writing(CauseKind.CORRECTION) as connection:
        known = set(connection.scalars(select(schema.corrections.c.uid)))
        fresh = [line for line in lines if line.uid not in known]
        before = {c.slot for c in fixing.clashes(log.load_log(connection))}
        changed = _write(connection, fresh)
        history.recorder_of(connection).name(who="", note="a log taken in", correction=_last(connection))
        effects.bring_up_to_date(connection, changed)
        dated = sorted({fix.article_id for fix in changed if isinstance(fix, PublishedFix)})
        if not dry:
            read_dated(connection, dated, read)
        entries = log.load_log(connection)
        lost = {e.uid for e in store_fixing.without_target(connection)}
        new = {line.uid for line in fresh}
        transaction = connection.get_transaction()
        if transaction is not None and (dry or not fresh):
            transaction.rollback()
    return Imported(
        new=len(fresh),
        known=len(lines) - len(fresh),
        clashes=tuple(c for c in fixing.clashes(entries) if c.slot not in before),
        without_target=tuple(e for e in entries if e.uid in lost & new),
        dated=tuple(dated),
    )


def _last(connection: Connection) -> int:
    return connection.scalar(select(func.max(schema.corrections.c.number))) or 0


def _read(text: str) -> list[_Line]:
    """Return the entries of a log; raises StoreError naming the first lines that are none."""
    rows = [(number, row) for number, row in enumerate(text.split("\n"), 1) if row.strip()]
    if len(rows) > MOST_LINES:
        raise StoreError(
            f"more lines in the log than {MOST_LINES:,}, which is the most taken in at once: {len(rows):,}"
        )
    found: list[_Line] = []
    problems: list[str] = []
    for number, row in rows:
        try:
            told = json.loads(row)
            if not isinstance(told, dict):
                raise ValueError("it is no object")
            if told.get("format") == FORMAT["format"]:
                if told.get("version") != FORMAT["version"]:
                    raise ValueError("it was written by a newer version; update this one")
                continue
            found.append(_to_line(told))
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
            problems.append(f"line {number}: {str(error)[:160]}")
    if problems:
        more = f" and {len(problems) - _NAMED:,} more" if len(problems) > _NAMED else ""
        raise StoreError(
            f"this is no log of corrections, nothing was taken in; {'; '.join(problems[:_NAMED])}{more}"
        )
    return list({line.uid: line for line in found}.values())


def _to_line(told: Mapping[str, Any]) -> _Line:
    texts = {name: _text(told, name, longest) for name, longest in _LONGEST.items()}
    if not texts["uid"]:
        raise ValueError("it has no uid")
    kind = told["kind"]
    fix = fixing.from_json(kind, json.dumps(told["fix"]))
    made_at = datetime.fromisoformat(told["made_at"])
    if made_at.tzinfo is None:
        raise ValueError("its time has no time zone")
    if made_at > datetime.now(UTC) + _AHEAD:
        raise ValueError("it was made in the future; check the clock of the machine it comes from")
    over, undoes = told.get("over") or [], told.get("undoes")
    if not all(isinstance(uid, str) for uid in over) or not isinstance(undoes, str | None):
        raise ValueError("it names other entries by something else than their uid")
    prints = {str(a["id"])[:64]: str(a.get("print", ""))[:64] for a in told.get("articles") or []}
    row = {
        "made_at": made_at.astimezone(UTC).replace(tzinfo=None),
        "analyst": texts["analyst"],
        "kind": kind,
        "target": fixing.to_json(fix),
        "change": json.dumps({"was": texts["was"], "now": texts["now"]}),
        "note": texts["note"],
        "uid": texts["uid"],
        "quote": texts["quote"],
        "prints": json.dumps(prints),
        "made_over": json.dumps(sorted(over)),
    }
    return _Line(uid=texts["uid"], made_at=made_at, kind=kind, fix=fix, undoes=undoes, row=row)


def _text(told: Mapping[str, Any], name: str, longest: int) -> str:
    value = told.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(f"{name} must be a text; the most characters it may have: {longest:,}")
    return value.encode("utf-8", "replace").decode("utf-8")


def _write(connection: Connection, lines: Sequence[_Line]) -> list[Fix]:
    """Write entries, each after the one it takes back; return the fixes that they make, undo or redo."""
    numbers = dict(connection.execute(select(schema.corrections.c.uid, schema.corrections.c.number)).all())
    for line in _undone_first(lines, numbers):
        row = dict(line.row) | {"undoes": None if line.undoes is None else numbers[line.undoes]}
        if line.undoes is None:
            row |= _here(connection, line, json.loads(row["prints"]))
        key = connection.execute(schema.corrections.insert().values(**row)).inserted_primary_key
        numbers[line.uid] = int(key[0]) if key else 0
    new = {line.uid for line in lines}
    entries = {entry.number: entry for entry in log.load_log(connection)}
    changed: dict[int, Fix] = {}
    for entry in entries.values():
        if entry.uid in new:
            while entry.undoes is not None:
                entry = entries[entry.undoes]
            if entry.now is not None:
                changed[entry.number] = entry.now
    return list(changed.values())


def _undone_first(lines: Sequence[_Line], known: Mapping[str, int]) -> Iterator[_Line]:
    waiting, there = sorted(lines, key=lambda line: (line.made_at, line.uid)), set(known)
    while waiting:
        ready = [line for line in waiting if line.undoes is None or line.undoes in there]
        if not ready:
            raise StoreError(
                f"the log is not whole: {len(waiting):,} of its entries undo others that are neither in it "
                "nor here; ask for the whole log"
            )
        yield from ready
        there.update(line.uid for line in ready)
        waiting = [line for line in waiting if line.uid not in there]


def _here(connection: Connection, line: _Line, prints: Mapping[str, str]) -> dict[str, object]:
    """Return what an entry needs here: the fix as it is about this store's version of its article."""
    row: dict[str, object] = {}
    if isinstance(line.fix, PublishedFix):
        day = effects.day_of_source(connection, line.fix.article_id)
        if day is not None:
            row["change"] = json.dumps({"was": day, "now": str(line.fix.published or "")})
    fix = line.fix
    for article_id in sorted(fixing.articles_of(fix)):
        pair = _same_article(connection, article_id, prints.get(article_id, ""))
        fits = None if pair is None else carried(fix, *pair)
        fix = fits if fits is not None else fix
    return row | ({"carried": fixing.to_json(fix)} if fix != line.fix else {})


def _same_article(connection: Connection, article_id: str, print_: str) -> tuple[Article, Article] | None:
    """Return an article that is not in force here and the one that stands for it, or None."""
    column = schema.articles.c
    if connection.scalar(select(column.id).where(column.id == article_id)) is not None:
        return None
    old = versions.article_on_shelf(connection, article_id)
    newer = connection.scalar(select(schema.shelf.c.newer).where(schema.shelf.c.article_id == article_id))
    if old is not None:
        # One that was withdrawn has no other to stand for it, even where somebody printed the same words.
        row = connection.execute(select(schema.articles).where(column.id == newer)).mappings().first()
        return None if row is None else (old, codec.to_article(row))
    rows = connection.execute(select(schema.articles)).mappings() if print_ else ()
    same = [row for row in rows if store_fixing.print_of(row["text"]) == print_]
    if len(same) != 1:
        return None
    new = codec.to_article(same[0])
    return replace(new, id=article_id), new
