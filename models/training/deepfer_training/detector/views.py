"""Views of pictures to train on: crops of all sizes, turned, distorted, masked, with the answers that fit."""

from __future__ import annotations

import math
from collections.abc import Iterator

import cv2
import numpy as np
import torch
from torch.utils.data import IterableDataset

from . import targets
from .pictures import Picture
from .teacher import Teacher

SIZE = 256
"""Pixels of a view's side."""
CANVAS = 384
"""Pixels of a side of what a turned view is cut from: more than SIZE times the root of two."""

VIEWS_OF_A_CANVAS = 6
WAITING = 600

LABEL_TO_TEACHER = {
    "bare": (-0.02, 1.04, 1.10),
    "mask": (-0.05, 1.00, 1.02),
    "mask_askew": (-0.05, 1.00, 1.02),
}
"""How the teacher frames a face, against the label: shift down in heights, width and height (medians of `street`)."""


class Views(IterableDataset):
    """Endless batches (pictures (n, 3, SIZE, SIZE) of bytes, targets (n, cells, TARGET_FIELDS)) from a seed."""

    def __init__(
        self, pictures: list[Picture], weights: dict[str, float], complete: set[str], teacher, batch: int, seed: int
    ):
        self.teacher_path = teacher
        self.complete, self.batch, self.seed = complete, batch, seed
        self.sets = [s for s in weights if any(p.set == s for p in pictures)]
        self.shares = np.array([weights[s] for s in self.sets])
        self.shares /= self.shares.sum()
        self.pools = {s: [p for p in pictures if p.set == s] for s in self.sets}
        self.cache: dict[str, list[np.ndarray]] = {}

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        self.teacher = Teacher(self.teacher_path)
        self.rng = np.random.default_rng(self.seed)
        waiting: list[tuple[np.ndarray, np.ndarray]] = []
        while True:
            # Views of one canvas are kept apart, in different batches.
            while len(waiting) < WAITING:
                waiting.extend(self.views())
            chosen = [self._take(waiting) for _ in range(self.batch)]
            pixels = np.ascontiguousarray(np.stack([c[0] for c in chosen]).transpose(0, 3, 1, 2))
            yield torch.from_numpy(pixels), torch.from_numpy(np.stack([c[1] for c in chosen]))

    def _take(self, waiting: list) -> tuple[np.ndarray, np.ndarray]:
        index = self.rng.integers(len(waiting))
        waiting[index], waiting[-1] = waiting[-1], waiting[index]
        return waiting.pop()

    def views(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Views of one canvas: the teacher answers once, and clearly, for all of them."""
        half = CANVAS // 2
        if self.rng.random() < 0.15:
            tiles = [(self._draw(), x, y, half) for y in (0, half) for x in (0, half)]
        else:
            tiles = [(self._draw(), 0, 0, CANVAS)]
        canvas, answers = self._answered(tiles, CANVAS)
        for _ in range(VIEWS_OF_A_CANVAS):
            yield self._view(canvas, answers)

    def _view(self, canvas: np.ndarray, answers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        rng = self.rng
        if rng.random() < 0.45:
            degrees = rng.uniform(-50, 50) if rng.random() < 0.65 else rng.normal(0, 12)
            matrix = cv2.getRotationMatrix2D(((CANVAS - 1) / 2, (CANVAS - 1) / 2), degrees, 1)
            matrix[:, 2] -= (CANVAS - SIZE) / 2
            pixels = cv2.warpAffine(canvas, matrix, (SIZE, SIZE), flags=cv2.INTER_LINEAR)
            answers = targets.turned(answers, CANVAS, SIZE, degrees)
        else:
            left, top = (32 * int(v) for v in rng.integers(0, (CANVAS - SIZE) // 32 + 1, 2))
            pixels = canvas[top : top + SIZE, left : left + SIZE].copy()
            answers = targets.cut(answers, CANVAS, SIZE, left, top)
        if rng.random() < 0.3:
            put_on_masks(pixels, answers, rng)
        return distort(pixels, rng), answers

    def _draw(self) -> Picture:
        pool = self.pools[self.sets[self.rng.choice(len(self.sets), p=self.shares)]]
        return pool[self.rng.integers(len(pool))]

    def _answered(self, tiles: list[tuple[Picture, int, int, int]], size: int) -> tuple[np.ndarray, np.ndarray]:
        """A canvas of tiles (picture, left, top, side) and the corrected answers for it."""
        canvas = np.empty((size, size, 3), np.uint8)
        labels = []
        for picture, left, top, side in tiles:
            pixels, matrix = self._crop(picture, side)
            canvas[top : top + side, left : left + side] = pixels
            matrix[:, 2] += left, top
            labels.append(_inside(labels_in(picture, matrix), left, top, side))
        answers = targets.from_teacher(self.teacher(canvas))
        halved = cv2.resize(canvas, (size // 2, size // 2), interpolation=cv2.INTER_AREA)
        targets.add_large(answers, size, self.teacher(halved))
        for picture, left, top, side in tiles:
            if picture.nobody:
                targets.nobody(answers, size, left, top, side)
        labelled = np.concatenate(labels)
        complete = all(p.set in self.complete or p.nobody for p, *_ in tiles)
        targets.correct(answers, labelled, size, complete)
        return canvas, answers

    def _crop(self, picture: Picture, side: int) -> tuple[np.ndarray, np.ndarray]:
        """A square of the picture, from a part of a face's surroundings to more than the whole; maybe mirrored."""
        rng = self.rng
        levels = self._levels(picture)
        height, width = levels[0].shape[:2]
        low, high = (1.0, 5.0) if picture.set == "portraits" else (0.6, 3.2)
        extent = min(height, width) * math.exp(rng.uniform(math.log(low), math.log(high)))
        x = rng.uniform(min(extent / 2, width / 2), max(width - extent / 2, width / 2))
        y = rng.uniform(min(extent / 2, height / 2), max(height - extent / 2, height / 2))
        scale = side / extent
        matrix = cv2.getRotationMatrix2D((x, y), rng.normal(0, 5), scale)
        matrix[:, 2] += side / 2 - x, side / 2 - y
        if rng.random() < 0.5:
            matrix[0] *= -1
            matrix[0, 2] += side
        level = 0
        while level + 1 < len(levels) and scale * 2 ** (level + 1) <= 1:
            level += 1
        shrunk = matrix.copy()
        shrunk[:, :2] *= 2**level
        # Pixel centres stand at half pixels in `matrix`, at whole ones in OpenCV's.
        shrunk[:, 2] = matrix[:, 2] + shrunk[:, :2].sum(axis=1) / 2 - 0.5
        border = tuple(int(v) for v in rng.integers(0, 256, 3))
        pixels = cv2.warpAffine(
            levels[level],
            shrunk,
            (side, side),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=border,
        )
        return pixels, matrix

    def _levels(self, picture: Picture) -> list[np.ndarray]:
        """The picture and its halvings by area."""
        name = str(picture.path)
        if name not in self.cache:
            levels = [picture.read()]
            while len(levels) < 4 and min(levels[-1].shape[:2]) >= 64:
                height, width = levels[-1].shape[:2]
                levels.append(cv2.resize(levels[-1], (width // 2, height // 2), interpolation=cv2.INTER_AREA))
            self.cache[name] = levels
        return self.cache[name]


def labels_in(picture: Picture, matrix: np.ndarray) -> np.ndarray:
    """The labelled faces (centre and size) where `matrix` puts them, framed as the teacher frames."""
    if not len(picture.boxes):
        return np.zeros((0, 4), np.float32)
    low, high = picture.boxes[:, :2], picture.boxes[:, 2:]
    size = high - low
    framing = np.array([LABEL_TO_TEACHER[label] for label in picture.labels], np.float32)
    centre = (low + high) / 2
    centre[:, 1] += framing[:, 0] * size[:, 1]
    scale = math.sqrt(abs(np.linalg.det(matrix[:, :2])))
    moved = centre @ matrix[:, :2].T + matrix[:, 2]
    return np.concatenate([moved, size * framing[:, 1:] * scale], axis=1).astype(np.float32)


def _inside(labels: np.ndarray, left: int, top: int, side: int) -> np.ndarray:
    """The labels of which a tile shows most."""
    low = np.maximum(labels[:, :2] - labels[:, 2:] / 2, (left, top))
    high = np.minimum(labels[:, :2] + labels[:, 2:] / 2, (left + side, top + side))
    return labels[np.prod(np.maximum(high - low, 0), axis=1) >= 0.7 * np.prod(labels[:, 2:], axis=1)]


def put_on_masks(pixels: np.ndarray, answers: np.ndarray, rng: np.random.Generator) -> None:
    """Paints a mask over nose, mouth and chin of some faces: the answers stay those for the bare face."""
    boxes, points, _ = targets.faces(answers, SIZE, 0.6)
    for box, (right_eye, left_eye, nose, right_mouth, left_mouth) in zip(boxes, points, strict=True):
        if rng.random() < 0.4 or box[2] < 12:
            continue
        down = (right_mouth + left_mouth) / 2 - (right_eye + left_eye) / 2
        across = (left_eye - right_eye) + (left_mouth - right_mouth)
        top = nose - down * rng.uniform(0.1, 0.45)
        chin = (right_mouth + left_mouth) / 2 + down * rng.uniform(0.45, 0.75)
        half = across * rng.uniform(0.38, 0.5)
        middle = (nose + chin) / 2
        outline = [top, top + half * 0.9 + down * 0.1, middle + half, chin + half * 0.5, chin + down * 0.08]
        outline += [chin - half * 0.5, middle - half, top - half * 0.9 + down * 0.1]
        colour = (rng.integers(150, 256, 3) if rng.random() < 0.6 else rng.integers(0, 256, 3)).tolist()
        shape = np.round(np.array(outline) * 16).astype(np.int32)
        layer = pixels.copy()
        cv2.fillPoly(layer, [shape], colour, cv2.LINE_AA, 4)
        # A little of the face's own light and shadow shines through.
        cv2.addWeighted(layer, 0.85, pixels, 0.15, 0, dst=pixels)


def distort(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Light, colour, blur, noise and compression, as cameras and networks make them."""
    if rng.random() < 0.12:
        radius = rng.uniform(0.5, 1.8)
        pixels = cv2.GaussianBlur(pixels, (0, 0), radius)
    elif rng.random() < 0.12:
        factor = rng.uniform(1.3, 2.5)
        side = int(SIZE / factor)
        small = cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA)
        pixels = cv2.resize(small, (SIZE, SIZE), interpolation=cv2.INTER_LINEAR)
    levels = np.arange(256, dtype=np.float32)
    mean = float(pixels.mean())
    table = (levels - mean) * rng.uniform(0.6, 1.35) + mean + rng.uniform(-35, 35)
    tables = np.repeat(table[:, None], 3, axis=1)
    if rng.random() < 0.3:
        tables *= rng.uniform(0.8, 1.2, 3)
    if rng.random() < 0.25:
        tables = 255 * (np.clip(tables, 0, 255) / 255) ** math.exp(rng.uniform(-0.5, 1.0))
    if rng.random() < 0.07:
        tables *= rng.uniform(0.15, 0.5)
    pixels = cv2.LUT(pixels, np.clip(tables, 0, 255).astype(np.uint8)[None])
    if rng.random() < 0.15:
        pixels = cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    if rng.random() < 0.12:
        noise = np.empty(pixels.shape, np.int16)
        cv2.setRNGSeed(int(rng.integers(2**31)))
        cv2.randn(noise, 0, rng.uniform(2, 12))
        pixels = np.clip(pixels + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.2:
        quality = int(rng.uniform(20, 80))
        pixels = cv2.imdecode(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
    return pixels
