"""Writes a trained network as the files that the reading loads: 8-bit ONNX and the pair net's arrays."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from tests.training.network import Heads, Network

OPSET = 17


def export(state: Path, model: Path, folder: Path, *, exact: bool = False) -> None:
    """Write encoder.onnx (8 bits unless ``exact``) and pairs.npz of a trained network to ``folder``."""
    net = Network(model)
    net.load_state_dict(torch.load(state))
    net.eval()
    net.encoder.set_attn_implementation("eager")
    folder.mkdir(parents=True, exist_ok=True)
    shape = torch.ones(2, 16, dtype=torch.int64)
    names = ["ids", "marks", "kinds", "mask"]
    plain = folder / "plain.onnx"
    torch.onnx.export(
        Heads(net),
        (shape, shape, shape, shape),
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
