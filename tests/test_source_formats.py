"""Each format gives the same article, and says what it leaves out: pages, columns, attachments, entries."""

from __future__ import annotations

import gzip
import io
import shutil
import zipfile
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from found_in_files import article_in, found_in, lines_in
from made_files import FILES, FIRST, PARAGRAPHS, SECOND, TITLE

from articles.sentences import split_sentences
from articles.sources import FORMATS, Note, Skipped, SourceError, apart, archive, unpacking
from articles.sources.pdf import read_pdf
from articles.sources.raw_file import RawFile
from dashboard.ingest import ingest_upload
from geodata.model import Article
from geodata.store import Store

from made_files import docx, epub, html, odt, pdf, rtf, tarred, warc, wrapped, zipped  # isort: skip

# What the files state of themselves; the others state no day of publication.
DATED = {"a.md", "a.epub", "a.eml", "a.mbox", "a.rss", "a.json", "a.jsonl", "a.csv", "a.xlsx", "a.parquet"}


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_article_with_its_paragraphs(name: str) -> None:
    article = article_in(name, FILES[name]())
    assert article.title == TITLE
    said = [article.text[s.start : s.end] for s in split_sentences(article.text)]
    for sentence in (FIRST, *SECOND.replace(". F", ".\nF").split("\n")):
        assert sentence in said
    assert article.published == (date(2022, 9, 13) if name in DATED else None)


def test_a_file_is_made_for_every_format() -> None:
    made = {"." + name.rpartition(".")[2] for name in FILES}
    assert [known.name for known in FORMATS if not made & set(known.suffixes)] == []


# PDF


def test_every_span_of_a_pdf_knows_its_page() -> None:
    article = article_in("a.pdf", pdf([PARAGRAPHS, [], [SECOND.replace("Five", "Six")]]))
    assert article.page_of(article.text.index("Russian")) == 1
    assert article.page_of(article.text.index("Six others")) == 3
    assert article_in("a.txt", b"Two died.").page_of(3) is None


def test_the_page_stands_with_the_sentence_and_its_sign_in_no_file(tmp_path: Path) -> None:
    words = "Russian forces shelled the city of Nikopol on 12 September 2022 and killed two people, he said."
    head, tail = words.split(" on 12")
    content = pdf(
        [["The first page tells of other things, which took place long ago."], [head], ["on 12" + tail]]
    )
    with Store(tmp_path / "events.db") as store:
        ingest_upload(store, "a.pdf", content)
        (event,) = store.events()
        (card,) = store.cards([event.id])
        assert (card.sources[0].page, card.sources[0].excerpt) == (2, words)
        ingest_upload(store, "a.txt", b"Shells hit Udy on 1 May 2022 and killed two people.")
        (other,) = [e for e in store.events() if e.id != event.id]
        assert store.cards([other.id])[0].sources[0].page is None


def test_a_sentence_goes_on_over_the_page() -> None:
    words = FIRST.split()
    pages = [[TITLE, " ".join(words[:20])], [" ".join(words[20:]), SECOND]]
    article = article_in("a.pdf", pdf(pages))
    said = [article.text[s.start : s.end] for s in split_sentences(article.text)]
    assert FIRST in [sentence.replace("\f", " ") for sentence in said]


def test_running_heads_and_page_numbers_go() -> None:
    bodies = ((TITLE, FIRST), (SECOND,), ("The governor thanked the fire brigade of the city.",))
    pages = [[f"Example Times {n + 12}", *bodies[n], f"Page {n + 1} of 3"] for n in range(3)]
    text = article_in("a.pdf", pdf(pages)).text
    assert "Example Times" not in text
    assert "Page" not in text
    assert "thanked the fire brigade" in text


def test_words_cut_at_the_end_of_a_line_are_whole_and_names_keep_their_hyphen() -> None:
    lines = [
        "The mayor of Ivano-", "Frankivsk said on Monday that the state-", "backed militia had left the",
        "set-", "tlement before the shelling of the town began again.",
    ]  # fmt: skip
    content = pdf([["@@".join(lines)]])
    content = content.replace(b"@@", b") Tj T* (")
    text = article_in("a.pdf", content).text
    assert "Ivano-Frankivsk" in text
    assert "state-backed" in text
    assert "settlement" in text


def test_headlines_of_several_lines_and_columns_keep_their_paragraphs() -> None:
    """As a browser prints them: a large headline of two lines, then two columns of 40 characters."""
    head = "BT /F1 22 Tf 27 TL 72 780 Td (At least two people were killed when a) Tj T* "
    head += "(missile hit Nikopol) Tj ET "
    column = "BT /F1 10 Tf 14 TL {x} 700 Td " + "".join(
        f"({line}) Tj T* " for text in (FIRST, SECOND) for line in wrapped(text, 42)
    ) + "ET"  # fmt: skip
    content = pdf([["@"]]).replace(b"(@) Tj T*", b"")
    stream = (head + column.format(x=72) + column.format(x=310)).encode()
    start, end = content.index(b"stream\nBT"), content.index(b"ET\nendstream")
    content = content[:start] + b"stream\nET " + stream + b" BT " + content[end:]
    paragraphs = article_in("a.pdf", content).text.split("\n\n")
    assert paragraphs[0] == "At least two people were killed when a missile hit Nikopol"
    assert " ".join(paragraphs[1:]).count(FIRST) == 2
    assert FIRST.split()[-3:] == paragraphs[1].split()[-3:]


def test_a_scanned_pdf_is_said_and_so_are_scanned_pages() -> None:
    has_ocr = shutil.which("tesseract") is not None and find_spec("pytesseract") is not None
    why = "OCR found no words" if has_ocr else "install the program"
    (line,) = lines_in("a.pdf", pdf([[], []], picture=True))
    assert line.startswith(f"a.pdf: it is scanned: its pages are pictures without text; {why}")
    content = pdf([PARAGRAPHS, [], [SECOND]], picture=True)
    (line,) = lines_in("a.pdf", content)
    assert line.startswith("a.pdf: page 2 is scanned, without text, and left out; ")
    assert article_in("a.pdf", content).page_of(len(TITLE)) == 1


def test_a_scanned_page_is_read_where_ocr_is_installed() -> None:
    pytest.importorskip("pytesseract", reason="the extra 'ocr' is not installed")
    image = pytest.importorskip("PIL.Image")
    draw = pytest.importorskip("PIL.ImageDraw")
    if shutil.which("tesseract") is None:
        pytest.skip("the program tesseract is not installed")
    font = pytest.importorskip("PIL.ImageFont").load_default(size=44)
    page = image.new("L", (1654, 2339), 255)
    for number, line in enumerate(wrapped(FIRST, 60)):
        draw.Draw(page).text((150, 200 + 70 * number), line, fill=0, font=font)
    buffer = io.BytesIO()
    page.save(buffer, format="PDF", resolution=200)
    found = found_in("a.pdf", buffer.getvalue())
    assert [type(item) for item in found] == [Note, Article]
    assert "page 1 is scanned and read by OCR; compare names and numbers" in found[0].line
    assert "killed two people" in found[1].text


def test_a_scanned_page_that_ocr_cannot_read_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where OCR is installed nobody is told to install it."""
    ocr = pytest.importorskip("pytesseract", reason="the extra 'ocr' is not installed")
    content = pdf([[]], picture=True)
    for raised, told in (
        (RuntimeError("Tesseract process timeout"), "OCR took over 48 seconds"),
        (ocr.TesseractError(1, "bad"), "OCR could not read"),
        (None, "OCR found no words"),
        (ocr.TesseractNotFoundError(), "install the program tesseract"),
    ):

        def recognise(*_: object, raised: Exception | None = raised, **__: object) -> str:
            if raised is not None:
                raise raised
            return " "

        monkeypatch.setattr(ocr, "image_to_string", recognise)
        with pytest.raises(SourceError, match=told):
            list(read_pdf(RawFile(name="a.pdf", content=content)))


def test_the_day_a_file_was_made_is_a_hint_and_no_date() -> None:
    article = article_in(
        "a.pdf", pdf(info="/CreationDate (D:20220914101500Z) /Title (Microsoft Word - a.doc)")
    )
    assert (article.published, article.date_hint, article.title) == (None, date(2022, 9, 14), TITLE)
    core = '<c xmlns:d="http://purl.org/dc/terms/"><d:modified>2022-09-14T08:00:00Z</d:modified></c>'
    article = article_in("a.docx", docx(more={"docProps/core.xml": core}))
    assert (article.published, article.date_hint) == (None, date(2022, 9, 14))
    assert article_in("a.rtf", rtf()).date_hint == date(2022, 9, 14)
    given = article_in("a.rtf", rtf(), published=date(2022, 9, 1))
    assert (given.published, given.date_hint) == (date(2022, 9, 1), None)


# Documents


def test_a_word_document_gives_what_is_inserted_and_in_tables_and_not_what_was_deleted() -> None:
    body = (
        "<w:p><w:r><w:t>Two </w:t></w:r><w:del><w:r><w:delText>five </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>three </w:t></w:r></w:ins><w:hyperlink><w:r><w:t>people</w:t></w:r></w:hyperlink>"
        '<w:r><w:t xml:space="preserve"> died</w:t><w:tab/><w:t>there.</w:t></w:r></w:p>'
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Nikopol</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert article_in("a.docx", docx(body=body)).text == "Two three people died there.\n\nNikopol"


def test_an_opendocument_text_keeps_spaces_and_leaves_notes_of_editors_out() -> None:
    body = (
        "<text:h>Head</text:h><text:p>Two<text:s/>people<text:line-break/>died"
        "<office:annotation><text:p>check this</text:p></office:annotation>.</text:p>"
    )
    assert article_in("a.odt", odt(body=body)).text == "Head\n\nTwo people died."


def test_a_book_gives_its_chapters_and_no_cover() -> None:
    chapters = ("<p>Cover</p>", *("".join(f"<p>{n} {p}</p>" for p in PARAGRAPHS) for n in (1, 2)))
    found = found_in("a.epub", epub(chapters))
    assert [item.text[0] for item in found if isinstance(item, Article)] == ["1", "2"]
    assert {item.outlet for item in found if isinstance(item, Article)} == {"Example Press"}


@pytest.mark.parametrize(
    ("about", "outlet"),
    [
        ("<dc:publisher>Example Press</dc:publisher><dc:creator>A. Writer</dc:creator>", "Example Press"),
        ("<dc:creator>Example Watch</dc:creator>", "Example Watch"),
        ("", ""),
        ("<dc:publisher>calibre</dc:publisher><dc:creator>calibre</dc:creator>", ""),
        ("<dc:publisher>calibre (7.0)</dc:publisher><dc:creator>Example Watch</dc:creator>", "Example Watch"),
    ],
)
def test_the_outlet_of_a_book_is_who_published_it_and_never_its_title(about: str, outlet: str) -> None:
    content = epub(about="<dc:title>Situation in September</dc:title>" + about)
    assert article_in("a.epub", content).outlet == outlet
    assert article_in("a.epub", content, outlet="My desk").outlet == (outlet or "My desk")


def test_news_fetched_by_calibre_is_of_the_paper_in_its_title() -> None:
    about = (
        "<dc:title>Example Herald [Tue, 13 Sep 2022]</dc:title><dc:publisher>calibre</dc:publisher>"
        '<meta name="calibre:publication_type" content="periodical:unknown:Example Herald"/>'
    )
    assert article_in("a.epub", epub(about=about)).outlet == "Example Herald"


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.pdf", docx(), "it is a ZIP or Office document, no PDF; give it the ending of its format"),
        (
            "a.pdf",
            b"\n<!DOCTYPE html><p>Log in",
            "it is a web page, no PDF; give it the ending of its format",
        ),
        ("a.txt", html(), "it is a web page, no plain text; give it the ending .html"),
        ("a.docx", pdf(), "it is a PDF, no Word document; give it the ending of its format"),
        (
            "a.xlsx",
            b"PK\x03\x04",
            "it is no Excel workbook or it is damaged (File is not a zip file); open it",
        ),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "it is an old Office document, or one with a password;"),
    ],
)
def test_a_file_under_a_wrong_ending_is_called_what_it_is(name: str, content: bytes, line: str) -> None:
    assert lines_in(name, content)[0].startswith(f"{name}: {line}")


# Archives


def test_what_lies_in_an_archive_is_read_and_the_rest_named() -> None:
    content = zipped({
        "one.txt": "One.", "deep/two.docx": docx(), "photo.jpg": b"\xff\xd8", "__MACOSX/._one.txt": "x",
        ".hidden.txt": "x", "in.zip": zipped({"three.txt": "Three."}), "empty.txt": "",
    })  # fmt: skip
    found = found_in("a.zip", content)
    assert [a.file_name for a in found if isinstance(a, Article)] == [
        "a.zip/one.txt", "a.zip/deep/two.docx", "a.zip/in.zip/three.txt",
    ]  # fmt: skip
    assert [i.name for i in found if isinstance(i, Skipped)] == ["a.zip/photo.jpg"]
    assert [str(i)[:28] for i in found if isinstance(i, SourceError)] == ["a.zip/empty.txt: it is empty"]


def test_a_packed_archive_and_web_archive_are_opened() -> None:
    tar = gzip.compress(tarred({"a.txt": b"One.", "b.html": html()}), mtime=0)
    for name in ("x.tar.gz", "x.tgz"):
        assert len([a for a in found_in(name, tar) if isinstance(a, Article)]) == 2
    article = article_in("x.warc.gz", gzip.compress(warc(), mtime=0))
    assert (article.url, article.title) == ("https://example.org/nikopol", TITLE)
    assert "left out: 2 answered other than with 200" in lines_in("a.warc", warc("404 Not Found"))[0]


def test_an_archive_in_itself_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"One."
    for number in range(8):
        content = zipped({f"{number}.zip" if number else "a.txt": content})
    (line,) = lines_in("a.zip", content)
    assert "files deep in others; unpack it" in line


@pytest.mark.slow
def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({"bomb.txt": b"\0" * 6_000_000, "good.txt": b"Good."})
    found = found_in("a.zip", bomb)
    assert [a.text for a in found if isinstance(a, Article)] == ["Good."]
    assert "a.zip/bomb.txt: it has 6 MB, the limit is 5 MB" in str(found[0])
    # The size that an archive states may be a lie.
    lie = bytearray(zipped({"bomb.txt": b"\0" * 6_000_000}))
    at = lie.rindex(b"PK\x01\x02") + 24
    lie[at : at + 4] = (1000).to_bytes(4, "little")
    assert all(isinstance(item, SourceError) for item in found_in("a.zip", bytes(lie)))
    assert "the limit is 5 MB" in lines_in("a.txt.gz", gzip.compress(b"\0" * 6_000_000))[0]
    assert "unpacks to 210 MB" in lines_in("a.docx", docx(more={"word/media/a.bin": "0" * 210_000_000}))[0]


def test_the_sum_of_what_is_unpacked_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_UNPACKED_MB", 3)
    found = found_in("a.zip", zipped({f"{n}.txt": b"word " * 200_000 for n in range(9)}))
    assert len([a for a in found if isinstance(a, Article)]) == 3
    assert len(found) == 4
    monkeypatch.setattr(unpacking, "MAX_MEMBERS", 2)
    found = found_in("a.zip", zipped({f"{n}.txt": b"One." for n in range(9)}))
    assert [type(item) for item in found] == [Article, Article, SourceError]
    assert str(found[2]).startswith("a.zip: it holds more than 2 files")


def test_an_archive_that_lists_too_many_files_is_left_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listing costs its maker a few bytes, and whoever looks through it minutes."""
    monkeypatch.setattr(archive, "_MOST_ENTRIES", 2)
    (line,) = lines_in("a.zip", zipped({f"{n}.txt": "One." for n in range(3)}))
    assert line == "a.zip: it lists over 2 files; split it, or unpack it and read the files"
    hidden = tarred({f".{n}": b"x" for n in range(9)})
    assert lines_in("a.tar", hidden) == [line.replace("a.zip", "a.tar")]
    assert len(found_in("a.tar", tarred({"a.txt": b"One.", "b.txt": b"Two."}))) == 2


def test_a_locked_entry_is_named_and_the_others_are_read() -> None:
    buffer = io.BytesIO(zipped({"a.txt": "One.", "b.txt": "Two."}))
    content = bytearray(buffer.getvalue())
    first = content.index(b"PK\x01\x02") + 8
    content[first] |= 1
    found = found_in("a.zip", bytes(content))
    assert "a.zip/a.txt: it is locked with a password" in str(found[0])
    assert isinstance(found[1], Article)
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        assert archive.infolist()[0].flag_bits & 1


# The process of its own


@pytest.mark.slow
def test_a_reader_that_hangs_is_stopped_and_the_next_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = (
        "from articles.sources import apart, formats\n"
        "def hang(raw):\n    while True: pass\n"
        "apart.DEADLINE_SECONDS = 1\n"
        "formats.FORMATS = (formats.Format(name='PDF', suffixes=('.pdf',), read=hang),)\n"
        "apart.serve()"
    )
    monkeypatch.setattr(apart, "_START", hanging)
    monkeypatch.setattr(apart, "_idle", [])
    (failure,) = found_in("a.pdf", pdf())
    assert "reading it took over 8 seconds and was given up; save the article's text as .txt" in str(failure)
    monkeypatch.undo()
    assert article_in("a.pdf", pdf()).title == TITLE


def test_a_reader_that_dies_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    dying = (
        "import sys, pickle; from articles.sources.apart import _say, _READY\n"
        "_say(sys.stdout.buffer, _READY); pickle.load(sys.stdin.buffer)"
    )
    monkeypatch.setattr(apart, "_START", dying)
    monkeypatch.setattr(apart, "_idle", [])
    (failure,) = found_in("a.pdf", pdf())
    assert "its reader broke down over it" in str(failure)
    monkeypatch.undo()
    assert article_in("a.pdf", pdf()).title == TITLE


def test_what_lies_in_the_current_folder_is_not_run(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for module in ("lxml", "pypdfium2", "articles"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit('run')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(apart, "_idle", [])
    assert article_in("a.pdf", pdf()).title == TITLE
