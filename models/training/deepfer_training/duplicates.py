"""Faces of one split that are in another, too: FER2013 was split without looking."""

from __future__ import annotations

import numpy as np

from .data import SIDE

# Looked at on FER2013: nearly all pairs up to here are one photograph, cropped or compressed otherwise; of those a
# few bits further away, half are different people.
MAX_BITS = 36
_THUMBNAIL = 16


def near_duplicates(images: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Per image (n, 48, 48) whether its hash, or its mirror image's, differs from another's in at most 36 bits."""
    theirs = _hashes(others).astype(np.float32).T * 2 - 1
    differing = np.full(len(images), np.inf)
    for side in (images, images[:, :, ::-1]):
        own = _hashes(side).astype(np.float32) * 2 - 1
        for start in range(0, len(own), 256):
            part = slice(start, start + 256)
            nearest = (own[part] @ theirs).max(axis=1)
            differing[part] = np.minimum(differing[part], (own.shape[1] - nearest) / 2)
    return differing <= MAX_BITS


def _hashes(images: np.ndarray) -> np.ndarray:
    """Difference hashes (n, 240): whether each cell of a 16x16 thumbnail is darker than the one to its right."""
    cell = SIDE // _THUMBNAIL
    small = images.reshape(-1, _THUMBNAIL, cell, _THUMBNAIL, cell).sum(axis=(2, 4), dtype=np.int64)
    return (small[:, :, :-1] < small[:, :, 1:]).reshape(len(images), -1)
