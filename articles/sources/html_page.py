"""Finds the article in a saved web page with trafilatura: text, headline, outlet and publication date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

from lxml import etree
from lxml import html as lxml_html

from articles.sources.draft import Draft, SourceError, writable
from articles.sources.published import day_stated
from articles.sources.raw_file import RawFile, decode

# Menus and cookie notices that trafilatura leaves of a page without an article are shorter than this.
_SHORTEST_ARTICLE = 200
# How pages name the day of their last change, in attributes and in structured data.
_CHANGE = re.compile(r"modif|updat|revis|last-?mod|\butime\b", re.IGNORECASE)
_PUBLICATION = re.compile(r"publi|creat|issue", re.IGNORECASE)
_CHANGE_IN_JSON = re.compile(r'"(?:dateModified|dateUpdated|modified|updated)"\s*:\s*"[^"]{0,80}"')
_CHANGE_IN_WORDS = re.compile(r"\s*(?:last\s+)?(?:updated|modified|edited|revised|changed)\b", re.IGNORECASE)
_NAMING = ("property", "name", "itemprop", "http-equiv", "class")
# Where a page's own date does not stand; archive photographs carry their day in their address.
_ELSEWHERE = "//aside | //nav | //footer | //meta[contains(@property, 'image') or contains(@name, 'image')]"


def read_html(raw: RawFile) -> Iterator[Draft]:
    """Yield the one article of the page; raises SourceError when there is none.

    The date is the one the page states as that of its publication (metadata, its own address). The day of
    its last change is handed on as a hint where it states no other; dates in the running text are not
    looked at.
    """
    import trafilatura  # takes a second to load
    from trafilatura.settings import Document

    source = _source(raw)
    page = trafilatura.bare_extraction(
        source, url=raw.url or None, with_metadata=True, include_comments=False, favor_precision=True
    )
    text = (page.text or "").strip() if isinstance(page, Document) else ""
    if not isinstance(page, Document) or len(text) < _SHORTEST_ARTICLE:
        raise SourceError(
            raw.name, "no article was found in the page", "copy the article's text into a .txt file"
        )
    url = raw.url or page.url or ""
    cut = f"{raw.name}: the page breaks off before its end; the article may not be whole"
    published, hint = find_dates(source, url)
    yield Draft(
        text=text,
        title=page.title or "",
        published=published,
        outlet=page.sitename or "",
        url=url,
        note=cut if _breaks_off(source) else "",
        hint=hint,
    )


def find_dates(source: str | bytes, url: str = "") -> tuple[date | None, date | None]:
    """Return the day a page says it was published, and where it says none the day of its last change."""
    from htmldate import find_date  # takes a second to load
    from trafilatura import load_html

    tree = load_html(source)
    if tree is None:
        return None, None
    find = partial(find_date, tree, extensive_search=False, url=url or None)
    changed = find(original_date=False)
    _drop_changes(tree)
    published = day_stated(find(original_date=True))
    return published, None if published else day_stated(changed)


def _drop_changes(tree: lxml_html.HtmlElement) -> None:
    """Take out of a page what it says of its last change, and dates of other things than the page."""
    for element in tree.xpath(_ELSEWHERE):
        element.drop_tree()
    for element in list(tree.iter("meta", "time", "span", "abbr", "p", "div", "script")):
        if element.tag == "script":
            element.text = _CHANGE_IN_JSON.sub('"x":""', element.text or "")
            continue
        about = " ".join(element.get(name) or "" for name in _NAMING)
        says = _CHANGE.search(about) and not _PUBLICATION.search(about)
        leaf = len(element) == 0 or element.tag in ("time", "abbr")
        if leaf and (says or (_CHANGE_IN_WORDS.match(element.text or "") and len(element.text or "") < 120)):
            element.drop_tree()


def _breaks_off(source: str | bytes) -> bool:
    """Whether a page was cut: it opens its body and closes neither that nor itself."""
    if isinstance(source, bytes):
        source = source.decode("latin-1")
    lowered = source.lower()
    return "<body" in lowered and "</body" not in lowered and "</html" not in lowered


def _source(raw: RawFile) -> str | bytes:
    """Return the page as text; in another encoding than UTF-8 as bytes, for its own declaration to count."""
    text, note = decode(raw)
    return raw.content if note else text


def text_of_fragment(fragment: str) -> str:
    """Return the text of a piece of HTML, one line per block, as feeds carry it; plain text as it is."""
    if "<" not in fragment:
        return fragment.strip()
    try:
        root = lxml_html.fragment_fromstring(writable(fragment), create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    for element in root.iter("script", "style"):
        element.text = None
    for element in root.iter("p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "figcaption"):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in root.text_content().splitlines())
    return "\n\n".join(line for line in lines if line)
