"""Tells web addresses of one page from those of another."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

# Parameters of an address that tell where a reader came from, not which page it is.
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "ref_src")


def address_of(url: str) -> str:
    """Return a web address without what does not tell pages apart; empty for none."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        asked = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(k)]
    except ValueError:
        return url.strip()
    if not host:
        return ""
    return f"{host}{parts.path.rstrip('/')}{'?' if asked else ''}{urlencode(sorted(asked))}"


def _is_tracking(name: str) -> bool:
    return name.lower().startswith(_TRACKING)
