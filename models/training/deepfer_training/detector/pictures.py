"""Pictures with or without labelled faces, and the part that is kept out of training."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

LABELS = ("bare", "mask", "mask_askew")


@dataclass
class Picture:
    path: Path
    set: str
    nobody: bool
    """Whether it is known to show no face."""
    boxes: np.ndarray = field(default_factory=lambda: np.zeros((0, 4), np.float32))
    """Left, top, right, bottom in pixels (n, 4)."""
    labels: list[str] = field(default_factory=list)

    @property
    def held_out(self) -> bool:
        """Whether it only judges: a fixed fifth of the labelled pictures, by the hash of their names."""
        return len(self.boxes) > 0 and hashlib.sha1(self.path.name.encode()).digest()[0] % 5 == 0

    def read(self) -> np.ndarray:
        """The pixels, BGR."""
        pixels = cv2.imread(str(self.path), cv2.IMREAD_COLOR)
        if pixels is None:
            raise ValueError(f"{self.path} cannot be read as a picture")
        return pixels


def read_pictures(folder: Path) -> list[Picture]:
    """
    The pictures of a folder. `pictures.csv` (picture, set, boxed: yes, no, no faces) names them, else all of the folder
    are taken as one set; `boxes.csv` (picture, label, xmin, ymin, xmax, ymax), if there, has the labelled faces.
    """
    listed = folder / "pictures.csv"
    if listed.exists():
        with open(listed, newline="", encoding="utf-8") as file:
            found = [Picture(folder / r["picture"], r["set"], r["boxed"] == "no faces") for r in csv.DictReader(file)]
    else:
        paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
        found = [Picture(path, folder.name, False) for path in paths]
    if not found:
        raise ValueError(f"{folder} has no pictures: neither in pictures.csv nor as .jpg or .png files")
    _add_boxes(folder / "boxes.csv", {p.path.name: p for p in found})
    return found


def _add_boxes(path: Path, by_name: dict[str, Picture]) -> None:
    if not path.exists():
        return
    rows: dict[str, list[dict]] = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["picture"], []).append(row)
    for name, boxes in rows.items():
        if name not in by_name:
            raise ValueError(f"{path} has boxes of {name!r}, which is not among the pictures")
        picture = by_name[name]
        picture.labels = [row["label"] for row in boxes]
        picture.boxes = np.array(
            [[float(row[k]) for k in ("xmin", "ymin", "xmax", "ymax")] for row in boxes], np.float32
        )
