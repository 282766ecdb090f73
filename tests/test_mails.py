"""What of a mail is its article, and what stands at the head of a text: dates, signatures, attachments."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from found_in_files import article_in, found_in, lines_in
from made_files import FIRST, PARAGRAPHS, SECOND, TITLE, docx, eml, mbox, pdf, rtf

from articles.sources import Skipped, SourceError
from dashboard.ingest import hint_in_words, ingest_upload
from geodata.model import Article
from geodata.store import Store
from geodata.store.hints import load_hints


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("13 September 2022", date(2022, 9, 13)),
        ("Tuesday, September 13th, 2022, 10:30 GMT", date(2022, 9, 13)),
        ("Published on 2022-09-13", date(2022, 9, 13)),
        ("By Olha Bondar | 13.09.2022 at 10:45", date(2022, 9, 13)),
        ("Situation report – 13 September 2022", date(2022, 9, 13)),
        ("NIKOPOL, Ukraine, Sept. 13, 2022 (Example) — Shells fell on the town.", date(2022, 9, 13)),
        ("Updated 15 September 2022\n\nPublished 13 September 2022", date(2022, 9, 13)),
        ("Updated 15 September 2022", date(2022, 9, 15)),
        ("On 24 February 2022, Russian forces came.", None),
        ("What was left of the attack of 11 September 2001", None),
        ("The mayor was killed on Tuesday, 13 September 2022.", None),
        ("5 – 12 September 2022", None),
        ("From 5 September 2022 to 12 September 2022", None),
        ("09/13/2022", None),
        ("31 September 2022", None),
        ("\n\n".join(["One line."] * 9 + ["13 September 2022"]), None),
    ],
)
def test_the_day_at_the_head_of_a_text_is_a_hint_and_no_date(head: str, day: date | None) -> None:
    for article in (
        article_in("a.docx", docx([TITLE, *head.split("\n\n"), *PARAGRAPHS[1:]])),
        article_in("a.txt", "\n\n".join([TITLE, head, *PARAGRAPHS[1:]]).encode()),
    ):
        assert (article.published, article.date_hint) == (None, day)


def test_the_head_of_a_file_outweighs_the_day_it_was_made_and_is_said_to_do_so(tmp_path: Path) -> None:
    content = pdf([[TITLE, "13 September 2022", *PARAGRAPHS[1:]]], info="/CreationDate (D:20230301101500Z)")
    article = article_in("a.pdf", content)
    assert (article.published, article.date_hint) == (None, date(2022, 9, 13))
    assert article_in("a.pdf", content, published=date(2022, 9, 14)).date_hint is None
    with Store(tmp_path / "events.db") as store:
        (undated,) = ingest_upload(store, "a.pdf", content).without_date
        assert store.article(article.id).published is None
        assert load_hints(store) == {article.id: date(2022, 9, 13)}
    assert hint_in_words(undated, date(2022, 9, 13)) == "its first lines say 2022-09-13"
    assert hint_in_words(undated, date(2023, 3, 1)) == "made or last changed on 2023-03-01"


# Mails


def test_attachments_are_read_and_those_that_cannot_be_are_named() -> None:
    content = eml(
        "See the files.", {"report.docx": docx(), "photo.png": b"\x89PNG", "bad.pdf": b"%PDF-1.4 x"}
    )
    found = found_in("m.eml", content)
    articles = [item for item in found if isinstance(item, Article)]
    assert [a.file_name for a in articles] == ["m.eml", "m.eml/report.docx"]
    assert (articles[0].text, articles[0].outlet) == ("See the files.", "Example Desk")
    assert [str(i) for i in found if isinstance(i, Skipped)] == [
        "m.eml/photo.png: files ending in '.png' are not read"
    ]
    (bad,) = [item for item in found if isinstance(item, SourceError)]
    assert bad.name == "m.eml/bad.pdf"


FORWARDED = f"---------- Forwarded message ---------\nFrom: a@example.org\n\n{FIRST}"
SIGNATURE = "-- \nOlha Bondar\nExample Desk, Khreshchatyk 1, Kyiv\n\nThis mail is confidential.\n"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"{FIRST}\n{SIGNATURE}", FIRST),
        (f"{FIRST}\n{SIGNATURE}".replace("-- \n", "--\n"), FIRST),
        (f"See below.\n{SIGNATURE}\n{FORWARDED}", f"See below.\n{FORWARDED}"),
        (f"Yes.\n{SIGNATURE}\nOn 13 Sep Olha wrote:\n> {FIRST}", f"Yes.\nOn 13 Sep Olha wrote:\n> {FIRST}"),
        (f"{FIRST}\n{SIGNATURE}=====\n{SECOND}\n{SIGNATURE}", f"{FIRST}\n=====\n{SECOND}"),
    ],
)
def test_the_signature_of_a_mail_is_left_out_and_said(text: str, kept: str) -> None:
    content = eml(text)
    assert article_in("a.eml", content).text == kept
    number = 3 * text.count("Olha Bondar")
    assert lines_in("a.eml", content) == [f"a.eml: {number} lines of signature, below two dashes, left out"]


@pytest.mark.parametrize(
    "text", [f"{FIRST}\n--\n{(SECOND + ' ') * 20}", f"{FIRST}\n--\n" + "One line.\n" * 21, f"{FIRST}\n\n--"]
)
def test_what_is_too_long_for_a_signature_or_none_stays(text: str) -> None:
    """A line of two dashes also parts the pieces of a letter."""
    content = eml(text)
    assert article_in("a.eml", content).text == text.strip()
    assert lines_in("a.eml", content) == []


def test_a_signature_in_html_is_left_out_too() -> None:
    body = f"<p>{FIRST}</p><div>-- <br>Olha Bondar<br>Example Desk</div>"
    content = eml().replace(b"text/plain", b"text/html").replace(SECOND.encode(), b"")
    head = content[: content.index(b"\n\n") + 2]
    assert article_in("a.eml", head + body.encode()).text == FIRST


def test_of_many_mails_with_signatures_some_are_named_and_the_others_counted(tmp_path: Path) -> None:
    content = mbox(*(eml(f"{n}. {FIRST}\n{SIGNATURE}") for n in range(5)))
    with Store(tmp_path / "events.db") as store:
        notes = [note for note in ingest_upload(store, "a.mbox", content).notes if "signature" in note]
    assert notes == [
        *(f"a.mbox/mail {n}: 3 lines of signature, below two dashes, left out" for n in (1, 2, 3)),
        "signatures left out: 2 more such lines",
    ]


def test_every_mail_of_a_box_is_read_with_its_attachments() -> None:
    inner = eml("From the front line one hears little.\n\nFrom there nobody came.", {"a.rtf": rtf()})
    found = found_in("a.mbox", mbox(eml(), inner))
    assert [a.file_name for a in found if isinstance(a, Article)] == [
        "a.mbox/mail 1", "a.mbox/mail 2", "a.mbox/mail 2/a.rtf",
    ]  # fmt: skip


# Headers over which Python's own parser would take minutes, or which it cannot take apart.
ENDLESS = {
    "words of a subject": b"Subject: " + b"=?utf-8?q?a?= " * 20_000,
    "a long subject": b"Subject: " + b"a b " * 250_000,
    "pieces of a name": b"Content-Type: text/plain; " + b"".join(b"name*%d=a; " % n for n in range(20_000)),
    "marks of a type": b"Content-Type: text/plain; " + b"a=b; " * 20_000,
    "comments of a sender": b"From: " + b"(" * 5_000,
}


@pytest.mark.parametrize("case", ENDLESS)
def test_a_mail_with_an_endless_header_is_read(case: str) -> None:
    content = b"To: a@example.org\n" + ENDLESS[case] + b"\n\n" + FIRST.encode() + b"\n"
    (article, *_) = found_in("a.eml", content)
    assert isinstance(article, Article)
    assert article.text == FIRST


def test_a_mail_in_a_mail_is_read() -> None:
    head = b"Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    content = (
        head
        + b"Content-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/rfc822\n\n"
        + eml()
        + b"\n--b--\n"
    )
    texts = [a.text for a in found_in("a.eml", content) if isinstance(a, Article)]
    assert texts[0] == "See below."
    assert FIRST in texts[1]
