"""Reading files: what each format gives, and one clear line for each input that gives nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.sources import (
    FORMATS,
    Note,
    Skipped,
    SourceError,
    article_from_text,
    parse_published,
    read_file,
    read_sources,
    read_upload,
)
from geodata.model import Article

PAGE = """<html><head><title>Bridge hit - Example News</title>
<meta property="og:title" content="Bridge hit near Odesa">
<meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="2022-07-26T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Bridge hit near Odesa</h1>
<p>A missile struck the railway bridge at Zatoka on Tuesday morning and stopped traffic, officials said.</p>
<p>Nobody was injured in the attack, the third on the bridge since April, said the regional governor, who
asked drivers to take the road over Moldova until engineers have looked at the damage.</p>
<p>The bridge connects the city of Odesa with the south-western part of the region.</p></article>
<footer>All rights reserved</footer></body></html>"""

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Example Feed</title>
<item><title>One</title><link>https://example.org/1</link><pubDate>Tue, 13 Sep 2022 23:30:00 +0200</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>Two <b>people</b> died in Kharkiv.</p><p>More.</p>]]>
</content:encoded></item>
<item><title>Empty</title></item>
<item><title>Bad</title><description>Text.</description><pubDate>soon</pubDate></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><entry><title>A</title>
<link href="https://example.org/a"/><updated>2022-09-14T00:00:00Z</updated>
<content type="html">&lt;p&gt;Shells hit Nikopol.&lt;/p&gt;</content></entry></feed>"""


def articles(name: str, content: bytes | str, **options: object) -> list[Article]:
    data = content.encode() if isinstance(content, str) else content
    found = list(read_upload(name, data, **options))  # type: ignore[arg-type]
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def failure(name: str, content: bytes | str) -> str:
    data = content.encode() if isinstance(content, str) else content
    (item,) = read_upload(name, data)
    assert isinstance(item, SourceError)
    return str(item)


def test_plain_text_is_kept_and_its_headline_is_the_title() -> None:
    text = "Shells hit Nikopol\n\nTwo people died on Monday.\n"
    (article,) = articles("a.txt", text)
    assert article.text == text
    assert article.title == "Shells hit Nikopol"
    assert article.published is None


def test_a_first_paragraph_is_no_title() -> None:
    (article,) = articles("a.txt", "Two people died on Monday.\n\nMore shells fell.")
    assert article.title == ""


def test_windows_line_ends_and_byte_order_marks_go() -> None:
    (windows,) = articles("a.txt", b"\xef\xbb\xbfOne\r\n\r\nTwo.\r\n")
    (unix,) = articles("a.txt", b"One\n\nTwo.\n")
    assert windows.text == unix.text
    assert windows.id == unix.id


def test_markdown_gives_front_matter_and_words_without_marks() -> None:
    source = (
        "---\ntitle: T\npublished: 2022-09-13\noutlet: Desk\nurl: https://example.org/x\n---\n"
        "# Heading\n\nThe **village** of [Udy](https://example.org) was *hit* on 11_09 by 2 * 3 shells.\n"
    )
    (article,) = articles("a.md", source)
    assert (article.title, article.published, article.outlet) == ("T", date(2022, 9, 13), "Desk")
    assert article.url == "https://example.org/x"
    assert article.text == "Heading\n\nThe village of Udy was hit on 11_09 by 2 * 3 shells."


def test_a_web_page_gives_its_article_and_what_it_says_of_itself() -> None:
    (article,) = articles("a.html", PAGE)
    assert article.title == "Bridge hit near Odesa"
    assert article.outlet == "Example News"
    assert article.published == date(2022, 7, 26)
    assert "railway bridge at Zatoka" in article.text
    assert "rights reserved" not in article.text
    assert "World" not in article.text


def test_a_date_in_the_running_text_is_not_the_publication_date() -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2022-07-26T08:00:00Z">', "")
    page = page.replace("on Tuesday morning", "on 26 July 2022")
    (article,) = articles("a.html", page)
    assert article.published is None


PUBLISHED = '<meta property="article:published_time" content="2022-07-26T08:00:00Z">'


@pytest.mark.parametrize(
    "changed",
    [
        '<meta property="article:modified_time" content="2022-09-14T08:00:00Z">',
        '<meta property="og:updated_time" content="2022-09-14T08:00:00Z">',
        '<meta name="last-modified" content="2022-09-14">',
        '<meta http-equiv="last-modified" content="2022-09-14">',
        '<meta itemprop="dateModified" content="2022-09-14">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "2022-09-14"}</script>',
        '<time class="updated" datetime="2022-09-14T08:00:00Z">14 September 2022</time>',
        '<time itemprop="dateModified" datetime="2022-09-14">14 September</time>',
        '<span class="last-updated">14 September 2022</span>',
        "<p>Last updated: 14 September 2022</p>",
    ],
)
def test_the_day_a_page_was_changed_is_a_hint_and_not_its_publication(changed: str) -> None:
    alone = PAGE.replace(PUBLISHED, changed if changed.startswith(("<meta", "<script")) else "")
    alone = alone if changed in alone else alone.replace("</h1>", "</h1>" + changed)
    (article,) = articles("a.html", alone)
    assert article.published is None
    assert article.date_hint in (date(2022, 9, 14), None)
    if changed.startswith(("<meta", "<script", "<time")):
        assert article.date_hint == date(2022, 9, 14)
    (both,) = articles("a.html", alone.replace("<head>", "<head>" + PUBLISHED))
    assert (both.published, both.date_hint) == (date(2022, 7, 26), None)


def test_a_date_of_other_stories_and_of_pictures_is_none_of_the_page() -> None:
    aside = '<aside><time datetime="2015-03-02">2 March 2015</time> Old story</aside>'
    image = '<meta property="og:image" content="https://example.org/2014/08/02/bridge.jpg">'
    page = PAGE.replace(PUBLISHED, image).replace("<footer>", aside + "<footer>")
    (article,) = articles("a.html", page)
    assert article.published is None


def test_the_last_change_of_a_record_and_of_an_entry_is_a_hint() -> None:
    (record,) = articles("a.json", json.dumps({"text": "Two died.", "date_modify": "2022-09-14"}))
    (entry,) = articles("a.atom", ATOM)
    assert [(a.published, a.date_hint) for a in (record, entry)] == [(None, date(2022, 9, 14))] * 2


def test_a_feed_gives_an_article_per_entry_and_says_which_entries_are_none() -> None:
    first, empty, note, undated = read_upload("a.rss", RSS.encode())
    assert isinstance(first, Article)
    assert (first.title, first.outlet, first.url) == ("One", "Example Feed", "https://example.org/1")
    assert first.text == "Two people died in Kharkiv.\n\nMore."
    assert first.published == date(2022, 9, 13)
    assert "entry 2: it has no text" in str(empty)
    assert isinstance(note, Note)
    assert note.line == "a.rss, entry 3: 'soon' is no date, so that it has no day of publication"
    assert isinstance(undated, Article)
    assert undated.published is None


def test_an_atom_entry_is_not_dated_by_its_last_change() -> None:
    (article,) = articles("a.atom", ATOM)
    assert article.text == "Shells hit Nikopol."
    assert article.url == "https://example.org/a"
    assert article.published is None


def test_a_feed_reads_no_other_file() -> None:
    hostile = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&x;</title>'
    hostile += "<description>Text &x; here.</description></item></rss>"
    (article,) = (a for a in read_upload("a.xml", hostile.encode()) if isinstance(a, Article))
    assert "root" not in article.text + article.title


@pytest.mark.parametrize("wrap", [lambda r: r, lambda r: [r], lambda r: {"articles": [r]}])
def test_json_is_read_one_by_one_or_listed(wrap) -> None:  # type: ignore[no-untyped-def]
    record = {"headline": "H", "body": "Two died.", "date": "2022-05-09T10:00:00Z", "source": "S", "url": "u"}
    (article,) = articles("a.json", json.dumps(wrap(record)))
    assert (article.title, article.text, article.outlet) == ("H", "Two died.", "S")
    assert article.published == date(2022, 5, 9)


def test_the_answer_of_a_news_service_is_read() -> None:
    """It names the outlet in an object of its own and writes its keys with capitals."""
    record = {
        "source": {"id": None, "name": "Example Herald"}, "Title": "Shells hit Nikopol", "url": "https://example.org/1",
        "publishedAt": "2022-09-13T10:00:00Z", "content": "Shells hit Nikopol on Monday.",
    }  # fmt: skip
    (article,) = read_upload("a.json", json.dumps({"status": "ok", "articles": [record]}).encode())
    assert isinstance(article, Article)
    assert (article.outlet, article.title) == ("Example Herald", "Shells hit Nikopol")
    assert (article.published, article.url) == (date(2022, 9, 13), "https://example.org/1")
    (article,) = read_upload("a.json", json.dumps({"text": "Text.", "source": ["a"], "title": {}}).encode())
    assert isinstance(article, Article)
    assert (article.outlet, article.title) == ("", "")


def test_a_broken_json_line_does_not_lose_the_others() -> None:
    lines = '{"text": "One."}\n{broken\n\n[1]\n{"title": "no text"}\n{"text": "Two."}\n'
    found = list(read_upload("a.jsonl", lines.encode()))
    assert [a.text for a in found if isinstance(a, Article)] == ["One.", "Two."]
    problems = [str(a) for a in found if isinstance(a, SourceError)]
    assert [p.split(":")[0] for p in problems] == ["a.jsonl, line 2", "a.jsonl, line 4", "a.jsonl, line 5"]


def test_front_matter_may_call_things_as_records_do() -> None:
    content = b"---\nHeadline: Shelling\nDate: 2022-09-13T08:00:00+03:00\nsource: Example\nlink: https://e.org/1\n---\nText."
    (article,) = read_upload("a.md", content)
    assert isinstance(article, Article)
    assert (article.title, article.published) == ("Shelling", date(2022, 9, 13))
    assert (article.outlet, article.url) == ("Example", "https://e.org/1")


BAD = {
    "empty": ("a.txt", b"", "it is empty"),
    "white space": ("a.txt", b" \n\t\n", "only white space"),
    "binary": ("a.txt", bytes(range(256)) * 8, "it is binary"),
    "a PDF": ("a.txt", b"%PDF-1.7\n...", "it is a PDF"),
    "an Office document": ("a.md", b"PK\x03\x04...", "Office document"),
    "50 MB": ("a.txt", b"Shells fell. " * 3_900_000, "the limit is 5 MB"),
    "unknown format": ("a.doc", b"text", "'.doc' are not read; save it as .docx"),
    "no ending": ("article", b"text", "no ending"),
    "a page without an article": ("a.html", b"<html><body><p>Log in</p></body></html>", "no article"),
    "a date that is none": ("a.md", b"---\npublished: yesterday\n---\nText.", "is no date"),
    "an impossible date": ("a.md", b"---\npublished: 2022-02-31\n---\nText.", "front matter"),
    "broken front matter": ("a.md", b"---\ntitle: [a\n---\nText.", "front matter"),
    "front matter alone": ("a.md", b"---\ntitle: a\n---\n", "no text below"),
    "no feed": ("a.xml", b"<a><b/></a>", "no feed entries"),
    "no JSON": ("a.json", b"{", "it is no JSON"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_named_in_one_line_with_a_remedy(case: str) -> None:
    name, content, problem = BAD[case]
    line = failure(name, content)
    assert line.startswith(f"{name}: ")
    assert problem in line
    assert "; " in line
    assert "\n" not in line


def test_another_encoding_is_recognised() -> None:
    text = "Уночі російські війська обстріляли Харків. Загинули двоє людей, ще п'ятеро поранені. " * 5
    note, article = read_upload("a.txt", text.encode("cp1251"))
    assert isinstance(article, Article)
    assert article.text == text
    assert isinstance(note, Note)
    assert note.line.startswith("a.txt: it is not UTF-8 and was read as cp1251; save it as UTF-8")


def test_a_missing_file_and_a_locked_one_are_named(tmp_path: Path) -> None:
    (missing,) = read_file(tmp_path / "none.txt")
    assert "there is no such file" in str(missing)
    (address,) = read_sources(["ftp://example.org/a.txt"])
    assert str(address) == (
        "ftp://example.org/a.txt: only http and https addresses are fetched; save it as a file"
    )
    (folder,) = read_sources([tmp_path / "reports"])
    assert str(folder).endswith("reports: there is no such file or folder; check the path")


def test_a_folder_is_read_with_all_below_it_and_leaves_out_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "x.txt").write_text("Text.")
    (tmp_path / "b" / "two.txt").write_text("Two.")
    (tmp_path / "one.txt").write_text("One.")
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    found = list(read_sources([tmp_path]))
    assert [a.text for a in found if isinstance(a, Article)] == ["Two.", "One."]
    assert [Path(a.name).name for a in found if isinstance(a, Skipped)] == ["image.png"]


def test_a_folder_with_nothing_to_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    error, skipped = read_sources([tmp_path])
    assert "there is no file in it that can be read (1 in other formats); put articles in it" in str(error)
    assert isinstance(skipped, Skipped)
    (tmp_path / "empty").mkdir()
    (error,) = read_sources([tmp_path / "empty"])
    assert "empty: there is no file in it; put articles in it that end in" in str(error)


def test_the_mark_of_an_open_document_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "~$report.docx").write_bytes(b"\x05Ana" + b"\0" * 158)
    _, mark = read_sources([tmp_path])
    assert isinstance(mark, Skipped)
    assert str(mark).endswith("~$report.docx: it only marks that a document is open, and holds no text")


def test_the_callers_date_and_outlet_fill_only_what_the_file_leaves_open() -> None:
    given_date = date(2022, 1, 1)
    (open_,) = articles("a.txt", "Text.", published=given_date, outlet="Mine")
    (stated,) = articles(
        "a.md", "---\npublished: 2022-09-13\noutlet: Own\n---\nText.", published=given_date, outlet="Mine"
    )
    assert (open_.published, open_.outlet) == (given_date, "Mine")
    assert (stated.published, stated.outlet) == (date(2022, 9, 13), "Own")


def test_the_file_time_stamp_is_never_the_publication_date(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Two people died on Monday.")
    (article,) = read_file(path)
    assert isinstance(article, Article)
    assert article.published is None


def test_pasted_text_is_an_article_and_nothing_is_not() -> None:
    article = article_from_text("Headline\n\nText.\r\nMore.", published=date(2022, 3, 1))
    assert article.title == "Headline"
    assert article.text == "Headline\n\nText.\nMore."
    with pytest.raises(SourceError, match="empty"):
        article_from_text("  \n ")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2022-09-13", date(2022, 9, 13)),
        ("2022-09-13T23:59:00-05:00", date(2022, 9, 13)),
        ("13 September 2022", date(2022, 9, 13)),
        ("Sept. 13, 2022", date(2022, 9, 13)),
        ("Tuesday, September 13, 2022", date(2022, 9, 13)),
        ("Tues 13th September 2022 at 10:30 am", date(2022, 9, 13)),
        ("13-Sep-2022", date(2022, 9, 13)),
        ("Tue Sep 13 10:00:00 +0000 2022", date(2022, 9, 13)),
        ("2022/09/13", date(2022, 9, 13)),
        ("2022.9.13 10:00", date(2022, 9, 13)),
        ("20220913", date(2022, 9, 13)),
        ("20220913T101500Z", date(2022, 9, 13)),
        (20220913, date(2022, 9, 13)),
        ("Tue, 13 Sep 2022 23:59:00 -0500", date(2022, 9, 13)),
        ("", None),
        (None, None),
    ],
)
def test_publication_dates_are_read_as_written(written: object, meant: date | None) -> None:
    assert parse_published(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "13/09/2022",
        "09/13/2022",
        "2022-13-01",
        "soon",
        "2022",
        5,
        ["x"],
        "20221301",
        20221301,
        13092022,
        True,
        "13 September 2022 to 2 October 2022",
        "2022-09/13",
        "12345678901234567",
    ],
)
def test_what_could_be_two_days_or_none_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="is no date; write it as YYYY-MM-DD"):
        parse_published(written)


@given(st.dates(min_value=date(1600, 1, 1), max_value=date(2199, 12, 31)))
def test_every_date_survives_the_way_it_is_written(day: date) -> None:
    assert parse_published(day.isoformat()) == day


@given(st.sampled_from([s for f in FORMATS for s in f.suffixes]), st.binary(max_size=300))
def test_no_bytes_break_a_reader(suffix: str, content: bytes) -> None:
    for item in read_upload("a" + suffix, content):
        assert isinstance(item, Article | SourceError | Note | Skipped)
