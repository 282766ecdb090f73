"""Writes a trained network as the files that the reading loads: 8-bit ONNX and the pair net's arrays."""

from __future__ import annotations

import argparse
import shutil
from collections import defaultdict
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from geodata.gazetteer import open_gazetteer
from tests.training.documents import read_own
from tests.training.examples import examples_of
from tests.training.network import Heads, Network, batch_of

OPSET = 17
#: So many texts say how large each channel's values grow.
SOUNDED = 120
#: How much of a channel's range goes over into the weights: without it eight bits for a whole window are
#: too coarse for all channels but the few that are large, and one likely trigger in eight changes sides.
EASED = 0.85


class Eased(nn.Module):
    """A linear layer whose inputs are brought to like ranges first; the weights make up for it."""

    def __init__(self, layer: nn.Linear, factor: torch.Tensor) -> None:
        super().__init__()
        self.shrink = nn.Parameter(1 / factor, requires_grad=False)
        self.layer = layer
        layer.weight.data *= factor[None]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return what the layer would have returned."""
        return self.layer(x * self.shrink)  # type: ignore[no-any-return]


def ease(net: Network) -> None:
    """Bring the inputs of all linear layers to like ranges, so that eight bits serve every channel."""
    layers = {n: m for n, m in net.encoder.encoder.named_modules() if isinstance(m, nn.Linear)}
    largest: dict[str, torch.Tensor] = {}

    def listen(name: str, x: torch.Tensor) -> None:
        top = x.detach().float().reshape(-1, x.shape[-1]).abs().amax(0)
        largest[name] = torch.maximum(largest[name], top) if name in largest else top

    handles = [
        m.register_forward_pre_hook(lambda _, x, name=n: listen(name, x[0])) for n, m in layers.items()
    ]
    with torch.no_grad():
        for example in examples_of(list(islice(read_own(), SOUNDED)), open_gazetteer()):
            if len(example.found.pieces.ids):
                batch = batch_of([example])
                net.upper(net.lower(batch.ids, batch.mask), batch.marks, batch.kinds, batch.mask)
    for handle in handles:
        handle.remove()
    groups: dict[str, list[str]] = defaultdict(list)  # query, key and value share their input
    for name in layers:
        groups[name.rsplit(".", 1)[0] if ".self." in name else name].append(name)
    for names in groups.values():
        weights = torch.stack([layers[n].weight.detach().abs().amax(0) for n in names]).amax(0)
        factor = largest[names[0]].clamp(min=1e-3) ** EASED / weights.clamp(min=1e-3) ** (1 - EASED)
        for name in names:
            parent, _, own = name.rpartition(".")
            setattr(
                net.encoder.encoder.get_submodule(parent), own, Eased(layers[name], factor.clamp(min=1e-2))
            )


def export(state: Path, model: Path, folder: Path, *, exact: bool = False) -> None:
    """Write encoder.onnx (8 bits unless ``exact``) and pairs.npz of a trained network to ``folder``."""
    net = Network(model)
    net.load_state_dict(torch.load(state))
    net.eval()
    net.encoder.set_attn_implementation("eager")
    if not exact:
        ease(net)
    folder.mkdir(parents=True, exist_ok=True)
    shape = torch.ones(2, 16, dtype=torch.int64)
    names = ["ids", "marks", "kinds"]
    plain = folder / "plain.onnx"
    torch.onnx.export(
        Heads(net),
        (shape, shape, shape),
        str(plain),
        input_names=names,
        output_names=["heads"],
        dynamic_axes={n: {0: "rows", 1: "pieces"} for n in [*names, "heads"]},
        opset_version=OPSET,
        dynamo=False,
    )
    target = folder / "encoder.onnx"
    if exact:
        shutil.move(plain, target)
    else:
        quantize_dynamic(
            str(plain),
            str(target),
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"MatMulConstBOnly": True},
        )
        plain.unlink()
    np.savez_compressed(
        folder / "pairs.npz",
        slots=net.slots.weight.detach().numpy().astype(np.float16),
        roles=net.roles.weight.detach().numpy().astype(np.float16),
        out=net.out.weight.detach().numpy().astype(np.float16),
        bias=net.out.bias.detach().numpy().astype(np.float32),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--exact", action="store_true")
    options = parser.parse_args()
    export(options.state, options.model, options.folder, exact=options.exact)
