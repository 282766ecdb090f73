"""Turn a share of the ranking into a confidence that means what it says."""

from __future__ import annotations

import json
from bisect import bisect_right
from functools import cache
from importlib.resources import files


@cache
def _curve() -> tuple[tuple[float, ...], tuple[float, ...]]:
    text = (files("articles") / "models" / "calibration.json").read_text(encoding="utf-8")
    shares, right = zip(*json.loads(text), strict=True)
    return tuple(shares), tuple(right)


def calibrated(share: float) -> float:
    """Return the part of mentions with this share that proved right, cross-validated; between 0 and 1."""
    shares, right = _curve()
    at = bisect_right(shares, share)
    if at == 0:
        return right[0]
    if at == len(shares):
        return right[-1]
    low, high = shares[at - 1], shares[at]
    part = (share - low) / (high - low)
    return round(right[at - 1] + part * (right[at] - right[at - 1]), 3)
