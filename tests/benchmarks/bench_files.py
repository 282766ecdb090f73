"""Measures taking the text out of files, without reading it: PDF and Word files of 600 words a second.

Run ``python tests/benchmarks/bench_files.py [--files 200]``. The files are made here, two pages each with a
running head, and read from a folder as an ingest reads them. Exits with 1 when either is below 20 a second.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from articles.sources import read_sources
from geodata.model import Article

LEAST_A_SECOND = 20
_WORDS = (
    "the of in and to a on was said by were killed shelled after city governor region power people forces "
    "according Monday officials drone attack two others wounded hospital building station village overnight"
).split()


def paragraphs(number: int) -> list[str]:
    """Return a title and ten paragraphs of 60 words; each number has its own."""
    dice = random.Random(number)
    found = [f"Story {number} from the front"]
    for _ in range(10):
        sentences = (" ".join(dice.choices(_WORDS, k=20)).capitalize() + "." for _ in range(3))
        found.append(" ".join(sentences))
    return found


def pdf(number: int) -> bytes:
    """Return a PDF of two pages as a printer driver makes it."""
    style = getSampleStyleSheet()
    parts: list[Paragraph | Spacer] = []
    for paragraph in paragraphs(number):
        parts += [Paragraph(paragraph, style["BodyText"]), Spacer(1, 20)]

    def head(page: object, _document: object) -> None:
        page.drawString(60, 810, "Conflict Monitor")  # type: ignore[attr-defined]
        page.drawString(500, 30, f"{page.getPageNumber()}")  # type: ignore[attr-defined]

    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, invariant=1).build(parts, onFirstPage=head, onLaterPages=head)
    return buffer.getvalue()


def docx(number: int) -> bytes:
    """Return a Word file."""
    title, *rest = paragraphs(number)
    document = Document()
    document.add_heading(title, 0)
    for paragraph in rest:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def measure(ending: str, make: Callable[[int], bytes], count: int, folder: Path) -> float:
    """Write so many files, read them and return how many a second."""
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:05}.{ending}").write_bytes(make(number))
    started = time.monotonic()
    found = list(read_sources([folder]))
    rate = count / (time.monotonic() - started)
    articles = [item for item in found if isinstance(item, Article)]
    if len(articles) != count:
        raise SystemExit(f"{len(articles)} of {count} files were read: {found[:3]}")
    letters = sum(len(article.text) for article in articles) / count
    print(f"{ending}: {rate:,.0f} files a second, {letters:,.0f} characters each")  # noqa: T201
    return rate


def main() -> int:
    """Print the figures; return 1 when a bar is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=200)
    count = options.parse_args().files
    with tempfile.TemporaryDirectory() as name:
        rates = [measure(e, make, count, Path(name) / e) for e, make in (("pdf", pdf), ("docx", docx))]
    return int(min(rates) < LEAST_A_SECOND)


if __name__ == "__main__":
    sys.exit(main())
