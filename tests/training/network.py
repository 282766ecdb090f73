"""The encoder with its heads, as it is trained: what pieces tell and which of them belong together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import AutoModel

from articles.reading.pairs import ROLES, SLOTS_TOTAL
from articles.reading.pieces import CLS, MARK_ASKED, SEP
from tests.training.examples import SUB_TYPES, Example

WIDTH = 128
CLASS_NAMES = ("NONE", *(s.name for s in SUB_TYPES))
CLASSES = len(CLASS_NAMES)
KINDS = 6
#: What a piece is part of is told to the layers above this one.
TOLD_ABOVE = 3
STEP = 32
#: Batches come in few shapes, for each of which the kernels are made once.
TALL = 4


@dataclass(slots=True)
class Batch:
    """Windows of several documents, and where each kept piece stands in them."""

    ids: torch.Tensor
    marks: torch.Tensor
    kinds: torch.Tensor
    mask: torch.Tensor
    rows: torch.Tensor
    columns: torch.Tensor
    bounds: list[int]


def windows_of(example: Example) -> list[np.ndarray]:
    """Return the vocabulary ids of every window of an example, with its end marks."""
    pieces = example.found.pieces
    return [np.array([CLS, *pieces.ids[w.lead : w.last], SEP]) for w in pieces.windows]


def batch_of(examples: list[Example]) -> Batch:
    """Return the windows, padded to a multiple of 32 pieces."""
    windows, rows, columns, bounds = [], [], [], [0]
    for example in examples:
        pieces = example.found.pieces
        for w, ids in zip(pieces.windows, windows_of(example), strict=True):
            span = slice(w.lead, w.last)
            windows.append((ids, pieces.marks[span], pieces.kinds[span] + 1))
            kept = np.arange(w.first, w.last) - w.lead + 1
            rows.append(np.full(len(kept), len(windows) - 1))
            columns.append(kept)
        bounds.append(bounds[-1] + len(pieces.ids))
    longest = max((len(w[0]) for w in windows), default=2)
    longest += -longest % STEP
    height = len(windows) + -len(windows) % TALL
    ids, marks, kinds, mask = (np.zeros((height, longest), dtype=np.int64) for _ in range(4))
    for k, (window, m, s) in enumerate(windows):
        n = len(m)
        ids[k, : n + 2] = window
        marks[k, 1 : n + 1], kinds[k, 1 : n + 1] = m, s
        mask[k, : n + 2] = 1
    mask[len(windows) :, 0] = 1
    join = [torch.from_numpy(a) for a in (ids, marks, kinds, mask)]
    return Batch(
        *join, torch.from_numpy(np.concatenate(rows)), torch.from_numpy(np.concatenate(columns)), bounds
    )


class Network(nn.Module):
    """MiniLM with added mark and kind embeddings; linear heads over pieces, a small net over pairs."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            folder, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
        )
        self.encoder.embeddings.requires_grad_(False)
        size = self.encoder.config.hidden_size
        self.mark = nn.Embedding(MARK_ASKED + 1, size)
        self.kind = nn.Embedding(KINDS, size)
        nn.init.normal_(self.mark.weight, std=0.02)
        nn.init.normal_(self.kind.weight, std=0.005)
        self.drop = nn.Dropout(0.1)
        self.told = nn.Linear(size, CLASSES)
        self.sentence = nn.Linear(size, CLASSES)
        self.attention = nn.Linear(size, 1)
        self.sides = nn.Linear(size, 4 * WIDTH)
        self.slots = nn.Embedding(SLOTS_TOTAL, WIDTH)
        nn.init.normal_(self.slots.weight, std=0.02)
        self.roles = nn.Embedding(len(ROLES), WIDTH)
        self.out = nn.Linear(WIDTH, len(ROLES))

    def lower(self, ids: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Return what the lower layers make of the pieces."""
        return _through(self.encoder.encoder.layer[:TOLD_ABOVE], self.encoder.embeddings(ids), mask)

    def upper(
        self,
        below: torch.Tensor,
        marks: torch.Tensor,
        kinds: torch.Tensor,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return the last hidden state, with what each piece is part of told to the upper layers."""
        return _through(
            self.encoder.encoder.layer[TOLD_ABOVE:], below + self.mark(marks) + self.kind(kinds), mask
        )

    def kept(self, batch: Batch) -> torch.Tensor:
        """Return the vectors of all kept pieces, documents one after the other."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            low = self.lower(batch.ids, batch.mask)
            h = self.upper(low, batch.marks, batch.kinds, batch.mask)
        return self.drop(h.float()[batch.rows, batch.columns])

    def pair_logits(
        self,
        sides: torch.Tensor,
        trigger: torch.Tensor,
        candidate: torch.Tensor,
        slots: torch.Tensor,
        role: torch.Tensor,
    ) -> torch.Tensor:
        """Return one logit a pair; ``trigger`` and ``candidate`` are half-open ranges of pieces."""
        t, c = _means(sides, trigger), _means(sides, candidate)
        u, _, p, _ = t.chunk(4, -1)
        _, v, _, q = c.chunk(4, -1)
        hidden = u + v + p * q + self.slots(slots).sum(1) + self.roles(role)
        return self.out(nn.functional.gelu(hidden, approximate="tanh")).gather(1, role[:, None]).squeeze(1)


def _through(layers: Iterable[nn.Module], x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    shut = None if mask is None else (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
    for layer in layers:
        x = layer(x, attention_mask=shut)
        x = x[0] if isinstance(x, tuple) else x
    return x


def _means(x: torch.Tensor, ranges: torch.Tensor) -> torch.Tensor:
    total = torch.cat([x.new_zeros(1, x.shape[1]), x.cumsum(0)])
    size = (ranges[:, 1] - ranges[:, 0]).clamp(min=1)
    return (total[ranges[:, 1]] - total[ranges[:, 0]]) / size[:, None]


class Heads(nn.Module):
    """What is exported: every head's value for every piece of windows that need no padding, in one tensor."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor, marks: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
        n = self.network
        h = n.upper(n.lower(ids), marks, kinds)
        return torch.cat([n.told(h), n.sentence(h), n.attention(h), n.sides(h)], -1)


def pooled(net: Network, h: torch.Tensor) -> torch.Tensor:
    """Return the sentence head's logits of the words of one sentence, weighed by attention."""
    return (torch.softmax(net.attention(h), 0) * net.sentence(h)).sum(0)


def pair_tensors(examples: list[Example], bounds: list[int]) -> tuple[torch.Tensor, ...] | None:
    """Return triggers, candidates, features, roles and labels of all pairs of a batch; None without any."""
    t, c, f, r, y = [], [], [], [], []
    for e, begin in zip(examples, bounds, strict=False):
        t += [(a + begin, b + begin) for a, b in e.pairs.trigger]
        c += [(a + begin, b + begin) for a, b in e.pairs.candidate]
        f += e.pairs.features
        r += e.pairs.role
        y += e.pairs.label
    if not y:
        return None
    return torch.tensor(t), torch.tensor(c), torch.from_numpy(np.stack(f)), torch.tensor(r), torch.tensor(y)
