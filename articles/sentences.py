"""Cuts an article into sentences with exact offsets and says what part of the article each belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles.words.closed import MONTHS_SHORT, Speech, speech
from geodata.model import Sentence, SentenceKind

# An excerpt is shown whole and everything after works sentence by sentence, so a text without any
# punctuation is cut at this many characters.
LONGEST_SENTENCE = 1000

# A sentence that repeats another has more characters than this.
SHORTEST_REPEAT = 20

# A longer paragraph is no caption, whatever it says of pictures.
LONGEST_CREDIT = 400

# A paragraph that does not end like a sentence is a sub-heading up to this many words, a caption beyond.
SUBHEADING_WORDS = 8

# Abbreviations after which a sentence does not end, whatever follows.
_NEVER_LAST = frozenset(
    "mr mrs ms mx dr prof sen rep gov gen lt col maj capt cpt sgt cpl pvt brig adm cmdr cdr cmd supt insp "
    "det pres rev hon fr st ste mt ft vs approx ca cf eg ie viz dept fig art sec vol pp messrs amb min dep "
    "e.g i.e lt.gen maj.gen brig.gen ph.d".split()
)
# Abbreviations that end a sentence only when a new one clearly starts after them.
_MAY_BE_LAST = frozenset(
    "u.s u.k u.n e.u d.c u.s.a u.a.e n.y l.a a.m p.m inc corp ltd co jr sr etc km kg hrs mi est bros al "
    "d.r.c r.i.p".split()
)
# Abbreviations that a number follows.
_BEFORE_NUMBER = frozenset("no nos p par".split()) | (MONTHS_SHORT.keys() - {"may"})
_STARTERS = frozenset(
    "the a an it he she they we i you this that these those in on at by but and as after before since when "
    "while however meanwhile according there for with his her its their our earlier later last two three "
    "several some many most more if although though despite officials authorities police residents "
    "witnesses".split()
)
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_SPEECH = "|".join(sorted(speech(Speech.QUOTE)))

# A set of characters in front lets the search run from one to the next.
# A form feed is none: a sentence may go on at the next page of a document.
_BREAK = re.compile(r"[\n\r\x0b\u2028\u2029](?:(?<=\r)\n)?")
_MARK = re.compile(r"[.!?…。؟۔]")
_END = re.compile(r"(?<![.!?…])([.!?…]++)([\"'”’»)\]]*)(?=\s)|[。؟۔]")
_WORD_BEFORE = re.compile(r"[^\W_](?:[\w.]*\w)?$")
_NEXT = re.compile(r"\s+([\"'“‘«(\[—–-]*\s*)([^\W_]\w*)?")
_ASKED = re.compile(rf"\s+(?:[\w’'.-]+\s+){{1,4}}(?:{_SPEECH})\b")
_BULLET = re.compile(r"\s*(?:[•‣◦▪●■*·►–—-]|\(?\d{1,2}[.)])\s+(?=\S)")
_TERMINAL = re.compile(r"[.!?…:;,。؟][\"'”’»)\]\s]*$")
_DATELINE = re.compile(r"[—–-]\s*$")
_WORD = r"\w+(?:[’'.-]\w+)*"
_WORDS = re.compile(_WORD)
_OPENING = re.compile(rf"\W*({_WORD})(?:\W+({_WORD}))?")
_AGENCY = r"\b(?:reuters|afp|ap|epa(?:-efe)?|getty(?: images)?|xinhua|anadolu|tass|dpa)\s?/\s?"
_CREDIT = re.compile(
    r"\b(?:photo(?:graph|graphy|s)?|picture|image|credit|source|video)s?\s*(?:credit|by|courtesy)?\s*:"
    r"|\(\s*(?:AP|Reuters|AFP|EPA|Getty)[^)]{0,60}\)\s*$|\bGetty Images\b"
    r"|\((?:file )?(?:pictured|photo)\b|\bfile (?:photo|picture)\b"
    r"|\bin (?:this|an?) (?:file |undated |handout )*(?:photo|picture|image)(?:graph)?\b|\bhandout via\b"
    rf"|{_AGENCY}|^\W*(?:illustrative|stock|archive) (?:photo|picture|image)",
    re.IGNORECASE,
)
# A picture out of the archive shows another day than the article tells of.
_FROM_ARCHIVE = re.compile(
    rf"\b(?:file|archive|illustrative|stock) (?:photo|picture|image)|{_AGENCY}file\b|^\W*file\s?[-–—:]",
    re.IGNORECASE,
)
# What heads a list of links, and the end of every list: a paragraph of whole sentences.
_LINKS_BELOW = re.compile(
    r"^\W*(?:related(?: (?:stories|articles|news|topics|content))?|most (?:read|popular|viewed)"
    r"|more (?:stories|news)|more on (?:this|the) (?:story|topic)|read (?:more|next|also)|trending(?: now)?"
    r"|recommended(?: for you)?|you may also like|latest (?:news|stories|headlines)|top stories"
    r"|editors?['’]s? picks?|in case you missed it|see also|up next)\W*$",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"^\W*$|^\s*[\W_]*(?:read more|read also|also read|see also|related(?: stories| articles)?\s*:|sign up"
    r"|subscribe|follow us|click here|share this|advertisement|all rights reserved|copyright|©|newsletter"
    r"|for more |more on this story|watch\s*:|listen\s*:|image source"
    r"|(?:photo(?:graph)?s?|pictures?|image|credit|source)s?\s*(?:by|:)"
    r"|\(?(?:additional )?(?:reporting|writing|editing) (?:by|in)\b|get (?:the )?latest"
    r"|tags?\s*:|topics?\s*:|keywords?\s*:|categor(?:y|ies)\s*:|filed under|more on\s*:|read\s*:"
    r"|(?:next|previous) (?:article|story|post)\b|back to top|share (?:on|via)\b|skip to\b|(?:log|sign) in\b"
    r"|download (?:the|our) app|this (?:article|story) (?:was|is|has been)\b"
    r"|the associated press contributed|join our|support our|donate)",
    re.IGNORECASE,
)


def sentence_at(sentences: Sequence[Sentence], offset: int) -> int:
    """Return the number of the sentence at or before an offset, 0 where there is none."""
    return max(0, bisect_right(sentences, offset, key=lambda s: s.start) - 1)


def split_sentences(text: str, title: str | None = None) -> list[Sentence]:
    """Return the sentences of ``text`` in order, without the white space, list marks and breaks between them.

    ``title`` only helps to recognise a first line that repeats it; offsets always refer to ``text``.
    Quotations are cut at the sentence ends inside them. Runs in linear time.
    """
    sentences: list[Sentence] = []
    told = _Told()
    title_key = _key(title) if title else ""
    in_body = in_links = False
    for number, (start, end, is_bullet) in enumerate(_paragraphs(text)):
        paragraph = text[start:end]
        kind = _kind_of(paragraph, is_bullet, in_body, title_key)
        in_body = in_body or kind is SentenceKind.BODY
        in_links = kind is not SentenceKind.BODY and (in_links or _LINKS_BELOW.match(paragraph) is not None)
        kind = SentenceKind.BOILERPLATE if in_links else kind
        for a, b in _spans(paragraph):
            repeats = told.find(text[start + a : start + b], len(sentences))
            if repeats is not None and kind is SentenceKind.BODY:
                kind = SentenceKind.CAPTION
            span_kind = SentenceKind.BOILERPLATE if _BOILERPLATE.match(paragraph[a:b]) else kind
            sentences.append(
                Sentence(start=start + a, end=start + b, paragraph=number, kind=span_kind, repeats=repeats)
            )
    return sentences


class _Told:
    """The sentences told so far, asked for the one that another repeats but for case, quotes and spacing."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._alone: dict[tuple[str, str], tuple[str, int] | None] = {}

    def find(self, sentence: str, number: int) -> int | None:
        """Return the number of the first sentence with these words, and note this one under ``number``.

        Only sentences that open with the same two words are compared in full.
        """
        folded = _folded(sentence)
        opening = _OPENING.match(folded)
        if opening is None:
            return None
        words = opening[1], opening[2]
        if words not in self._alone:
            self._alone[words] = folded, number
            return None
        first = self._alone[words]
        if first is not None:
            self._numbers[_words_of(first[0])] = first[1]
            self._alone[words] = None
        key = _words_of(folded)
        earlier = self._numbers.setdefault(key, number)
        # A repeated "Yes." is no repeated caption, hence the length.
        return earlier if earlier != number and len(key) > SHORTEST_REPEAT else None


def _folded(text: str) -> str:
    return text.casefold().replace("’", "'")


def _words_of(folded: str) -> str:
    return " ".join(_WORDS.findall(folded))


def _key(text: str) -> str:
    """What two spans share when one repeats the other: the words, without case, quotes and spacing."""
    return _words_of(_folded(text))


def _paragraphs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and "is a list item" of every paragraph, trimmed and never empty."""
    lines = _lines(text)
    wrapped = _is_hard_wrapped(text, lines)
    block: list[tuple[int, int]] = []
    for start, end in lines:
        blank = not text[start:end].strip()
        if block and (blank or not wrapped or _BULLET.match(text, start, end)):
            yield from _trimmed(text, block[0][0], block[-1][1])
            block = []
        if not blank:
            block.append((start, end))
    if block:
        yield from _trimmed(text, block[0][0], block[-1][1])


def _lines(text: str) -> list[tuple[int, int]]:
    lines, start = [], 0
    for match in _BREAK.finditer(text):
        lines.append((start, match.start()))
        start = match.end()
    lines.append((start, len(text)))
    return lines


def _is_hard_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether line breaks fall inside sentences: many lines of similar width that go on in lower case."""
    inner = continued = 0
    for (start, end), (next_start, next_end) in pairwise(lines):
        head = text[next_start:next_end].lstrip()[:1]
        if head and end > start:
            inner += 1
            continued += head.islower() and 40 <= end - start <= 120
    return continued >= 2 and continued >= 0.3 * inner


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    bullet = _BULLET.match(text, start, end)
    if bullet:
        start = bullet.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end, bullet is not None


def _kind_of(paragraph: str, is_bullet: bool, in_body: bool, title_key: str) -> SentenceKind:
    """Judge a whole paragraph by how it begins, how it ends, how long it is and what came before."""
    if _BOILERPLATE.match(paragraph):
        return SentenceKind.BOILERPLATE
    if title_key and _key(paragraph) == title_key:
        return SentenceKind.HEADLINE
    if is_bullet:
        return SentenceKind.BULLET
    if len(paragraph) < LONGEST_CREDIT and _CREDIT.search(paragraph):
        return SentenceKind.BOILERPLATE if _FROM_ARCHIVE.search(paragraph) else SentenceKind.CAPTION
    if _TERMINAL.search(paragraph[-12:]) or _DATELINE.search(paragraph[-3:]):
        return SentenceKind.BODY
    words = len(_WORDS.findall(paragraph))
    # A text of a single unpunctuated line is what it says, not a heading over nothing.
    if words > 45:
        return SentenceKind.BODY
    if not in_body or words <= SUBHEADING_WORDS:
        return SentenceKind.HEADLINE
    return SentenceKind.CAPTION


def _spans(paragraph: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of one paragraph as offsets into it."""
    start = 0
    for mark in _MARK.finditer(paragraph):
        match = _END.match(paragraph, mark.start())
        if match is not None and match.start() >= start and _ends_here(paragraph, match):
            yield from _pieces(paragraph, start, match.end())
            start = match.end()
    yield from _pieces(paragraph, start, len(paragraph))


def _pieces(paragraph: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield ``start:end`` trimmed, in pieces of at most ``LONGEST_SENTENCE`` characters."""
    while start < end and paragraph[start].isspace():
        start += 1
    while end - start > LONGEST_SENTENCE:
        cut = paragraph.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield start, cut
        start = cut
        while start < end and paragraph[start].isspace():
            start += 1
    if start < end and paragraph[start:end].strip():
        yield start, start + len(paragraph[start:end].rstrip())


def _ends_here(paragraph: str, match: re.Match[str]) -> bool:
    """Whether the full stop, question or exclamation mark at ``match`` ends its sentence."""
    following = _NEXT.match(paragraph, match.end())
    if following is None:
        return True
    opener, word = following.group(1), following.group(2) or ""
    if word[:1].islower() and not opener.strip("-—– "):
        return False
    marks = match.group(1) or "."
    if marks != "." or match.group(2):
        return not (match.group(2) and marks[0] in "?!" and _ASKED.match(paragraph, match.end()))
    return _full_stop_ends(paragraph[max(0, match.start() - 24) : match.start()], word)


def _full_stop_ends(before: str, next_word: str) -> bool:
    """Whether a full stop after ``before`` ends a sentence when ``next_word`` comes next."""
    found = _WORD_BEFORE.search(before)
    if found is None:
        return True
    token = found.group()
    lowered = token.lower()
    if lowered in _NEVER_LAST:
        return False
    if lowered in _BEFORE_NUMBER:
        return not next_word[:1].isdigit()
    if lowered in _MAY_BE_LAST:
        return next_word.lower() in _STARTERS
    is_initial = (len(token) == 1 and token.isupper()) or bool(_INITIALS.fullmatch(token))
    return not is_initial or next_word.lower() in _STARTERS
