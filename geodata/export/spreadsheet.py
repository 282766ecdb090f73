"""Writes an export as an Excel workbook: the events, what each column means, and what the file is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from geodata.export.about import About
from geodata.export.columns import COLUMNS, NAMES, Record, Value

EVENTS, MEANINGS, STATEMENT = "events", "columns", "about"
_LONGEST_CELL = 32_767
# A larger workbook lies in a temporary file until it is whole.
_IN_MEMORY_BYTES = 50_000_000
_KINDS = {str: "text", int: "whole number", float: "number", bool: "yes or no", bytes: "bytes"}
_WIDE = {"notes": 60, "source_headline": 40, "source_url": 40, "doubts": 36, "location": 24}


def write_xlsx(stream: BinaryIO, batches: Iterator[list[Record]], about: About) -> None:
    """Write a workbook of three sheets; a text is always a text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(EVENTS)
    sheet.freeze_panes = "B2"
    for number, name in enumerate(NAMES, start=1):
        sheet.column_dimensions[_letters(number)].width = _WIDE.get(name, 16)
    sheet.append([head_cell(sheet, name) for name in NAMES])
    for batch in batches:
        for record in batch:
            sheet.append([text_cell(sheet, record[name]) for name in NAMES])
    meanings = book.create_sheet(MEANINGS)
    meanings.column_dimensions["A"].width, meanings.column_dimensions["C"].width = 22, 90
    meanings.append([head_cell(meanings, name) for name in ("column", "type", "meaning")])
    for column in COLUMNS:
        meanings.append([column.name, _KINDS.get(column.kind, "date"), column.meaning])
    statement = book.create_sheet(STATEMENT)
    statement.column_dimensions["A"].width = 120
    for line in about.lines():
        statement.append([text_cell(statement, line)])
    # The library leaves its parts open, and complains of them, where what it writes to is full.
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as whole:
        book.save(whole)
        whole.seek(0)
        shutil.copyfileobj(whole, stream)


def _letters(number: int) -> str:
    """Return the letters of a column, 1 is A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def head_cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """Return the cell of a column's name."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def text_cell(sheet: WriteOnlyWorksheet, value: Value) -> Cell | Value:
    """Return a cell whose text is always a text, whatever it begins with; what is no text as it is."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub(" ", value.encode("utf-8", "replace").decode("utf-8"))
    if len(text) > _LONGEST_CELL:
        text = text[: _LONGEST_CELL - 1] + "…"
    cell = WriteOnlyCell(sheet, value=text)
    # What begins with "=" is taken for a formula unless it is said to be a text.
    cell.data_type = "s"
    cell.alignment = Alignment(vertical="top")
    return cell
