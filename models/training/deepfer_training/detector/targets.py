"""What the student should answer: the teacher's answers, corrected by labelled boxes, and turned with the picture."""

from __future__ import annotations

import numpy as np

from .cells import best, boxes_of, grid, overlap, points_of
from .network import FIELDS

POINTS_KNOWN = FIELDS
"""The field after an answer's own: 1 where the points are known, 0 where only a labelled box is."""
TARGET_FIELDS = FIELDS + 1

MATCH = 0.25
"""A box and a label that overlap so much (intersection over union) mean the same face: labels are framed loosely."""
SURE = 0.95
"""The score of a labelled face at its centre."""
COARSE_FROM = 80
"""The teacher answers for faces of so many pixels on stride 32, for smaller ones on stride 8."""


def from_teacher(answers: np.ndarray) -> np.ndarray:
    return np.concatenate([answers, np.ones((len(answers), 1), np.float32)], axis=1).astype(np.float32)


def nobody(targets: np.ndarray, size: int, left: int, top: int, side: int) -> None:
    """Nobody is in the square at `left`, `top`, whatever the teacher says."""
    cells = grid(size, size)
    x, y = ((cells[:, i] + 0.5) * cells[:, 2] for i in (0, 1))
    targets[(x > left) & (x < left + side) & (y > top) & (y < top + side), 0] = 0


def correct(targets: np.ndarray, labelled: np.ndarray, size: int, complete: bool) -> None:
    """
    Where teacher and labels (centre and size, (n, 4)) disagree, the labels are right: a labelled face that the teacher
    misses is written into the cells where the teacher would have it, and a faint one is raised. Where the labels are
    `complete`, doubtful answers that they do not confirm are lowered; sure ones stay, since they mostly are faces in
    the background that nobody labelled.
    """
    cells = grid(size, size)
    seen = np.flatnonzero(targets[:, 0] > 0.05)
    common = overlap(boxes_of(targets[seen], cells[seen]), labelled) if len(labelled) else np.zeros((len(seen), 1))
    if complete:
        alone = seen[common.max(axis=1) < MATCH]
        targets[alone, 0] *= np.interp(targets[alone, 0], (0.55, 0.88), (0.2, 1))
    owner = common.argmax(axis=1)
    for i, box in enumerate(labelled):
        if not _visible(box, size):
            continue
        mine = seen[(owner == i) & (common[:, i] >= MATCH)]
        top = targets[mine, 0].max(initial=0)
        if top < 0.3:
            _write(targets, cells, box, SURE, None)
        elif top < SURE:
            targets[mine, 0] *= SURE / top


def _visible(box: np.ndarray, size: int) -> bool:
    low, high = box[:2] - box[2:] / 2, box[:2] + box[2:] / 2
    inside = np.prod(np.maximum(np.minimum(high, size) - np.maximum(low, 0), 0))
    return min(box[2:]) >= 8 and inside >= 0.7 * np.prod(box[2:])


def _write(targets: np.ndarray, cells: np.ndarray, box: np.ndarray, sure: float, points: np.ndarray | None) -> None:
    stride = 8 if np.sqrt(box[2] * box[3]) < COARSE_FROM else 32
    offset = np.abs((cells[:, :2] + 0.5) * stride - box[:2]) / stride
    near = (cells[:, 2] == stride) & (offset.max(axis=1) <= 1.5)
    near &= (offset * stride <= box[2:] / 2 + stride / 4).all(axis=1)
    score = np.where(offset.max(axis=1) <= 1, sure, sure - 0.15)
    near &= targets[:, 0] < score
    targets[near, 0] = score[near]
    targets[near, 1:3] = box[:2] / stride - cells[near, :2]
    targets[near, 3:5] = np.log(box[2:] / stride)
    if points is None:
        targets[near, POINTS_KNOWN] = 0
    else:
        targets[near, 5:15] = (points / stride - cells[near, None, :2]).reshape(-1, 10)


def add_large(targets: np.ndarray, size: int, halved: np.ndarray) -> None:
    """Adds the large faces that the teacher sees only in the halved picture: those that fill the view."""
    boxes, points, scores = faces(from_teacher(halved), size // 2, 0.75)
    cells = grid(size, size)
    seen = np.flatnonzero(targets[:, 0] > 0.5)
    for box, five, score in zip(boxes * 2, points * 2, scores, strict=True):
        known = overlap(boxes_of(targets[seen], cells[seen]), box[None]).max(initial=0) >= MATCH
        if min(box[2:]) >= 1.3 * COARSE_FROM and not known:
            _write(targets, cells, box, float(score), five)


def cut(targets: np.ndarray, canvas: int, size: int, left: int, top: int) -> np.ndarray:
    """The targets of the part (size x size) of a canvas at `left`, `top`, which are multiples of 32."""
    cells = grid(canvas, canvas)
    x, y = cells[:, 0] * cells[:, 2], cells[:, 1] * cells[:, 2]
    return targets[(x >= left) & (x < left + size) & (y >= top) & (y < top + size)]


def turned(targets: np.ndarray, canvas: int, size: int, degrees: float) -> np.ndarray:
    """
    The targets of the middle of a canvas (size x size) that is turned about its centre, anticlockwise as seen. Every
    cell takes what stands in the canvas's cell from which its centre comes; centres and points turn along, and the box
    becomes the one around the turned ellipse in it.
    """
    source, into = grid(canvas, canvas), grid(size, size)
    angle = np.deg2rad(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    forward = np.array([[cos, sin], [-sin, cos]], np.float32)
    stride = into[:, 2]
    back = ((into[:, :2] + 0.5) * stride[:, None] - size / 2) @ forward + canvas / 2
    across = (canvas / stride).astype(int)
    place = np.clip((back / stride[:, None]).astype(int), 0, across[:, None] - 1)
    start = np.searchsorted(source[:, 2], stride)
    index = start + place[:, 1] * across + place[:, 0]
    out = np.zeros((len(into), TARGET_FIELDS), np.float32)
    out[:, 0] = targets[index, 0]
    some = np.flatnonzero(out[:, 0] > 0.1)
    taken, origin, into, stride = targets[index[some]], source[index[some]], into[some, :2], stride[some]
    boxes, points = boxes_of(taken, origin), points_of(taken, origin)
    centre = (boxes[:, :2] - canvas / 2) @ forward.T + size / 2
    width, height = boxes[:, 2], boxes[:, 3]
    moved = (points - canvas / 2) @ forward.T + size / 2
    out[some, 1:3] = centre / stride[:, None] - into
    out[some, 3] = np.log(np.hypot(width * cos, height * sin) / stride)
    out[some, 4] = np.log(np.hypot(width * sin, height * cos) / stride)
    out[some, 5:15] = (moved / stride[:, None, None] - into[:, None]).reshape(-1, 10)
    out[some, POINTS_KNOWN] = taken[:, POINTS_KNOWN]
    return out


def faces(targets: np.ndarray, size: int, least: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Boxes (n, 4), points (n, 5, 2) and scores of the faces in targets whose points are known."""
    cells = grid(size, size)
    seen = np.flatnonzero((targets[:, 0] > least) & (targets[:, POINTS_KNOWN] > 0))
    boxes = boxes_of(targets[seen], cells[seen])
    kept = best(targets[seen, 0], boxes)
    return boxes[kept], points_of(targets[seen], cells[seen])[kept], targets[seen, 0][kept]
