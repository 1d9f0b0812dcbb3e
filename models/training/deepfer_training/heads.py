"""The heads of a network: two questions about a face, and the mixture of their answers."""

from __future__ import annotations

import numpy as np

from . import metrics
from .data import LABELS, Faces

# What the search words of FER2013 called the picture, and what most of FER+'s ten people see in the face.
HEADS = ("fer2013", "ferplus")
BALANCED = "balanced"
# The only head of a network that was trained on faces without votes.
ALONE = "logits"
# Chosen by the hold-outs of docs/models.md: near the label head at home, better with pictures of other origin.
BALANCED_SHARE = 0.7


def names(count: int) -> tuple[str, ...]:
    """The names of a network's heads, in the order of its outputs."""
    return (ALONE,) if count == 1 else HEADS


def split(logits: np.ndarray, share: float = BALANCED_SHARE) -> dict[str, np.ndarray]:
    """What a network's outputs (n, 7 per head) say, by head; with two heads their mixture comes last."""
    heads = names(logits.shape[1] // len(LABELS))
    parts = dict(zip(heads, np.split(logits, len(heads), axis=1), strict=True))
    return parts if len(heads) == 1 else parts | {BALANCED: mix(*parts.values(), share)}


def mix(fer2013: np.ndarray, ferplus: np.ndarray, share: float) -> np.ndarray:
    """log(share * softmax(fer2013) + (1 - share) * softmax(ferplus)): reads as logits, since their softmax is the mixture."""
    first, second = (np.log(metrics.softmax(logits)) for logits in (fer2013, ferplus))
    return np.logaddexp(np.log(share) + first, np.log(1 - share) + second)


def truth(head: str, faces: Faces) -> np.ndarray:
    """The right answers (n,) to a head's question: the label, or the FER+ majority, -1 where there is none."""
    if head != HEADS[1]:
        return faces.labels
    if faces.votes is None:
        raise ValueError(f"head {head!r} is judged by the FER+ votes; give --votes")
    return faces.votes.majority()
