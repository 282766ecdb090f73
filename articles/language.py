"""Says which language a text is in, as only English is read; the model lies in the package py3langid."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from geodata.languages import ENGLISH, language_name

_SAMPLE = 6_000
"""Characters judged of each half of a long text: enough to be sure, and quick for a book."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
# No language but English has so many of these words; names in a list or a table have none.
_MARKS = frozenset("the and were with from that which said has been by was have after their this".split())
ENGLISH_SHARE = 0.05
"""Part of all words that these are, from which a text is English without asking the model. In the development
articles it is .12 to .24, in no other language of the model above .03."""
LEAST_WORDS = 12
"""Words in Latin letters under which nothing tells a headline, a list of names or a caption from English."""
SURE = 0.9
"""Probability from which the model's answer counts: a text wrongly left unread is lost without a trace."""
# Near to English, or no language at all; the model gives them to headlines and lists of names.
_NOT_ASKED = frozenset("pcm gd cy la zxx vo eo br bcl ext gcf lij st an wa".split())


def detect_language(text: str) -> str:
    """Return the code ("en", "uk", "ar") of the language that most of ``text`` is written in.

    What cannot be told for sure, as a headline or a list of names, is "en": it is read rather than lost.
    """
    sample = text if len(text) <= 2 * _SAMPLE else f"{text[:_SAMPLE]}\n{text[-_SAMPLE:]}"
    words = _WORD.findall(sample)
    latin = sum(1 for word in words if _LATIN.match(word))
    if not words or (latin >= len(words) / 2 and _is_surely_english(words)):
        return ENGLISH
    code, sure = _identifier().classify(sample)
    return str(code) if sure >= SURE else ENGLISH


def _is_surely_english(words: list[str]) -> bool:
    counts = Counter(word.lower() for word in words)
    marks = sum(counts[mark] for mark in _MARKS)
    return len(words) < LEAST_WORDS or marks >= ENGLISH_SHARE * len(words)


def describe_unread(counts: Counter[str]) -> str:
    """Return one sentence on the articles of other languages, by code ("uk"); "" where there is none."""
    told = [f"{n:,} in {language_name(code)}" for code, n in counts.most_common()]
    if not told:
        return ""
    noun = "article" if counts.total() == 1 else "articles"
    return f"{noun} stored and not read, as only English is: {', '.join(told)}"


@cache
def _identifier() -> LanguageIdentifier:
    """Return the model, loaded once (some 60 MB), answering in probabilities."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.nb_classes if code not in _NOT_ASKED])
    return identifier
