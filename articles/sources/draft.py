"""What a reader hands on: drafts of articles, lines about the input, and why there is no article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from articles.sources.head import day_at_head
from geodata.model import Article

# What no text has and what breaks those who keep or write it: control characters (tab, line feed, carriage
# return and form feed may occur), halves of surrogate pairs and the two code points that are none.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Longer ones are no titles, outlets or addresses but text in the wrong place.
_LONGEST_TITLE = 500
_LONGEST_ADDRESS = 4_000


class SourceError(Exception):
    """An input that gives no article; ``str()`` is one line with the input's name, problem and remedy."""

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        name, problem = on_one_line(name), on_one_line(problem)
        super().__init__(f"{name}: {problem}; {remedy}")
        self.name = name
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str, str]]:
        return type(self), (self.name, self.problem, self.remedy)


class RowError(SourceError):
    """A row of an event table that is no event; the table's other rows are taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file that was left alone, such as a picture in a folder of articles, and why."""

    name: str
    why: str

    def __str__(self) -> str:
        return f"{on_one_line(self.name)}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line about an article or the file it stands in, such as a guessed encoding; nothing is lost.

    ``alike`` says of what several such lines tell ("signatures left out"), so that they are counted where a
    mail box gives thousands; empty for a line that is always shown.
    """

    line: str
    alike: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as its file states it; ``published`` is None and ``outlet`` empty where it says nothing.

    ``hint`` is a date that may be that of publication and may not, such as the day a page was last
    changed; it is shown, never used. The day at the head of the text, where there is one, goes before it.
    ``note`` is a line for the reader about how the file was read, such as a guessed encoding. A form feed
    in the text stands where a new page begins.
    """

    text: str
    title: str = ""
    published: date | None = None
    outlet: str = ""
    url: str = ""
    note: str = ""
    hint: date | None = None

    def to_article(self, *, file_name: str, published: date | None = None, outlet: str = "") -> Article:
        """Return the article; ``published`` and ``outlet`` fill only what the draft leaves open.

        Characters that cannot be written to a database or a file become spaces or question marks, one for
        one, so that offsets stay what they were.
        """
        return Article.create(
            writable(self.text),
            title=_headline(self.title),
            published=self.published or published,
            outlet=_headline(self.outlet or outlet),
            url=on_one_line(self.url[:_LONGEST_ADDRESS]),
            file_name=on_one_line(file_name),
            date_hint=day_at_head(self.text) or self.hint,
        )


def failure_of(name: str, error: Exception) -> SourceError:
    """Return an exception that a reader raised as a line about its file."""
    if isinstance(error, SourceError):
        return error
    if isinstance(error, RecursionError):
        return SourceError(name, "it is nested too deeply", "save the article's text as .txt")
    if isinstance(error, MemoryError):
        return SourceError(name, "reading it needs too much memory", "save the article's text as .txt")
    problem = f"reading it failed ({type(error).__name__}: {str(error)[:120]})"
    return SourceError(name, problem, "please report this with the file")


def _headline(text: str) -> str:
    """Return a title or an outlet without line breaks and runs of blanks, and no longer than one can be."""
    return " ".join(writable(text[:_LONGEST_TITLE]).split())


def writable(text: str) -> str:
    """Return the text with every character that no database or file takes replaced by one that they take."""
    return _UNWRITABLE.sub(lambda found: " " if found[0] < " " else "\ufffd", text)


def on_one_line(text: str) -> str:
    """Return a name or a title as it can be printed: on one line and writable."""
    return " ".join(writable(text).split()) if not text.isprintable() else text
