"""Names the formats that can be read: a row for each, with its endings, its reader and its largest file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath

from articles.sources.archive import read_compressed, read_tar, read_zip
from articles.sources.draft import Draft, Note, Skipped, SourceError
from articles.sources.feed import read_feed
from articles.sources.html_page import read_html
from articles.sources.json_records import read_json, read_json_lines
from articles.sources.mail import read_mail, read_mailbox, read_saved_page
from articles.sources.markdown import read_markdown
from articles.sources.office import read_docx, read_epub, read_odt
from articles.sources.pdf import read_pdf
from articles.sources.plain_text import read_text
from articles.sources.raw_file import (
    MAX_ARCHIVE_MB,
    MAX_ARTICLE_MB,
    MAX_COLLECTION_MB,
    MAX_DOCUMENT_MB,
    Member,
    RawFile,
)
from articles.sources.rich_text import read_rtf
from articles.sources.spreadsheet import read_csv, read_parquet, read_xlsx
from articles.sources.web_archive import read_warc
from geodata.listed import ListedEvent

# What a reader can hand on. None is a sign of life from one that takes long over a file.
Piece = Draft | ListedEvent | SourceError | Skipped | Note | Member | None
Reader = Callable[[RawFile], Iterable[Piece]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One readable format: its name, its endings, its reader and the largest file taken.

    A reader ``apart`` runs in a process of its own that is stopped when it hangs: those that hand a file
    to a parser of some size. Members it yields hold their bytes. ``needs`` are the modules it imports at
    its first file.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Reader
    limit_mb: int = MAX_ARTICLE_MB
    apart: bool = False
    needs: tuple[str, ...] = ()


FORMATS: tuple[Format, ...] = (
    Format(name="plain text", suffixes=(".txt", ".text"), read=read_text),
    Format(name="Markdown with front matter", suffixes=(".md", ".markdown"), read=read_markdown),
    Format(name="web page", suffixes=(".html", ".htm", ".xhtml"), read=read_html, apart=True,
        needs=("trafilatura", "htmldate")),
    Format(name="saved web page", suffixes=(".mhtml", ".mht"), read=read_saved_page,
        limit_mb=MAX_DOCUMENT_MB, apart=True),
    Format(name="PDF", suffixes=(".pdf",), read=read_pdf, limit_mb=MAX_DOCUMENT_MB, apart=True,
        needs=("pypdfium2",)),
    Format(name="Word document", suffixes=(".docx",), read=read_docx, limit_mb=MAX_DOCUMENT_MB, apart=True),
    Format(name="OpenDocument text", suffixes=(".odt",), read=read_odt, limit_mb=MAX_DOCUMENT_MB, apart=True),
    Format(name="Rich Text Format", suffixes=(".rtf",), read=read_rtf, limit_mb=MAX_DOCUMENT_MB, apart=True,
        needs=("striprtf.striprtf",)),
    Format(name="EPUB book", suffixes=(".epub",), read=read_epub, limit_mb=MAX_DOCUMENT_MB, apart=True),
    Format(name="mail", suffixes=(".eml",), read=read_mail, limit_mb=MAX_DOCUMENT_MB, apart=True),
    Format(name="mail box", suffixes=(".mbox",), read=read_mailbox, limit_mb=MAX_ARCHIVE_MB),
    Format(name="RSS or Atom feed", suffixes=(".rss", ".atom", ".xml"), read=read_feed,
        limit_mb=MAX_DOCUMENT_MB, apart=True, needs=("feedparser",)),
    Format(name="JSON", suffixes=(".json",), read=read_json, limit_mb=MAX_COLLECTION_MB, apart=True),
    Format(name="JSON Lines", suffixes=(".jsonl", ".ndjson"), read=read_json_lines,
        limit_mb=MAX_COLLECTION_MB, apart=True),
    Format(name="table of text", suffixes=(".csv", ".tsv"), read=read_csv, limit_mb=MAX_COLLECTION_MB),
    Format(name="Excel workbook", suffixes=(".xlsx",), read=read_xlsx, limit_mb=MAX_DOCUMENT_MB, apart=True,
        needs=("openpyxl",)),
    Format(name="Parquet", suffixes=(".parquet",), read=read_parquet, limit_mb=MAX_COLLECTION_MB, apart=True,
        needs=("pyarrow.parquet",)),
    Format(name="web archive", suffixes=(".warc",), read=read_warc, limit_mb=MAX_COLLECTION_MB, apart=True,
        needs=("warcio.archiveiterator",)),
    Format(name="ZIP archive", suffixes=(".zip",), read=read_zip, limit_mb=MAX_ARCHIVE_MB),
    Format(name="TAR archive", suffixes=(".tar",), read=read_tar, limit_mb=MAX_ARCHIVE_MB),
    Format(name="compressed file", suffixes=(".gz", ".tgz", ".bz2", ".xz"), read=read_compressed,
        limit_mb=MAX_ARCHIVE_MB),
)  # fmt: skip
BY_SUFFIX = {suffix: known for known in FORMATS for suffix in known.suffixes}
# Formats people have beside these, and what to save them as.
_INSTEAD = {
    ".doc": "save it as .docx",
    ".docm": "save it as .docx",
    ".pages": "export it as .docx or .pdf",
    ".xls": "save it as .xlsx or .csv",
    ".ods": "save it as .xlsx or .csv",
    ".mobi": "convert it to .epub",
    ".azw3": "convert it to .epub",
    ".msg": "save the mail as .eml",
    ".pst": "export the mails as .mbox",
    ".webarchive": "save the page as .html",
    ".rar": "pack it as .zip",
    ".7z": "pack it as .zip",
}


def is_known(name: str) -> bool:
    """Whether the ending of a file's name stands for a format that can be read."""
    return PurePath(name).suffix.lower() in BY_SUFFIX


def format_of(name: str, suffix: str = "") -> Format:
    """Return the format that ``suffix`` or else the name's ending stands for; SourceError for any other."""
    suffix = suffix or PurePath(name).suffix.lower()
    if suffix not in BY_SUFFIX:
        problem, _, remedy = why_not(name).partition("; ")
        raise SourceError(name, problem, remedy or f"use one of {', '.join(BY_SUFFIX)}")
    return BY_SUFFIX[suffix]


def why_not(name: str) -> str:
    """Return why a file in an unknown format is not read, with what to do where there is something."""
    suffix = PurePath(name).suffix.lower()
    if not suffix:
        return "its name has no ending"
    remedy = _INSTEAD.get(suffix)
    return f"files ending in {suffix!r} are not read" + (f"; {remedy}" if remedy else "")
