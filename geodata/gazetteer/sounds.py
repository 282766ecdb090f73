"""Writes a name as it sounds, so that "Baqouba" finds Ba'qubah and "Deir el-Zour" finds Deir ez-Zor."""

from __future__ import annotations

import re

from geodata.gazetteer.names import normalise_name

LEAST_LETTERS = 5
"""Letters of a sound under which names are too alike: Bari, Bori, Berry."""
_ARTICLES = frozenset("al el ad an ar as ash at az ez es et ed en er il ul the".split())
_SPELLINGS = (
    (re.compile("sch|tch|sh|ch|zh|ts|tz"), "s"),
    (re.compile("kh|ck|q"), "k"),
    (re.compile("gh"), "g"),
    (re.compile("dh"), "d"),
    (re.compile("th"), "t"),
    (re.compile("ph"), "f"),
    (re.compile("dj"), "j"),
    (re.compile("c(?=[eiy])|z"), "s"),
    (re.compile("c"), "k"),
    (re.compile("w"), "v"),
    (re.compile("ou|oo|[ou]"), "u"),
    (re.compile("[ae]"), "a"),
    (re.compile("[iy]"), "i"),
    (re.compile(r"([aiu])[aiu]+"), r"\1"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile("h?[aiu]?h?$"), ""),
)


def sound_of(name: str) -> str:
    """Return the consonants and plain vowels of a name, without articles; "" where too little is left."""
    words = normalise_name(name).split()
    sound = "".join(word for word in words if word not in _ARTICLES)
    if not sound.isascii() or not sound.isalpha():
        return ""
    for spelling, plain in _SPELLINGS:
        sound = spelling.sub(plain, sound)
    return sound if len(sound) >= LEAST_LETTERS else ""
