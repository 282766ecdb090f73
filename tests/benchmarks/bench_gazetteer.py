"""Measures the gazetteer: seconds to build and to open, microseconds a look-up, peak memory in MB.

Run as ``python tests/benchmarks/bench_gazetteer.py``; each step runs in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile

STEPS = {
    "build the index": """
from geodata.gazetteer.build import build_index
from pathlib import Path
build_index(Path({folder!r}) / "index")
""",
    "open it and look one name up": """
from geodata.gazetteer import open_gazetteer
from pathlib import Path
open_gazetteer(Path({folder!r}) / "index").candidates("Kharkiv")
""",
    "200,000 look-ups of 5 names": """
from geodata.gazetteer import open_gazetteer
from pathlib import Path
gazetteer = open_gazetteer(Path({folder!r}) / "index")
for _ in range(40_000):
    for name in ("Kharkiv", "Springfield", "San Jose", "Qwertyville", "the"):
        gazetteer.rows(name)
""",
}
MEASURED = """
import resource, time
start = time.perf_counter()
{body}
peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(f"{{time.perf_counter() - start:.2f}} s, peak {{peak_kb // 1024}} MB")
"""


def main() -> None:
    """Print one line for each step; imports are part of the time."""
    with tempfile.TemporaryDirectory() as folder:
        for name, body in STEPS.items():
            code = MEASURED.format(body=body.format(folder=folder).strip())
            done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
            sys.stdout.write(f"{name}: {done.stdout}")


if __name__ == "__main__":
    main()
