"""Loads a file's bytes and turns them into text; what is no text is refused with a remedy."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes

from articles.sources.draft import SourceError

# A long-form article is about 60 kB; five megabytes hold the longest book and read in under a minute.
MAX_ARTICLE_MB = 5
# A document carries pictures beside its text.
MAX_DOCUMENT_MB = 50
# Feeds and record files hold many articles and are read whole.
MAX_COLLECTION_MB = 200
# Archives and mail boxes are read entry by entry.
MAX_ARCHIVE_MB = 1_000

_LOCKED = "an old Office document, or one with a password"
# First bytes of formats people drop in by mistake: https://en.wikipedia.org/wiki/List_of_file_signatures
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office document"),
    (b"\xd0\xcf\x11\xe0", _LOCKED),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "an SQLite database"),
)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
# A text with this many sound letters beyond ASCII for a broken one is UTF-8 with some bytes damaged.
_SOUND_TO_BROKEN = 4
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Control characters that no text has; tab, line feed, form feed, carriage return and escape may occur.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """A file's name and bytes, wherever they came from: disk, upload, the web or another file.

    ``suffix`` tells the format where the name does not; ``url`` is the address it was found at. ``columns``
    says, for tables, in which column each field of an article stands; what it leaves open is guessed.
    """

    name: str
    content: bytes
    suffix: str = ""
    url: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file inside another one, such as an entry of an archive or what is attached to a mail.

    ``size_bytes`` is what its container says, None where it does not. ``load`` is called with the largest
    number of bytes wanted and returns one more where there are more; it raises SourceError when the
    container is damaged or locked. ``suffix`` and ``url`` as in RawFile.
    """

    name: str
    load: Callable[[int], bytes]
    size_bytes: int | None = None
    suffix: str = ""
    url: str = ""


def load_file(path: Path, limit_mb: int) -> RawFile:
    """Return the file's bytes; raises SourceError when it is absent, locked, empty or over ``limit_mb``."""
    name = str(path)
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            # A pipe without a writer would keep whoever opens it waiting.
            raise SourceError(name, "it is no file", "name a file, a folder or an address")
        check_size(name, about.st_size, limit_mb)
        return RawFile(name=name, content=path.read_bytes())
    except FileNotFoundError:
        problem, remedy = "there is no such file or folder", "check the path"
        if path.is_symlink():
            problem, remedy = "it is a link to a file that is not there", "remove the link or mend it"
        raise SourceError(name, problem, remedy) from None
    except ValueError:
        raise SourceError(name, "no file can have this name", "check the path") from None
    except OSError as error:
        problem = f"it cannot be opened ({error.strerror or error})"
        raise SourceError(name, problem, "check the permissions") from None


def check_size(name: str, size_bytes: int, limit_mb: int) -> None:
    """Raise SourceError for an empty input and for one over the limit."""
    if size_bytes == 0:
        raise SourceError(name, "it is empty", "save the article's text in it or leave it out")
    if size_bytes > limit_mb * 1_000_000:
        raise SourceError(
            name,
            f"it has {size_bytes / 1e6:,.0f} MB, the limit is {limit_mb} MB",
            "split it into one file per article",
        )


def misnamed(raw: RawFile, kind: str, own: bytes, error: object) -> SourceError:
    """Return why a file is not of the kind that its name says: its first bytes are another's, or ``error``.

    ``own`` are those that a file of this kind has.
    """
    others = (known for known in _SIGNATURES if known[0] != own)
    found = next((name for signature, name in others if raw.content.startswith(signature)), "")
    if not found and is_web_page(raw.content):
        found = "a web page"
    if found == _LOCKED:
        problem, remedy = f"it is {found}", "save it anew in today's format, without a password"
    elif found:
        problem, remedy = f"it is {found}, no {kind}", "give it the ending of its format"
    else:
        problem, remedy = f"it is no {kind} or it is damaged ({error})", "open it and save it anew"
    return SourceError(raw.name, problem, remedy)


def is_web_page(content: bytes) -> bool:
    """Whether a file begins as web pages do."""
    return _PAGE.match(content[:300]) is not None


class Decoded(NamedTuple):
    """A file's text, and a line about it where its encoding had to be guessed."""

    text: str
    note: str = ""


def decode(raw: RawFile) -> Decoded:
    """Return the text with line ends as ``\\n`` and without a byte order mark.

    UTF-8 and marked UTF-16 are taken as they are; other encodings are guessed by charset-normalizer.
    Raises SourceError when the bytes are no text or fit no encoding well.
    """
    content = raw.content
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise SourceError(raw.name, f"it is {kind}, not text", "give it the ending of its format")
    text, note = _decoded(raw)
    if _CONTROL.search(text[:100_000]):
        raise SourceError(raw.name, "it is binary, not text", "save the article as .txt, .md or .html")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise SourceError(raw.name, "it holds only white space", "save the article's text in it")
    return Decoded(text, note)


def _decoded(raw: RawFile) -> Decoded:
    """Return the bytes as characters by the first encoding that fits."""
    content = raw.content
    encoding = "utf-16" if content.startswith(_UTF16_MARKS) else "utf-8-sig"
    try:
        return Decoded(content.decode(encoding))
    except UnicodeDecodeError:
        pass
    if b"\x00" in content[:100_000]:
        raise SourceError(raw.name, "it is binary, not text", "save the article as .txt, .md or .html")
    damaged = content.decode("utf-8", "replace")
    bad, beyond_ascii = damaged.count("\ufffd"), sum(c > "\x7f" for c in damaged[:200_000])
    if beyond_ascii >= _SOUND_TO_BROKEN * bad:
        note = f"{raw.name}: damaged characters in it, shown as \ufffd: {bad:,}"
        return Decoded(damaged, note)
    best = from_bytes(content[:200_000]).best()
    if best is None:
        raise SourceError(raw.name, "its encoding cannot be told", "save it as UTF-8")
    note = f"{raw.name}: it is not UTF-8 and was read as {best.encoding}; save it as UTF-8 if that is wrong"
    try:
        return Decoded(content.decode(best.encoding), note)
    except UnicodeDecodeError:
        raise SourceError(raw.name, f"it is not all {best.encoding}", "save it as UTF-8") from None
