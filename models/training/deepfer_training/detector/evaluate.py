"""Evaluation on labelled boxes: recall by size, mask and tilt, and the boxes that match no label."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from .cells import best, boxes_of, grid, overlap
from .network import FIELDS, MULTIPLE, SCORE, FaceNet, rows
from .pictures import Picture, read_pictures
from .teacher import Teacher

MATCH = 0.4
"""A box and a label that overlap so much (intersection over union) are the same face."""
SIZES = (("40", 40, 1e9), ("20", 20, 40), ("0", 0, 20))
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)

Answers = Callable[[np.ndarray], np.ndarray]
"""From a picture (height, width, BGR), sides multiples of 32, to answers per cell (cells, FIELDS)."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", type=Path, help="weights of a run (.pt), or a detector in YuNet's format (.onnx)")
    parser.add_argument("--data", type=Path, required=True, help="folder with pictures and boxes.csv")
    parser.add_argument("--set", default="street", help="the set that judges")
    parser.add_argument("--part", choices=("held-out", "trained", "all"), default="held-out")
    parser.add_argument("--side", type=int, nargs="+", default=[480, 640], help="longest sides of what is searched")
    parser.add_argument("--turn", type=float, nargs="+", default=[0, 30], help="degrees; also turned the other way")
    parser.add_argument("--score", type=float, nargs="+", default=THRESHOLDS)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, help="JSON file of the figures")


def main(args: argparse.Namespace) -> None:
    torch.set_num_threads(args.threads)
    answers = open_model(args.model)
    pictures = [p for p in read_pictures(args.data) if p.set == args.set and len(p.boxes)]
    if args.part != "all":
        pictures = [p for p in pictures if p.held_out == (args.part == "held-out")]
    if not pictures:
        raise ValueError(f"{args.data} has no labelled pictures of the set {args.set!r} in the part {args.part!r}")
    report = []
    print(f"{args.model.name}: {len(pictures)} pictures of {args.set}, {args.part}")
    print("side turn score | bare>=40 20-40 <20 | mask>=40 20-40 | unmatched boxes average-precision")
    for side in args.side:
        for turn in args.turn:
            seen = [s for p in pictures for s in _search(p, answers, side, turn)]
            precision = average_precision(seen)
            for threshold in args.score:
                row = {"side": side, "turn": turn, "score": threshold, "ap": precision, **figures(seen, threshold)}
                report.append(row)
                print(
                    f"{side} {turn:4.0f} {threshold:.2f} | {row['bare40']:.3f} {row['bare20']:.3f} {row['bare0']:.3f}"
                    f" | {row['mask40']:.3f} {row['mask20']:.3f} | {row['unmatched']:.3f} {row['boxes']:5d} {precision:.4f}",
                    flush=True,
                )
    if args.out is not None:
        args.out.write_text(json.dumps(report, indent=1) + "\n", encoding="ascii")


def open_model(path: Path) -> Answers:
    if path.suffix == ".onnx":
        return Teacher(path)
    network = FaceNet()
    network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    network.eval()

    @torch.no_grad()
    def answers(picture: np.ndarray) -> np.ndarray:
        x = torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)[None], dtype=np.float32)) / 255
        out = rows(network(x))[0]
        out[:, SCORE] = out[:, SCORE].sigmoid()
        return out[:, :FIELDS].numpy()

    return answers


def find(answers: Answers, picture: np.ndarray, side: int, least: float) -> tuple[np.ndarray, np.ndarray]:
    """Scores and boxes (centre and size, in pixels of the picture), searched with `side` pixels at the longer side."""
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    shrunk = cv2.resize(
        picture,
        (max(1, round(width * scale)), max(1, round(height * scale))),
        interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR,
    )
    canvas = np.zeros((_padded(shrunk.shape[0]), _padded(shrunk.shape[1]), 3), np.uint8)
    canvas[: shrunk.shape[0], : shrunk.shape[1]] = shrunk
    out = answers(canvas)
    cells = grid(*canvas.shape[:2])
    some = np.flatnonzero(out[:, 0] >= least)
    boxes = boxes_of(out[some], cells[some]) / scale
    kept = best(out[some, 0], boxes)
    return out[some, 0][kept], boxes[kept]


def _padded(pixels: int) -> int:
    return -(-pixels // MULTIPLE) * MULTIPLE


@dataclass
class Searched:
    labels: list[str]
    sizes: np.ndarray
    """Side in pixels of the labelled faces as they are in the file: the root of the area."""
    scores: np.ndarray
    common: np.ndarray
    """Overlap of boxes, best score first, and labels."""


def _search(picture: Picture, answers: Answers, side: int, turn: float) -> list[Searched]:
    pixels = picture.read()
    sizes = np.sqrt(np.prod(picture.boxes[:, 2:] - picture.boxes[:, :2], axis=1))
    found = []
    for degrees in sorted({turn, -turn}):
        seen, labelled = turned(pixels, picture.boxes, degrees)
        # As large as it was before it was turned: a larger frame must not make the faces smaller.
        longest = round(side * max(seen.shape[:2]) / max(pixels.shape[:2]))
        scores, boxes = find(answers, seen, longest, 0.15)
        found.append(Searched(picture.labels, sizes, scores, overlap(boxes, labelled)))
    return found


def turned(pixels: np.ndarray, boxes: np.ndarray, degrees: float) -> tuple[np.ndarray, np.ndarray]:
    """The picture turned about its centre in a frame that holds all of it; boxes around the ellipses, turned along."""
    centre, size = (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]
    if degrees == 0:
        return pixels, np.concatenate([centre, size], axis=1)
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    frame = round(width * cos + height * sin), round(width * sin + height * cos)
    matrix[:, 2] += frame[0] / 2 - width / 2, frame[1] / 2 - height / 2
    moved = centre @ matrix[:, :2].T + matrix[:, 2]
    around = np.stack([np.hypot(size[:, 0] * cos, size[:, 1] * sin), np.hypot(size[:, 0] * sin, size[:, 1] * cos)], 1)
    return cv2.warpAffine(pixels, matrix, frame), np.concatenate([moved, around], axis=1)


def _assign(searched: Searched, least: float) -> tuple[np.ndarray, np.ndarray]:
    """For each box of at least this score the label it finds, or -1; every label is found once, by the best box."""
    kept = searched.scores >= least
    common = searched.common[kept].copy()
    finds = np.full(len(common), -1)
    for i in range(len(common)):
        if common.shape[1] and common[i].max() >= MATCH:
            finds[i] = int(common[i].argmax())
            common[:, finds[i]] = 0
    return finds, searched.scores[kept]


def figures(seen: list[Searched], least: float) -> dict[str, float]:
    """Recall by label and size, and which share of the boxes finds nothing."""
    counts: dict[str, list[int]] = {}
    boxes = unmatched = 0
    for searched in seen:
        finds, _ = _assign(searched, least)
        boxes += len(finds)
        unmatched += int((finds < 0).sum())
        for i, (label, size) in enumerate(zip(searched.labels, searched.sizes, strict=True)):
            group = ("bare" if label == "bare" else "mask") + next(n for n, low, high in SIZES if low <= size < high)
            count = counts.setdefault(group, [0, 0])
            count[0] += int(i in finds)
            count[1] += 1
    recall = {f"{kind}{name}": float("nan") for kind in ("bare", "mask") for name, *_ in SIZES}
    recall |= {group: hit / of for group, (hit, of) in counts.items()}
    return {**recall, "unmatched": unmatched / max(1, boxes), "boxes": boxes}


def average_precision(seen: list[Searched]) -> float:
    """Area under precision over recall, of all labels of at least 20 pixels; smaller ones neither count nor harm."""
    scores, hits, total = [], [], 0
    for searched in seen:
        large = searched.sizes >= 20
        total += int(large.sum())
        finds, found = _assign(searched, 0)
        for score, label in zip(found, finds, strict=True):
            if label < 0 or large[label]:
                scores.append(score)
                hits.append(label >= 0)
    order = np.argsort(-np.array(scores), kind="stable")
    right = np.cumsum(np.array(hits, float)[order])
    precision = right / np.arange(1, len(right) + 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    steps = np.diff(np.concatenate([[0], right])) / max(1, total)
    return float((precision * steps).sum())
