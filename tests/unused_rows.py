"""Lists rules, senses, registers and rows of the lexicon that no text of some folders makes fire.

    python -m tests.unused_rows FOLDER…         # JSON, JSON Lines, TSV and text files, searched through

A row that fires nowhere over all labelled texts is a guess nobody has seen come true: take it out, or write
the text that it is for. Words of the lexicon are listed only where no word of their row occurs.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from articles.triggers.engine import match, rules
from articles.triggers.senses import around, in_their_sense, sense_rows
from articles.words.tokens import SENTENCE_END, Tokens, phrases_of, read_table, tokenise

_TEXTS = ("text", "title", "snippet", "sentence", "sentences")


def texts_in(folders: list[Path]) -> Iterator[str]:
    """Yield every text of the files below some folders."""
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.suffix in (".json", ".jsonl", ".tsv", ".txt", ".md", ".py"):
                yield from _texts_of(path)


def _texts_of(path: Path) -> Iterator[str]:
    whole = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        yield from _strings(json.loads(whole))
    elif path.suffix == ".jsonl":
        for line in filter(None, whole.split("\n")):  # a text may hold other ends of lines
            yield from _strings(json.loads(line))
    elif path.suffix == ".tsv":
        for line in whole.splitlines():
            yield from (cell for cell in line.split("\t") if " " in cell and not line.startswith("#"))
    else:
        yield whole


def _strings(value: Any, key: str = "text") -> Iterator[str]:
    if isinstance(value, str) and key in _TEXTS:
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, key)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _strings(one, name)


class Fired:
    """What fired so far."""

    def __init__(self) -> None:
        self.rules: set[int] = set()
        self.words: set[str] = set()
        self.senses: set[int] = set()
        self._senses = [
            (number, frozenset(words), re.compile(left), re.compile(right))
            for number, (words, left, right, _) in enumerate(sense_rows())
        ]

    def read(self, text: str) -> None:
        """Note what one text makes fire."""
        tokens = tokenise(text)
        self.words.update(tokens.words)
        self._note_senses(tokens)
        told = in_their_sense(tokens)
        for codes in (told.codes, *told.codes.split(SENTENCE_END)):
            self.rules.update(hit.rule.row for hit in match(codes))

    def _note_senses(self, tokens: Tokens) -> None:
        folded = tokens.folded.replace("\n", " ")
        for number, words, left, right in self._senses:
            if number in self.senses:
                continue
            for i in (i for i, word in enumerate(tokens.words) if word in words):
                before, after = around(tokens, folded, i)
                if right.match(after) and left.search(before):
                    self.senses.add(number)
                    break


def report(fired: Fired) -> Iterator[str]:
    """Yield a line for each row that did not fire."""
    table = [row for row in read_table("rules.tsv", "articles.triggers") if not row[0].startswith("=")]
    for rule, row in zip(rules(), table, strict=True):
        if rule.row not in fired.rules:
            yield "\t".join(("articles/triggers/rules.tsv", *row))
    for number, (_, _, _, row) in enumerate(sense_rows()):
        if number not in fired.senses:
            yield "\t".join(("articles/triggers/senses.tsv", *row))
    for row in read_table("register.tsv", "articles.triggers"):
        if row[1] == "-" and not fired.words & set(row[2].split(" ")):
            yield "\t".join(("articles/triggers/register.tsv", *row))
    for row in read_table("lexicon.tsv"):
        if not fired.words.intersection(phrases_of(row[1])):
            yield "\t".join(("articles/words/lexicon.tsv", *row))


def main(folders: list[str]) -> None:
    """Read the texts, list what none of them made fire, and count it."""
    fired, read = Fired(), 0
    for text in texts_in([Path(folder) for folder in folders]):
        fired.read(text)
        read += 1
    lines = list(report(fired))
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.write(f"{len(lines)} rows fire in none of {read:,} texts\n")


if __name__ == "__main__":
    main(sys.argv[1:])
