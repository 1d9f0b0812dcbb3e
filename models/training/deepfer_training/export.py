"""Export of a trained network as a self-describing ONNX file."""

from __future__ import annotations

import argparse
import base64
import copy
import hashlib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn

from . import checkpoints, graph, half, heads, metrics, quantize
from .average import average_face
from .data import LABELS, SIDE, Faces, read_faces
from .fold import PLAIN, fold_batch_norms

PARITY_FACES = 1000
PARITY_LIMIT = 1e-4
ECE_LIMIT = 0.03
# Without VNNI, int8 sums saturate at 16 bits on some x86 processors, unless a runtime asks for precision.
INT8_TOLERANCE = "0.5"
LICENSE = (
    "Apache-2.0 for the weights. They were learnt from FER2013, research data of unclear licence with faces of "
    "real people; no image of it is contained."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("weights", type=Path, help="best.pt of a training run")
    parser.add_argument("--data", type=Path, required=True, help="fer2013.csv[.gz], or a directory of CLASS/*.png")
    parser.add_argument("--votes", type=Path, help="fer2013new.csv, for the second head and to choose the self-test's faces")
    parser.add_argument("--calibrate-on", default="PublicTest", help="the usage on which the temperatures are fitted")
    parser.add_argument("--balanced-share", type=float, default=heads.BALANCED_SHARE, help="of the label head in the output `balanced`")
    parser.add_argument("--training-data", help="written as fer.training-data; FER2013 unless told")
    parser.add_argument("--model-version", required=True, help="written as fer.version")
    parser.add_argument("--crop-scale", type=float, default=1.0, help="written as fer.crop.scale")
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file to write, its hash beside it")
    parser.add_argument("--half", action="store_true", help="store the weights of --out as float16")
    parser.add_argument("--int8", type=Path, help="also write this ONNX file, quantised; its id ends in -int8")


def main(args: argparse.Namespace) -> None:
    if not 0 < args.balanced_share < 1:
        raise ValueError(f"--balanced-share must lie between 0 and 1, got {args.balanced_share}")
    splits = read_faces(args.data, args.votes)
    calibration = splits[args.calibrate_on]
    model_id, network = checkpoints.load(args.weights)
    network = calibrated(network, calibration)
    if args.half:
        network = half.rounded(network)
    folded = fold_batch_norms(network)
    proto = graph.of(folded)
    if args.half:
        proto = half.halve_weights(proto, network)
    graph.add_heads(proto, args.balanced_share)
    parity = largest_difference(network, proto, calibration.images[:PARITY_FACES], args.balanced_share)
    if parity > PARITY_LIMIT:
        raise ValueError(f"ONNX Runtime differs from PyTorch by {parity:.2e}; at most {PARITY_LIMIT:.0e} is allowed")
    print(f"parity       {parity:.2e} over {PARITY_FACES} faces (at most {PARITY_LIMIT:.0e})")
    exact = _finish(proto, model_id, splits, args, args.out)
    if args.int8:
        faces = quantize.calibration_faces(splits["Training"].images)
        if all(isinstance(layer, PLAIN) for layer in folded):
            some = faces[: quantize.RANGE_FACES]
            folded = quantize.clip(quantize.equalize(folded, some), some)
        proto = quantize.to_int8(graph.of(folded), faces)
        graph.add_heads(proto, args.balanced_share)
        quantized = _finish(proto, f"{model_id}-int8", splits, args, args.int8)
        for head, logits in exact.items():
            agreement = float((logits.argmax(axis=1) == quantized[head].argmax(axis=1)).mean())
            print(f"agreement    {100 * agreement:.2f} % of the answers of {head} are those of {model_id}")


@torch.no_grad()
def calibrated(network: nn.Sequential, faces: Faces) -> nn.Sequential:
    """An equal network but for its last layer, whose rows are divided by the temperature of their head."""
    network = copy.deepcopy(network)
    last = network[-1]
    logits = run_torch(network, faces.images)
    names = heads.names(logits.shape[1] // len(LABELS))
    for number, head in enumerate(names):
        rows = slice(number * len(LABELS), (number + 1) * len(LABELS))
        truth = heads.truth(head, faces)
        temperature = metrics.fit_temperature(logits[truth >= 0, rows], truth[truth >= 0])
        last.weight[rows] /= temperature
        last.bias[rows] /= temperature
        print(f"temperature  {temperature:.4f} of {head}, folded into the last layer")
    return network


def _finish(proto: onnx.ModelProto, model_id: str, splits: dict[str, Faces], args, out: Path) -> dict[str, np.ndarray]:
    """Writes metadata, file and hash, and returns the outputs for the calibration faces."""
    calibration, training = splits[args.calibrate_on], splits["Training"]
    outputs = run(proto, calibration.images)
    reports = {head: metrics.report(metrics.softmax(logits), calibration.labels, calibration.votes) for head, logits in outputs.items()}
    golden = _golden_face(training)
    described = f"FER2013 Training ({len(training)} faces)" + ("" if training.votes is None else " with FER+ votes")
    facts = {
        "schema": "1",
        "id": model_id,
        "version": args.model_version,
        "task": "emotion-classification",
        "input.layout": "NCHW",
        "input.width": str(SIDE),
        "input.height": str(SIDE),
        "input.color": "gray",
        "input.scale": repr(1 / 255),
        "input.mean": "0",
        "input.std": "1",
        "crop.scale": repr(args.crop_scale),
        "labels": ",".join(LABELS),
        "output": "logits",
        "output.name": list(outputs)[-1],
        "temperature": "1",
        "license": LICENSE,
        "training-data": args.training_data or described,
        "accuracy": _accuracies(reports, args.calibrate_on),
        "selftest.input": base64.b64encode(golden.tobytes()).decode("ascii"),
        "selftest.tolerance": INT8_TOLERANCE if model_id.endswith("-int8") else "0.01",
    }
    for head, logits in run(proto, golden[None]).items():
        facts[f"selftest.output.{head}"] = ",".join(f"{v:.6f}" for v in logits[0])
    graph.describe(proto, facts)
    onnx.checker.check_model(proto, full_check=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    content = proto.SerializeToString(deterministic=True)
    digest = hashlib.sha256(content).hexdigest()
    out.write_bytes(content)
    out.with_name(out.name + ".sha256").write_text(f"{digest}  {out.name}\n", encoding="ascii")

    print(f"{model_id}, {len(content) / 1e6:.2f} MB")
    print(f"accuracy     {facts['accuracy']}")
    for head, report in reports.items():
        own = report["votes"] if head == heads.HEADS[1] else report
        if head == heads.BALANCED:
            continue  # A mixture of two questions has no truth of its own.
        print(f"ECE          {own['ece']:.4f} of {head} on its own truth")
        if own["ece"] > ECE_LIMIT:
            print(f"WARNING      the probabilities of {head} are off by more than {ECE_LIMIT}")
    print("self-test    an average of happy faces")
    print(f"sha256       {digest}  {out}")
    return outputs


def _accuracies(reports: dict[str, dict], usage: str) -> str:
    parts = []
    for head, report in reports.items():
        votes = f", {100 * report['votes']['accuracy']:.2f} % of the FER+ majorities" if "votes" in report else ""
        parts.append(f"{head} {100 * report['accuracy']:.2f} % of the labels{votes}")
    return f"{'; '.join(parts)} of FER2013 {usage}"


def _golden_face(faces: Faces) -> np.ndarray:
    """An average (48, 48) uint8 of happy faces, since no real face may be in the file."""
    if faces.votes is not None:
        return np.rint(average_face(faces, "happy")).astype(np.uint8)
    return np.rint(faces.images[faces.labels == LABELS.index("happy")].mean(axis=0)).astype(np.uint8)


def run(proto: onnx.ModelProto, images: np.ndarray) -> dict[str, np.ndarray]:
    """All outputs (n, 7) for images (n, 48, 48) uint8, by ONNX Runtime on the CPU."""
    session = onnxruntime.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    x = images[:, None].astype(np.float32) / 255
    batches = [session.run(names, {"input": x[i : i + 256]}) for i in range(0, len(x), 256)]
    return {name: np.concatenate(parts) for name, parts in zip(names, zip(*batches, strict=True), strict=True)}


@torch.no_grad()
def run_torch(network: nn.Module, images: np.ndarray) -> np.ndarray:
    """The logits (n, 7 per head) of images (n, 48, 48) uint8, in float32."""
    batches = torch.from_numpy(images)[:, None].split(256)
    return torch.cat([network(x.float() / 255) for x in batches]).numpy()


def largest_difference(network: nn.Module, proto: onnx.ModelProto, images: np.ndarray, share: float) -> float:
    expected = heads.split(run_torch(network, images), share)
    actual = run(proto, images)
    return max(float(np.abs(expected[head] - actual[head]).max()) for head in expected)
