"""Whether the answers differ between groups of people whom a teacher gives the same label."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from . import metrics
from .data import LABELS, read_unlabelled
from .evaluate import answers_of

# Means of fewer faces say nothing.
LEAST_FACES = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", type=Path, help="best.pt or .onnx that is looked at")
    parser.add_argument("--teacher", type=Path, required=True, help="best.pt or .onnx whose answers stand for labels")
    parser.add_argument("--faces", type=Path, required=True, help="directory of mosaics with a faces.csv that has groups")
    parser.add_argument("--by", default="race", help="the column of faces.csv that names a face's group")
    parser.add_argument("--head", help="of both; else the model's default")


def main(args: argparse.Namespace) -> None:
    faces = read_unlabelled(args.faces)
    if args.by not in faces.columns:
        known = ", ".join(faces.columns) or "no faces.csv"
        raise ValueError(f"{args.faces} has no column {args.by!r}; it has {known}")
    answers, labels = answers_of(args.model, faces.images), answers_of(args.teacher, faces.images)
    head = args.head or list(answers)[-1]
    for path, found in (args.model, answers), (args.teacher, labels):
        if head not in found:
            raise ValueError(f"{path} has no head {head!r}; it has {', '.join(found)}")
    print(table(metrics.softmax(answers[head]), labels[head].argmax(axis=1), faces.columns[args.by]))


def table(probabilities: np.ndarray, labels: np.ndarray, groups: np.ndarray) -> str:
    """
    As Markdown, per group and label: the mean probability (n, 7) that the label gets, and of how many faces. Beside
    a label that not all groups have at least 30 faces of stands a dash where they are missing.
    """
    names = [str(name) for name in np.unique(groups)]
    lines = ["| label | " + " | ".join([*names, "all", "largest gap"]) + " |", "|---" * (len(names) + 3) + "|"]
    for label, emotion in enumerate(LABELS):
        cells, means = [], []
        for group in [*names, None]:
            chosen = (labels == label) & ((groups == group) if group is not None else True)
            if chosen.sum() < LEAST_FACES:
                cells.append(f"- ({chosen.sum()})")
                continue
            mean = float(probabilities[chosen, label].mean())
            cells.append(f"{mean:.3f} ({chosen.sum()})")
            if group is not None:
                means.append(mean)
        gap = f"{max(means) - min(means):.3f}" if len(means) > 1 else "-"
        lines.append("| " + " | ".join([emotion, *cells, gap]) + " |")
    return "\n".join(lines)
