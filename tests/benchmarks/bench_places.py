"""Measures finding and resolving places: articles a second on one core, peak memory, time to open the index.

Run ``python tests/benchmarks/bench_places.py [--floor]``. The articles are made here, 400 words each, no two
alike, so that the figures need no corpus. With ``--floor`` it exits with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from pathlib import Path

from articles.resolve import resolve
from articles.toponyms import find_places
from geodata.gazetteer import Gazetteer, open_gazetteer

WORDS, ARTICLES = 400, 300
LEAST_PER_SECOND, MOST_MB, MOST_OPEN_S = 400.0, 400.0, 0.5
_TOWNS = (
    "Kharkiv Izium Lyman Kupiansk Balakliia Kherson Mykolaiv Odesa Aleppo Idlib Homs Mosul Tikrit "
    "Khartoum Nyala Mekelle Axum Gondar Maiduguri Kaduna Timbuktu Gao Niamey Sittwe Mandalay Goris "
    "Stepanakert Springfield Georgetown Alexandria Paris London Troy Victoria"
).split()
_AREAS = (
    "Ukraine",
    "Syria",
    "Iraq",
    "Sudan",
    "Tigray",
    "Nigeria",
    "Mali",
    "Donbas",
    "Kharkiv region",
    "Ohio",
)
_PEOPLE = (
    "Oleh Synyehubov",
    "Mary Thompson",
    "Hassan al-Turabi",
    "General Roman Petrenko",
    "Abdul Karim Said",
)
_SENTENCES = (
    "Shells hit {town} overnight and at least {n} people were killed, officials in {area} said on Monday.",
    "{person} told reporters in {town} that troops had left the villages north of {other}.",
    "The government denied the report, and {area}'s defence ministry said the strike had been answered.",
    "Residents said the road between {town} and {other} was closed after the market had burned down.",
    "It was the third attack in as many days, and nobody has claimed responsibility for any of them so far.",
    "Ukrainian and Russian officials accused each other of shelling homes, a school and the local hospital.",
    "Doctors said most of the wounded were women and children who had been waiting in a queue for bread.",
    "He said that his neighbours had hidden in the cellar for three days without water, food or light.",
    "A spokesman for the prosecutor said experts were still counting the holes that the fragments had left.",
    "Aid groups warned that food was running out for the families who had fled from {other} to {town}.",
)


def made_article(rng: random.Random) -> str:
    """Return a dispatch of about 400 words with some 25 names, as dense as annotated war reporting is."""
    sentences: list[str] = []
    words = 0
    while words < WORDS:
        sentence = rng.choice(_SENTENCES).format(
            town=rng.choice(_TOWNS),
            other=rng.choice(_TOWNS),
            area=rng.choice(_AREAS),
            person=rng.choice(_PEOPLE),
            n=rng.randint(2, 40),
        )
        sentences.append(sentence)
        words += len(sentence.split())
    return " ".join(sentences)


def read_all(texts: list[str], gazetteer: Gazetteer) -> float:
    """Return the processor seconds that reading the places of all texts takes."""
    start = time.process_time()
    for text in texts:
        resolve(text, find_places(text, (), gazetteer), gazetteer)
    return time.process_time() - start


def peak_mb() -> float:
    """Return this process' peak resident memory; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def opening_seconds() -> float:
    """Return how long a fresh process takes to open an index that exists, without the interpreter's start."""
    script = (
        "import time; from geodata.gazetteer import open_gazetteer; t = time.perf_counter(); "
        "open_gazetteer(); print(time.perf_counter() - t)"
    )
    return min(
        float(
            subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
        )
        for _ in range(3)
    )


def main() -> int:
    """Print the figures; return 1 when ``--floor`` is given and a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--floor", action="store_true", help="fail when a bar is missed")
    floor = parser.parse_args().floor
    gazetteer = open_gazetteer()
    rng = random.Random(20220913)
    texts = [made_article(rng) for _ in range(ARTICLES)]
    cold = len(texts) / read_all(texts, gazetteer)
    warm = max(len(texts) / read_all(texts, gazetteer) for _ in range(3))
    opened, memory = opening_seconds(), peak_mb()
    sys.stdout.write(
        f"{cold:.0f} articles/s at first, {warm:.0f} once names are known ({WORDS} words each, one core)\n"
    )
    sys.stdout.write(f"{memory:.0f} MB at most; index opened in {opened:.3f} s\n")
    missed = warm < LEAST_PER_SECOND or memory > MOST_MB or opened > MOST_OPEN_S
    return int(floor and missed)


if __name__ == "__main__":
    sys.exit(main())
