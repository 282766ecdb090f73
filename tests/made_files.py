"""Makes a small file in every format that is read, each telling of the same shelling in the same words."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import date

TITLE = "Shells hit Nikopol"
FIRST = (
    "Russian forces shelled the city of Nikopol on Monday and killed two people, the regional governor said "
    "on Tuesday, after a night in which the power station across the river was hit as well."
)
SECOND = (
    "Five others were wounded and taken to hospital in Zaporizhzhia. Firefighters worked until the morning "
    "to put out a blaze in a block of flats and in two shops on the main street of the city."
)
PARAGRAPHS = (TITLE, FIRST, SECOND)
TEXT = "\n\n".join(PARAGRAPHS)


def zipped(parts: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def docx(paragraphs: Sequence[str] = PARAGRAPHS, body: str = "", more: dict[str, str] | None = None) -> bytes:
    words = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    text = body or "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    document = f"<w:document {words}><w:body>{text}</w:body></w:document>"
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **(more or {})})


def odt(paragraphs: Sequence[str] = PARAGRAPHS, body: str = "") -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    text = body or "".join(f"<text:p>{p}</text:p>" for p in paragraphs)
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0">'
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


BOOK = "<dc:title>Weekly</dc:title><dc:publisher>Example Press</dc:publisher><dc:date>2022-09-13</dc:date>"


def epub(chapters: Sequence[str] = ("".join(f"<p>{p}</p>" for p in PARAGRAPHS),), about: str = BOOK) -> bytes:
    items = "".join(f'<item id="c{n}" href="c%20{n}.xhtml"/>' for n in range(len(chapters)))
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"{about}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    parts: dict[str, bytes | str] = {"META-INF/container.xml": container, "OPS/book.opf": book}
    for number, chapter in enumerate(chapters):
        parts[f"OPS/c {number}.xhtml"] = f"<html><head><title>x</title></head><body>{chapter}</body></html>"
    return zipped(parts)


def rtf(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    body = "\\par\\par ".join(paragraphs)
    head = "{\\rtf1\\ansi{\\info{\\revtim\\yr2022\\mo9\\dy14\\hr8}}\\f0 "
    return (head + body + "\\par}").encode("ascii")


def wrapped(text: str, width: int = 84) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def pdf(pages: Sequence[Sequence[str]] = (PARAGRAPHS,), info: str = "", picture: bool = False) -> bytes:
    """Return a PDF of pages of paragraphs; with ``picture`` each page without any holds an image."""
    image = b"\xff\x00" * 8
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /XObject /Subtype /Image /Width 4 /Height 4 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Length 16 >>\nstream\n" + image + b"\nendstream",
    ]
    kids = []
    for paragraphs in pages:
        stream = _drawn(paragraphs, picture)
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> /XObject << /I1 4 0 R >> >> >>" % len(objects)
        )
    objects[1] = (
        f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
    )
    objects.append(f"<< {info} >>".encode("latin-1"))
    return _pdf_file(objects)


def _drawn(paragraphs: Sequence[str], picture: bool) -> bytes:
    """Return what a page of a PDF draws: its lines, or an image where it has none and shall have one."""
    if picture and not paragraphs:
        return b"q 500 0 0 700 50 50 cm /I1 Do Q"
    content = "BT /F1 11 Tf 14 TL 72 760 Td\n"
    for paragraph in paragraphs:
        for line in wrapped(paragraph):
            escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            content += f"({escaped}) Tj T*\n"
        content += "T*\n"
    return (content + "ET").encode("latin-1")


def _pdf_file(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of numbered objects; the first is the catalogue, the last the information."""
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>" % (len(objects) + 1, len(objects))
    return (
        out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer
        + b"\nstartxref\n%d\n%%%%EOF" % len(out)
    )  # fmt: skip


def html(paragraphs: Sequence[str] = PARAGRAPHS, head: str = "", end: str = "</body></html>") -> bytes:
    body = "".join(f"<p>{p}</p>" for p in paragraphs[1:])
    title = paragraphs[0]
    page = f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article>"
    return (page + end).encode()


def eml(text: str = "\n\n".join(PARAGRAPHS[1:]), attachments: dict[str, bytes] | None = None) -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"], message["From"] = "Fwd: " + TITLE, "Example Desk <desk@example.org>"
    message["Date"] = "Tue, 13 Sep 2022 10:00:00 +0300"
    message.set_content(text)
    for name, content in (attachments or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def mbox(*mails: bytes) -> bytes:
    return b"".join(
        b"From desk@example.org Tue Sep 13 10:00:00 2022\n" + m.rstrip(b"\n") + b"\n\n"
        for m in mails or (eml(),)
    )


def mhtml() -> bytes:
    head = b"From: <Saved>\nSnapshot-Content-Location: https://example.org/nikopol\nMIME-Version: 1.0\n"
    head += (
        b'Content-Type: multipart/related; type="text/html"; boundary="x"\n\n--x\nContent-Type: text/html\n'
    )
    return head + b"Content-Location: https://example.org/nikopol\n\n" + html() + b"\n--x--\n"


def rss() -> bytes:
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS[1:])
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Example Feed</title><item>'
        f"<title>{TITLE}</title><link>https://example.org/1</link>"
        "<pubDate>Tue, 13 Sep 2022 10:00:00 +0300</pubDate>"
        f"<description><![CDATA[{body}]]></description></item></channel></rss>"
    ).encode()


RECORD = {
    "title": TITLE,
    "text": TEXT,
    "published": "2022-09-13",
    "outlet": "Example",
    "url": "https://example.org/1",
}


def csv_file() -> bytes:
    return f'Id,Headline,Date,Body\n1,{TITLE},2022-09-13,"{TEXT}"\n'.encode()


def xlsx(rows: Sequence[Sequence[object]] = (), sheets: Sequence[str] = ("Articles",)) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in rows or (("Headline", "Date", "Body"), (TITLE, date(2022, 9, 13), TEXT)):
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rewritten(package: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a package in which something stands in another's place in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    assert old in parts[part]
    return zipped({**parts, part: parts[part].replace(old, new)})


def parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.table({"headline": [TITLE], "date": [date(2022, 9, 13)], "body": [TEXT]}), buffer)
    return buffer.getvalue()


def warc(status: str = "200 OK") -> bytes:
    out = b""
    for kind, content in (("text/html", html()), ("image/png", b"\x89PNG")):
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + content
        out += (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/nikopol\r\n"
            "WARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2022-09-14T08:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        ).encode() + answer + b"\r\n\r\n"  # fmt: skip
    return out


FILES: dict[str, Callable[[], bytes]] = {
    "a.txt": lambda: TEXT.encode(),
    "a.md": lambda: f"---\ntitle: {TITLE}\npublished: 2022-09-13\n---\n{TEXT}\n".encode(),
    "a.html": html,
    "a.mhtml": mhtml,
    "a.pdf": pdf,
    "a.docx": docx,
    "a.odt": odt,
    "a.rtf": rtf,
    "a.epub": epub,
    "a.eml": eml,
    "a.mbox": mbox,
    "a.rss": rss,
    "a.json": lambda: json.dumps(RECORD).encode(),
    "a.jsonl": lambda: (json.dumps(RECORD) + "\n").encode(),
    "a.csv": csv_file,
    "a.xlsx": xlsx,
    "a.parquet": parquet,
    "a.warc": warc,
    "a.zip": lambda: zipped({"in/a.docx": docx()}),
    "a.tar": lambda: tarred({"in/a.txt": TEXT.encode()}),
    "a.txt.gz": lambda: gzip.compress(TEXT.encode(), mtime=0),
}
"""A file of every format, by a name that tells it."""
