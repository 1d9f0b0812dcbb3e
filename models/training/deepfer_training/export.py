"""Export of a trained network as a self-describing ONNX file."""

from __future__ import annotations

import argparse
import base64
import hashlib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from . import metrics, networks, quantize
from .average import average_face
from .data import LABELS, SIDE, Faces, read_faces
from .fold import PLAIN, fold_batch_norms
from .half import halve_weights

OPSET = 18
PARITY_FACES = 1000
PARITY_LIMIT = 1e-4
# Without VNNI, int8 sums saturate at 16 bits on some x86 processors, so that answers differ a little between them.
INT8_TOLERANCE = "0.5"
LICENSE = (
    "Apache-2.0 for the weights. They were learnt from FER2013, research data of unclear licence with faces of "
    "real people; no image of it is contained."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("weights", type=Path, help="best.pt of a training run")
    parser.add_argument("--data", type=Path, required=True, help="fer2013.csv[.gz], or a directory of CLASS/*.png")
    parser.add_argument("--votes", type=Path, help="fer2013new.csv, to choose the self-test's faces")
    parser.add_argument("--calibrate-on", default="PublicTest", help="the usage on which the temperature is fitted")
    parser.add_argument("--training-data", help="written as fer.training-data; FER2013 unless told")
    parser.add_argument("--model-version", required=True, help="written as fer.version")
    parser.add_argument("--crop-scale", type=float, default=1.0, help="written as fer.crop.scale")
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file to write, its hash beside it")
    parser.add_argument("--half", action="store_true", help="store the weights of --out as float16")
    parser.add_argument("--int8", type=Path, help="also write this ONNX file, quantised; its id ends in -int8")


def main(args: argparse.Namespace) -> None:
    splits = read_faces(args.data, args.votes)
    calibration = splits[args.calibrate_on]
    model_id, network = load(args.weights)
    folded = fold_batch_norms(network)
    proto = to_onnx(folded)
    parity = largest_difference(network, proto, calibration.images[:PARITY_FACES])
    if parity > PARITY_LIMIT:
        raise ValueError(f"ONNX Runtime differs from PyTorch by {parity:.2e}; at most {PARITY_LIMIT:.0e} is allowed")
    print(f"parity       {parity:.2e} over {PARITY_FACES} faces (at most {PARITY_LIMIT:.0e})")
    logits = _finish(halve_weights(proto) if args.half else proto, model_id, splits, args, args.out)
    if args.int8:
        faces = quantize.calibration_faces(splits["Training"].images)
        if all(isinstance(layer, PLAIN) for layer in folded):
            some = faces[: quantize.RANGE_FACES]
            proto = to_onnx(quantize.clip(quantize.equalize(folded, some), some))
        quantized = _finish(quantize.to_int8(proto, faces), f"{model_id}-int8", splits, args, args.int8)
        agreement = float((logits.argmax(axis=1) == quantized.argmax(axis=1)).mean())
        print(f"agreement    {100 * agreement:.2f} % of the answers are those of {model_id}")


def _finish(proto: onnx.ModelProto, model_id: str, splits: dict[str, Faces], args, out: Path) -> np.ndarray:
    """Fits the temperature, writes metadata, file and hash, and returns the logits of the calibration faces."""
    calibration = splits[args.calibrate_on]
    logits = run(proto, calibration.images)
    temperature = metrics.fit_temperature(logits, calibration.labels)
    accuracy = float((logits.argmax(axis=1) == calibration.labels).mean())
    training = splits["Training"]
    golden = _golden_face(training)
    trained_on = args.training_data or f"FER2013 Training ({len(training)} faces), soft targets from FER+ votes"
    describe(
        proto,
        {
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
            "temperature": f"{temperature:.4f}",
            "license": LICENSE,
            "training-data": trained_on,
            "accuracy": f"{100 * accuracy:.2f} % on FER2013 {args.calibrate_on} ({len(calibration)} faces)",
            "selftest.input": base64.b64encode(golden.tobytes()).decode("ascii"),
            "selftest.output": ",".join(f"{v:.6f}" for v in run(proto, golden[None])[0]),
            "selftest.tolerance": INT8_TOLERANCE if model_id.endswith("-int8") else "0.01",
        },
    )
    onnx.checker.check_model(proto, full_check=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    content = proto.SerializeToString(deterministic=True)
    digest = hashlib.sha256(content).hexdigest()
    out.write_bytes(content)
    out.with_name(out.name + ".sha256").write_text(f"{digest}  {out.name}\n", encoding="ascii")

    before = metrics.ece(metrics.softmax(logits), calibration.labels)
    after = metrics.ece(metrics.softmax(logits, temperature), calibration.labels)
    print(f"{model_id}, {len(content) / 1e6:.2f} MB")
    print(f"accuracy     {100 * accuracy:.2f} % on {args.calibrate_on}")
    print(f"temperature  {temperature:.4f}: ECE {before:.4f} without, {after:.4f} with it")
    print("self-test    an average of happy faces")
    print(f"sha256       {digest}  {out}")
    return logits


def _golden_face(faces: Faces) -> np.ndarray:
    """An average (48, 48) uint8 of happy faces, since no real face may be in the file."""
    if faces.votes is not None:
        return np.rint(average_face(faces, "happy")).astype(np.uint8)
    return np.rint(faces.images[faces.labels == LABELS.index("happy")].mean(axis=0)).astype(np.uint8)


def load(path: Path) -> tuple[str, torch.nn.Module]:
    """The model id and the network, in eval mode, of a `best.pt`."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    network = networks.build(saved["model"])
    network.load_state_dict(saved["state"])
    return saved["model"], network.eval()


def to_onnx(network: torch.nn.Module) -> onnx.ModelProto:
    """Input `input` (batch, 1, 48, 48) float32, output `logits` (batch, 7) float32."""
    example = torch.rand(2, 1, SIDE, SIDE)
    program = torch.onnx.export(
        network,
        (example,),
        dynamo=True,
        verbose=False,
        opset_version=OPSET,
        input_names=["input"],
        output_names=["logits"],
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


def describe(proto: onnx.ModelProto, facts: dict[str, str]) -> None:
    """Writes the facts as metadata under `fer.`."""
    for key, value in facts.items():
        proto.metadata_props.add(key=f"fer.{key}", value=value)


def run(proto: onnx.ModelProto, images: np.ndarray) -> np.ndarray:
    """Logits (n, 7) of images (n, 48, 48) uint8 by ONNX Runtime on the CPU."""
    session = onnxruntime.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    x = images[:, None].astype(np.float32) / 255
    return np.concatenate([session.run(["logits"], {"input": x[i : i + 256]})[0] for i in range(0, len(x), 256)])


def largest_difference(network: torch.nn.Module, proto: onnx.ModelProto, images: np.ndarray) -> float:
    with torch.no_grad():
        expected = network(torch.from_numpy(images[:, None].astype(np.float32) / 255)).numpy()
    return float(np.abs(expected - run(proto, images)).max())
