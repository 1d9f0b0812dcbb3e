"""Faces of one split that are in another, too: FER2013 was split without looking."""

from __future__ import annotations

import numpy as np

from .data import SIDE

# Seen on FER2013: pairs above are one photograph, cropped or compressed otherwise; below, alike people appear.
SAME_PICTURE = 0.95
_THUMBNAIL = 16


def near_duplicates(images: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Per image (n, 48, 48) whether its thumbnail, or its mirror image's, correlates with another's above 0.95."""
    own = _thumbnails(images)
    closest = np.full(len(own), -1.0)
    for side in (others, others[:, :, ::-1]):
        theirs = _thumbnails(side).T
        for start in range(0, len(own), 256):
            part = slice(start, start + 256)
            closest[part] = np.maximum(closest[part], (own[part] @ theirs).max(axis=1))
    return closest > SAME_PICTURE


def _thumbnails(images: np.ndarray) -> np.ndarray:
    cell = SIDE // _THUMBNAIL
    small = images.reshape(-1, _THUMBNAIL, cell, _THUMBNAIL, cell).mean(axis=(2, 4), dtype=np.float32)
    flat = small.reshape(len(small), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    return flat / (np.linalg.norm(flat, axis=1, keepdims=True) + 1e-6)
