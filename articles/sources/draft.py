"""What a reader hands on: an article before the batch's defaults are filled in, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geodata.model import Article


class SourceError(Exception):
    """An input that gives no article; ``str()`` is one line with the input's name, problem and remedy."""

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        super().__init__(f"{name}: {problem}; {remedy}")
        self.name = name
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as its file states it; ``published`` is None and ``outlet`` empty where it says nothing.

    ``note`` is a line for the reader about how the file was read, such as a guessed encoding.
    """

    text: str
    title: str = ""
    published: date | None = None
    outlet: str = ""
    url: str = ""
    note: str = ""

    def to_article(self, *, file_name: str, published: date | None = None, outlet: str = "") -> Article:
        """Return the article; ``published`` and ``outlet`` fill only what the draft leaves open."""
        return Article.create(
            self.text,
            title=self.title,
            published=self.published or published,
            outlet=self.outlet or outlet,
            url=self.url,
            file_name=file_name,
        )
