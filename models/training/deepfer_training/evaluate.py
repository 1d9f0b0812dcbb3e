"""Evaluation of a checkpoint or an ONNX file, and the curves of a training run."""

from __future__ import annotations

import argparse
import csv
import json
from dataclasses import replace
from pathlib import Path

import matplotlib
import numpy as np
import onnx
import torch

from . import checkpoints, export, heads, metrics
from .camera import Camera
from .data import LABELS, Faces, read_faces
from .duplicates import near_duplicates

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", type=Path, help="best.pt or an exported .onnx")
    parser.add_argument("--data", type=Path, required=True, help="fer2013.csv[.gz], or a directory of CLASS/*.png")
    parser.add_argument("--votes", type=Path, help="fer2013new.csv: also the accuracy on the FER+ majority")
    parser.add_argument("--usage", default="PublicTest")
    parser.add_argument("--head", help="whose figures per class are printed; all heads are in the summary and the report")
    parser.add_argument("--flip", action="store_true", help="average the logits with those of the mirrored faces")
    parser.add_argument("--camera", action="store_true", help="distort the faces as cameras and detectors do, always in the same way")
    parser.add_argument("--log", type=Path, help="log.csv of the run: draws its curves")
    parser.add_argument("--out", type=Path, help="directory for report.json, confusion-HEAD.png and curves.png")


def main(args: argparse.Namespace) -> None:
    splits = read_faces(args.data, args.votes)
    if args.usage not in splits:
        raise ValueError(f"{args.data} has no rows of usage {args.usage!r}; it has {', '.join(splits)}")
    faces = splits[args.usage]
    if args.camera:
        faces = replace(faces, images=distorted(faces.images))
    answers = answers_of(args.model, faces.images)
    if args.flip:
        mirrored = answers_of(args.model, np.ascontiguousarray(faces.images[:, :, ::-1]))
        answers = {head: (logits + mirrored[head]) / 2 for head, logits in answers.items()}
    head = args.head or list(answers)[-1]
    if head not in answers:
        raise ValueError(f"{args.model} has no head {head!r}; it has {', '.join(answers)}")
    unseen = None
    if args.usage != "Training" and "Training" in splits:
        unseen = ~near_duplicates(faces.images, splits["Training"].images)
    reports = {name: _report(logits, faces, unseen) for name, logits in answers.items()}
    print(_table(head, reports))
    if args.out is not None:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "report.json").write_text(json.dumps(reports, indent=2) + "\n", encoding="ascii")
        for name, report in reports.items():
            _draw_confusion(report, args.out / f"confusion-{name}.png")
        if args.log is not None:
            draw_curves(args.log, args.out / "curves.png")


def answers_of(path: Path, images: np.ndarray) -> dict[str, np.ndarray]:
    """The logits (n, 7) of every head of a `best.pt` or .onnx for images (n, 48, 48) uint8; the default head is last."""
    if path.suffix == ".onnx":
        return export.run(onnx.load(path), images)
    return heads.split(export.run_torch(checkpoints.load(path)[1], images))


def distorted(images: np.ndarray) -> np.ndarray:
    """The images (n, 48, 48) uint8 after a `Camera` each."""
    x = Camera()(torch.from_numpy(images)[:, None].float() / 255, torch.Generator().manual_seed(1))
    return (x[:, 0] * 255).round().to(torch.uint8).numpy()


def _report(logits: np.ndarray, faces: Faces, unseen: np.ndarray | None) -> dict:
    report = metrics.report(metrics.softmax(logits), faces.labels, faces.votes)
    if unseen is not None:
        right = logits.argmax(axis=1) == faces.labels
        report["withoutNearDuplicates"] = {"samples": int(unseen.sum()), "accuracy": float(right[unseen].mean())}
    return report


def _table(head: str, reports: dict[str, dict]) -> str:
    report = reports[head]
    lines = [f"{head:10}{'precision':>10}{'recall':>10}{'f1':>10}{'support':>10}"]
    for name, row in report["perClass"].items():
        lines.append(f"{name:10}{row['precision']:10.4f}{row['recall']:10.4f}{row['f1']:10.4f}{row['support']:10}")
    if "withoutNearDuplicates" in report:
        rest = report["withoutNearDuplicates"]
        lines.append(f"accuracy {rest['accuracy']:.4f} on the {rest['samples']} without a near-duplicate in Training")
    lines += ["", f"{'head':10}{'accuracy':>10}{'macro-F1':>10}{'ECE':>10}{'FER+':>10}{'FER+ ECE':>10}"]
    for name, each in reports.items():
        votes = each.get("votes", {"accuracy": float("nan"), "ece": float("nan")})
        lines.append(
            f"{name:10}{each['accuracy']:10.4f}{each['macroF1']:10.4f}{each['ece']:10.4f}"
            f"{votes['accuracy']:10.4f}{votes['ece']:10.4f}"
        )
    lines.append(f"({report['samples']} faces, {report.get('votes', {'samples': 0})['samples']} with a FER+ majority)")
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
        rows = [{key: float(value or "nan") for key, value in row.items()} for row in csv.DictReader(file)]
    epochs = [row["epoch"] for row in rows]
    panels = {"loss": ("train_loss", "val_loss"), "accuracy": ("val_accuracy", "val_votes_accuracy"), "learning rate": ("learning_rate",)}
    figure, axes = plt.subplots(1, len(panels), figsize=(12, 3.6), layout="constrained")
    for axis, (title, columns) in zip(axes, panels.items(), strict=True):
        for column in columns:
            axis.plot(epochs, [row[column] for row in rows], label=column)
        axis.set(title=title, xlabel="epoch")
        axis.legend()
        axis.grid(alpha=0.3)
    figure.savefig(path, dpi=120)
    plt.close(figure)
