"""The ONNX graph of a network: its body as PyTorch exports it, and the heads behind it."""

from __future__ import annotations

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from .data import LABELS, SIDE
from .heads import ALONE, BALANCED, HEADS

OPSET = 18


def of(network: nn.Module) -> onnx.ModelProto:
    """Input `input` (batch, 1, 48, 48) float32, output `logits` (batch, 7 per head) float32."""
    example = torch.rand(2, 1, SIDE, SIDE)
    program = torch.onnx.export(
        network,
        (example,),
        dynamo=True,
        verbose=False,
        opset_version=OPSET,
        input_names=["input"],
        output_names=[ALONE],
        dynamic_shapes=({0: torch.export.Dim("batch")},),
    )
    proto = program.model_proto
    _strip(proto)
    return proto


def _strip(proto: onnx.ModelProto) -> None:
    """Removes the exporter's traces of source files, which differ between machines."""
    del proto.metadata_props[:]
    for node in proto.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in [*proto.graph.value_info, *proto.graph.input, *proto.graph.output, *proto.graph.initializer]:
        del value.metadata_props[:]
    del proto.graph.metadata_props[:]
    proto.graph.doc_string = proto.doc_string = ""


def add_heads(proto: onnx.ModelProto, share: float) -> None:
    """
    Splits the output `logits` of two heads into the outputs `fer2013` and `ferplus`, and adds `balanced`, the mixture
    that `heads.mix` defines, by sums of logarithms, which neither overflow nor underflow. One head stays as it is.
    """
    body = proto.graph.output[0]
    batch, width = body.type.tensor_type.shape.dim
    if width.dim_value == len(LABELS):
        return
    shares = np.log(np.array([[[share], [1 - share]]], dtype=np.float32))
    constants = {
        "heads.width": np.array([len(LABELS), len(LABELS)], dtype=np.int64),
        "heads.axis": np.array([1], dtype=np.int64),
        "heads.shape": np.array([-1, len(HEADS), len(LABELS)], dtype=np.int64),
        "heads.log_shares": shares,
    }
    proto.graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in constants.items())
    proto.graph.node.extend(
        [
            helper.make_node("Split", [body.name, "heads.width"], list(HEADS), axis=1),
            helper.make_node("Reshape", [body.name, "heads.shape"], ["heads.apart"]),
            helper.make_node("LogSoftmax", ["heads.apart"], ["heads.log_probabilities"], axis=2),
            helper.make_node("Add", ["heads.log_probabilities", "heads.log_shares"], ["heads.weighed"]),
            helper.make_node("ReduceLogSumExp", ["heads.weighed", "heads.axis"], [BALANCED], keepdims=0),
        ]
    )
    dimension = batch.dim_param
    del proto.graph.output[:]
    proto.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [dimension, len(LABELS)]) for name in (*HEADS, BALANCED)
    )


def describe(proto: onnx.ModelProto, facts: dict[str, str]) -> None:
    """Writes the facts as metadata under `fer.`."""
    for key, value in facts.items():
        proto.metadata_props.add(key=f"fer.{key}", value=value)
