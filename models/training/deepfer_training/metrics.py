"""Measures of a classifier, from its probabilities and the true labels."""

from __future__ import annotations

import numpy as np

from .data import LABELS, Votes

ECE_BINS = 15


def softmax(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    scaled = logits.astype(np.float64) / temperature
    scaled -= scaled.max(axis=1, keepdims=True)
    e = np.exp(scaled)
    return e / e.sum(axis=1, keepdims=True)


def ece(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Expected calibration error: |confidence - accuracy| over equal-width bins, weighted by their size."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    bins = np.minimum((confidence * ECE_BINS).astype(int), ECE_BINS - 1)
    gaps = [abs((right[bins == b] - confidence[bins == b]).sum()) for b in np.unique(bins)]
    return float(sum(gaps) / len(labels))


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature of least negative log-likelihood (Guo et al. 2017), by golden-section search."""

    def loss(log_t: float) -> float:
        p = softmax(logits, np.exp(log_t))
        return float(-np.log(p[np.arange(len(labels)), labels] + 1e-12).mean())

    low, high, golden = np.log(0.2), np.log(5.0), (np.sqrt(5) - 1) / 2
    while high - low > 1e-4:
        a, b = high - golden * (high - low), low + golden * (high - low)
        if loss(a) < loss(b):
            high = b
        else:
            low = a
    return float(np.exp((low + high) / 2))


def report(probabilities: np.ndarray, labels: np.ndarray, votes: Votes | None) -> dict:
    """Accuracy, macro-F1 over the classes that occur, ECE, figures per class, confusion (rows: truth), accuracy on the FER+ majority."""
    predicted = probabilities.argmax(axis=1)
    confusion = np.zeros((len(LABELS), len(LABELS)), dtype=int)
    np.add.at(confusion, (labels, predicted), 1)
    hits, support, claimed = confusion.diagonal(), confusion.sum(axis=1), confusion.sum(axis=0)
    precision, recall = hits / np.maximum(claimed, 1), hits / np.maximum(support, 1)
    f1 = 2 * hits / np.maximum(support + claimed, 1)
    result = {
        "samples": len(labels),
        "accuracy": float((predicted == labels).mean()),
        "macroF1": float(f1[support + claimed > 0].mean()),
        "ece": ece(probabilities, labels),
        "perClass": {
            name: {
                "precision": float(precision[i]),
                "recall": float(recall[i]),
                "f1": float(f1[i]),
                "support": int(support[i]),
            }
            for i, name in enumerate(LABELS)
        },
        "confusion": {"labels": list(LABELS), "rows": confusion.tolist()},
    }
    if votes is not None:
        majority = votes.majority()
        known = majority >= 0
        result["votes"] = {
            "samples": int(known.sum()),
            "accuracy": float((predicted == majority)[known].mean()),
            "ece": ece(probabilities[known], majority[known]),
        }
    return result
