"""Reads documents that are ZIP files of XML: Word (.docx), OpenDocument (.odt) and EPUB books."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from articles.sources.draft import Draft, Note, SourceError
from articles.sources.html_page import text_of_fragment
from articles.sources.plain_text import title_of
from articles.sources.published import day_stated
from articles.sources.raw_file import MAX_COLLECTION_MB, RawFile, misnamed

# The largest part taken: the XML of the longest book, not what a few bytes can be made to unpack to.
_MAX_PART_MB = 60
# Shorter chapters are covers, title pages and lists.
_SHORTEST_CHAPTER = 200

# The program that puts itself where the publisher and the author of a book should stand.
_MAKER = "calibre"

# Elements of WordprocessingML that stand for characters; deleted text (w:delText) is not among them.
_WORD_CHARACTERS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What Word keeps a second time for older programs, and what is no text of the document.
_WORD_LEFT_OUT = {"Fallback", "del", "moveFrom", "instrText", "pPr", "rPr", "sectPr"}
_ODF_CHARACTERS = {"tab": " ", "line-break": "\n", "s": " "}
_ODF_LEFT_OUT = {"tracked-changes", "annotation", "sequence-decls", "forms", "table-of-content"}


def read_docx(raw: RawFile) -> Iterator[Draft]:
    """Yield the article of a Word document, inserted text in, deleted text out; SourceError for none."""
    with open_package(raw, "Word document") as package:
        body = _part(package, raw, "word/document.xml")
        notes = [_part(package, raw, n) for n in ("word/footnotes.xml",) if n in package.namelist()]
        about = _optional_part(package, raw, "docProps/core.xml")
    paragraphs: list[str] = []
    for root in (body, *notes):
        paragraphs += _paragraphs(root, {"p"}, _WORD_CHARACTERS, _WORD_LEFT_OUT)
    yield _draft(raw, paragraphs, about)


def read_odt(raw: RawFile) -> Iterator[Draft]:
    """Yield the article of an OpenDocument text; raises SourceError when there is none."""
    with open_package(raw, "OpenDocument text") as package:
        body = _part(package, raw, "content.xml")
        about = _optional_part(package, raw, "meta.xml")
    yield _draft(raw, _paragraphs(body, {"p", "h"}, _ODF_CHARACTERS, _ODF_LEFT_OUT), about)


def read_epub(raw: RawFile) -> Iterator[Draft | Note]:
    """Yield an article per chapter with enough text; raises SourceError when there is none."""
    with open_package(raw, "EPUB book") as package:
        container = _part(package, raw, "META-INF/container.xml")
        where = next((e.get("full-path", "") for e in _named(container, "rootfile")), "")
        book = _part(package, raw, where)
        outlet = _outlet_of(book)
        published = day_stated(_first_text(book, "date"))
        found = 0
        for path in _spine(book, where):
            try:
                markup = _bytes_of(package, raw, path).decode("utf-8", "replace")
            except SourceError as failure:
                yield Note(line=f"{failure}; the other chapters were read")
                continue
            text = text_of_fragment(_body_of(markup))
            if len(text) >= _SHORTEST_CHAPTER:
                found += 1
                yield Draft(text=text, title=title_of(text), published=published, outlet=outlet)
    if not found:
        raise SourceError(raw.name, "no chapter in it has text", "save the article's text as .txt")


def _outlet_of(book: etree._Element) -> str:
    """Return who published a book, else who wrote it, "" where neither stands in it: a title is no outlet.

    calibre makes books of the news it fetches; it names itself as both, and the paper in the title.
    """
    publisher, creator = _first_text(book, "publisher"), _first_text(book, "creator")
    if publisher.casefold().startswith(_MAKER):
        is_news = any(
            (e.get("content") or e.text or "").startswith("periodical:") for e in _named(book, "meta")
        )
        return _first_text(book, "title").partition(" [")[0] if is_news else _not_maker(creator)
    return publisher or _not_maker(creator)


def _not_maker(creator: str) -> str:
    return "" if creator.casefold().startswith(_MAKER) else creator


def open_package(raw: RawFile, kind: str) -> zipfile.ZipFile:
    """Return a document's package; raises SourceError when it is none or would unpack to too much."""
    try:
        package = zipfile.ZipFile(io.BytesIO(raw.content))
        unpacked = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise misnamed(raw, kind, b"PK\x03\x04", error) from None
    if unpacked > MAX_COLLECTION_MB * 1_000_000:
        problem = f"it unpacks to {unpacked / 1e6:,.0f} MB, the limit is {MAX_COLLECTION_MB} MB"
        raise SourceError(raw.name, problem, "save the article's text as .txt")
    return package


def _bytes_of(package: zipfile.ZipFile, raw: RawFile, path: str) -> bytes:
    """Return a part of the package; raises SourceError when it is missing, locked, damaged or too large."""
    try:
        with package.open(path) as stream:
            content = stream.read(_MAX_PART_MB * 1_000_000 + 1)
    except KeyError:
        raise SourceError(raw.name, f"its part {path!r} is missing", "open and save it anew") from None
    except Exception as error:  # zipfile passes on what its decompressors raise, of many kinds
        problem = f"its part {path!r} is locked or damaged ({error})"
        raise SourceError(raw.name, problem, "open and save it anew") from None
    if len(content) > _MAX_PART_MB * 1_000_000:
        raise SourceError(raw.name, f"its part {path!r} has over {_MAX_PART_MB} MB", "save its text as .txt")
    return content


def _part(package: zipfile.ZipFile, raw: RawFile, path: str) -> etree._Element:
    """Return a part as XML, read without entities and without the network."""
    content = _bytes_of(package, raw, path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise SourceError(raw.name, f"its part {path!r} is damaged", "open and save it anew")
    return root


def _optional_part(package: zipfile.ZipFile, raw: RawFile, path: str) -> etree._Element | None:
    try:
        return _part(package, raw, path)
    except SourceError:
        return None


def _local(element: etree._Element) -> str:
    """The element's name without its namespace; "" for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (element for element in root.iter() if _local(element) == name)


def _first_text(root: etree._Element | None, name: str) -> str:
    """The text of the first element with this name, "" without one."""
    if root is None:
        return ""
    return next((" ".join((e.text or "").split()) for e in _named(root, name) if (e.text or "").strip()), "")


def _paragraphs(
    root: etree._Element, names: set[str], characters: dict[str, str], left_out: set[str]
) -> list[str]:
    """Return the document's paragraphs in order, those in tables and text boxes with them."""
    paragraphs: list[str] = []
    open_ones: list[list[str]] = []
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = _local(element)
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                _add(open_ones, element.tail)
            continue
        if event == "start":
            if name in left_out:
                skipped = element
            elif name in names:
                open_ones.append([])
            _add(open_ones, characters.get(name, "") + (element.text or ""))
            continue
        if name in names:
            paragraph = " ".join("".join(open_ones.pop()).split())
            if paragraph:
                paragraphs.append(paragraph)
        _add(open_ones, element.tail)
    return paragraphs


def _add(open_ones: list[list[str]], text: str | None) -> None:
    if open_ones and text:
        open_ones[-1].append(text)


def _draft(raw: RawFile, paragraphs: list[str], about: etree._Element | None) -> Draft:
    """Return the paragraphs as a draft; when the document was made and changed is no publication date."""
    if not paragraphs:
        raise SourceError(raw.name, "it has no text", "save the article's text as .txt")
    text = "\n\n".join(paragraphs)
    stated = _first_text(about, "modified") or _first_text(about, "date")
    return Draft(text=text, title=title_of(text) or _first_text(about, "title"), hint=day_stated(stated))


def _spine(book: etree._Element, where: str) -> Iterator[str]:
    """Yield the paths of the chapters in reading order."""
    paths = {item.get("id"): item.get("href", "") for item in _named(book, "item")}
    for reference in _named(book, "itemref"):
        href = paths.get(reference.get("idref"))
        if href:
            yield posixpath.normpath(
                posixpath.join(posixpath.dirname(where), unquote(href.partition("#")[0]))
            )


def _body_of(markup: str) -> str:
    """Return what stands in the body of a chapter, whole where there is no body."""
    start = markup.find("<body")
    start = markup.find(">", start) + 1 if start >= 0 else 0
    end = markup.rfind("</body")
    return markup[start : end if end > start else len(markup)]
