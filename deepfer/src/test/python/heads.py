"""Writes what PyTorch says of the faces of pictures/, for HeadsTest.

    cd models/training
    python ../../deepfer/src/test/python/heads.py runs/lite2/best.pt fer2013.csv.gz fer2013new.csv \\
        ../../pictures ../../deepfer/src/test/resources/io/github/deepfer/it/heads.csv

A line per face of scenes.csv and head: the probabilities of the network in the best.pt that lite.onnx was exported
from. The faces are cut out and shrunk by OpenCV and PyTorch. Needs opencv-python-headless and what the package needs.
"""

import csv
import sys
from pathlib import Path

import cv2
import numpy as np
import torch

from deepfer_training import checkpoints, export, heads, metrics
from deepfer_training.data import LABELS, SIDE, read_faces


def faces(pictures: Path):
    """Each face's scene and box, and its pixels as the network takes them, which stay fractions after shrinking."""
    with open(pictures / "scenes.csv", newline="") as file:
        for row in csv.DictReader(file):
            x, y, width, height = (int(row[key]) for key in ("x", "y", "width", "height"))
            grey = cv2.cvtColor(cv2.imread(str(pictures / f"{row['scene']}.png")), cv2.COLOR_BGR2GRAY)
            crop = torch.from_numpy(grey[y : y + height, x : x + width].astype(np.float64))[None, None]
            small = torch.nn.functional.interpolate(
                crop, size=(SIDE, SIDE), mode="bilinear", align_corners=False, antialias=True
            )
            yield (row["scene"], x, y, width, height), (small / 255).float()


@torch.no_grad()
def main(weights: str, data: str, votes: str, pictures: str, out: str) -> None:
    _, network = checkpoints.load(Path(weights))
    network = export.calibrated(network, read_faces(Path(data), Path(votes))["PublicTest"])
    with open(out, "w", newline="", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("scene", "x", "y", "width", "height", "head", *LABELS))
        for place, x in faces(Path(pictures)):
            for head, logits in heads.split(network(x).numpy()).items():
                writer.writerow((*place, head, *(f"{p:.7f}" for p in metrics.softmax(logits)[0])))


if __name__ == "__main__":
    main(*sys.argv[1:])
