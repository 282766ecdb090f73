"""Broken and hostile inputs: a line for each, no exception, no hang, and the good ones beside are read."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest
from made_files import FILES, html, rss
from mutated_files import damaged_files, mutations

from articles.sources import Note, Skipped, SourceError, folder, raw_file, read_sources, read_upload
from dashboard.ingest import ingest_paths
from geodata.model import Article
from geodata.store import Store

# Every look for the end of a mark must stop at the next beginning; squared these take minutes.
REPEATED = {
    "open brackets": "[", "open images": "![a](", "open links": "[a](", "balanced targets": "[a](b(c)",
    "strong": "**a ", "emphasis": "*a ", "under": "__a ", "under once": "_a ", "stars": "*",
    "headings": "# a #", "quotes": "> ", "fences": "---\n",
}  # fmt: skip
# Seconds of processor time: ten times what is needed where others work beside it, and far from minutes.
LONGEST_S = 20
GOOD = b"Shells hit Nikopol\n\nRussian forces shelled Nikopol on 12 September 2022 and killed two people.\n"


def lines_of(name: str, content: bytes) -> list[str]:
    return [
        item.line if isinstance(item, Note) else str(item)
        for item in read_upload(name, content)
        if not isinstance(item, Article)
    ]


@pytest.mark.parametrize("case", REPEATED)
def test_unclosed_marks_cost_time_in_proportion(case: str) -> None:
    content = (REPEATED[case] * 100_000).encode()
    start = time.process_time()
    list(read_upload("a.md", content))
    assert time.process_time() - start < LONGEST_S


@pytest.mark.parametrize(
    ("front", "problem"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b", "aliases are not read"),
        ("title: !!python/object/apply:os.system ['echo']", ""),
        ("title: !!bool maybe\nurl: !!timestamp x", ""),
        ("a: " + "[" * 5_000, "recursion"),
        ("a: " + "x" * 30_000, "too long"),
        ("published: 9999-12-31", "'9999-12-31' is no date"),
        ("published: 0001-01-01", "'0001-01-01' is no date"),
        ("- a\n- b", "cannot be read"),
    ],
)
def test_odd_front_matter_is_read_as_words_or_refused(front: str, problem: str) -> None:
    found = list(read_upload("a.md", f"---\n{front}\n---\nTwo people died.".encode()))
    (item,) = found
    assert isinstance(item, SourceError if problem else Article)
    assert problem in str(item)


def test_what_no_database_takes_becomes_a_sign_of_its_own_and_offsets_stay() -> None:
    record = (
        '{"text": "Two \\ud800 died\\u0000 in Udy\\ufffe.", "title": "\\udfff\\u0000A\\nB", "url": "\\ud800"}'
    )
    (article,) = read_upload("a.json", record.encode())
    assert isinstance(article, Article)
    assert article.text == "Two \ufffd died  in Udy\ufffd."
    assert article.title == "\ufffd A B"
    for part in (article.text, article.title, article.url):
        part.encode("utf-8")


def test_an_odd_byte_does_not_turn_a_text_into_another_language() -> None:
    text = ("Уночі російські війська обстріляли Харків. Загинули двоє людей. " * 5).encode()
    note, article = read_upload("a.txt", text[:40] + b"\xff" + text[40:])
    assert isinstance(article, Article)
    assert isinstance(note, Note)
    assert "обстріляли" in article.text
    assert note.line.endswith("damaged characters in it, shown as \ufffd: 1")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.json", b"[]", "there is no record in it"),
        ("a.json", b'{"articles": []}', "there is no record in it"),
        ("a.json", b"[" * 100_000, "it is no JSON"),
        ("a.json", b'{"text": ' + b"9" * 10_000 + b"}", "it is no JSON"),
        ("a.json", b'{"text": "x", "published": "Mon, 99 Jan 99999999999999999999 10:00:00"}', "is no date"),
        ("a.csv", b'text\n"' + b"a" * 5_500_000, "it is no table of text"),
        ("a.html", b"<html><body>" + b"<div>" * 20_000, "no article was found"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "there is nothing in it"),
        ("a.mbox", b"Hello", "it is no mail box"),
        ("a.warc", b"Hello", "it is no web archive"),
    ],
)
def test_there_is_one_line_about_it(name: str, content: bytes, problem: str) -> None:
    (line,) = lines_of(name, content)
    assert line.startswith(f"{name}")
    assert problem in line


def test_a_huge_entry_is_refused_and_the_others_of_the_feed_are_read() -> None:
    feed = rss().replace(b"</channel>", b"<item><title>Big</title><description>" + b"word " * 1_200_000
                         + b"</description></item></channel>")  # fmt: skip
    found = list(read_upload("a.rss", feed))
    assert [type(item) for item in found] == [Article, SourceError]
    assert "it has over 5 MB" in str(found[1])


def test_what_breaks_off_is_not_taken_for_whole() -> None:
    assert any("the feed breaks off" in line for line in lines_of("a.rss", rss()[:-40]))
    assert any("the page breaks off" in line for line in lines_of("a.html", html(end="")))
    assert lines_of("a.rss", rss()) == lines_of("a.html", html()) == []


def test_entities_of_a_feed_are_not_multiplied() -> None:
    entities = "".join(f'<!ENTITY {chr(c + 1)} "{("&" + chr(c) + ";") * 10}">' for c in range(97, 110))
    feed = f'<!DOCTYPE l [<!ENTITY a "lol">{entities}]><rss><channel><item><title>&n;</title>'
    feed += "<description>Text &n; here.</description></item></channel></rss>"
    texts = [item.text for item in read_upload("a.xml", feed.encode()) if isinstance(item, Article)]
    assert all(len(text) < 100 for text in texts)


# Folders


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such names")
def test_a_name_that_is_not_utf_8_is_read_and_can_be_printed(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"new\nline.txt", b"caf\xe9.png", b"caf\xe9.md"):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(b"" if name.endswith(b".md") else GOOD)
    found = list(read_sources([tmp_path]))
    assert sum(isinstance(item, Article) for item in found) == 2
    names = [item.file_name if isinstance(item, Article) else str(item) for item in found]
    for name in names:
        name.encode("utf-8")
        assert "\n" not in name


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such entries")
def test_links_pipes_and_locked_entries_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_bytes(GOOD)
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "linked").symlink_to(tmp_path / "in")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "file-link.txt").symlink_to(tmp_path / "in" / "good.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "locked").mkdir()
    (tmp_path / "shut.txt").write_bytes(GOOD)
    walk, read = os.walk, Path.read_bytes

    def walking(top, onerror):  # type: ignore[no-untyped-def]
        onerror(PermissionError(13, "Permission denied", str(tmp_path / "locked")))
        yield from walk(top, onerror=onerror)

    def reading(path: Path) -> bytes:
        if path.name == "shut.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    # The tests may run as a user whom no permission stops.
    monkeypatch.setattr(folder.os, "walk", walking)
    monkeypatch.setattr(raw_file.Path, "read_bytes", reading)
    found = list(read_sources([tmp_path]))
    said = {Path(item.name).name: str(item) for item in found if isinstance(item, SourceError | Skipped)}
    assert sum(isinstance(item, Article) for item in found) == 2
    assert "it is a link to a file that is not there" in said["dangling.txt"]
    assert "it is a link to a folder and was not followed" in said["linked"]
    assert "was not followed" in said["round"]
    assert "it is no file" in said["pipe.txt"]
    assert "the folder cannot be opened (Permission denied)" in said["locked"]
    assert "it cannot be opened (Permission denied)" in said["shut.txt"]
    assert len(found) == 8


def test_an_input_that_nobody_thought_of_does_not_end_the_batch(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(GOOD)
    odd = ["\0", "http://[", "http://exa mple/", "https://", "x" * 5_000 + ".txt", tmp_path / "good.txt"]
    found = list(read_sources(odd))
    assert [type(item) for item in found] == [*[SourceError] * 5, Article]


# Damaged files of every format


def test_a_few_hundred_damaged_files_are_accounted_for_and_none_breaks_its_reader() -> None:
    for name, content in damaged_files(420):
        start = time.process_time()
        found = list(read_upload(name, content))
        assert found, name
        assert time.process_time() - start < LONGEST_S, name
        assert not [item for item in found if isinstance(item, SourceError) and "please report" in str(item)]


def test_the_good_files_beside_damaged_ones_are_stored_and_on_the_map(tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for number, (name, content) in enumerate(damaged_files(42)):
        (inputs / f"{number:02d}-{name}").write_bytes(content)
    (inputs / "00-good.txt").write_bytes(GOOD)
    (inputs / "99-good.txt").write_bytes(GOOD.replace(b"Nikopol", b"Kharkiv"))
    with Store(tmp_path / "events.db") as store:
        ingest_paths(store, [inputs])
        names = {article.file_name for article in store.articles()}
        assert {"00-good.txt", "99-good.txt"} <= names
        places = {event.lead.place.name for event in store.events() if event.lead.place is not None}
        assert {"Nikopol", "Kharkiv"} <= places


@pytest.mark.slow
def test_three_thousand_damaged_files_are_accounted_for() -> None:
    for name, content in damaged_files(3_000):
        found = list(read_upload(name, content))
        assert found, name
        assert not [item for item in found if isinstance(item, SourceError) and "please report" in str(item)]


def test_a_seed_gives_the_same_damage() -> None:
    content = FILES["a.json"]()
    assert mutations(content, 7) == mutations(content, 7) != mutations(content, 8)
    assert json.loads(content)["title"]
