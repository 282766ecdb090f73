"""Writes the frames of a series as an animated GIF, or as a film with the ffmpeg that comes from PyPI."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[np.uint8]

# A GIF's frames share so many colours, taken from so many of them; a film repeats each frame to its rate.
_COLOURS, _SAMPLED = 256, 12
_FILM_RATE = 20
# The last frame stays longer, so that one sees that the series begins anew.
_LAST_TIMES = 2.5


def to_gif(frames: Iterable[Pixels], seconds: float, colors: Sequence[str]) -> bytes:
    """Return an animated GIF that runs for ever; ``colors`` (#rrggbb) are kept as they are."""
    pictures = [Image.fromarray(pixels) for pixels in frames]
    palette = _palette(pictures, colors)
    images = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    durations = [round(seconds * 1000)] * len(images)
    durations[-1] = round(durations[-1] * _LAST_TIMES)
    stream = io.BytesIO()
    images[0].save(
        stream, format="GIF", save_all=True, append_images=images[1:], duration=durations, loop=0,
        optimize=False, disposal=1,
    )  # fmt: skip
    return stream.getvalue()


def _palette(pictures: Sequence[Image.Image], colors: Sequence[str]) -> Image.Image:
    """Return a picture with the colours that all frames share: those named, and those of some frames.

    Small signs cover few pixels, so that their colours would be lost among those of the ground.
    """
    some = pictures[:: max(1, len(pictures) // _SAMPLED)]
    width, height = some[0].size
    sample = Image.new("RGB", (width // 2, height // 2 * len(some)))
    for number, picture in enumerate(some):
        small = picture.resize((width // 2, height // 2), Image.Resampling.NEAREST)
        sample.paste(small, (0, height // 2 * number))
    named = [int(color[at : at + 2], 16) for color in dict.fromkeys(colors) for at in (1, 3, 5)]
    found = sample.quantize(_COLOURS - len(named) // 3, method=Image.Quantize.MEDIANCUT).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*named, *found][: _COLOURS * 3])
    return palette


def to_mp4(frames: Iterable[Pixels], seconds: float) -> bytes:
    """Return a film (H.264, MP4); ValueError with the remedy where ffmpeg's package is not installed."""
    try:
        import imageio_ffmpeg
    except ModuleNotFoundError as error:
        raise ValueError(
            "a film needs the package imageio-ffmpeg; run: python -m pip install 'conflictmap[film]', or "
            "write a .gif"
        ) from error
    repeats = max(1, round(seconds * _FILM_RATE))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "series.mp4"
        writer = None
        last: Pixels | None = None
        try:
            for pixels in frames:
                if writer is None:
                    height, width = pixels.shape[:2]
                    writer = imageio_ffmpeg.write_frames(
                        str(path), (width, height), fps=_FILM_RATE, codec="libx264", quality=None,
                        macro_block_size=2, output_params=["-crf", "20", "-movflags", "+faststart"],
                    )  # fmt: skip
                    writer.send(None)
                last = np.ascontiguousarray(pixels)
                for _ in range(repeats):
                    writer.send(last)
            for _ in range(round(repeats * (_LAST_TIMES - 1))):
                if writer is not None and last is not None:
                    writer.send(last)
        finally:
            if writer is not None:
                writer.close()
        return path.read_bytes()
