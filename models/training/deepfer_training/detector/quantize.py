"""Static quantisation of the detector to int8: weights per channel, activations per tensor."""

from __future__ import annotations

import tempfile
from pathlib import Path

import cv2
import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from .pairs import pair_cells
from .pictures import Picture
from .upsample import repeat_cells

CALIBRATION_PICTURES = 200
CALIBRATION_SIDE = 320
PLAIN_CONVOLUTIONS = 2
"""So many convolutions at the beginning stay float32."""


def calibration_pictures(pictures: list[Picture]) -> list[np.ndarray]:
    """Squares (1, 3, side, side) of 0 to 255 that the ranges are taken from, always the same."""
    chosen = np.random.default_rng(1).permutation(len(pictures))[:CALIBRATION_PICTURES]
    squares = []
    for index in chosen:
        pixels = pictures[index].read()
        scale = CALIBRATION_SIDE / max(pixels.shape[:2])
        shrunk = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[
            :CALIBRATION_SIDE, :CALIBRATION_SIDE
        ]
        square = np.zeros((CALIBRATION_SIDE, CALIBRATION_SIDE, 3), np.float32)
        square[: shrunk.shape[0], : shrunk.shape[1]] = shrunk
        squares.append(np.ascontiguousarray(square.transpose(2, 0, 1)[None]))
    return squares


def to_int8(proto: onnx.ModelProto, squares: list[np.ndarray]) -> onnx.ModelProto:
    """Quantised, and written so that ONNX Runtime computes the same bytes in less time."""
    result = quantized(proto, squares)
    pair_cells(result)
    repeat_cells(result)
    return result


def quantized(proto: onnx.ModelProto, squares: list[np.ndarray]) -> onnx.ModelProto:
    """
    The graph with QuantizeLinear and DequantizeLinear pairs. The last convolutions stay float32: their outputs mix
    scores, offsets and sizes, which one step size per tensor would not suit; and so does what is added to the scores,
    which would come in steps of a hundredth otherwise. So do the first ones: with three channels
    ONNX Runtime's int8 convolution takes twice as long as the one in float32.
    """
    convolutions = [node for node in proto.graph.node if node.op_type == "Conv"]
    first = convolutions[:PLAIN_CONVOLUTIONS]
    last = [node for node in proto.graph.node if node.op_type in ("Conv", "Add") and not _reaches_conv(proto, node)]
    activated = {name for node in first for name in node.output}
    relus = [node for node in proto.graph.node if node.op_type == "Relu" and node.input[0] in activated]
    plain = [node.name for node in [*first, *relus, *last]]
    with tempfile.TemporaryDirectory() as folder:
        whole, prepared, int8 = (Path(folder) / name for name in ("fp32.onnx", "prepared.onnx", "int8.onnx"))
        onnx.save(proto, whole)
        quant_pre_process(whole, prepared, skip_symbolic_shape=True)
        quantize_static(
            prepared,
            int8,
            _Squares(squares),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["Conv", "Add", "Relu", "Resize"],
            nodes_to_exclude=plain,
        )
        result = onnx.load(int8)
    del result.metadata_props[:]
    return result


def _reaches_conv(proto: onnx.ModelProto, start: onnx.NodeProto) -> bool:
    readers: dict[str, list[onnx.NodeProto]] = {}
    for node in proto.graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    waiting = [reader for name in start.output for reader in readers.get(name, [])]
    while waiting:
        node = waiting.pop()
        if node.op_type == "Conv":
            return True
        waiting += [reader for name in node.output for reader in readers.get(name, [])]
    return False


class _Squares(CalibrationDataReader):
    def __init__(self, squares: list[np.ndarray]):
        self._squares = iter(squares)

    def get_next(self) -> dict[str, np.ndarray] | None:
        square = next(self._squares, None)
        return None if square is None else {"input": square}
