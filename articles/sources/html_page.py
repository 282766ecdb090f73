"""Finds the article in a saved web page with trafilatura: text, headline, outlet and publication date."""

from __future__ import annotations

from collections.abc import Iterator

import trafilatura
from lxml import etree
from lxml import html as lxml_html
from trafilatura.settings import Document

from articles.sources.draft import Draft, SourceError
from articles.sources.published import parse_published
from articles.sources.raw_file import RawFile, decode

# Menus and cookie notices that trafilatura leaves of a page without an article are shorter than this.
_SHORTEST_ARTICLE = 200


def read_html(raw: RawFile, url: str = "") -> Iterator[Draft]:
    """Yield the one article of the page; raises SourceError when there is none.

    The date is the one the page states about itself (metadata, its own address); dates in the running
    text are not taken for it.
    """
    page = trafilatura.bare_extraction(
        _source(raw),
        url=url or None,
        with_metadata=True,
        include_comments=False,
        favor_precision=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    text = (page.text or "").strip() if isinstance(page, Document) else ""
    if not isinstance(page, Document) or len(text) < _SHORTEST_ARTICLE:
        raise SourceError(
            raw.name, "no article was found in the page", "copy the article's text into a .txt file"
        )
    yield Draft(
        text=text,
        title=page.title or "",
        published=parse_published(page.date),
        outlet=page.sitename or "",
        url=url or page.url or "",
    )


def _source(raw: RawFile) -> str | bytes:
    """Return the page as text; in another encoding than UTF-8 as bytes, for its own declaration to count."""
    text, note = decode(raw)
    return raw.content if note else text


def text_of_fragment(fragment: str) -> str:
    """Return the text of a piece of HTML, one line per block, as feeds carry it; plain text as it is."""
    if "<" not in fragment:
        return fragment.strip()
    try:
        root = lxml_html.fragment_fromstring(fragment, create_parent="div")
    except etree.ParserError:
        return ""
    for element in root.iter("script", "style"):
        element.text = None
    for element in root.iter("p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "figcaption"):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in root.text_content().splitlines())
    return "\n\n".join(line for line in lines if line)
