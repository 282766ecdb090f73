"""Counts what the network makes of documents held out, head by head, and says it in one line."""

from __future__ import annotations

import numpy as np
import torch

from articles.reading.pairs import ROLES
from tests.training.examples import IGNORE, Example
from tests.training.network import CLASS_NAMES, Network, batch_of, pair_tensors, pooled

DOCUMENTS_AT_ONCE = 8


class Counts:
    """Right, false and missed answers of every head so far."""

    def __init__(self) -> None:
        self.told = dict.fromkeys(("tp", "fp", "fn", "kind"), 0)
        self.pair = np.zeros((len(ROLES), 2, 3))
        self.some = np.zeros(3)
        self.snippets = [0, 0, 0]

    def add_words(self, logits: torch.Tensor, gold: np.ndarray) -> None:
        """Count which words of a document are told to report an event, and of which kind."""
        hit, ok = logits.argmax(1).numpy(), gold != IGNORE
        self.told["tp"] += int(((hit > 0) & (gold > 0) & ok).sum())
        self.told["fp"] += int(((hit > 0) & (gold == 0) & ok).sum())
        self.told["fn"] += int(((hit == 0) & (gold > 0) & ok).sum())
        self.told["kind"] += int(((hit == gold) & (gold > 0) & ok).sum())

    def add_snippet(self, logits: torch.Tensor, kind: str) -> None:
        """Count a snippet of a known kind."""
        want, got = CLASS_NAMES.index(kind), int(logits.argmax())
        self.snippets[0] += 1
        self.snippets[1] += got == want
        self.snippets[2] += (got > 0) == (want > 0)

    def add_sentence(self, logits: torch.Tensor, label: int) -> None:
        """Count whether a sentence is told to report anything."""
        got = bool(torch.logsumexp(logits[1:], 0) > logits[0])
        self.some += [got and label > 0, got and label == 0, (not got) and label > 0]

    def add_pairs(self, got: np.ndarray, role: np.ndarray, link: np.ndarray, label: np.ndarray) -> None:
        """Count which pairs of a trigger and a candidate belong together; those of links apart."""
        for number in range(len(ROLES)):
            for kind in (0, 1):
                at = (role == number) & (link == kind)
                right = label[at] > 0
                self.pair[number, kind] += [
                    (got[at] & right).sum(),
                    (got[at] & ~right).sum(),
                    (~got[at] & right).sum(),
                ]

    def line(self) -> str:
        """Return every head's figures."""
        told, snippets = self.told, self.snippets
        line = "told P {:.3f} R {:.3f} kind {:.3f}".format(
            told["tp"] / max(1, told["tp"] + told["fp"]),
            told["tp"] / max(1, told["tp"] + told["fn"]),
            told["kind"] / max(1, told["tp"]),
        )
        line += (
            f" | sentence F1 {_f1(self.some):.3f} | snippets {snippets[1]}/{snippets[0]} event {snippets[2]}"
        )
        for role, name in enumerate(ROLES):
            line += f" | {name} F1 {_f1(self.pair[role, 0]):.3f} ({int(self.pair[role, 0].sum())})"
        return line + f" | link F1 {_f1(self.pair[0, 1]):.3f}"


def _f1(counts: np.ndarray) -> float:
    """Return F1 of right, false and missed answers."""
    right, false, missed = counts
    return float(2 * right / max(1e-9, 2 * right + false + missed))


@torch.no_grad()
def score(net: Network, examples: list[Example], kinds: dict[str, str | None]) -> str:
    """Return held-out figures of every head in one line."""
    net.eval()
    counts = Counts()
    ordered = sorted(examples, key=lambda e: len(e.found.pieces.ids))
    for k in range(0, len(ordered), DOCUMENTS_AT_ONCE):
        part = ordered[k : k + DOCUMENTS_AT_ONCE]
        batch = batch_of(part)
        h = net.kept(batch)
        logits = net.told(h)
        for e, begin in zip(part, batch.bounds, strict=False):
            mine = slice(begin, begin + len(e.found.pieces.ids))
            if e.told is not None:
                counts.add_words(logits[mine], e.told)
            kind = kinds[e.id]
            if kind is not None and e.group == "snippet":
                counts.add_snippet(pooled(net, h[mine]), kind)
            elif e.sentence is not None:
                for n, label in enumerate(e.sentence):
                    a, b = np.searchsorted(e.found.pieces.sentences, [n, n + 1])
                    if label != IGNORE and a < b:
                        counts.add_sentence(pooled(net, h[begin + a : begin + b]), label)
        pairs = pair_tensors(part, batch.bounds)
        if pairs is not None:
            t, c, f, r, y = pairs
            got = (net.pair_logits(net.sides(h), t, c, f, r) > 0).numpy()
            link = np.concatenate([np.full(len(e.pairs.label), e.group == "link") for e in part])
            counts.add_pairs(got, r.numpy(), link.astype(int), y.numpy())
    net.train()
    return counts.line()
