"""Reads saved RSS and Atom feeds: every entry with enough text becomes an article."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from articles.sources.draft import Draft, SourceError
from articles.sources.html_page import text_of_fragment
from articles.sources.published import parse_published
from articles.sources.raw_file import RawFile

# Where RSS 2.0, RSS 1.0 and Atom keep what is needed; the first that is present counts. "updated" is no
# publication date and is left out.
_BODY = ("encoded", "content", "description", "summary")
_DATE = ("pubDate", "published", "date", "issued")


def read_feed(raw: RawFile) -> Iterator[Draft | SourceError]:
    """Yield an article per entry, SourceError for entries without text; raises it when it is no feed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(raw.content, parser)
    except etree.XMLSyntaxError:
        root = None
    entries = [] if root is None else [e for e in root.iter() if _name(e) in ("item", "entry")]
    if not entries:
        raise SourceError(raw.name, "no feed entries were found in it", "save the feed's own address as XML")
    outlet = _feed_title(root)
    for number, entry in enumerate(entries, start=1):
        yield _read_entry(entry, f"{raw.name}, entry {number}", outlet)


def _read_entry(entry: etree._Element, name: str, outlet: str) -> Draft | SourceError:
    """Return one entry as a draft, or why it is none."""
    text = next((t for field in _BODY if (t := text_of_fragment(_text(entry, field)))), "")
    title = text_of_fragment(_text(entry, "title"))
    if not text:
        return SourceError(name, "it has no text", "fetch the page it links to")
    stated = next((t for field in _DATE if (t := _text(entry, field))), None)
    try:
        published = parse_published(stated)
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        return SourceError(name, problem, remedy)
    return Draft(text=text, title=title, published=published, outlet=outlet, url=_link(entry))


def _name(element: etree._Element) -> str:
    """The element's name without its namespace; "" for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _text(entry: etree._Element, field: str) -> str:
    """The text of the first child called ``field``, "" without one; embedded XHTML stays markup."""
    for child in entry:
        if _name(child) == field:
            inner = "".join(etree.tostring(c, encoding="unicode") for c in child)
            return ((child.text or "") + inner).strip()
    return ""


def _link(entry: etree._Element) -> str:
    """The entry's address: RSS keeps it as text, Atom in an attribute."""
    for child in entry:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            return (child.get("href") or child.text or "").strip()
    return ""


def _feed_title(root: etree._Element) -> str:
    """The feed's own title, taken for the outlet."""
    channel = next((e for e in root if _name(e) == "channel"), root)
    return text_of_fragment(_text(channel, "title"))
