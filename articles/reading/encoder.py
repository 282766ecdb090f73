"""Runs the shared encoder and its heads over an article's word pieces; needs no network and no torch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from articles.reading.pieces import CLS, SEP, Pieces
from geodata.model import SubEventType

FOLDER = Path(__file__).with_name("weights")
NETWORK_FILE = FOLDER / "encoder.onnx"
PAIRS_FILE = FOLDER / "pairs.npz"

SUB_TYPES = tuple(SubEventType)
CLASSES = 1 + len(SUB_TYPES)
#: Windows of like length are read this many at a time.
ROWS_AT_ONCE = 8

Floats = npt.NDArray[np.float32]


class MissingWeightsError(RuntimeError):
    """The encoder's weights are not where the installation should have put them."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """What the heads say of every piece: rows are pieces.

    ``told``: class logits (0 = tells nothing, 1 + n = sub-type n); ``sentence`` and ``attention``: class
    logits and the weight they are pooled with; ``sides``: the piece as a trigger and as a candidate.
    """

    told: Floats
    sentence: Floats
    attention: Floats
    sides: Floats

    def pooled(self, first: int, last: int) -> Floats:
        """Return class logits for pieces ``first:last`` together."""
        weights = np.exp(self.attention[first:last] - self.attention[first:last].max())
        pooled: Floats = (weights / weights.sum()) @ self.sentence[first:last]
        return pooled


@cache
def _session(path: Path) -> onnxruntime.InferenceSession:
    if not path.is_file():
        raise MissingWeightsError(f"{path} is missing; install conflictmap again, its wheel carries the file")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def encode(pieces: Pieces, network: Path = NETWORK_FILE) -> Vectors:
    """Return the heads' values for all pieces; raises MissingWeightsError where the weights are absent."""
    width = None
    kept: list[tuple[int, Floats]] = []
    order = sorted(range(len(pieces.windows)), key=lambda k: pieces.windows[k].last - pieces.windows[k].lead)
    for begin in range(0, len(order), ROWS_AT_ONCE):
        rows = order[begin : begin + ROWS_AT_ONCE]
        values = _session(network).run(None, _padded(pieces, rows))[0]
        width = values.shape[-1]
        for row, k in enumerate(rows):
            w = pieces.windows[k]
            kept.append((w.first, values[row, 1 + w.first - w.lead : 1 + w.last - w.lead]))
    if width is None:
        return Vectors(*(np.zeros((0, n), dtype=np.float32) for n in (CLASSES, CLASSES, 1, 4)))
    joined = np.concatenate([v for _, v in sorted(kept, key=lambda item: item[0])])
    return Vectors(
        joined[:, :CLASSES],
        joined[:, CLASSES : 2 * CLASSES],
        joined[:, 2 * CLASSES],
        joined[:, 2 * CLASSES + 1 :],
    )


def _padded(pieces: Pieces, rows: list[int]) -> dict[str, npt.NDArray[np.int64]]:
    windows = [pieces.windows[k] for k in rows]
    longest = max(w.last - w.lead for w in windows) + 2
    ids = np.zeros((len(rows), longest), dtype=np.int64)
    marks, kinds, mask = np.zeros_like(ids), np.zeros_like(ids), np.zeros_like(ids)
    for row, w in enumerate(windows):
        n = w.last - w.lead
        ids[row, 0], ids[row, n + 1] = CLS, SEP
        ids[row, 1 : n + 1] = pieces.ids[w.lead : w.last]
        marks[row, 1 : n + 1] = pieces.marks[w.lead : w.last]
        kinds[row, 1 : n + 1] = pieces.kinds[w.lead : w.last] + 1
        mask[row, : n + 2] = 1
    return {"ids": ids, "marks": marks, "kinds": kinds, "mask": mask}


@dataclass(frozen=True, slots=True)
class PairNet:
    """The small net that says how likely a candidate belongs to a trigger."""

    slots: Floats
    roles: Floats
    out: Floats
    bias: Floats

    def probabilities(
        self,
        vectors: Vectors,
        trigger: tuple[int, int],
        candidates: list[tuple[int, int]],
        features: npt.NDArray[np.int64],
        role: int,
    ) -> Floats:
        """Return a probability for each candidate (a half-open range of pieces) of being that ``role``."""
        if not candidates:
            return np.zeros(0, dtype=np.float32)
        u, _, p, _ = np.split(vectors.sides[trigger[0] : trigger[1]].mean(0), 4)
        sides = np.stack([vectors.sides[a:b].mean(0) for a, b in candidates])
        _, v, _, q = np.split(sides, 4, axis=1)
        hidden = u + v + p * q + self.slots[features].sum(1) + self.roles[role]
        active = 0.5 * hidden * (1 + np.tanh(0.7978845608 * (hidden + 0.044715 * hidden**3)))
        logits = active @ self.out[role] + self.bias[role]
        probabilities: Floats = 1 / (1 + np.exp(-logits))
        return probabilities


@cache
def pair_net(path: Path = PAIRS_FILE) -> PairNet:
    """Return the pair net, read once."""
    if not path.is_file():
        raise MissingWeightsError(f"{path} is missing; install conflictmap again, its wheel carries the file")
    with np.load(path) as stored:
        return PairNet(*(stored[name].astype(np.float32) for name in ("slots", "roles", "out", "bias")))
