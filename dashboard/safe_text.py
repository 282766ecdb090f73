"""Makes text from articles harmless to show: no direction tricks, control signs, endless lines, bad links."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

TITLE_LIMIT = 160
"""Characters of a title, outlet or file name that are shown; the article view has the whole."""

EXCERPT_LIMIT = 1200
"""Characters of a sentence that are shown on a card."""

_HIDDEN_RANGES = (
    (0x202A, 0x202E),  # embeddings and overrides that turn the reading direction round
    (0x2066, 0x2069),  # isolates
    (0x200E, 0x200F),
    (0x061C, 0x061C),
    (0xFEFF, 0xFEFF),
    (0xE0000, 0xE007F),  # invisible tag characters
)
_HIDDEN = dict.fromkeys(code for low, high in _HIDDEN_RANGES for code in range(low, high + 1))
_COMBINING_LIMIT = 3

# Signs that end a string, open a template or start markup somewhere between Python and the browser.
_RISKY_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'`${}_\u2028\u2029"}

# Where an address is broken by a sign without width, so that nothing takes it for one.
_ADDRESS = re.compile(r"https?:(?=//)|www(?=\.)|(?<=[\w.+-])@(?=\w)", re.IGNORECASE)
_JOINER = "\u2060"

# A browser fits a word in by trying every place to break it: minutes for 100,000 letters in one word.
_ENDLESS = re.compile(r"\S{100}[\u0300-\u036f\u064b-\u065f\u200d\ufe0f]{0,8}(?=\S)")

_LINK_SCHEMES = frozenset({"http", "https"})


def plain(text: str, limit: int | None = TITLE_LIMIT) -> str:
    """Return one line of text without direction overrides and control signs, cut at ``limit`` characters.

    What was cut is marked with an ellipsis. ``None`` cuts nothing.
    """
    shown = neutral(text if limit is None else text[: limit * 4])
    shown = " ".join(shown.split())
    return shown if limit is None or len(shown) <= limit else shown[: limit - 1].rstrip() + "…"


def neutral(text: str) -> str:
    """Return the text with tricks removed but every line break kept; the result may be shorter."""
    kept: list[str] = []
    marks = 0
    for sign in text.translate(_HIDDEN):
        category = unicodedata.category(sign)
        marks = marks + 1 if category == "Mn" else 0
        if marks > _COMBINING_LIMIT or (category in ("Cc", "Cs") and sign not in "\n\t"):
            continue
        kept.append(sign)
    return "".join(kept)


def pieces(text: str) -> list[str]:
    """Return the text cut inside words without an end, between which a page may be told to break a line."""
    ends = [found.end() for found in _ENDLESS.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def safe_link(url: str) -> str | None:
    """Return the address when it is a plain web link, None for anything a click should not start."""
    address = url.strip()
    if not address or any(ord(sign) <= 32 for sign in address) or len(address) > 2000:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme.lower() not in _LINK_SCHEMES or not parts.hostname or parts.username:
        return None
    return address.translate(_HIDDEN)


def markdown(text: str, limit: int | None = TITLE_LIMIT) -> str:
    """Return text for a Streamlit label or paragraph with every Markdown and HTML sign taken literally.

    Addresses in it stay words: Markdown would make links of them, wherever an article wants to lead.
    """
    shown = _ADDRESS.sub(lambda found: found[0] + _JOINER, plain(text, limit))
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-.!|$~:^=&" else sign for sign in shown)


def script_json(rows: Sequence[object]) -> str:
    """Return JSON that can stand inside any script, template literal or HTML page.

    Takes lists of lists only: with no objects in it, every brace, underscore, backtick or angle bracket
    belongs to a string and can be written as its code.
    """
    _refuse_objects(rows)
    return json.dumps(rows, ensure_ascii=True, separators=(",", ":"), allow_nan=False).translate(
        _RISKY_IN_SCRIPT
    )


def _refuse_objects(value: object) -> None:
    if isinstance(value, dict):
        raise TypeError("script_json takes lists, strings and numbers; an object's braces cannot be escaped")
    if isinstance(value, (list, tuple)):
        for part in value:
            _refuse_objects(part)
