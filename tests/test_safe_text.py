"""Texts from articles are shown harmless: no direction tricks, no markup, no script, no bad links."""

from __future__ import annotations

import json
import re

import pytest
from hostile_texts import HOSTILE, HOSTILE_LINKS
from hypothesis import given
from hypothesis import strategies as st

from dashboard.safe_text import TITLE_LIMIT, markdown, neutral, pieces, plain, safe_link, script_json

TURNERS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_become_short_plain_lines(text: str) -> None:
    shown = plain(text)
    assert len(shown) <= TITLE_LIMIT
    assert not set(shown) & set(TURNERS + "\n\r\x00\x1b")


@given(st.text())
def test_plain_never_turns_the_reading_direction(text: str) -> None:
    assert not set(neutral(text)) & set(TURNERS)


@given(st.text(alphabet=" a中\u0301-", max_size=900))
def test_no_piece_of_a_word_without_an_end_is_long_and_together_they_are_the_text(text: str) -> None:
    cut = pieces(text)
    assert "".join(cut) == text
    assert all(len(word) <= 210 for piece in cut for word in piece.split())
    assert not any(piece.startswith(" ") for piece in cut[1:])


def test_words_as_people_write_them_are_not_cut() -> None:
    address = "https://example.invalid/" + "a" * 70
    assert pieces(f"Shells hit {address} at dawn.") == [f"Shells hit {address} at dawn."]


@given(st.lists(st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text()))))
def test_script_json_says_the_same_and_ends_no_script(rows: list[object]) -> None:
    written = script_json(rows)
    assert json.loads(written) == rows
    assert not set(written) & set("<>&'`${}_\u2028\u2029")
    assert written.isascii()


def test_script_json_refuses_objects() -> None:
    with pytest.raises(TypeError, match="lists"):
        script_json([{"a": 1}])


@pytest.mark.parametrize("url", HOSTILE_LINKS)
def test_links_that_start_something_are_refused(url: str) -> None:
    assert safe_link(url) is None


def test_web_links_are_kept() -> None:
    assert safe_link(" https://example.org/a?b=1#c ") == "https://example.org/a?b=1#c"


ADDRESSES = ["https://evil.example/x", "HTTP://evil.example", "www.evil.example", "a@b.example"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_in_a_text_becomes_a_link(address: str) -> None:
    """What Markdown takes for an address, after its escapes are undone, is not in the text any more."""
    for text in (address, f"see {address}, they say", f"<base href={address}>"):
        shown = markdown(text, None).replace("\\", "")
        assert shown.replace("\u2060", "") == text
        assert not re.search(r"https?://|www\.|[-.\w+]@[-\w]", shown, re.IGNORECASE)


@given(st.text(alphabet="*_`<>[]()#|~$\\!:"))
def test_markdown_takes_every_sign_literally(text: str) -> None:
    written = markdown(text, None)
    assert written.replace("\\", "") == plain(text, None).replace("\\", "")
    assert all(written[i - 1] == "\\" for i, sign in enumerate(written) if sign in "*_`<[|~$" and i)
