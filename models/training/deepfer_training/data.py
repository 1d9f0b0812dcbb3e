"""FER2013, as a CSV file or as pictures, and the FER+ votes, read into arrays."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

LABELS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
SIDE = 48

# The columns of fer2013new.csv that mean one of our seven classes, in the order of LABELS.
# Contempt, unknown and NF (no face) have no class of their own in FER2013.
_VOTE_COLUMNS = ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral")
_USAGES = {"train": "Training", "training": "Training", "test": "PublicTest", "publictest": "PublicTest"}
_OTHER_COLUMNS = ("contempt", "unknown", "NF")


@dataclass(frozen=True)
class Votes:
    """FER+ votes, counts per row: `ours` in the order of LABELS (n, 7), `other` for the rest (n, 3)."""

    ours: np.ndarray
    other: np.ndarray

    def take(self, index: np.ndarray) -> Votes:
        return Votes(self.ours[index], self.other[index])

    def distribution(self, least: int = 5) -> tuple[np.ndarray, np.ndarray]:
        """Per row the shares of the seven classes, and whether at least `least` votes fell on them."""
        total = self.ours.sum(axis=1)
        return self.ours / np.maximum(total, 1)[:, None], total >= least

    def shares(self) -> np.ndarray:
        """Per row the shares of all ten answers, ours first (n, 10)."""
        every = np.concatenate([self.ours, self.other], axis=1)
        return every / np.maximum(every.sum(axis=1), 1)[:, None]

    def majority(self) -> np.ndarray:
        """Per row the class with the most votes of all ten; -1 where that is shared or none of the seven."""
        top = self.ours.max(axis=1)
        unique = (self.ours == top[:, None]).sum(axis=1) == 1
        return np.where(unique & (top > self.other.max(axis=1)), self.ours.argmax(axis=1), -1)


@dataclass(frozen=True)
class Faces:
    """Images (n, 48, 48) uint8, labels (n,) int64 in the order of LABELS, and votes if given."""

    images: np.ndarray
    labels: np.ndarray
    votes: Votes | None

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, index: np.ndarray) -> Faces:
        votes = None if self.votes is None else self.votes.take(index)
        return Faces(self.images[index], self.labels[index], votes)


@dataclass(frozen=True)
class Unlabelled:
    """Images (n, 48, 48) uint8 of unknown emotion, and the columns (n,) that their faces.csv has, without it none."""

    images: np.ndarray
    columns: dict[str, np.ndarray]


def read_unlabelled(path: Path) -> Unlabelled:
    """
    Reads all pictures of 48x48 in a directory and those below it; or, where it has a faces.csv with the columns mosaic,
    row and column, the cells of `mosaic-N.jpg` or `.png` that its rows name.
    """
    if not path.is_dir():
        raise ValueError(f"{path}: expected a directory of faces")
    listing = path / "faces.csv"
    if listing.exists():
        return _read_mosaics(path, listing)
    files = sorted(file for file in path.rglob("*") if file.suffix.lower() in (".png", ".jpg", ".jpeg"))
    if not files:
        raise ValueError(f"{path}: found no pictures; expected .png or .jpg, or mosaics with a faces.csv")
    return Unlabelled(np.stack([_read_grey(file) for file in files]), {})


def _read_mosaics(path: Path, listing: Path) -> Unlabelled:
    with open(listing, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or not {"mosaic", "row", "column"} <= rows[0].keys():
        raise ValueError(f"{listing}: expected rows with the columns mosaic, row and column")
    mosaics: dict[str, np.ndarray] = {}
    images = []
    for number, row in enumerate(rows, start=2):
        if row["mosaic"] not in mosaics:
            file = next(iter(sorted(path.glob(f"mosaic-{row['mosaic']}.*"))), None)
            if file is None:
                raise ValueError(f"{listing}:{number}: found no mosaic-{row['mosaic']}.jpg or .png beside it")
            with Image.open(file) as picture:
                mosaics[row["mosaic"]] = np.asarray(picture.convert("L"))
        y, x = int(row["row"]) * SIDE, int(row["column"]) * SIDE
        image = mosaics[row["mosaic"]][y : y + SIDE, x : x + SIDE]
        if image.shape != (SIDE, SIDE):
            raise ValueError(f"{listing}:{number}: row {row['row']}, column {row['column']} lies outside the mosaic")
        images.append(image)
    return Unlabelled(np.stack(images), {name: np.array([row[name] for row in rows]) for name in rows[0]})


def _read_grey(file: Path) -> np.ndarray:
    with Image.open(file) as picture:
        image = np.asarray(picture.convert("L"))
    if image.shape != (SIDE, SIDE):
        height, width = image.shape
        raise ValueError(f"{file}: expected a face of {SIDE}x{SIDE} pixels, got {width}x{height}; scale it")
    return image


def read_faces(path: Path, votes_path: Path | None = None) -> dict[str, Faces]:
    """Reads FER2013's CSV file or a directory of pictures into one `Faces` per usage."""
    if path.is_dir():
        if votes_path is not None:
            raise ValueError(f"FER+ votes belong to the rows of fer2013.csv; leave --votes out with directory {path}")
        return _read_directory(path)
    return read_fer2013(path, votes_path)


def _read_directory(path: Path) -> dict[str, Faces]:
    """
    `path/USAGE/CLASS/*.png`, where `train` and `test` mean Training and PublicTest; of a `path/CLASS/*.png` without
    usages, every tenth picture of a class, by name, becomes PublicTest.
    """
    usages = {
        _USAGES.get(sub.name.lower(), sub.name): _read_classes(sub)
        for sub in sorted(path.iterdir())
        if sub.is_dir() and any((sub / label).is_dir() for label in LABELS)
    }
    if usages:
        return usages
    everything, number = _read_classes(path), np.zeros(0, dtype=int)
    for label in np.unique(everything.labels):
        number = np.concatenate([number, np.arange((everything.labels == label).sum())])
    held_out = number % 10 == 9
    return {
        "Training": everything.take(np.flatnonzero(~held_out)),
        "PublicTest": everything.take(np.flatnonzero(held_out)),
    }


def _read_classes(path: Path) -> Faces:
    images, labels = [], []
    for label, name in enumerate(LABELS):
        for file in sorted((path / name).glob("*.png")):
            images.append(_read_grey(file))
            labels.append(label)
    if not images:
        raise ValueError(f"{path}: found no CLASS/*.png; expected a directory per class: {', '.join(LABELS)}")
    return Faces(np.stack(images), np.array(labels, dtype=np.int64), None)


def read_fer2013(path: Path, votes_path: Path | None = None) -> dict[str, Faces]:
    """Reads `fer2013.csv` or `fer2013.csv.gz` into one `Faces` per usage, in file order."""
    labels, images, usages = [], [], []
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="ascii", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            image = np.fromstring(row["pixels"], dtype=np.int64, sep=" ")
            label = int(row["emotion"])
            if image.size != SIDE * SIDE or image.min() < 0 or image.max() > 255:
                raise ValueError(f"{path}:{number}: expected {SIDE * SIDE} pixels of 0..255, got {image.size}")
            if not 0 <= label < len(LABELS):
                raise ValueError(f"{path}:{number}: expected an emotion of 0..6, got {label}")
            images.append(image.astype(np.uint8).reshape(SIDE, SIDE))
            labels.append(label)
            usages.append(row["Usage"])
    usage = np.array(usages)
    votes = None if votes_path is None else _read_votes(votes_path, usages)
    everything = Faces(np.stack(images), np.array(labels, dtype=np.int64), votes)
    return {str(u): everything.take(np.flatnonzero(usage == u)) for u in np.unique(usage)}


def _read_votes(path: Path, usages: list[str]) -> Votes:
    ours, other, vote_usages = [], [], []
    with open(path, encoding="ascii", newline="") as file:
        for row in csv.DictReader(file):
            ours.append([int(row[c]) for c in _VOTE_COLUMNS])
            other.append([int(row[c]) for c in _OTHER_COLUMNS])
            vote_usages.append(row["Usage"])
    if vote_usages != usages:
        raise ValueError(
            f"{path}: {len(vote_usages)} rows do not belong to the {len(usages)} faces row for row; "
            "give the fer2013new.csv of the same faces in the same order"
        )
    return Votes(np.array(ours, dtype=np.float32), np.array(other, dtype=np.float32))
