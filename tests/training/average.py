"""Averages two states of the network, which reads unseen styles better than the later one alone.

python -m tests.training.average EARLIER LATER --share .65 --out STATE
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def average(earlier: Path, later: Path, share: float) -> dict[str, torch.Tensor]:
    """Return the weights between two states, ``share`` (0 to 1) of the way to the later one."""
    one, two = torch.load(earlier), torch.load(later)
    return {
        name: one[name].lerp(value, share) if value.is_floating_point() else value
        for name, value in two.items()
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("earlier", type=Path)
    parser.add_argument("later", type=Path)
    parser.add_argument("--share", type=float, default=0.65)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.save(average(options.earlier, options.later, options.share), options.out)
