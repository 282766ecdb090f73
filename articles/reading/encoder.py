"""Runs the shared encoder and its heads over an article's word pieces; needs no network and no torch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from articles.reading.pieces import CLS, SEP, Pieces, Window
from geodata.model import SubEventType

FOLDER = Path(__file__).with_name("weights")
NETWORK_FILE = FOLDER / "encoder.onnx"
PAIRS_FILE = FOLDER / "pairs.npz"

#: What the runtime would join into one step that takes five times as long as its parts (onnxruntime 1.32).
SLOWER = ["SkipLayerNormFusion"]

SUB_TYPES = tuple(SubEventType)
CLASSES = 1 + len(SUB_TYPES)
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

    def means(self, firsts: npt.NDArray[np.int64], lasts: npt.NDArray[np.int64]) -> Floats:
        """Return the mean of ``sides`` over each half-open range of pieces; no range is empty."""
        if not len(firsts):
            return np.zeros((0, self.sides.shape[1]), dtype=np.float32)
        means: Floats = self.sides[firsts]
        sizes = lasts - firsts
        for further in range(1, int(sizes.max())):
            longer = sizes > further
            means[longer] += self.sides[firsts[longer] + further]
        means /= sizes[:, None].astype(np.float32)
        return means


@cache
def _session(path: Path) -> onnxruntime.InferenceSession:
    if not path.is_file():
        raise MissingWeightsError(f"{path} is missing; install conflictmap again, its wheel carries the file")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
    )


def encode(pieces: Pieces, network: Path = NETWORK_FILE) -> Vectors:
    """Return the heads' values for all pieces; raises MissingWeightsError where the weights are absent.

    Windows are read one by one: together they would have to be padded, and are no faster.
    """
    session = _session(network)
    kept = [
        session.run(None, _fed(pieces, w))[0][0, 1 + w.first - w.lead : 1 + w.last - w.lead]
        for w in pieces.windows
    ]
    if not kept:
        return Vectors(*(np.zeros((0, n), dtype=np.float32) for n in (CLASSES, CLASSES, 1, 4)))
    joined = np.concatenate(kept)
    return Vectors(
        joined[:, :CLASSES],
        joined[:, CLASSES : 2 * CLASSES],
        joined[:, 2 * CLASSES],
        joined[:, 2 * CLASSES + 1 :],
    )


def _fed(pieces: Pieces, window: Window) -> dict[str, npt.NDArray[np.int64]]:
    """Return one window, between its end marks, as the network takes it."""
    span = slice(window.lead, window.last)
    ids = np.concatenate([[CLS], pieces.ids[span], [SEP]])[None]
    marks, kinds = np.zeros_like(ids), np.zeros_like(ids)
    marks[0, 1:-1], kinds[0, 1:-1] = pieces.marks[span], pieces.kinds[span] + 1
    return {"ids": ids, "marks": marks, "kinds": kinds}


@dataclass(frozen=True, slots=True)
class PairNet:
    """The small net that says how likely a candidate belongs to a trigger."""

    slots: Floats
    roles: Floats
    out: Floats
    bias: Floats

    def probabilities(
        self,
        sides: Floats,
        others: Floats,
        at: npt.NDArray[np.int64],
        features: npt.NDArray[np.int64],
        role: int,
    ) -> Floats:
        """Return for each pair how likely the candidate is ``role`` to the trigger.

        ``sides`` are the triggers' vectors, ``others`` the candidates'; ``at`` holds a pair's rows in both.
        """
        if not len(at):
            return np.zeros(0, dtype=np.float32)
        trigger, candidate = at.T
        u, _, p, _ = np.split(sides, 4, axis=1)
        _, v, _, q = np.split(others, 4, axis=1)
        hidden = p[trigger]
        hidden *= q[candidate]
        hidden += u[trigger]
        hidden += v[candidate]
        for slots in features.T:
            hidden += self.slots[slots]
        hidden += self.roles[role]
        active = 0.044715 * hidden * hidden
        active += 1
        active *= hidden
        np.tanh(0.7978845608 * active, out=active)
        active += 1
        active *= hidden
        logits = 0.5 * (active @ self.out[role]) + self.bias[role]
        probabilities: Floats = 1 / (1 + np.exp(-logits))
        return probabilities


@cache
def pair_net(path: Path = PAIRS_FILE) -> PairNet:
    """Return the pair net, read once."""
    if not path.is_file():
        raise MissingWeightsError(f"{path} is missing; install conflictmap again, its wheel carries the file")
    with np.load(path) as stored:
        return PairNet(*(stored[name].astype(np.float32) for name in ("slots", "roles", "out", "bias")))
