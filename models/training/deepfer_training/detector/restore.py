"""Restoring weights to train on from an exported file, int8 or not, where the run that made it is gone."""

from __future__ import annotations

import argparse
import math
from itertools import islice
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from .distill import load_pictures, load_views
from .export import logit
from .network import SCORE, FaceNet

BATCHES = 40
"""Of views, whose statistics the batch norms take."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", type=Path, help="a file that `export` wrote")
    parser.add_argument("--score", type=float, required=True, help="the --score of that export")
    parser.add_argument("--data", type=Path, required=True, help="folder of pictures, see `prepare`")
    parser.add_argument("--teacher", type=Path, required=True, help="ONNX file of a detector in YuNet's format")
    parser.add_argument("--complete", nargs="*", default=["street"], help="sets in which all faces are boxed")
    parser.add_argument("--out", type=Path, required=True, help="weights, for `distill --start`")


def main(args: argparse.Namespace) -> None:
    proto = onnx.load(args.model)
    min_score = float(next(p.value for p in proto.metadata_props if p.key == "fer.score.min"))
    network = restore(proto, logit(min_score) - logit(args.score))
    views = load_views(load_pictures(args.data, args.complete), args.complete, args.teacher, batch=16, seed=7)
    normalise(network, (pixels.float() / 255 for pixels, _ in islice(views, BATCHES)))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), args.out)


def restore(proto: onnx.ModelProto, shift: float) -> FaceNet:
    """The network of a file; its batch norms do nothing but add what was folded into the convolutions."""
    values = {value.name: numpy_helper.to_array(value) for value in proto.graph.initializer}
    # Equal values are written once, so a bias may have another one's name.
    read = {_plain(node.input[1]): _plain(node.input[2]) for node in proto.graph.node if node.op_type == "Conv"}
    network = FaceNet().eval()
    modules = dict(network.named_modules())
    with torch.no_grad():
        for name, convolution in modules.items():
            if not isinstance(convolution, nn.Conv2d):
                continue
            outputs, inputs, rows, columns = convolution.weight.shape
            # What the export added to a convolution lies behind its own weights.
            weight = torch.from_numpy(_floats(values, f"network.{name}.weight"))[:outputs, :inputs, :rows, :columns]
            bias = torch.from_numpy(_floats(values, read[f"network.{name}.weight"]))[:outputs]
            convolution.weight.copy_(weight * 255 if name == "stem.0.0" else weight)
            if convolution.bias is None:
                norm = modules[_next(name)]
                norm.weight.fill_(math.sqrt(1 + norm.eps))
                norm.bias.copy_(bias)
            else:
                convolution.bias.copy_(bias)
        for head in network.h:
            head[1].bias[SCORE] -= shift
    return network


def _plain(name: str) -> str:
    return name.removesuffix("_DequantizeLinear_Output")


def _next(name: str) -> str:
    parent, _, index = name.rpartition(".")
    return f"{parent}.{int(index) + 1}"


def _floats(values: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Of a float32 initializer, or one that was quantised per output channel."""
    if name in values:
        return np.array(values[name], np.float32)
    quantized = values[f"{name}_quantized"].astype(np.float64)
    # Biases are written under the name of what they became.
    scale = values.get(f"{name}_scale", values.get(f"{name}_quantized_scale"))
    zero = values.get(f"{name}_zero_point", values.get(f"{name}_quantized_zero_point"))
    shape = (-1, *(1,) * (quantized.ndim - 1))
    return ((quantized - zero.reshape(shape)) * scale.reshape(shape)).astype(np.float32)


@torch.no_grad()
def normalise(network: FaceNet, batches) -> None:
    """Gives the batch norms the statistics of batches; what the network answers stays the same."""
    moments: dict[nn.BatchNorm2d, list[torch.Tensor]] = {}

    def note(norm: nn.BatchNorm2d, inputs: tuple[torch.Tensor]) -> None:
        x = inputs[0]
        moments.setdefault(norm, []).append(torch.stack([x.mean((0, 2, 3)), x.square().mean((0, 2, 3))]))

    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    hooks = [norm.register_forward_pre_hook(note) for norm in norms]
    for batch in batches:
        network(batch)
    for hook in hooks:
        hook.remove()
    for norm in norms:
        mean, square = torch.stack(moments[norm]).mean(0)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_((square - mean.square()).clamp(min=1e-6))
        norm.weight.copy_((norm.running_var + norm.eps).sqrt())
        norm.bias += mean
