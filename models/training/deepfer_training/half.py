"""Weights stored as float16 and computed as float32: half the file, the same arithmetic."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# Of smaller tensors, such as biases, nothing is gained.
_LEAST_VALUES = 1024


def halve_weights(proto: onnx.ModelProto) -> onnx.ModelProto:
    """
    The graph with its large float32 weights rounded to float16, each with a Cast behind it, which ONNX Runtime
    carries out once, when it loads the model.
    """
    result = onnx.ModelProto()
    result.CopyFrom(proto)
    graph = result.graph
    casts = []
    for weights in graph.initializer:
        if weights.data_type != TensorProto.FLOAT or np.prod(weights.dims) < _LEAST_VALUES:
            continue
        values = numpy_helper.to_array(weights)
        if np.abs(values).max() > np.finfo(np.float16).max:
            raise ValueError(f"weights {weights.name!r} exceed what float16 holds; export without --half")
        name = weights.name
        weights.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.float16"))
        casts.append(helper.make_node("Cast", [weights.name], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return result
