"""Evaluation of a checkpoint or an ONNX file, and the curves of a training run."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import matplotlib
import numpy as np
import onnx
import torch

from . import export, metrics
from .data import LABELS, read_faces
from .duplicates import near_duplicates

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", type=Path, help="best.pt or an exported .onnx")
    parser.add_argument("--data", type=Path, required=True, help="fer2013.csv[.gz], or a directory of CLASS/*.png")
    parser.add_argument("--votes", type=Path, help="fer2013new.csv: also the accuracy on the FER+ majority")
    parser.add_argument("--usage", default="PublicTest")
    parser.add_argument("--flip", action="store_true", help="average the logits with those of the mirrored faces")
    parser.add_argument("--log", type=Path, help="log.csv of the run: draws its curves")
    parser.add_argument("--out", type=Path, help="directory for report.json, confusion.png and curves.png")


def main(args: argparse.Namespace) -> None:
    splits = read_faces(args.data, args.votes)
    if args.usage not in splits:
        raise ValueError(f"{args.data} has no rows of usage {args.usage!r}; it has {', '.join(splits)}")
    faces = splits[args.usage]
    predict, temperature = _open(args.model)
    logits = predict(faces.images)
    if args.flip:
        logits = (logits + predict(np.ascontiguousarray(faces.images[:, :, ::-1]))) / 2
    report = metrics.report(metrics.softmax(logits, temperature), faces.labels, faces.votes)
    if args.usage != "Training" and "Training" in splits:
        unseen = ~near_duplicates(faces.images, splits["Training"].images)
        right = logits.argmax(axis=1) == faces.labels
        report["withoutNearDuplicates"] = {"samples": int(unseen.sum()), "accuracy": float(right[unseen].mean())}
    print(_table(report))
    if args.out is not None:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "report.json").write_text(json.dumps(report, indent=2) + "\n", encoding="ascii")
        _draw_confusion(report, args.out / "confusion.png")
        if args.log is not None:
            draw_curves(args.log, args.out / "curves.png")


def _open(path: Path):
    """A function from images (n, 48, 48) uint8 to logits (n, 7), and the temperature of the probabilities."""
    if path.suffix == ".onnx":
        proto = onnx.load(path)
        facts = {p.key: p.value for p in proto.metadata_props}
        return (lambda images: export.run(proto, images)), float(facts["fer.temperature"])
    _, network = export.load(path)
    return (lambda images: _run(network, images)), 1.0


@torch.no_grad()
def _run(network: torch.nn.Module, images: np.ndarray) -> np.ndarray:
    batches = torch.from_numpy(images)[:, None].split(256)
    return torch.cat([network(x.float() / 255) for x in batches]).numpy()


def _table(report: dict) -> str:
    lines = [f"{'':10}{'precision':>10}{'recall':>10}{'f1':>10}{'support':>10}"]
    for name, row in report["perClass"].items():
        lines.append(f"{name:10}{row['precision']:10.4f}{row['recall']:10.4f}{row['f1']:10.4f}{row['support']:10}")
    lines.append(
        f"accuracy {report['accuracy']:.4f}  macro-F1 {report['macroF1']:.4f}  ECE {report['ece']:.4f}  "
        f"({report['samples']} faces)"
    )
    if "withoutNearDuplicates" in report:
        rest = report["withoutNearDuplicates"]
        lines.append(f"accuracy {rest['accuracy']:.4f} on the {rest['samples']} without a near-duplicate in Training")
    if "votes" in report:
        lines.append(f"accuracy {report['votes']['accuracy']:.4f} on {report['votes']['samples']} FER+ majorities")
    return "\n".join(lines)


def _draw_confusion(report: dict, path: Path) -> None:
    rows = np.array(report["confusion"]["rows"])
    shares = rows / np.maximum(rows.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(6.4, 5.6), layout="constrained")
    image = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (i, j), share in np.ndenumerate(shares):
        axes.text(j, i, f"{share:.2f}", ha="center", va="center", color="white" if share > 0.5 else "black")
    axes.set_xticks(range(len(LABELS)), LABELS, rotation=45)
    axes.set_yticks(range(len(LABELS)), LABELS)
    axes.set(xlabel="predicted", ylabel="label", title=f"accuracy {100 * report['accuracy']:.2f} %")
    figure.colorbar(image, label="share of the label")
    figure.savefig(path, dpi=120)
    plt.close(figure)


def draw_curves(log: Path, path: Path) -> None:
    """Draws the loss, the accuracy and the learning rate over the epochs of a `log.csv`."""
    with open(log, newline="", encoding="ascii") as file:
        rows = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]
    epochs = [row["epoch"] for row in rows]
    panels = {"loss": ("train_loss", "val_loss"), "accuracy": ("val_accuracy",), "learning rate": ("learning_rate",)}
    figure, axes = plt.subplots(1, len(panels), figsize=(12, 3.6), layout="constrained")
    for axis, (title, columns) in zip(axes, panels.items(), strict=True):
        for column in columns:
            axis.plot(epochs, [row[column] for row in rows], label=column)
        axis.set(title=title, xlabel="epoch")
        axis.legend()
        axis.grid(alpha=0.3)
    figure.savefig(path, dpi=120)
    plt.close(figure)
