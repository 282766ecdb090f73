"""Writes Ukrainian place names in Latin letters, in every way that English-language news does.

Sources: Cabinet of Ministers resolution 55 of 27 January 2010 (the national system); BGN/PCGN 1965; the
Russian-based spellings follow the regular sound pairs of the two languages (-ів / -ov, -івка / -ovka, г / g).
"""

from __future__ import annotations

import re
from collections.abc import Callable

_COMMON = {
    "а": "a", "б": "b", "в": "v", "ґ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "і": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "'": "", "ъ": "",
}  # fmt: skip
_NATIONAL = _COMMON | {"г": "h", "и": "y", "є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"}
_NATIONAL_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_BGN = _COMMON | {"г": "h", "и": "y", "є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN = _COMMON | {
    "г": "g",
    "и": "i",
    "є": "e",
    "ї": "i",
    "й": "y",
    "ю": "yu",
    "я": "ya",
    "ы": "y",
    "э": "e",
}
# Endings that Ukrainian and Russian pair regularly, longest first: Ukrainian letters → Latin endings.
_RUSSIAN_ENDINGS = (
    ("івське", ("ovskoye", "ovskoe", "ovskoje")),
    ("ське", ("skoye", "skoe")),
    ("цьке", ("tskoye", "tskoe")),
    ("івський", ("ovskiy", "ovsky")),
    ("ський", ("skiy", "sky")),
    ("ська", ("skaya",)),
    ("цька", ("tskaya",)),
    ("ївка", ("yevka", "evka")),
    ("івка", ("ovka", "evka")),
    ("івці", ("ovtsy",)),
    ("инці", ("intsy",)),
    ("ів", ("ov", "ev")),
    ("їв", ("yev", "ev")),
    ("ове", ("ovo",)),
    ("еве", ("evo",)),
    ("єве", ("yevo", "evo")),
    ("ине", ("ino",)),
    ("їне", ("ino",)),
    ("не", ("noye", "noe", "nye")),
    ("ий", ("iy", "y", "yi")),
    ("на", ("na", "naya")),
    ("ва", ("va", "vaya")),
)
# Beginnings of words whose Russian counterpart differs by more than its letters.
_RUSSIAN_ROOTS = (
    ("заліз", "желез"), ("чорно", "черно"), ("чорн", "черн"), ("біло", "бело"), ("біл", "бел"),
    ("ліс", "лес"),
    ("олекс", "алекс"), ("микол", "никол"), ("вільн", "вольн"), ("кам'ян", "камен"), ("кам'ян", "камян"),
    ("гірськ", "горск"), ("середн", "средн"), ("дніпр", "днепр"), ("північн", "северн"), ("південн", "южн"),
    ("світл", "светл"), ("мірн", "мирн"), ("рівн", "ровн"), ("олен", "елен"),
    ("сіверськ", "северск"), ("слов'ян", "славян"), ("кремін", "кремен"),
)  # fmt: skip
_RUSSIAN_WORDS = {
    "велика": "Bolshaya Velikaya", "великий": "Velikiy Bolshoy", "велике": "Velikoye", "великі": "Velikiye",
    "нова": "Novaya", "новий": "Novyy Novy", "нове": "Novoye", "нові": "Novyye Novye", "стара": "Staraya",
    "старий": "Staryy Stary", "старе": "Staroye", "мала": "Malaya", "малий": "Malyy Maly", "мале": "Maloye",
    "малі": "Malyye Malye", "верхня": "Verkhnyaya", "верхній": "Verkhniy", "верхнє": "Verkhneye",
    "нижня": "Nizhnyaya", "нижній": "Nizhniy", "нижнє": "Nizhneye", "червоний": "Krasnyy Krasny",
    "червона": "Krasnaya", "червоне": "Krasnoye", "білий": "Belyy", "біла": "Belaya", "біле": "Beloye",
    "зелений": "Zelyonyy", "гора": "Gora", "гай": "Gay", "поле": "Pole", "яр": "Yar", "балка": "Balka",
    "козача": "Kazachya", "руська": "Russkaya", "золота": "Zolotaya",
}  # fmt: skip
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`′ʹ‘", "'"))
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_WORD = re.compile(r"[^\s-]+")


def has_cyrillic(name: str) -> bool:
    """Return whether a name has at least one Cyrillic letter."""
    return bool(_CYRILLIC.search(name))


def national(name: str) -> str:
    """Return a Ukrainian name in the national romanisation of 2010 ("Залізничне" is "Zaliznychne")."""
    return _each_word(name, lambda word: _letters(_keep_zgh(word), _NATIONAL, _NATIONAL_INITIAL))


def bgn(name: str) -> str:
    """Return a Ukrainian name as BGN/PCGN 1965 writes it, without its apostrophes ("Balakliya")."""
    return _each_word(name, lambda word: _letters(_keep_zgh(word), _BGN, {}))


def russian_based(name: str) -> list[str]:
    """Return the spellings of a Ukrainian name that come by way of Russian ("Kharkov", "Ivanovka")."""
    forms = [""]
    for word in re.split(r"([\s-]+)", name):
        spelled = _russian_words(word) if _WORD.fullmatch(word) else [word]
        forms = [form + s for form in forms for s in spelled]
    return list(dict.fromkeys(forms))


def romanisations(name: str) -> list[str]:
    """Return every spelling in Latin letters, the national one first, without repetition."""
    name = name.translate(_APOSTROPHES)
    first = national(name)
    adjectives = [first.replace("skyi", ending) for ending in ("sky", "skiy", "skyy") if "skyi" in first]
    spellings = [first, bgn(name), *adjectives, _with_g(first), *russian_based(name)]
    return list(dict.fromkeys(spellings))


def _keep_zgh(word: str) -> str:
    """Return the word with "зг" as "zgh", which must not be read as "zh"; Latin letters pass through."""
    return word.replace("зг", "zgh")


def _with_g(name: str) -> str:
    """Return the mixture of Ukrainian vowels and a Russian g that is common in translated news."""
    return re.sub(
        r"(?<![ckszCKSZ])h", "g", re.sub(r"\bH", "G", name.replace("zgh", "zg").replace("Zgh", "Zg"))
    )


def _each_word(name: str, spell: Callable[[str], str]) -> str:
    return _WORD.sub(lambda match: _like(match.group(), spell(match.group().lower())), name)


def _like(word: str, spelled: str) -> str:
    """Return ``spelled`` with the capital of ``word``."""
    return spelled[:1].upper() + spelled[1:] if word[:1].isupper() else spelled


def _letters(word: str, table: dict[str, str], initial: dict[str, str]) -> str:
    head = initial.get(word[:1], table.get(word[:1], word[:1]))
    return head + "".join(table.get(letter, letter) for letter in word[1:])


def _russian_words(word: str) -> list[str]:
    """Return the Russian-based spellings of one word."""
    lower = word.lower()
    if lower in _RUSSIAN_WORDS:
        return [*_RUSSIAN_WORDS[lower].split(), _like(word, _letters(lower, _RUSSIAN, _NATIONAL_INITIAL))]
    rooted = [new + lower[len(old) :] for old, new in _RUSSIAN_ROOTS if lower.startswith(old)]
    return [_like(word, spelled) for form in (*rooted, lower) for spelled in _with_russian_ending(form)]


def _with_russian_ending(lower: str) -> list[str]:
    for ukrainian, endings in _RUSSIAN_ENDINGS:
        if lower.endswith(ukrainian) and len(lower) > len(ukrainian) + 1:
            stem = _letters(lower[: -len(ukrainian)], _RUSSIAN, _NATIONAL_INITIAL)
            return [stem + ending for ending in endings]
    return [_letters(lower, _RUSSIAN, _NATIONAL_INITIAL)]
