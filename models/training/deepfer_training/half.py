"""Weights stored as float16 and computed as float32: half the file, the same arithmetic."""

from __future__ import annotations

import copy

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from .fold import scales

# Of smaller tensors, such as biases, nothing is gained.
_LEAST_VALUES = 1024


@torch.no_grad()
def rounded(network: nn.Module) -> nn.Module:
    """The network with its large weights rounded to what float16 holds."""
    network = copy.deepcopy(network)
    for name, weights in network.named_parameters():
        if weights.numel() >= _LEAST_VALUES:
            if weights.abs().max() > torch.finfo(torch.float16).max:
                raise ValueError(f"weights {name!r} exceed what float16 holds; export without --half")
            weights.copy_(weights.half().float())
    return network


def halve_weights(proto: onnx.ModelProto, network: nn.Module) -> onnx.ModelProto:
    """
    The graph of a rounded network, after folding, with its large weights as float16: each with a Cast behind it, and,
    where a batch norm was folded in, which float16 would round, a Mul by that norm's scales. ONNX Runtime carries
    both out once, when it loads the model, so that the weights are the network's own.
    """
    result = onnx.ModelProto()
    result.CopyFrom(proto)
    graph = result.graph
    folded = {f"{name}.weight": scale.numpy() for name, scale in scales(network).items()}
    restoring, added = [], []
    for weights in graph.initializer:
        if weights.data_type != TensorProto.FLOAT or np.prod(weights.dims) < _LEAST_VALUES:
            continue
        name, values = weights.name, numpy_helper.to_array(weights)
        stored, scale = f"{name}.float16", folded.get(name)
        if scale is None:
            restoring.append(helper.make_node("Cast", [stored], [name], to=TensorProto.FLOAT))
        else:
            scale = scale.reshape((-1,) + (1,) * (values.ndim - 1))
            values = np.divide(values, scale, out=np.zeros_like(values), where=scale != 0)
            added.append(numpy_helper.from_array(scale, f"{name}.scale"))
            restoring.append(helper.make_node("Cast", [stored], [f"{name}.unscaled"], to=TensorProto.FLOAT))
            restoring.append(helper.make_node("Mul", [f"{name}.unscaled", f"{name}.scale"], [name]))
        weights.CopyFrom(numpy_helper.from_array(values.astype(np.float16), stored))
    graph.initializer.extend(added)
    nodes = [*restoring, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return result
