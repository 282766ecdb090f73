"""Writes a briefing as a Word document: the same bytes for the same briefing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from dashboard.briefing.content import Briefing, Entry, Evidence, Row
from dashboard.briefing.texts import MARKS

_INK, _QUIET, _LINK = "1C1F24", "565B63", "1F4E8C"
_PAGE_MM, _EDGE_MM = (210, 297), 18
_WIDTH_MM = _PAGE_MM[0] - 2 * _EDGE_MM
_SMALL_PT = 8.0
# Where the statement lies in the package: a part that Word keeps and does not show.
_STATEMENT = "/customXml/conflictmap.xml"
_AFTER_BORDERS = {qn(f"w:{name}") for name in ("shd", "tblLayout", "tblCellMar", "tblLook")}
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def write_docx(briefing: Briefing) -> bytes:
    """Return a briefing as the bytes of a DOCX file."""
    document = Document()
    _set_up(document, briefing)
    document.add_heading(briefing.title, 0)
    _paragraph(document, briefing.period, bold=True)
    _paragraph(document, f"{briefing.sentence} {briefing.counts} {briefing.as_of}")
    document.add_picture(io.BytesIO(briefing.picture), width=Mm(_WIDTH_MM))
    _add_figures(document, briefing.figures)
    _add_numbers(document, "Type", briefing.types)
    _add_numbers(document, "Where", briefing.units)
    if briefing.doubts:
        document.add_heading("Mind", 1)
        _paragraph(document, "; ".join(f"{number:,} {words}" for words, number in briefing.doubts) + ".")
    _add_changes(document, briefing)
    _add_events(document, briefing)
    document.add_heading("Evidence", 1)
    _add_legend(document)
    for entry in briefing.entries:
        _add_entry(document, entry)
    for title, texts in (
        ("Method", briefing.method),
        ("Limits", briefing.limits),
        ("Sources", briefing.credits),
    ):
        document.add_heading(title, 1)
        for text in texts:
            _paragraph(document, text, size=_SMALL_PT)
    statement = f"<conflictmap>{briefing.statement}</conflictmap>".encode()
    part = Part(PackURI(_STATEMENT), "application/xml", statement, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    stream = io.BytesIO()
    document.save(stream)
    return _settled(stream.getvalue())


def _settled(data: bytes) -> bytes:
    """Return the package without the time of making, the statement in it not compressed.

    The statement can then be found in the file as in any other format.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as found, zipfile.ZipFile(stream, "w") as made:
        for item in found.infolist():
            entry = zipfile.ZipInfo(item.filename, _ZIP_DAY)
            plain = f"/{item.filename}" == _STATEMENT
            entry.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            made.writestr(entry, found.read(item))
    return stream.getvalue()


def _set_up(document: Docx, briefing: Briefing) -> None:
    """Set paper, letters and what the file says of itself."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(_PAGE_MM[0]), Mm(_PAGE_MM[1])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_EDGE_MM)
    for name, size in (("Normal", 9.5), ("Title", 22), ("Heading 1", 13)):
        style = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = RGBColor.from_string(_INK)
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), "minorHAnsi")
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    known = document.core_properties
    known.title, known.subject = briefing.title[:250], briefing.sentence[:250]
    known.author = known.last_modified_by = "Conflict Map"
    known.comments, known.revision = "", 1
    made = datetime(briefing.made_on.year, briefing.made_on.month, briefing.made_on.day)  # noqa: DTZ001
    known.created = known.modified = made
    foot = section.footer.paragraphs[0]
    _run(foot, f"{briefing.title[:90]} · made with Conflict Map · page ", size=7.5, color=_QUIET)
    _field(foot, "PAGE")
    _run(foot, " of ", size=7.5, color=_QUIET)
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    """Add a number that Word fills in."""
    run = _run(paragraph, "", size=7.5, color=_QUIET)
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _paragraph(document: Docx, text: str, *, bold: bool = False, size: float | None = None) -> Paragraph:
    paragraph = document.add_paragraph()
    _run(paragraph, text, bold=bold, size=size)
    return paragraph


def _run(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    size: float | None = None,
    color: str | None = None,
    kind: str = "",
) -> Run:
    """Add a run of letters; ``kind`` marks it as the screen does."""  # fmt: skip
    run = paragraph.add_run(text)
    font = run.font
    if bold or kind in ("trigger", "toll"):
        font.bold = True
    if size is not None:
        font.size = Pt(size)
    if color is not None:
        font.color.rgb = RGBColor.from_string(color)
    if kind == "says":
        font.italic = True
    if kind in _LINED:
        line = OxmlElement("w:u")
        line.set(qn("w:val"), _LINED[kind][0])
        line.set(qn("w:color"), _LINED[kind][1])
        run._r.get_or_add_rPr().append(line)
    if kind == "trigger":
        _shade(run._r.get_or_add_rPr(), "FBEEC0")
    return run


_LINED = {"place": ("thick", "1F78C8"), "date": ("dottedHeavy", "B8690F")}


def _shade(properties: BaseOxmlElement, fill: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)


def _table(document: Docx, heads: Sequence[str], widths: Sequence[float]) -> Table:
    """Add a table with a row of names that is repeated on every page; widths are shares of the page."""
    table: Table = document.add_table(rows=1, cols=len(heads))
    table.autofit = False
    for column, share in zip(table.columns, widths, strict=True):
        column.width = Mm(_WIDTH_MM * share)
    for cell, name, share in zip(table.rows[0].cells, heads, widths, strict=True):
        cell.width = Mm(_WIDTH_MM * share)
        _say(cell, name, bold=True)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    borders = OxmlElement("w:tblBorders")
    for side, size, color in (("bottom", "4", "D3CEC2"), ("insideH", "4", "D3CEC2")):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", color)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    # The order of what describes a table is fixed, and Word minds it.
    following = [child for child in table._tbl.tblPr if child.tag in _AFTER_BORDERS]
    if following:
        following[0].addprevious(borders)
    else:
        table._tbl.tblPr.append(borders)
    return table


def _new_row(table: Table) -> tuple[_Cell, ...]:
    cells: tuple[_Cell, ...] = table.add_row().cells  # type: ignore[no-untyped-call]
    return cells


def _say(cell: _Cell, text: str, *, bold: bool = False, color: str | None = None) -> None:
    """Set the one paragraph of a cell."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    _run(paragraph, text, bold=bold, size=_SMALL_PT, color=color)


def _add_figures(document: Docx, figures: Sequence[tuple[str, str]]) -> None:
    table = document.add_table(rows=1, cols=len(figures))
    for cell, (number, words) in zip(table.rows[0].cells, figures, strict=True):
        _shade(cell._tc.get_or_add_tcPr(), "F6F4EE")
        _run(cell.paragraphs[0], number, bold=True, size=14)
        _run(cell.add_paragraph(), words, size=_SMALL_PT, color=_QUIET)
    document.add_paragraph()


def _add_numbers(document: Docx, name: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    table = _table(document, (name, "events", "killed, with range"), (0.6, 0.15, 0.25))
    for row in rows:
        cells = _new_row(table)
        paragraph = cells[0].paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        if row.glyph:
            _run(paragraph, f"{row.glyph} ", size=_SMALL_PT, color=row.color.lstrip("#").upper())
        _run(paragraph, row.name, size=_SMALL_PT)
        _say(cells[1], f"{row.events:,}")
        _say(cells[2], row.dead or "not stated")
    document.add_paragraph()


def _add_changes(document: Docx, briefing: Briefing) -> None:
    if not briefing.changed:
        return
    document.add_heading("What changed", 1)
    _paragraph(document, briefing.changed)
    if briefing.changes:
        table = _table(document, ("event", "what changed", "why"), (0.3, 0.4, 0.3))
        for row in briefing.changes:
            cells = _new_row(table)
            for cell, name in zip(cells, ("event", "change", "why"), strict=True):
                _say(cell, row[name], color=_QUIET if name == "why" else None)
    if briefing.changes_left_out:
        _paragraph(
            document, f"and {briefing.changes_left_out:,} more; conflictmap changes -o writes them all"
        )


def _add_events(document: Docx, briefing: Briefing) -> None:
    document.add_heading("Events", 1)
    if not briefing.entries:
        _paragraph(document, "No event passes the filter.")
        return
    if briefing.left_out:
        _paragraph(
            document, f"The first {len(briefing.entries):,}; {briefing.left_out:,} more are in the export."
        )
    heads = ("no.", "when", "what", "where", "toll", "not sure", "sentences")
    table = _table(document, heads, (0.06, 0.13, 0.19, 0.24, 0.12, 0.17, 0.09))
    for entry in briefing.entries:
        cells = _new_row(table)
        _link(cells[0].paragraphs[0], str(entry.number), anchor=f"e{entry.number}")
        _say(cells[1], entry.when)
        what = cells[2].paragraphs[0]
        _run(what, f"{entry.glyph} ", size=_SMALL_PT, color=entry.color.lstrip("#").upper())
        _run(what, entry.what, size=_SMALL_PT)
        _say(cells[3], entry.where)
        _say(cells[4], entry.toll)
        _say(cells[5], entry.doubts, color=_QUIET)
        _say(cells[6], ", ".join(found.number for found in entry.evidence[:4]), color=_QUIET)


def _add_legend(document: Docx) -> None:
    paragraph = document.add_paragraph()
    _run(paragraph, "Marked in each sentence: ", size=_SMALL_PT, color=_QUIET)
    for position, (words, kind) in enumerate(MARKS):
        _run(paragraph, words, size=_SMALL_PT, kind=kind)
        _run(paragraph, ", " if position < len(MARKS) - 1 else ".", size=_SMALL_PT, color=_QUIET)


def _add_entry(document: Docx, entry: Entry) -> None:
    head = document.add_paragraph()
    head.paragraph_format.keep_with_next = True
    head.paragraph_format.space_before = Pt(7)
    _bookmark(head, entry.number)
    _run(head, f"{entry.number}  {entry.what}, {entry.where}, {entry.when}", bold=True, size=9)
    for found in entry.evidence:
        _add_evidence(document, found)


def _add_evidence(document: Docx, found: Evidence) -> None:
    if found.segments:
        quote = document.add_paragraph()
        quote.paragraph_format.left_indent = Mm(4)
        quote.paragraph_format.space_after = Pt(1)
        quote.paragraph_format.keep_with_next = True
        _run(quote, "“", size=9)
        for text, kind in found.segments:
            _run(quote, text, size=9, kind=kind)
        _run(quote, "”", size=9)
    source = document.add_paragraph()
    source.paragraph_format.left_indent = Mm(4)
    _run(source, f"{found.number} · {found.source}", size=_SMALL_PT, color=_QUIET)
    if found.link:
        _run(source, " · ", size=_SMALL_PT, color=_QUIET)
        _link(source, found.link[:80], address=found.link)


def _link(paragraph: Paragraph, text: str, *, anchor: str = "", address: str = "") -> None:
    """Add words that lead to a place in the document or to a web page."""
    element = OxmlElement("w:hyperlink")
    if anchor:
        element.set(qn("w:anchor"), anchor)
    else:
        target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        element.set(qn("r:id"), target)
    element.append(_run(paragraph, text, size=_SMALL_PT, color=_LINK)._r)
    paragraph._p.append(element)


def _bookmark(paragraph: Paragraph, number: int) -> None:
    for kind in ("Start", "End"):
        element = OxmlElement(f"w:bookmark{kind}")
        element.set(qn("w:id"), str(number))
        if kind == "Start":
            element.set(qn("w:name"), f"e{number}")
        paragraph._p.append(element)
