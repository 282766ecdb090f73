"""Lets atheris look for files that break a reader: ``python tests/fuzz_readers.py FORMAT [SECONDS]``.

FORMAT is an ending of ``tests/made_files.py`` ("md", "eml", "txt.gz"). The reader runs in this process, led
by which of its lines a file reaches; it must answer within ten seconds, and by SourceError alone where it
cannot read. A file that breaks it is written beside this run and its failure printed. It needs
``python -m pip install atheris``.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["articles"]):
    from articles.sources import formats
    from articles.sources.draft import SourceError
    from articles.sources.raw_file import RawFile

from made_files import FILES  # beside this file

LONGEST_SECONDS = 10
LARGEST_BYTES = 40_000


def main(ending: str, seconds: int) -> None:
    """Feed the reader of an ending until the time is up."""
    made = FILES[f"a.{ending}"]()
    known = formats.format_of(f"a.{ending}")

    def read(content: bytes) -> None:
        data = atheris.FuzzedDataProvider(content)
        # Half of the tries change a whole file in one place, which keeps most of it readable.
        if data.ConsumeBool():
            at = data.ConsumeIntInRange(0, len(made))
            kept = data.ConsumeIntInRange(at, len(made))
            body = made[:at] + data.ConsumeBytes(LARGEST_BYTES) + made[kept:]
        else:
            body = data.ConsumeBytes(LARGEST_BYTES)
        try:
            for _ in known.read(RawFile(name=f"a.{ending}", content=body)):
                pass
        except (SourceError, RecursionError):
            return

    limits = [f"-max_total_time={seconds}", f"-timeout={LONGEST_SECONDS}", "-rss_limit_mb=3000"]
    atheris.Setup([sys.argv[0], *limits, f"-max_len={LARGEST_BYTES}"], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 60)
