"""Damages files in seeded ways and reads them; ``python tests/mutated_files.py 3000`` counts the outcomes."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator

from articles.sources import SourceError, read_upload
from geodata.model import Article

# Bytes that mean something to one parser or another.
_TOKENS = (
    *(
        b"\x00",
        b"\xff",
        b"\xed\xa0\x80",
        b"<",
        b">",
        b"&#0;",
        b"&lol;",
        b"]]>",
        b"<!--",
        b'"',
        b"'",
        b"\\ud800",
    ),
    *(
        b"{",
        b"}",
        b"[" * 500,
        b"(" * 500,
        b"99999999999",
        b"-1",
        b"\r",
        b"\n\n",
        b",",
        b"%PDF",
        b"PK\x03\x04",
    ),
    *(b"endobj", b"endstream", b"/Length 99999999", b"=?utf-8?b?", b"Content-Type: x", b"\\u0000", b"---\n"),
)


def mutations(content: bytes, seed: int) -> bytes:
    """Return the content with one to eight places flipped, cut, doubled, shuffled or filled with tokens."""
    chance = random.Random(seed)
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        if not data:
            break
        at = chance.randrange(len(data))
        length = chance.choice((1, 2, 8, 64, 512))
        kind = chance.randrange(6)
        if kind == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[at : at + length]
        elif kind == 2:
            data[at:at] = data[at : at + length] * chance.choice((1, 2, 50))
        elif kind == 3:
            data[at : at + length] = bytes(chance.randrange(256) for _ in range(length))
        elif kind == 4:
            data[at:at] = chance.choice(_TOKENS)
        elif chance.random() < 0.3:
            del data[at:]
    return bytes(data)


def damaged_files(number: int) -> Iterator[tuple[str, bytes]]:
    """Yield ``number`` damaged files, the formats in turn, by names that tell them apart."""
    from made_files import FILES  # beside this file

    made = {name: make() for name, make in FILES.items()}
    names = list(made)
    for seed in range(number):
        name = names[seed % len(names)]
        yield f"{seed:05d}.{name.partition('.')[2]}", mutations(made[name], seed)


def main(number: int) -> None:
    """Read the files and print what became of them, what failed in an unknown way, and the slowest."""
    fates: Counter[str] = Counter()
    slowest = (0.0, "")
    for name, content in damaged_files(number):
        start = time.monotonic()
        found = list(read_upload(name, content))
        slowest = max(slowest, (time.monotonic() - start, name))
        fates["not accounted for"] += not found
        fates["with articles"] += any(isinstance(item, Article) for item in found)
        failures = [str(item) for item in found if isinstance(item, SourceError)]
        fates["with failures"] += bool(failures)
        for line in failures:
            if "please report" in line:
                fates["unknown failures"] += 1
                sys.stdout.write(line + "\n")
            fates["stopped or broken down"] += "given up" in line or "broke down" in line
    sys.stdout.write(f"{number} files: {dict(fates)}; slowest {slowest[0]:.1f} s ({slowest[1]})\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000)
