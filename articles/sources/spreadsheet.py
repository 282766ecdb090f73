"""Reads tables of articles, a row each: CSV, Excel and Parquet, with the columns guessed unless named."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from articles.sources.draft import Draft, Note, Skipped, SourceError
from articles.sources.event_tables import event_table_of, read_events
from articles.sources.json_records import KEYS, folded_key
from articles.sources.office import open_package
from articles.sources.published import day_stated, parse_published
from articles.sources.raw_file import MAX_ARTICLE_MB, RawFile, decode
from geodata.listed import ListedEvent

Row = Sequence[object]
# What a table gives.
Piece = Draft | ListedEvent | Note | SourceError

# Names of columns beside those of JSON records, as spreadsheets have them.
_ALSO: dict[str, tuple[str, ...]] = {
    "text": (
        "full_text",
        "fulltext",
        "article_text",
        "article_body",
        "story",
        "contents",
        "notes",
        "description",
    ),
    "title": ("subject", "heading", "name"),
    "published": (
        "publish_date",
        "date_published",
        "day",
        "timestamp",
    ),
    "outlet": ("publication", "newspaper", "media", "domain", "site", "source_name"),
    "url": ("uri", "href", "address", "source_url", "web_address"),
}
_KNOWN = {key for field, keys in KEYS.items() for key in (*keys, *_ALSO[field])}
# Rows looked at to guess what a column holds.
_SAMPLE = 50
# A column whose cells are this long on average is taken for the text where none is called so.
_LONG_CELL = 120
_DELIMITERS = ",;\t|"
# Rows in which the heads of the columns are looked for: titles and days of export often stand above them.
_HEAD_ROWS = 10
# Characters of a line looked at to tell what divides its cells.
_LONGEST_LINE = 4_000
# Characters of a column's name that are told: where the heads are missing it is the text of an article.
_LONGEST_HEAD = 40
# Rows of an Excel sheet; files made by programs can name any row.
_MOST_ROWS = 1_048_576
_SLASHED = re.compile(r"\s*(\d{1,2})([/.])(\d{1,2})\2(\d{4})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column of a table each field of an article stands in, by number; fields without one lack."""

    header: tuple[str, ...]
    places: Mapping[str, int]

    def describe(self) -> str:
        """Return "text from 'Body', published from 'Date'; not used: 'Id'"."""
        used = ", ".join(f"{field} from {_told(self.header[n])}" for field, n in self.places.items())
        unused = [_told(name) for n, name in enumerate(self.header) if name and n not in self.places.values()]
        left = f"; not used: {', '.join(unused[:12])}{' …' if len(unused) > 12 else ''}" if unused else ""
        return used + left


def guess_columns(
    header: Sequence[object], rows: Sequence[Row], named: Mapping[str, str], table: str
) -> Columns:
    """Return where the fields stand: as ``named`` says, else by the columns' names, else by their cells.

    Raises SourceError when a named column is not there and when none holds text.
    """
    names = tuple(str(cell if cell is not None else "").strip() for cell in header)
    listed = ", ".join(_told(name) for name in names[:30])
    places: dict[str, int] = {}
    for field, wanted in named.items():
        if field not in KEYS:
            raise SourceError(table, f"{field!r} is no field", f"use one of {', '.join(KEYS)}")
        if wanted not in names:
            raise SourceError(table, f"it has no column {wanted!r}", f"its columns are {listed}")
        places[field] = names.index(wanted)
    keys = [folded_key(name) for name in names]
    for field, known in KEYS.items():
        found = (keys.index(key) for key in (*known, *_ALSO[field]) if key in keys)
        place = next((n for n in found if n not in places.values()), None)
        if field not in places and place is not None:
            places[field] = place
    for field, holds in (("published", _are_days), ("url", _are_addresses)):
        if field not in places:
            left = (n for n in range(len(names)) if n not in places.values())
            fitting = [n for n in left if holds(_cells(rows, n))]
            places.update({field: fitting[0]} if len(fitting) == 1 else {})
    if "text" not in places:
        lengths = [(_mean_length(rows, n), n) for n in range(len(names)) if n not in places.values()]
        longest, place = max(lengths, default=(0.0, 0))
        if longest < _LONG_CELL:
            remedy = f"name it with --column text=NAME; its columns are {listed}"
            raise SourceError(table, "no column of it holds text", remedy)
        places["text"] = place
    return Columns(header=names, places={field: places[field] for field in KEYS if field in places})


def _told(name: str) -> str:
    """Return a column's name as it is told, cut short where it is long."""
    return repr(name if len(name) <= _LONGEST_HEAD else f"{name[: _LONGEST_HEAD - 1]}…")


def _cells(rows: Sequence[Row], column: int) -> list[object]:
    """Return the cells of a column that are not empty."""
    return [row[column] for row in rows if column < len(row) and row[column] not in (None, "")]


def _are_days(cells: Sequence[object]) -> bool:
    """Whether every cell is a day and none may be two days."""
    is_day_first = _is_day_first(cells)
    return bool(cells) and all(day_stated(_unslashed(cell, is_day_first)) is not None for cell in cells)


def _are_addresses(cells: Sequence[object]) -> bool:
    return bool(cells) and all(re.match(r"https?://\S+$", str(cell).strip()) for cell in cells)


def _mean_length(rows: Sequence[Row], column: int) -> float:
    return sum(len(cell) for cell in _cells(rows, column) if isinstance(cell, str)) / max(1, len(rows))


def read_csv(raw: RawFile) -> Iterator[Piece]:
    """Yield an article per row; raises SourceError when no column holds text."""
    text, note = decode(raw)
    if note:
        yield Note(line=note)
    csv.field_size_limit(MAX_ARTICLE_MB * 1_000_000)
    if odd := _odd_row(text):
        where = f"{raw.name}, row {odd}: a quotation mark is not closed, or not doubled inside a cell"
        yield Note(line=f"{where}; see whether it holds rows below it")
    yield from read_rows(csv_rows(raw, text), raw, raw.name)


def csv_rows(raw: RawFile, text: str) -> Iterator[Row]:
    """Yield the rows of a CSV text, whatever divides its cells; raises SourceError for a broken one."""
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    except csv.Error as error:
        raise SourceError(raw.name, f"it is no table of text ({error})", "save it as CSV in UTF-8") from None


def _odd_row(text: str) -> int | None:
    """Return the number of the first row whose quotation marks are not in order, None where all are."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for _ in rows:
            number += 1
    except csv.Error as error:
        return number + 1 if "expected" in str(error) else None
    return None


def _delimiter(text: str) -> str:
    """Return what divides the cells: what parts most known heads, else what the first line has most."""
    lines = [line[:_LONGEST_LINE] for line in text[: _HEAD_ROWS * _LONGEST_LINE].splitlines()[:_HEAD_ROWS]]
    first = lines[0] if lines else ""

    def worth(delimiter: str) -> tuple[int, int]:
        heads = max((_known_heads(line.split(delimiter)) for line in lines), default=0)
        return heads, first.count(delimiter)

    return max(_DELIMITERS, key=worth)


def _known_heads(row: Row) -> int:
    """Return how many cells of a row are known heads of columns, of articles or of an event table."""
    table = event_table_of([str(cell).strip().strip('"') for cell in row])
    return len(_KNOWN & {folded_key(cell) for cell in row}) + (len(table.columns) if table else 0)


def read_xlsx(raw: RawFile) -> Iterator[Piece | Skipped]:
    """Yield an article per row of every sheet that has a column of text; SourceError when none has."""
    import openpyxl  # takes a moment to load

    open_package(raw, "Excel workbook").close()
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(raw.content), read_only=True, data_only=True, keep_links=False
        )
    except Exception as error:  # openpyxl passes on whatever a damaged workbook makes it stumble over
        problem = f"it is no Excel workbook or it is damaged ({type(error).__name__})"
        raise SourceError(raw.name, problem, "open it and save it anew") from None
    failures: list[SourceError] = []
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        try:
            name = f"{raw.name}, sheet {sheet.title!r}"
            rows = sheet.iter_rows(values_only=True)
            yield from read_rows(islice(rows, _MOST_ROWS), raw, name)
            if next(rows, None) is not None:
                problem = f"rows numbered above {_MOST_ROWS:,}, the last that Excel knows, were not read"
                yield SourceError(name, problem, "open it and save it anew")
        except SourceError as failure:
            failures.append(failure)
    if failures and len(failures) == len(book.worksheets):
        raise failures[0]
    yield from (Skipped(name=failure.name, why=failure.problem) for failure in failures)


def read_parquet(raw: RawFile) -> Iterator[Piece]:
    """Yield an article per row; raises SourceError when no column holds text."""
    import pyarrow as arrow  # takes a moment to load
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(io.BytesIO(raw.content))
        batches = table.iter_batches(batch_size=500)
        cells = (zip(*(column.to_pylist() for column in batch.columns), strict=True) for batch in batches)
        yield from read_rows(chain([table.schema_arrow.names], *[chain.from_iterable(cells)]), raw, raw.name)
    except (arrow.ArrowException, OSError) as error:
        problem = f"it is no Parquet file or it is damaged ({str(error)[:80]})"
        raise SourceError(raw.name, problem, "write it anew") from None


def read_rows(rows: Iterable[Row], raw: RawFile, name: str) -> Iterator[Piece]:
    """Yield an article per row under the header, and first a line on which columns were taken for what.

    A known table of events gives an event per row, unless its columns were named to be those of articles.
    """
    failures: list[SourceError] = []
    numbered = enumerate(_sound(rows, failures), start=1)
    filled: Iterator[tuple[int, Row]] = (x for x in numbered if any(cell not in (None, "") for cell in x[1]))
    top = list(islice(filled, _HEAD_ROWS))
    if not top:
        raise failures[0] if failures else SourceError(name, "there is nothing in it", "leave it out")
    at = _place_of_heads([row for _, row in top])
    header, filled = top[at][1], chain(top[at + 1 :], filled)
    if any(isinstance(cell, str) and len(cell) >= _LONG_CELL for cell in header):
        # A text is no head: the table has none.
        header, filled = [f"column {n}" for n in range(1, len(header) + 1)], chain([top[at]], filled)
    table = event_table_of(header)
    if table is not None and not raw.columns:
        yield from read_events(table, header, filled, name)
        yield from failures
        return
    sample = list(islice(filled, _SAMPLE))
    if not sample:
        empty = SourceError(name, "there is no row below its header", "leave it out")
        raise failures[0] if failures else empty
    looked_at = [row for _, row in sample]
    columns = guess_columns(header, looked_at, raw.columns, name)
    yield Note(line=f"{name}: {columns.describe()}; other columns: --column text=NAME")
    days = columns.places.get("published")
    is_day_first = None if days is None else _is_day_first(_cells(looked_at, days))
    for number, row in chain(sample, filled):
        yield _draft(row, columns, f"{name}, row {number}", is_day_first)
    yield from failures


def _sound(rows: Iterable[Row], failures: list[SourceError]) -> Iterator[Row]:
    """Yield rows up to where they cannot be read, and keep why: those above are looked at before any is."""
    try:
        yield from rows
    except SourceError as failure:
        failures.append(failure)


def _place_of_heads(rows: Sequence[Row]) -> int:
    """Return which of the first rows holds the heads: that with most known ones, else the first wide one.

    A row that is not wide has one cell while another has three or more: a title.
    """
    known = [_known_heads(row) for row in rows]
    if max(known) > 1:
        return known.index(max(known))
    widths = [sum(cell not in (None, "") for cell in row) for row in rows]
    is_title = widths[0] == 1 and max(widths) > 2
    return next(n for n, width in enumerate(widths) if width > 1) if is_title else 0


def _is_day_first(cells: Sequence[object]) -> bool | None:
    """Whether dates such as 09/13/2022 begin with the day; None where no cell tells. With dots they do."""
    found = [match for cell in cells if (match := _SLASHED.match(str(cell)))]
    month_first = any(int(match[3]) > 12 for match in found)
    day_first = any(int(match[1]) > 12 or (match[2] == "." and not month_first) for match in found)
    return day_first if day_first != month_first else None


def _draft(row: Row, columns: Columns, name: str, is_day_first: bool | None) -> Draft | SourceError:
    """Return a row as a draft, or why it is none."""
    found = {field: row[n] for field, n in columns.places.items() if n < len(row)}
    text = found.get("text")
    if not isinstance(text, str) or not text.strip():
        return SourceError(name, "it has no text", "fill the cell or leave the row out")
    try:
        published = parse_published(_unslashed(found.get("published"), is_day_first))
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        return SourceError(name, problem, remedy)
    return Draft(
        text=text.replace("\r\n", "\n").replace("\r", "\n"),
        title=str(found.get("title") or ""),
        published=published,
        outlet=str(found.get("outlet") or ""),
        url=str(found.get("url") or ""),
    )


def _unslashed(value: object, is_day_first: bool | None) -> object:
    """Return a date written with slashes or dots as a date, where the column's other dates tell its order."""
    match = _SLASHED.match(value) if isinstance(value, str) else None
    if match is None or is_day_first is None:
        return value
    first, second, year = map(int, match.group(1, 3, 4))
    try:
        return date(year, second, first) if is_day_first else date(year, first, second)
    except ValueError:
        return value
