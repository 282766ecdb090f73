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
CLASSES = 1 + len(SUB_TYPES)
KINDS = 6
#: So many of the six layers stay as published: what they make of a text is computed once.
FROZEN = 3
STEP = 32
#: Batches come in few shapes, for each of which the kernels are made once.
TALL = 4


@dataclass(slots=True)
class Batch:
    """Windows of several documents as the lower layers see them, and where each kept piece stands in them."""

    below: torch.Tensor
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


def batch_of(examples: list[Example], below: dict[str, list[torch.Tensor]]) -> Batch:
    """Return the windows, padded to a multiple of 32 pieces, as the lower layers left them."""
    windows, rows, columns, bounds = [], [], [], [0]
    for example in examples:
        pieces = example.found.pieces
        for w, low in zip(pieces.windows, below[example.id], strict=True):
            span = slice(w.lead, w.last)
            windows.append((low, pieces.marks[span], pieces.kinds[span] + 1))
            kept = np.arange(w.first, w.last) - w.lead + 1
            rows.append(np.full(len(kept), len(windows) - 1))
            columns.append(kept)
        bounds.append(bounds[-1] + len(pieces.ids))
    longest = max((len(w[0]) for w in windows), default=2)
    longest += -longest % STEP
    height = len(windows) + -len(windows) % TALL
    x = torch.zeros(height, longest, windows[0][0].shape[1])
    marks, kinds, mask = (np.zeros((height, longest), dtype=np.int64) for _ in range(3))
    for k, (low, m, s) in enumerate(windows):
        n = len(m)
        x[k, : n + 2] = low
        marks[k, 1 : n + 1], kinds[k, 1 : n + 1] = m, s
        mask[k, : n + 2] = 1
    mask[len(windows) :, 0] = 1
    join = [torch.from_numpy(a) for a in (marks, kinds, mask)]
    return Batch(
        x, *join, torch.from_numpy(np.concatenate(rows)), torch.from_numpy(np.concatenate(columns)), bounds
    )


class Network(nn.Module):
    """MiniLM with added mark and kind embeddings; linear heads over pieces, a small net over pairs."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            folder, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
        )
        for parameter in (
            *self.encoder.embeddings.parameters(),
            *self.encoder.encoder.layer[:FROZEN].parameters(),
        ):
            parameter.requires_grad = False
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

    def lower(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return what the layers that stay as published make of the pieces."""
        return _through(self.encoder.encoder.layer[:FROZEN], self.encoder.embeddings(ids), mask)

    def upper(
        self, below: torch.Tensor, marks: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """Return the last hidden state, with what each piece is part of told to the trained layers."""
        return _through(
            self.encoder.encoder.layer[FROZEN:], below + self.mark(marks) + self.kind(kinds), mask
        )

    @torch.no_grad()
    def below(self, examples: list[Example]) -> dict[str, list[torch.Tensor]]:
        """Return the lower layers' work for every window of every example, computed once."""
        self.eval()
        jobs = sorted(
            ((len(w), e.id, k, w) for e in examples for k, w in enumerate(windows_of(e))), key=lambda j: j[:3]
        )
        done: dict[str, list[torch.Tensor]] = {
            e.id: [torch.empty(0)] * len(e.found.pieces.windows) for e in examples
        }
        for begin in range(0, len(jobs), 24):
            part = jobs[begin : begin + 24]
            longest = part[-1][0] + -part[-1][0] % STEP
            ids = torch.zeros(24, longest, dtype=torch.int64)
            mask = torch.zeros_like(ids)
            mask[:, 0] = 1
            for row, (n, _, _, window) in enumerate(part):
                ids[row, :n], mask[row, :n] = torch.from_numpy(window), 1
            with torch.autocast("cpu", dtype=torch.bfloat16):
                x = self.lower(ids, mask).half()
            for row, (n, name, k, _) in enumerate(part):
                done[name][k] = x[row, :n].clone()
        return done

    def kept(self, batch: Batch) -> torch.Tensor:
        """Return the vectors of all kept pieces, documents one after the other."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            h = self.upper(batch.below, batch.marks, batch.kinds, batch.mask)
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


def _through(layers: Iterable[nn.Module], x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    shut = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
    for layer in layers:
        x = layer(x, attention_mask=shut)
        x = x[0] if isinstance(x, tuple) else x
    return x


def _means(x: torch.Tensor, ranges: torch.Tensor) -> torch.Tensor:
    total = torch.cat([x.new_zeros(1, x.shape[1]), x.cumsum(0)])
    size = (ranges[:, 1] - ranges[:, 0]).clamp(min=1)
    return (total[ranges[:, 1]] - total[ranges[:, 0]]) / size[:, None]


class Heads(nn.Module):
    """What is exported: every head's value for every piece, in one tensor."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, ids: torch.Tensor, marks: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        n = self.network
        h = n.upper(n.lower(ids, mask), marks, kinds, mask)
        return torch.cat([n.told(h), n.sentence(h), n.attention(h), n.sides(h)], -1)
