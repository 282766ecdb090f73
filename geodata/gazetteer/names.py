"""How place names are compared: one spelling for all, and what sort of name a name is."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache


class NameKind(IntEnum):
    """How far a name can be trusted to mean its place; smaller is more trustworthy.

    PRIMARY the name in the gazetteer · ALTERNATE another name, also in another script · VARIANT made by a
    rule ("Kharkiv region" for Kharkiv Oblast, "Hudaydah" for Al Hudaydah) · HISTORIC a former or foreign
    spelling ("Artemivsk") · ABBREVIATION ("Ky.", "U.S.") · CODE capitals such as an airport's ("HRK") ·
    TRANSLITERATION machine-made Latin letters without a capital ("ha er ke fu") · PEOPLE a small
    town or county whose name is first of all a people's ("Canadian" in Texas, "Spanish" in Ontario) or
    that of somebody or something in the news ("Lenin" in Belarus, "Patriot" in Ohio).
    """

    PRIMARY = 0
    ALTERNATE = 1
    VARIANT = 2
    HISTORIC = 3
    ABBREVIATION = 4
    CODE = 5
    TRANSLITERATION = 6
    PEOPLE = 7


# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = {
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ø": "o",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ə": "e",
    "ħ": "h",
}
_DROPPED = "'’‘ʼʻʹʺ`´′″“”\"ʾʿ.¸"
_SPACES = "-‐‑‒–—―−,_·"
_TABLE = str.maketrans(
    {**_LETTERS, **dict.fromkeys(_DROPPED, ""), **dict.fromkeys(_SPACES, " "), "&": " and "}
)
_EXPANDED = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "sts": "saints"}
_CODE = re.compile(r"[A-Z]{2,4}")


@lru_cache(maxsize=8192)
def normalise_name(name: str) -> str:
    """Return the spelling under which a name is looked up.

    Case, diacritics and apostrophes are dropped; hyphens, commas and runs of spaces become one space; full
    stops vanish ("U.S." is "us"); "St.", "Mt." and "Ft." before another word are written out.
    """
    text = name
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = text.casefold()
    # Most names are letters and spaces, to which the table does nothing.
    plain = text.isascii() and text.replace(" ", "").isalpha()
    words = (text if plain else text.translate(_TABLE)).split()
    if len(words) > 1:
        words[:-1] = [_EXPANDED.get(word, word) for word in words[:-1]]
    return " ".join(words)


def kind_of_alternate(name: str, primary: str) -> NameKind:
    """Return the kind of one of cities500's alternate names."""
    if name == primary:
        return NameKind.PRIMARY
    if _CODE.fullmatch(name):
        return NameKind.CODE
    if name.isascii() and name.islower() and primary[:1].isupper():
        return NameKind.TRANSLITERATION
    return NameKind.ALTERNATE


_BRACKETED = re.compile(r"^(.*?)\s*\((.*)\)$")
_ARTICLE = re.compile(r"^(?:al|ad|ar|an|as|ash|at|az|el|adh|ath|ed|er|es|et|ez)[ -]+(?=\w{3})", re.IGNORECASE)
ARABIC_ARTICLE_COUNTRIES = frozenset(
    "AE BH DJ DZ EG EH ER IL IQ JO KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE".split()
)


def split_name(name: str, *, inside: bool = False) -> list[str]:
    """Return the names that "Gasteiz / Vitoria" holds, itself last, and "Homs" for "Homs (Hims)".

    ``inside`` gives what stands in brackets as a name too; elsewhere it only tells namesakes apart.
    """
    if match := _BRACKETED.match(name):
        return [part for part in match.groups() if part] if inside else [match.group(1) or name]
    if " / " in name:
        return [*(part.strip() for part in name.split(" / ") if part.strip()), name]
    return [name]


def without_article(name: str, country: str) -> str | None:
    """Return an Arabic place's name without its article ("Hudaydah"), or None where it has none."""
    if country not in ARABIC_ARTICLE_COUNTRIES:
        return None
    shorter = _ARTICLE.sub("", name)
    return shorter if shorter != name else None


_SUN_LETTERS = ("sh", "th", "dh", "d", "n", "r", "s", "t", "z")
_LEAST_LETTERS = 4


def with_article(bare: str, country: str) -> list[str]:
    """Return an Arabic place's bare name with the article as it is written and as it is spoken.

    So it is "Al Raqqa" and "Ar Raqqa" for "Raqqa"; [] for a name of several words or few letters.
    """
    if country not in ARABIC_ARTICLE_COUNTRIES or len(bare) < _LEAST_LETTERS or not bare.isalpha():
        return []
    spoken = next((letter for letter in _SUN_LETTERS if bare.lower().startswith(letter)), "")
    return [f"Al {bare}", f"A{spoken} {bare}"] if spoken else [f"Al {bare}"]


_GENERIC = frozenset(
    "oblast province state county region district governorate division department prefecture municipality "
    "canton parish borough".split()
)


def bare_name(name: str) -> str:
    """Return a unit's name without its generic word: "Kharkiv" for "Kharkiv Oblast"."""
    head, _, last = name.rpartition(" ")
    return head if head and last.lower().strip("'") in _GENERIC else name
