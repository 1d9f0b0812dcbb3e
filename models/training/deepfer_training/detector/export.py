"""Export as a self-describing ONNX file with YuNet's outputs, so that whatever decodes YuNet decodes it."""

from __future__ import annotations

import argparse
import base64
import copy
import hashlib
import math
from pathlib import Path

import cv2
import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from . import quantize
from .distill import load_weights
from .evaluate import find
from .network import BOX, MULTIPLE, POINTS, SCORE, STRIDES, FaceNet
from .pictures import read_pictures
from .teacher import Teacher

OPSET = 18
OUTPUTS = tuple(f"{part}_{stride}" for stride in STRIDES for part in ("cls", "obj", "bbox", "kps"))
PARITY_LIMIT = 1e-3
BLOCK = 16
SMALL = 15
SMALL_PENALTY = 6
"""
The score of a face narrower than SMALL pixels of the input falls with the SMALL_PENALTYth power of its width (in odds):
what is smaller than the faces that a runtime looks for must be all the surer.
"""
PARTS = [part.stop - part.start for part in (SCORE, BOX, POINTS)] + [1]
"""How many fields each output takes, and the penalised score."""
SELF_TEST_SIDE = 96
LICENSE = (
    "Apache-2.0 for the weights, learnt from the answers of YuNet (MIT) and from pictures of real people whose rights "
    "are not cleared; no picture is contained."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("weights", type=Path, help="average.pt of a run")
    parser.add_argument("--model-version", required=True, help="written as fer.version")
    parser.add_argument("--score", type=float, default=0.5, help="the score that becomes --min-score in the file")
    parser.add_argument("--min-score", type=float, default=0.7, help="written as fer.score.min")
    parser.add_argument(
        "--framing", default="1,0,0", help="crop by box: scale, shift right, shift down; see framing.md"
    )
    parser.add_argument("--accuracy", default="see MODEL_CARD.md", help="written as fer.accuracy")
    parser.add_argument(
        "--face", type=Path, required=True, help="picture of a face that is nobody's, for the self-test"
    )
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file to write, its hash beside it")
    parser.add_argument("--int8", action="store_true", help="quantise; needs --data")
    parser.add_argument("--data", type=Path, help="pictures from which the ranges of the activations are taken")


def main(args: argparse.Namespace) -> None:
    network = FaceNet()
    network.load_state_dict(load_weights(args.weights))
    whole = Exported(network, args.score, args.min_score).eval()
    proto = to_onnx(whole)
    parity = largest_difference(whole, proto)
    if parity > PARITY_LIMIT:
        raise ValueError(f"ONNX Runtime differs from PyTorch by {parity:.2e}; at most {PARITY_LIMIT:.0e} is allowed")
    print(f"parity       {parity:.2e} (at most {PARITY_LIMIT:.0e})")
    if args.int8:
        if args.data is None:
            raise ValueError("--int8 takes the ranges of the activations from pictures; give --data")
        trained_on = [p for p in read_pictures(args.data) if not p.held_out]
        proto = quantize.to_int8(proto, quantize.calibration_pictures(trained_on))
    finish(proto, args)


class Exported(nn.Module):
    """
    The network as it ships: it takes BGR from 0 to 255, batch norms are in the convolutions, and scores are shifted
    (as logits) so that `score` becomes `min_score`, the least score that the runtime reports. Each head has one field
    more, the score that a face would have if it were narrow; of the two the smaller one counts.
    """

    def __init__(self, network: FaceNet, score: float, min_score: float):
        super().__init__()
        self.network = fold(network)
        _widen(self.network)
        with torch.no_grad():
            self.network.stem[0][0].weight /= 255
            for stride, head in zip(STRIDES, self.network.h, strict=True):
                head[1].bias[SCORE] += logit(min_score) - logit(score)
                _add_narrow(head[1], stride)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        outputs = []
        for level in self.network(x):
            cells = level.permute(0, 2, 3, 1).flatten(1, 2)
            wide, box, points, narrow = cells.split(PARTS, dim=2)
            score = torch.minimum(wide, narrow).sigmoid()
            # Twice the same: YuNet's score is the root of the product of the two.
            outputs += [score, score.clone(), box, points]
        return tuple(outputs)


def fold(network: FaceNet) -> FaceNet:
    """An equal network without batch norms."""
    network = copy.deepcopy(network).eval()
    for module in list(network.modules()):
        if isinstance(module, nn.Sequential):
            for i, (first, second) in enumerate(zip(list(module), list(module)[1:], strict=False)):
                if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                    module[i], module[i + 1] = fuse_conv_bn_eval(first, second), nn.Identity()
    return network


def _widen(network: FaceNet) -> None:
    """Gives the first convolution 16 channels, of which the added ones are zero: ONNX Runtime computes in blocks of 16."""
    first, second = network.stem[0][0], network.stem[1][0]
    more = BLOCK - first.out_channels
    with torch.no_grad():
        first.weight = nn.Parameter(F.pad(first.weight, (0, 0, 0, 0, 0, 0, 0, more)))
        first.bias = nn.Parameter(F.pad(first.bias, (0, more)))
        second.weight = nn.Parameter(F.pad(second.weight, (0, 0, 0, 0, 0, more)))
    first.out_channels = second.in_channels = BLOCK


def _add_narrow(last: nn.Conv2d, stride: int) -> None:
    """
    Gives the last convolution of a head the score with the penalty of narrow faces as a field of its own, since it is
    linear in others. ONNX Runtime computes 16 fields anyway; arithmetic on one of them takes as long as all of them.
    """
    width = BOX.start + 2
    with torch.no_grad():
        weight = last.weight[SCORE] + SMALL_PENALTY * last.weight[width]
        bias = last.bias[SCORE] + SMALL_PENALTY * (last.bias[width] - math.log(SMALL / stride))
        last.weight = nn.Parameter(torch.cat([last.weight, weight]))
        last.bias = nn.Parameter(torch.cat([last.bias, bias]))
    last.out_channels += 1


def logit(share: float) -> float:
    return math.log(share / (1 - share))


def to_onnx(network: nn.Module) -> onnx.ModelProto:
    """Input `input` (1, 3, height, width) float32, sides multiples of 32; outputs as YuNet's."""
    rows, columns = torch.export.Dim("rows", min=1, max=1024), torch.export.Dim("columns", min=1, max=1024)
    program = torch.onnx.export(
        network,
        (torch.rand(1, 3, 2 * MULTIPLE, 3 * MULTIPLE),),
        dynamo=True,
        verbose=False,
        opset_version=OPSET,
        input_names=["input"],
        output_names=list(OUTPUTS),
        dynamic_shapes=({2: MULTIPLE * rows, 3: MULTIPLE * columns},),
    )
    proto = program.model_proto
    _strip(proto)
    return proto


def _strip(proto: onnx.ModelProto) -> None:
    """Removes the exporter's traces of source files, which differ between machines, and its formulas for free sides."""
    graph = proto.graph
    del proto.metadata_props[:], graph.metadata_props[:], graph.value_info[:]
    for node in graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in [*graph.input, *graph.output, *graph.initializer]:
        del value.metadata_props[:]
    graph.doc_string = proto.doc_string = ""
    for axis, name in ((2, "height"), (3, "width")):
        graph.input[0].type.tensor_type.shape.dim[axis].dim_param = name
    for value in graph.output:
        value.type.tensor_type.shape.dim[1].dim_param = "cells_" + value.name.rpartition("_")[2]


def largest_difference(network: nn.Module, proto: onnx.ModelProto) -> float:
    session = onnxruntime.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    largest = 0.0
    for height, width in ((64, 64), (96, 160), (320, 224)):
        x = torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(height)) * 255
        with torch.no_grad():
            expected = dict(zip(OUTPUTS, network(x), strict=True))
        for name, value in zip(OUTPUTS, session.run(list(OUTPUTS), {"input": x.numpy()}), strict=True):
            largest = max(largest, float(np.abs(expected[name].numpy() - value).max()))
    return largest


def finish(proto: onnx.ModelProto, args: argparse.Namespace) -> None:
    """Writes metadata, self-test, file and hash."""
    face = golden_face(args.face)
    facts = {
        "schema": "1",
        "id": "face",
        "version": args.model_version,
        "task": "face-detection",
        "input.layout": "NCHW",
        "input.color": "bgr",
        "input.scale": "1",
        "input.mean": "0",
        "input.std": "1",
        "decoding": "yunet",
        "score.min": repr(args.min_score),
        "framing": args.framing,
        "license": LICENSE,
        "accuracy": args.accuracy,
        "selftest.input": base64.b64encode(face.tobytes()).decode("ascii"),
        "selftest.width": str(SELF_TEST_SIDE),
        "selftest.height": str(SELF_TEST_SIDE),
    }
    facts["selftest.output"] = ",".join(f"{v:.3f}" for v in _golden_answer(proto, face, args.min_score))
    facts["selftest.tolerance"] = "0.1"
    for key, value in facts.items():
        proto.metadata_props.add(key=f"fer.{key}", value=value)
    onnx.checker.check_model(proto, full_check=True)
    content = proto.SerializeToString(deterministic=True)
    digest = hashlib.sha256(content).hexdigest()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(content)
    args.out.with_name(args.out.name + ".sha256").write_text(f"{digest}  {args.out.name}\n", encoding="ascii")
    print(f"self-test    {facts['selftest.output']}")
    print(f"sha256       {digest}  {args.out}, {len(content) / 1e6:.3f} MB")


def golden_face(path: Path) -> np.ndarray:
    """A grey square (SELF_TEST_SIDE) with the face in the middle two thirds, on grey."""
    face = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if face is None:
        raise ValueError(f"{path} cannot be read as a picture")
    inner = 2 * SELF_TEST_SIDE // 3
    canvas = np.full((SELF_TEST_SIDE, SELF_TEST_SIDE), 128, np.uint8)
    start = (SELF_TEST_SIDE - inner) // 2
    canvas[start : start + inner, start : start + inner] = cv2.resize(face, (inner, inner))
    return canvas


def _golden_answer(proto: onnx.ModelProto, face: np.ndarray, least: float) -> np.ndarray:
    """Left, top, right, bottom in parts of the side, and score, of the only face."""
    scores, boxes = find(Teacher(proto), np.repeat(face[..., None], 3, axis=2), SELF_TEST_SIDE, least)
    if len(scores) != 1:
        raise ValueError(f"the self-test's face must be found once, but {len(scores)} are found")
    x, y, width, height = boxes[0] / SELF_TEST_SIDE
    return np.array([x - width / 2, y - height / 2, x + width / 2, y + height / 2, scores[0]])
