"""Static quantisation to int8: weights per channel, activations per tensor, calibrated on Training."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

CALIBRATION_FACES = 1000
RANGE_FACES = 400
_BATCH = 50
# A rare outlier would double the step size of all values: this share of them is worth less than that.
_OUTLIERS = 1e-4
_POSITIVELY_HOMOGENEOUS = (nn.ReLU, nn.MaxPool2d, nn.Flatten)


def calibration_faces(images: np.ndarray) -> np.ndarray:
    """The faces (n, 1, 48, 48) in [0, 1] that the ranges are taken from, always the same."""
    chosen = np.random.default_rng(1).permutation(len(images))[:CALIBRATION_FACES]
    return images[chosen, None].astype(np.float32) / 255


def equalize(network: nn.Sequential, faces: np.ndarray) -> nn.Sequential:
    """
    An equal sequence whose channels have like ranges, so that one step size per tensor suits them all.

    A channel may be scaled down after one layer and up before the next wherever only ReLU, max pooling and
    flattening lie between (cross-layer equalisation, Nagel et al. 2019, arXiv:1906.04721; here with the ranges
    of the activations on real faces, outliers aside, in place of those of the weights before).
    """
    network = copy.deepcopy(network).eval()
    weighted = [i for i, layer in enumerate(network) if isinstance(layer, nn.Conv2d | nn.Linear)]
    with torch.no_grad():
        for first, second in zip(weighted, weighted[1:], strict=False):
            between = network[first + 1 : second]
            if not all(isinstance(layer, _POSITIVELY_HOMOGENEOUS) for layer in between):
                continue
            out = network[: first + 2](torch.from_numpy(faces))
            before, after = network[first], network[second]
            channels = before.weight.shape[0]
            reach = _reach(out.transpose(0, 1).reshape(channels, -1))
            # After a Flatten each channel owns a run of equally many columns.
            incoming = after.weight.transpose(0, 1).reshape(channels, -1).abs().amax(dim=1)
            scale = (reach / incoming.clamp_min(1e-12)).sqrt()
            scale[(reach <= 1e-6) | (incoming <= 0)] = 1.0
            shape = (-1,) + (1,) * (before.weight.ndim - 1)
            before.weight.div_(scale.view(shape))
            before.bias.div_(scale)
            repeat = after.weight.shape[1] // channels
            after.weight.mul_(scale.repeat_interleave(repeat).view((1, -1) + (1,) * (after.weight.ndim - 2)))
    return network


def clip(network: nn.Sequential, faces: np.ndarray) -> nn.Sequential:
    """A sequence whose ReLUs also cut off outliers, which so stay out of the ranges that calibration finds."""
    clipped = []
    x = torch.from_numpy(faces)
    with torch.no_grad():
        for layer in network:
            x = layer(x)
            if isinstance(layer, nn.ReLU):
                limit = _reach(x[x > 0].unsqueeze(0)).item()
                x.clamp_(max=limit)
                layer = nn.Hardtanh(0.0, limit)
            clipped.append(layer)
    return nn.Sequential(*clipped).eval()


def _reach(values: torch.Tensor) -> torch.Tensor:
    """Per row (n, m) the least value that all but the outliers stay below."""
    outliers = max(1, round(values.shape[1] * _OUTLIERS))
    return values.topk(outliers, dim=1).values[:, -1]


def to_int8(proto: onnx.ModelProto, faces: np.ndarray) -> onnx.ModelProto:
    """
    The graph with QuantizeLinear and DequantizeLinear pairs; the input and the last layer stay float32: it is small,
    and one step size for two heads would be coarse.

    Activations are unsigned: ONNX Runtime has the faster x86 kernels for u8 times s8.
    """
    with tempfile.TemporaryDirectory() as folder:
        whole, prepared, quantized = (Path(folder) / name for name in ("fp32.onnx", "prepared.onnx", "int8.onnx"))
        onnx.save(proto, whole)
        quant_pre_process(whole, prepared)
        last = onnx.load(prepared).graph.node[-1].name
        quantize_static(
            prepared,
            quantized,
            _Faces(faces),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=[last],
        )
        result = onnx.load(quantized)
    del result.metadata_props[:]
    return result


class _Faces(CalibrationDataReader):
    def __init__(self, faces: np.ndarray):
        self._batches = iter(faces[i : i + _BATCH] for i in range(0, len(faces), _BATCH))

    def get_next(self) -> dict[str, np.ndarray] | None:
        batch = next(self._batches, None)
        return None if batch is None else {"input": batch}
