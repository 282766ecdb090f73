"""Series: a selection day by day, week by week or month by month, as small multiples, a GIF or a film.

``draw_series(index, selection, ".png")`` gives the file's bytes. Every frame shows the same part of the map
at the same scale, has symbols of the same size for the same number, and states its period.
"""

from __future__ import annotations

from collections.abc import Callable

from dashboard.palette import Theme, colors_of
from dashboard.series.frames import Series, SeriesOptions, collect_series
from geodata.export import ReleasePolicy
from geodata.query import EventIndex, Selection
from geodata.query.clauses import Names

__all__ = ["SERIES_TYPES", "Series", "SeriesOptions", "Theme", "draw_series"]

SERIES_TYPES = {".png": "image/png", ".gif": "image/gif", ".mp4": "video/mp4"}

Progress = Callable[[float, str], None]


def draw_series(
    index: EventIndex,
    selection: Selection,
    suffix: str = ".png",
    *,
    options: SeriesOptions | None = None,
    names: Names = str,
    policy: ReleasePolicy | None = None,
    progress: Progress | None = None,
) -> bytes:
    """Return a selection as a series; ``progress`` is told the share drawn, 0 to 1, and what in words.

    Raises ValueError for an unknown suffix, for a selection without dates and for more frames than a series
    can have; the message says what to do.
    """
    if suffix not in SERIES_TYPES:
        raise ValueError(f"{suffix!r} is no format of a series; use {', '.join(SERIES_TYPES)}")
    chosen = options or SeriesOptions()
    series = collect_series(index, selection, chosen, names=names, policy=policy)
    from dashboard.series import drawing, moving  # matplotlib and what writes films take a second to load

    if suffix == ".png":
        return drawing.draw_sheet(series, chosen.theme)
    images = drawing.draw_frames(series, chosen.theme, progress)
    if suffix == ".gif":
        return moving.to_gif(images, chosen.seconds, colors_of(chosen.theme))
    return moving.to_mp4(images, chosen.seconds)
