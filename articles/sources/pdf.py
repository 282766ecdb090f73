"""Reads the text layer of a PDF page by page; pages that are pictures are named, and read where OCR is there.

The text gets its paragraphs back, running heads and page numbers go, and a form feed stands where each page
after the first begins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from types import ModuleType
from typing import TYPE_CHECKING

from articles.sources.apart import CLOCK_SECONDS
from articles.sources.draft import Draft, Note, SourceError
from articles.sources.plain_text import title_of
from articles.sources.raw_file import RawFile, misnamed

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

# A page with fewer letters than this has no text layer to speak of.
_FEWEST_LETTERS = 8
# Dots per inch at which scanned pages are drawn for OCR.
_OCR_DPI = 250
# Longer than a scanned page takes, and below the deadline for readers.
_OCR_SECONDS = 0.8 * CLOCK_SECONDS
_EXTRA = "install the program tesseract and run: python -m pip install 'conflictmap[ocr]'"
_IMAGE = 3  # FPDF_PAGEOBJ_IMAGE
# Lines that begin within so many points of each other are of one column.
_COLUMN = 36.0
# Code points: PDFium puts the second for a hyphen at the end of a line, and no line feed after it.
_LINE_FEED, _CUT, _SPACE = 0x0A, 0x02, 0x20

_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.|стор\.?|стр\.?)?\s*\d{1,4}(?:\s*(?:of|/|з|из)\s*\d{1,4})?\W*", re.I
)
_SENTENCE_END = re.compile(r"[.!?…:;。؟][\"'”’»)\]]*$")
_CREATED = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
# Second halves of words written with a hyphen, which is kept where a line ends at it.
_COMPOUND = re.compile(
    r"(?:backed|based|born|calibre|caliber|controlled|day|fired?|foot|hand|held|installed|kilomet(?:er|re)|led|"
    r"level|made|month|occupied|old|ranking|range|run|scale|speaking|storey|story|time|to|wing|year)\b"
)
# What programs write where the title should be.
_NO_TITLE = re.compile(
    r"^(?:microsoft word|untitled|about:blank)|\.(?:docx?|pdf|indd|odt|html?|rtf|qxp)$", re.I
)
# Hyphens at the end of a line: as written, and as PDFium marks them.
_HYPHENS = ("-", "\x02", "\ufffe", "\u00ad")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of a page; its box in points, counted from the page's lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


def read_pdf(raw: RawFile) -> Iterator[Draft | Note | None]:
    """Yield the one article of the file; raises SourceError when it is locked, damaged or only pictures."""
    import pypdfium2 as pdfium  # takes a moment to load, and few inputs are PDFs

    try:
        document = pdfium.PdfDocument(raw.content)
    except pdfium.PdfiumError as error:
        if "password" not in str(error).lower():
            raise misnamed(raw, "PDF", b"%PDF", error) from None
        problem, remedy = "it is locked with a password", "save it without the password"
        raise SourceError(raw.name, problem, remedy) from None
    pages: list[list[_Line]] = []
    pictures: list[int] = []
    try:
        for number in range(len(document)):
            lines, is_picture = _read_page(document, number, pdfium)
            pages.append(lines)
            if is_picture:
                pictures.append(number)
            yield None
        read, why = yield from _recognise(document, pictures, pages)
        about = document.get_metadata_dict()
    finally:
        document.close()
    yield from _notes(raw, pictures, read, why, len(pages))
    text = _joined(_without_running_heads(pages))
    if not text.strip():
        raise SourceError(raw.name, "it has no text", "save the article's text as .txt")
    title = about.get("Title", "").strip()
    yield Draft(
        text=text,
        title=title if title and not _NO_TITLE.search(title) else title_of(text),
        hint=_created(about),
    )


def _read_page(document: PdfDocument, number: int, pdfium: ModuleType) -> tuple[list[_Line], bool]:
    """Return the lines of a page, and whether it is a picture without text."""
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return [], False
    textpage = page.get_textpage()
    try:
        lines = list(_lines(textpage, pdfium.raw))
        letters = sum(c.isalpha() for line in lines for c in line.text)
        bare = letters < _FEWEST_LETTERS
        return lines, bare and any(True for _ in page.get_objects(filter=[_IMAGE], max_depth=3))
    finally:
        textpage.close()
        page.close()


def _lines(textpage: PdfTextPage, raw: ModuleType) -> Iterator[_Line]:
    """Yield the lines as PDFium orders them; one that is cut within a word ends with its mark for that."""
    count = textpage.count_chars()
    start = 0
    characters = [raw.FPDFText_GetUnicode(textpage, i) for i in range(count)]
    for end in range(count + 1):
        if end < count and characters[end] not in (_LINE_FEED, _CUT):
            continue
        inner = [i for i in range(start, end) if characters[i] > _SPACE]
        start = end + 1
        if not inner:
            continue
        text = "".join(map(_letter, characters[inner[0] : inner[-1] + 1]))
        if end < count and characters[end] == _CUT:
            text += chr(_CUT)
        first, last = textpage.get_charbox(inner[0], loose=True), textpage.get_charbox(inner[-1], loose=True)
        yield _Line(text=text, left=first[0], right=last[2], bottom=first[1], top=first[3])


def _letter(code: int) -> str:
    return chr(code) if _SPACE <= code <= 0x10FFFF else " "


def _recognise(
    document: PdfDocument, pictures: Sequence[int], pages: list[list[_Line]]
) -> Generator[None, None, tuple[set[int], str]]:
    """Put recognised text in the place of pages that are pictures; return which were read, why others not."""
    read: set[int] = set()
    try:
        import pytesseract as ocr  # an extra
    except ModuleNotFoundError:
        return read, _EXTRA
    why = _EXTRA
    for number in pictures:
        page = document[number]
        image = page.render(scale=_OCR_DPI / 72, grayscale=True).to_pil()
        text = ""
        try:
            text = ocr.image_to_string(image, timeout=_OCR_SECONDS)
            why = "OCR found no words in them; save the article's text as .txt"
        except ocr.TesseractNotFoundError:
            return read, _EXTRA
        except ocr.TesseractError:
            why = "OCR could not read them; save the article's text as .txt"
        except RuntimeError:  # how the library says that the time was up
            why = f"OCR took over {_OCR_SECONDS:.0f} seconds; try again when this machine has less to do"
        pages[number] = [_recognised(n, line) for n, line in enumerate(text.split("\n")) if line.strip()]
        if pages[number]:
            read.add(number)
        yield None
    return read, why


def _recognised(number: int, line: str) -> _Line:
    """A line without a known place: its number in the page stands for it, an empty line for a gap."""
    return _Line(
        text=line.strip(), left=0, right=6 * len(line), bottom=-12.0 * number, top=10 - 12.0 * number
    )


def _notes(raw: RawFile, pictures: Sequence[int], read: set[int], why: str, total: int) -> Iterator[Note]:
    """Say which pages were pictures; raises SourceError when there is nothing else and none was read."""
    unread = [number for number in pictures if number not in read]
    if unread and len(unread) == total:
        raise SourceError(raw.name, "it is scanned: its pages are pictures without text", why)
    if unread:
        yield Note(line=f"{raw.name}: {_pages(unread)} scanned, without text, and left out; {why}")
    if read:
        line = f"{raw.name}: {_pages(sorted(read))} scanned and read by OCR; compare names and numbers"
        yield Note(line=line)


def _pages(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number + 1) for number in numbers[:12]) + (" …" if len(numbers) > 12 else "")
    return f"page {shown} is" if len(numbers) == 1 else f"pages {shown} are"


def _without_running_heads(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Return the pages without the lines that stand at the head or foot of several of them."""
    edges = Counter(key for lines in pages for key in {_edge_key(line) for line in _edges(lines)})
    often = {key for key, count in edges.items() if count >= max(2, 0.4 * len(pages))}

    def runs(line: _Line) -> bool:
        return _edge_key(line) in often or _PAGE_NUMBER.fullmatch(line.text) is not None

    kept: list[list[_Line]] = []
    for lines in pages:
        heads = [line for line in _edges(lines) if runs(line)]
        kept.append([line for line in lines if line not in heads])
    return kept


def _edges(lines: Sequence[_Line]) -> list[_Line]:
    """The two highest and the two lowest lines of a page."""
    by_height = sorted(lines, key=lambda line: line.bottom)
    return by_height[:2] + by_height[2:][-2:]


def _edge_key(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _joined(pages: Sequence[Sequence[_Line]]) -> str:
    """Return the text with paragraphs divided by empty lines and a form feed before each further page."""
    parts: list[str] = []
    pitch = _pitch(pages)
    before: _Line | None = None
    for number, lines in enumerate(pages):
        mark = "\f" if number else ""
        reaches = _reaches(lines)
        for line in lines:
            seam = _seam(before, line, mark, pitch, reaches)
            if before is not None and parts[-1][-1:] in _HYPHENS:
                # A name keeps its hyphen (Ivano-Frankivsk), a word cut in two does not.
                is_cut = not seam and line.text[:1].islower() and not _COMPOUND.match(line.text)
                parts[-1] = parts[-1][:-1] + ("" if is_cut else "-")
            parts += seam
            parts.append(line.text)
            before, mark = line, ""
        parts.append(mark)
    return "".join(parts)


def _pitch(pages: Sequence[Sequence[_Line]]) -> float:
    """The usual distance between the feet of two lines of a paragraph, in points.

    In a text of few lines the gaps between paragraphs may be the usual ones, hence the height of a line.
    """
    steps = [a.bottom - b.bottom for lines in pages for a, b in pairwise(lines) if a.bottom > b.bottom]
    heights = [line.top - line.bottom for lines in pages for line in lines]
    return min(median(steps), 1.5 * median(heights)) if steps else 12.0


def _reaches(lines: Sequence[_Line]) -> dict[int, float]:
    """How far to the right the lines of a page reach that begin at about the same place: its columns.

    The longest lines are left aside: a headline may run over all columns.
    """
    rights: dict[int, list[float]] = {}
    for line in lines:
        rights.setdefault(int(line.left // _COLUMN), []).append(line.right)
    return {start: sorted(found)[int(0.8 * len(found))] for start, found in rights.items()}


def _seam(
    before: _Line | None, line: _Line, mark: str, pitch: float, reaches: Mapping[int, float]
) -> list[str]:
    """Return what stands between two lines: a space, a paragraph break, or nothing within a word."""
    if before is None:
        return [mark]
    ended = _SENTENCE_END.search(before.text) is not None
    if mark:
        return ["\n\n", mark] if ended or (line.text[:1].isupper() and not _runs_on(before)) else [mark]
    step = before.bottom - line.bottom
    height, above = line.top - line.bottom, before.top - before.bottom
    gap = step > 1.35 * max(pitch, 1.15 * min(height, above)) or (step < -pitch and ended)
    if gap or abs(height - above) > 0.2 * max(height, above):
        return ["\n\n"]
    start = int(before.left // _COLUMN)
    reach = max(reaches.get(n, 0.0) for n in (start - 1, start, start + 1))
    short = before.right < before.left + 0.8 * (reach - before.left)
    if ended and (short or line.left - before.left > 0.6 * height):
        return ["\n\n"]
    if before.text[-1] in _HYPHENS and len(before.text) > 1 and before.text[-2].isalpha():
        return []
    return [" "]


def _runs_on(line: _Line) -> bool:
    """Whether a page ends within a sentence: its last line has the look of a full one."""
    return len(line.text) > 40


def _created(about: dict[str, str]) -> date | None:
    """The day the file says it was made, which is often that of printing; None where it says none."""
    found = _CREATED.match(about.get("CreationDate", ""))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
