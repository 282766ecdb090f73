"""Sets a briefing as a PDF on A4: the same bytes for the same briefing."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import matplotlib as mpl
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from dashboard.briefing.content import Briefing, Entry, Evidence, Row
from dashboard.briefing.texts import MARKS

_FONT, _BOLD, _SLANTED = "Briefing", "Briefing-Bold", "Briefing-Oblique"
# matplotlib brings these along, so that the letters are those of the picture.
_FILES = {_FONT: "DejaVuSans.ttf", _BOLD: "DejaVuSans-Bold.ttf", _SLANTED: "DejaVuSans-Oblique.ttf"}
_INK, _QUIET, _RULE, _PALE = "#1c1f24", "#565b63", "#d3cec2", "#f6f4ee"
_EDGE = 16 * mm
_WIDTH = A4[0] - 2 * _EDGE
_TABLE_TEXT = 6.8

_TEXT = ParagraphStyle("text", fontName=_FONT, fontSize=8.2, leading=11.6, textColor=HexColor(_INK))
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=_TABLE_TEXT, leading=8.9)
_SIDE = ParagraphStyle("side", parent=_SMALL, textColor=HexColor(_QUIET))
_RIGHT = ParagraphStyle("right", parent=_SMALL, alignment=TA_RIGHT)
_TITLE = ParagraphStyle("title", parent=_TEXT, fontName=_BOLD, fontSize=20, leading=25)
_PERIOD = ParagraphStyle("period", parent=_TEXT, fontName=_BOLD, fontSize=9.5, leading=14)
_HEAD = ParagraphStyle(
    "head", parent=_TEXT, fontName=_BOLD, fontSize=11.5, leading=15, spaceBefore=12, spaceAfter=4
)
_FIGURE = ParagraphStyle("figure", parent=_TEXT, fontName=_BOLD, fontSize=13, leading=16)
_QUOTE = ParagraphStyle("quote", parent=_TEXT, fontSize=7.8, leading=11, leftIndent=9, spaceBefore=1)
_ENTRY = ParagraphStyle("entry", parent=_TEXT, fontName=_BOLD, fontSize=8.2, leading=11, spaceBefore=7)
_SOURCE = ParagraphStyle("source", parent=_SIDE, leftIndent=9, spaceAfter=2)

_MARKED = {
    "place": '<u color="#1f78c8" width="1.1" offset="-1.8">{}</u>',
    "date": '<u color="#b8690f" width="1.1" offset="-1.8" kind="single">{}</u>',
    "trigger": f'<font name="{_BOLD}" backColor="#fbeec0">{{}}</font>',
    "toll": f'<font name="{_BOLD}">{{}}</font>',
    "says": f'<font name="{_SLANTED}">{{}}</font>',
}
"""How a marked part of a sentence is set: the lines of the screen, and its weights."""


def write_pdf(briefing: Briefing) -> bytes:
    """Return a briefing as the bytes of a PDF."""
    for name, file in _FILES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(Path(mpl.get_data_path()) / "fonts" / "ttf" / file)))
    stream = io.BytesIO()
    document = BaseDocTemplate(
        stream, pagesize=A4, leftMargin=_EDGE, rightMargin=_EDGE, topMargin=_EDGE, bottomMargin=_EDGE,
        invariant=1, title=briefing.title, subject=briefing.sentence, keywords=briefing.statement,
        author="Conflict Map", creator="Conflict Map", producer="Conflict Map", lang="en",
    )  # fmt: skip
    frame = Frame(_EDGE, _EDGE, _WIDTH, A4[1] - 2 * _EDGE, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate(frames=[frame])])
    document.build(list(_story(briefing)), canvasmaker=_numbered(briefing.title))
    return stream.getvalue()


def _numbered(title: str) -> type[Canvas]:
    """Return a canvas that sets the title and "page 2 of 9" at the foot of each page."""

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)
            self.kept: list[dict[str, object]] = []

        def showPage(self) -> None:  # noqa: N802 - the library calls it by this name
            self.kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self.kept, start=1):
                self.__dict__.update(page)
                self.setFont(_FONT, 6.4)
                self.setFillColor(HexColor(_QUIET))
                self.drawString(_EDGE, 9 * mm, f"{title[:90]} · made with Conflict Map")
                self.drawRightString(A4[0] - _EDGE, 9 * mm, f"page {number} of {len(self.kept)}")
                super().showPage()
            super().save()

    return Numbered


def _p(text: str, style: ParagraphStyle = _TEXT) -> Paragraph:
    return Paragraph(escape(text), style)


def _story(briefing: Briefing) -> Iterator[Flowable]:
    yield _p(briefing.title, _TITLE)
    yield _p(briefing.period, _PERIOD)
    yield _p(f"{briefing.sentence} {briefing.counts} {briefing.as_of}")
    yield Spacer(0, 6)
    width, height = briefing.picture_px
    yield Image(io.BytesIO(briefing.picture), _WIDTH, _WIDTH * height / width)
    yield Spacer(0, 8)
    yield _figures(briefing.figures)
    yield Spacer(0, 6)
    yield _two_tables(briefing)
    if briefing.doubts:
        yield from _head("Mind")
        yield _p("; ".join(f"{number:,} {words}" for words, number in briefing.doubts) + ".")
    yield from _changes(briefing)
    yield from _events(briefing)
    yield from _head("Evidence")
    yield _legend()
    for entry in briefing.entries:
        yield from _entry(entry)
    for title, texts in (
        ("Method", briefing.method),
        ("Limits", briefing.limits),
        ("Sources", briefing.credits),
    ):
        paragraphs = [_p(text, ParagraphStyle("item", parent=_SMALL, spaceAfter=3)) for text in texts]
        yield KeepTogether([_p(title, _HEAD), *paragraphs])


def _head(text: str) -> Iterator[Flowable]:
    """Yield a heading that does not stand at the foot of a page."""
    yield CondPageBreak(32 * mm)
    yield _p(text, _HEAD)


def _figures(figures: Sequence[tuple[str, str]]) -> Table:
    """Return the large numbers side by side."""
    cells = [[_p(number, _FIGURE), _p(words, _SIDE)] for number, words in figures]
    shares = (0.16, 0.36, 0.24, 0.24)
    made = Table([cells], colWidths=[_WIDTH * share for share in shares])
    made.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), HexColor(_PALE)), ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 6), ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ]
        )
    )  # fmt: skip
    return made


_LINES = [
    ("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor(_INK)),
    ("LINEBELOW", (0, 1), (-1, -1), 0.3, HexColor(_RULE)),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 2.2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
]


def _bold(text: str, style: ParagraphStyle = _SMALL) -> Paragraph:
    return Paragraph(f'<font name="{_BOLD}">{escape(text)}</font>', style)


def _two_tables(briefing: Briefing) -> Table:
    half = (_WIDTH - 10) / 2
    tables = [_numbers("Type", briefing.types, half), _numbers("Where", briefing.units, half)]
    made = Table([tables], colWidths=[half + 10, half])
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )  # fmt: skip
    return made


def _numbers(name: str, rows: Sequence[Row], width: float) -> Table:
    cells = [[_bold(name), _bold("events", _RIGHT), _bold("killed, with range", _RIGHT)]]
    for row in rows:
        sign = f'<font color="{row.color}">{row.glyph}</font> ' if row.glyph else ""
        cells.append(
            [
                Paragraph(sign + escape(row.name), _SMALL),
                _p(f"{row.events:,}", _RIGHT),
                _p(row.dead or "not stated", _RIGHT),
            ]
        )
    made = Table(cells, colWidths=[width - 100, 36, 64])
    made.setStyle(TableStyle(_LINES))
    return made


def _changes(briefing: Briefing) -> Iterator[Flowable]:
    if not briefing.changed:
        return
    yield from _head("What changed")
    yield _p(briefing.changed)
    if not briefing.changes:
        return
    yield Spacer(0, 4)
    rows = [[_bold("event"), _bold("what changed"), _bold("why")]]
    rows += [
        [_p(row["event"], _SMALL), _p(row["change"], _SMALL), _p(row["why"], _SIDE)]
        for row in briefing.changes
    ]
    made = Table(rows, colWidths=[_WIDTH * share for share in (0.3, 0.4, 0.3)], repeatRows=1)
    made.setStyle(TableStyle(_LINES))
    yield made
    if briefing.changes_left_out:
        yield _p(f"and {briefing.changes_left_out:,} more; conflictmap changes -o writes them all", _SIDE)


def _events(briefing: Briefing) -> Iterator[Flowable]:
    yield from _head("Events")
    if not briefing.entries:
        yield _p("No event passes the filter.")
        return
    if briefing.left_out:
        yield _p(f"The first {len(briefing.entries):,}; {briefing.left_out:,} more are in the export.", _SIDE)
    rows = [[_bold(name) for name in ("no.", "when", "what", "where", "toll", "not sure", "sentences")]]
    for entry in briefing.entries:
        number = f'<a href="#e{entry.number}" color="#1f4e8c">{entry.number}</a>'
        what = f'<font color="{entry.color}">{entry.glyph}</font> {escape(entry.what)}'
        rows.append(
            [
                Paragraph(number, _SMALL), _p(entry.when, _SMALL), Paragraph(what, _SMALL),
                _p(entry.where, _SMALL), _p(entry.toll, _SMALL), _p(entry.doubts, _SIDE),
                _p(_numbers_of(entry.evidence), _SIDE),
            ]
        )  # fmt: skip
    shares = (0.05, 0.13, 0.19, 0.24, 0.12, 0.17, 0.1)
    made = Table(rows, colWidths=[_WIDTH * share for share in shares], repeatRows=1)
    made.setStyle(TableStyle(_LINES))
    yield made


def _numbers_of(evidence: Sequence[Evidence]) -> str:
    if len(evidence) < 2:
        return evidence[0].number if evidence else ""
    return f"{evidence[0].number} – {evidence[-1].number}"


def _legend() -> Paragraph:
    shown = ", ".join(_MARKED[kind].format(words) for words, kind in MARKS)
    return Paragraph(f"Marked in each sentence: {shown}.", _SIDE)


def _entry(entry: Entry) -> Iterator[Flowable]:
    where = f"{entry.what}, {entry.where}, {entry.when}"
    head = Paragraph(f'<a name="e{entry.number}"/>{entry.number}&nbsp;&nbsp;{escape(where)}', _ENTRY)
    if not entry.evidence:
        yield head
    for position, found in enumerate(entry.evidence):
        yield KeepTogether([*([head] if not position else []), *_quoted(found)])


def _quoted(found: Evidence) -> list[Flowable]:
    """Return a sentence with its marks and its source."""
    parts = "".join(_MARKED.get(kind, "{}").format(escape(text)) for text, kind in found.segments)
    link = ""
    if found.link:
        address = escape(found.link, {'"': "&quot;"})
        link = f' · <a href="{address}" color="#1f4e8c">{escape(found.link[:80])}</a>'
    lines: list[Flowable] = [Paragraph(f"“{parts}”", _QUOTE)] if parts else []
    return [*lines, Paragraph(f"{found.number} · {escape(found.source)}{link}", _SOURCE)]
