"""Takes the passwords out of database addresses before anybody sees or logs them."""

from __future__ import annotations

import re

# A password may hold an @, and a careless one a slash: so the last @ of the word ends it.
_USER_INFO = re.compile(
    r"(?P<begin>\bpostgres[a-z0-9+]*://[^\s:/@]*):\S*@|(?P<other>\b[a-z][a-z0-9+.-]*://[^\s:/@]*):[^\s/]*@",
    re.IGNORECASE,
)
_PARAMETER = re.compile(
    r"(?P<begin>[?&;\s][^\s=&]*(?:pass(?:word|wd|phrase)?|pwd|secret|token)=)[^\s&;]+", re.IGNORECASE
)


# What ends the host's part of an address for whoever reads it by the rules.
_UNWRITTEN = re.compile(r"^[a-z][a-z0-9+.-]*://[^\s:/@]*:(?P<password>\S*)@", re.IGNORECASE)


def has_unreadable_password(address: str) -> bool:
    """Whether a password holds signs that end it too early: a driver would tell the rest as the host."""
    found = _UNWRITTEN.match(address)
    return found is not None and not {"@", "/", "?", "#"}.isdisjoint(found["password"])


def without_passwords(text: str) -> str:
    """Return the text with every password of an address in it replaced by three stars."""
    text = _USER_INFO.sub(lambda found: f"{found['begin'] or found['other']}:***@", text)
    return _PARAMETER.sub(r"\g<begin>***", text)
