"""Arithmetic on cells: where they are, what box they give, and the best boxes of many."""

from __future__ import annotations

import functools

import numpy as np

from .network import STRIDES


@functools.lru_cache(maxsize=64)
def grid(height: int, width: int) -> np.ndarray:
    """Column, row and stride of every cell (cells, 3) of a picture whose sides are multiples of 32."""
    parts = []
    for stride in STRIDES:
        row, column = np.divmod(np.arange((height // stride) * (width // stride)), width // stride)
        parts.append(np.stack([column, row, np.full_like(row, stride)], axis=1))
    cells = np.concatenate(parts).astype(np.float32)
    cells.setflags(write=False)
    return cells


def boxes_of(answers: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Centre x and y, width and height in pixels (n, 4) of answers (n, FIELDS)."""
    stride = cells[:, 2:]
    centre = (cells[:, :2] + answers[:, 1:3]) * stride
    return np.concatenate([centre, np.exp(np.minimum(answers[:, 3:5], 8)) * stride], axis=1)


def points_of(answers: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """The five points in pixels (n, 5, 2)."""
    return (cells[:, None, :2] + answers[:, 5:15].reshape(-1, 5, 2)) * cells[:, None, 2:]


def overlap(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Intersection over union (n, m) of boxes given by centre and size."""
    low = np.maximum((a[:, :2] - a[:, 2:] / 2)[:, None], (b[:, :2] - b[:, 2:] / 2)[None])
    high = np.minimum((a[:, :2] + a[:, 2:] / 2)[:, None], (b[:, :2] + b[:, 2:] / 2)[None])
    common = np.prod(np.maximum(high - low, 0), axis=2)
    return common / (np.prod(a[:, 2:], axis=1)[:, None] + np.prod(b[:, 2:], axis=1)[None] - common + 1e-9)


def best(scores: np.ndarray, boxes: np.ndarray, limit: float = 0.3) -> list[int]:
    """Indices of the boxes that no better one overlaps by more than `limit`, the best first."""
    kept: list[int] = []
    order = list(np.argsort(-scores, kind="stable"))
    common = overlap(boxes, boxes)
    while order:
        first = order.pop(0)
        kept.append(int(first))
        order = [i for i in order if common[first, i] <= limit]
    return kept
