"""The entry of the command line: says at once that it starts, then loads what does the work."""

from __future__ import annotations

import sys

LONG = ("dashboard", "demo", "ingest", "watch")
"""Commands that take a while, and say so before what they need is loaded: that alone takes seconds."""


def main() -> None:
    """Run the command line."""
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    if command in LONG and not {"-h", "--help"} & set(sys.argv):
        sys.stderr.write("Conflict Map is starting…\n")
        sys.stderr.flush()
    from dashboard.cli import main as run

    run()


if __name__ == "__main__":
    main()
