"""Doubling of quantised feature maps by operators that ONNX Runtime runs as copies of whole cells."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper

_AXES, _TWICE = "upsample.axes", "upsample.twice"


def repeat_cells(proto: onnx.ModelProto) -> None:
    """
    Replaces each Resize between DequantizeLinear and QuantizeLinear that doubles to the nearest, and to whose result
    something is added. ONNX Runtime keeps the channels of a cell together, and its Resize then goes byte by byte, which
    takes as long as a 3x3 convolution; to copy whole cells takes a fifth of that. The bytes are the same.
    """
    graph = proto.graph
    maker = {output: node for node in graph.node for output in node.output}
    nodes: list[onnx.NodeProto] = []
    replaced = set()
    for node in graph.node:
        if node.op_type == "Resize":
            quantized = _only_reader(graph, node.output[0])
            plain = _only_reader(graph, quantized.output[0])
            (sum_of_both,) = (reader for reader in graph.node if plain.output[0] in reader.input)
            (other,) = (name for name in sum_of_both.input if name != plain.output[0])
            source, pattern = maker[node.input[0]].input[0], maker[other].input[0]
            nodes += _doubling(source, pattern, quantized.output[0])
            replaced |= {node.name, quantized.name}
    if not replaced:
        return
    kept = [node for node in graph.node if node.name not in replaced]
    constants = [
        numpy_helper.from_array(np.array([2, 4], np.int64), _AXES),
        numpy_helper.from_array(np.array([1, 1, 2, 1, 2, 1], np.int64), _TWICE),
    ]
    graph.initializer.extend(constants)
    del graph.node[:]
    graph.node.extend(_in_order([*kept, *nodes], {value.name for value in [*graph.input, *graph.initializer]}))
    read = {name for node in graph.node for name in node.input}
    unread = [value for value in graph.initializer if value.name not in read]
    for value in unread:
        graph.initializer.remove(value)


def _only_reader(graph: onnx.GraphProto, name: str) -> onnx.NodeProto:
    (reader,) = (node for node in graph.node if name in node.input)
    return reader


def _doubling(source: str, pattern: str, target: str) -> list[onnx.NodeProto]:
    """Names of bytes (n, channels, rows, columns): what to double, another of the wanted size, and the result."""

    def node(operator: str, inputs: list[str], part: str, **attributes) -> onnx.NodeProto:
        output = part if part == target else f"{target}.{part}"
        return helper.make_node(operator, inputs, [output], name=f"{target}.{operator}.{part}", **attributes)

    def made(part: str) -> str:
        return f"{target}.{part}"

    return [
        node("Transpose", [source], "cells", perm=[0, 2, 3, 1]),
        node("Transpose", [pattern], "wanted", perm=[0, 2, 3, 1]),
        node("Shape", [made("wanted")], "shape"),
        node("Unsqueeze", [made("cells"), _AXES], "single"),
        node("Expand", [made("single"), _TWICE], "double"),
        node("Reshape", [made("double"), made("shape")], "doubled"),
        node("Transpose", [made("doubled")], target, perm=[0, 3, 1, 2]),
    ]


def _in_order(nodes: list[onnx.NodeProto], known: set[str]) -> list[onnx.NodeProto]:
    """Each behind those that make what it reads."""
    ordered: list[onnx.NodeProto] = []
    known = known | {""}
    while nodes:
        ready = [node for node in nodes if known.issuperset(node.input)]
        if not ready:
            raise ValueError(f"nothing makes what {nodes[0].name} reads")
        ordered += ready
        known.update(output for node in ready for output in node.output)
        nodes = [node for node in nodes if not known.issuperset(node.output)]
    return ordered
