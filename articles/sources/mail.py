"""Reads mails (.eml) and boxes of them (.mbox) with what is attached, and pages saved as a mail (.mhtml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from functools import partial

from articles.sources.draft import Draft, Note, Skipped, SourceError
from articles.sources.html_page import text_of_fragment
from articles.sources.published import day_stated
from articles.sources.raw_file import Member, RawFile
from geodata.amounts import counted

# What stands in front of a subject that was answered or passed on.
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)
# A line with which a mail begins in a mail box: "From ", a sender and the time it came.
_START = re.compile(rb"^From [^\r\n]{1,300}?\d\d:\d\d[^\r\n]*\r?\n", re.MULTILINE)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
# The line below which a signature stands; many programs take the space at its end away.
_SIGNED = re.compile(r"-- ?")
# A line with which what somebody else wrote begins again: quoted, passed on, or the next piece of a digest.
_OTHERS = re.compile(
    r">|[-_=*]{5,}|from:\s|begin forwarded message|on .{5,150} wrote:\s*$|.{0,5}original message",
    re.IGNORECASE,
)
# More lines, or more characters, than this are no signature but text below a line of two dashes.
_SIGNATURE_LINES, _SIGNATURE_LENGTH = 20, 1_500
# Parts in a mail of parts in a mail.
_MAX_PARTS = 1_000
# Characters of a header that are looked at; those read here are never as long.
_LONGEST_HEADER = 8_000


class _CutHeaders(policy.EmailPolicy):
    """Cuts headers short: the library takes a thousand times the time over one of thirty times the length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return a header's name and the beginning of its value."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


_POLICY = _CutHeaders()


def read_mail(raw: RawFile) -> Iterator[Draft | Member | Note | SourceError | Skipped]:
    """Yield the mail's own text as an article, then what is attached; SourceError when there is neither."""
    message = _parsed(raw)
    parts = _parts(message, raw)
    body, signatures = _without_signatures(_body(message))
    if signatures:
        yield Note(
            line=f"{raw.name}: {counted(signatures, 'line')} of signature, below two dashes, left out",
            alike="signatures left out",
        )
    if body:
        yield Draft(
            text=body,
            title=_PREFIX.sub("", _header(message, "Subject")),
            published=_sent(message),
            outlet=_sender(message),
            note="" if not message.defects else f"{raw.name}: the mail is damaged; what could be read was",
        )
    attached = [part for part in parts if _is_attached(part)]
    if not body and not attached:
        raise SourceError(raw.name, "no text was found in the mail", "save its text as .txt")
    for number, part in enumerate(attached, start=1):
        yield _attachment(part, number)


def read_mailbox(raw: RawFile) -> Iterator[Member]:
    """Yield the mails of a box, each as a file of its own; raises SourceError when there is none."""
    starts = [found for found in _START.finditer(raw.content) if _begins_mail(raw.content, found.start())]
    if not starts or starts[0].start() != 0:
        raise SourceError(raw.name, "it is no mail box", "export the mails as .mbox or .eml")
    ends = [found.start() for found in starts[1:]] + [len(raw.content)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        load = partial(_load_mail, raw.content, start.end(), end)
        yield Member(name=f"mail {number}", suffix=".eml", size_bytes=end - start.end(), load=load)


def _begins_mail(content: bytes, start: int) -> bool:
    """Whether a line that begins with "From " begins a mail: at the top or after an empty line."""
    return start == 0 or content[max(0, start - 4) : start].endswith((b"\n\n", b"\r\n\r\n"))


def _load_mail(content: bytes, start: int, end: int, limit_bytes: int) -> bytes:
    """Return a mail without the marks that a box puts before lines which begin with "From "."""
    return _QUOTED.sub(rb"\1", content[start : min(end, start + limit_bytes + 1)])


def read_saved_page(raw: RawFile) -> Iterator[Member]:
    """Yield the page inside an MHTML file as a web page; raises SourceError when there is none."""
    message = _parsed(raw)
    for part in _parts(message, raw):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            address = _header(part, "Content-Location") or _header(message, "Snapshot-Content-Location")
            url = address if address.startswith(("http://", "https://")) else ""
            yield Member(name="page", suffix=".html", url=url, load=partial(_head, _bytes_of(part)))
            return
    raise SourceError(raw.name, "no web page was found in it", "save the page as .html")


def _parsed(raw: RawFile) -> EmailMessage:
    message = message_from_bytes(raw.content, policy=_POLICY)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise SourceError(raw.name, "it is no mail", "export the mail as .eml")
    return message


def _parts(message: EmailMessage, raw: RawFile) -> list[EmailMessage]:
    """The mail and its parts; those of mails that are attached belong to these."""
    parts: list[EmailMessage] = []
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        parts.append(part)
        if len(parts) > _MAX_PARTS:
            raise SourceError(raw.name, f"it has over {_MAX_PARTS:,} parts", "save its text as .txt")
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += [p for p in part.iter_parts() if isinstance(p, EmailMessage)]
    return parts


def _body(message: EmailMessage) -> str:
    """The mail's own text: the plain one, else that of its HTML; "" without any."""
    part = message.get_body(preferencelist=("plain", "html"))
    if not isinstance(part, EmailMessage):
        return ""
    text = _text_of(part)
    return text_of_fragment(text) if part.get_content_type() == "text/html" else text.strip()


def _without_signatures(text: str) -> tuple[str, int]:
    """Return a mail's text without signatures, and how many lines with words these had."""
    lines = text.split("\n")
    kept: list[str] = []
    left_out = at = 0
    while at < len(lines):
        end = _end_of_signature(lines, at) if _SIGNED.fullmatch(lines[at]) else at
        below = [line for line in lines[at + 1 : end] if line.strip()]
        if below and len(below) <= _SIGNATURE_LINES and sum(map(len, below)) <= _SIGNATURE_LENGTH:
            left_out += len(below)
            at = end
        else:
            kept.append(lines[at])
            at += 1
    return "\n".join(kept).strip(), left_out


def _end_of_signature(lines: list[str], start: int) -> int:
    """Return the number of the line before which a signature ends that begins at a line of two dashes."""
    others = (
        n for n in range(start + 1, len(lines)) if _OTHERS.match(lines[n]) or _SIGNED.fullmatch(lines[n])
    )
    return next(others, len(lines))


def _text_of(part: EmailMessage) -> str:
    """A part's text by the encoding it names; letters that this does not have become question marks."""
    charset = part.get_content_charset("utf-8")
    content = _bytes_of(part)
    try:
        text = content.decode(charset, "replace")
    except (LookupError, ValueError):
        text = content.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes_of(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _head(content: bytes, limit_bytes: int) -> bytes:
    return content[: limit_bytes + 1]


def _is_attached(part: EmailMessage) -> bool:
    """Whether a part was attached by someone; pictures and styles of the mail itself are not."""
    if part.get_content_type() == "message/rfc822":
        return True
    return part.get_content_disposition() == "attachment" or (
        bool(_file_name(part)) and (part.get_content_maintype() not in ("image", "multipart"))
    )


def _attachment(part: EmailMessage, number: int) -> Member:
    """A part as a file."""
    name = _file_name(part) or f"attachment {number}"
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0)
        content = inner.as_bytes() if isinstance(inner, EmailMessage) else b""
        return Member(name=name, suffix=".eml", load=partial(_head, content))
    return Member(name=name, load=partial(_head, _bytes_of(part)))


def _file_name(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return ""


def _header(message: EmailMessage, name: str) -> str:
    """A header's text on one line; "" where it is missing or so broken that it cannot be read."""
    try:
        return " ".join(str(message.get(name) or "").split())
    except (ValueError, LookupError, AttributeError, TypeError, OverflowError, RecursionError):
        return ""


def _sender(message: EmailMessage) -> str:
    name, address = parseaddr(_header(message, "From"))
    return name or address.rpartition("@")[2]


def _sent(message: EmailMessage) -> date | None:
    return day_stated(_header(message, "Date"))
