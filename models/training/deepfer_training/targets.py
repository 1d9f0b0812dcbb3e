"""What a network is to answer for the training faces, per head."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F

from .data import LABELS, Faces

LABEL_SMOOTHING = 0.03
VOTES_SMOOTHING = 0.02
# Where fewer of the ten votes fall on our seven classes, people saw something else or no face.
LEAST_VOTES = 0.5


@dataclass(frozen=True)
class Targets:
    """Soft targets (n, heads, 7), and how much each counts (n, heads): 0 where a head's truth is unknown."""

    values: torch.Tensor
    weights: torch.Tensor

    @property
    def heads(self) -> int:
        return self.values.shape[1]

    def take(self, index: torch.Tensor) -> Targets:
        return Targets(self.values[index], self.weights[index])

    def to(self, device: torch.device) -> Targets:
        return Targets(self.values.to(device), self.weights.to(device))


def of(faces: Faces, votes_share: float, smoothing: float) -> Targets:
    """
    With votes two heads: the label, mixed with what the votes say of it, and the votes themselves. Without votes one:
    the label, smoothed.
    """
    one_hot = F.one_hot(torch.from_numpy(faces.labels), len(LABELS)).float()
    if faces.votes is None:
        return Targets(_smooth(one_hot, smoothing)[:, None], torch.ones(len(faces), 1))
    label = _smooth(torch.lerp(one_hot, labels_given_votes(faces), votes_share), LABEL_SMOOTHING)
    shares = torch.from_numpy(faces.votes.shares()).float()[:, : len(LABELS)]
    on_ours = shares.sum(dim=1, keepdim=True)
    votes = _smooth(shares / on_ours.clamp_min(1e-6), VOTES_SMOOTHING)
    known = (on_ours >= LEAST_VOTES).float()
    return Targets(torch.stack([label, votes], dim=1), torch.cat([torch.ones_like(known), known], dim=1))


def _smooth(values: torch.Tensor, smoothing: float) -> torch.Tensor:
    return values * (1 - smoothing) + smoothing / len(LABELS)


def learn_from(answers: torch.Tensor, targets: Targets, share: float) -> torch.Tensor:
    """Answers of teachers (n, heads, 7), mixed with the targets where these are known."""
    return torch.lerp(answers, targets.values, (1 - share) * targets.weights[:, :, None])


def loss(outputs: torch.Tensor, values: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """The cross entropies of all heads, summed; `outputs` (n, 7 per head) are logits."""
    log_probabilities = outputs.float().view(values.shape).log_softmax(dim=2)
    per_face = -(values * log_probabilities).sum(dim=2)
    return ((per_face * weights).sum(dim=0) / weights.sum(dim=0).clamp_min(1)).sum()


def labels_given_votes(faces: Faces) -> torch.Tensor:
    """
    The distribution of the label given the votes (n, 7), by logistic regression on the faces themselves.

    The votes as they are would be biased targets: the ten annotators of FER+ answer "neutral" far more often than
    the labels do. Their translation has the labels' frequencies and less noise than a single label.
    """
    share = torch.from_numpy(faces.votes.shares()).double()
    x = torch.cat([share, share.sqrt(), torch.ones(len(share), 1).double()], dim=1)
    labels = torch.from_numpy(faces.labels)
    weight = torch.zeros(x.shape[1], len(LABELS), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight], max_iter=200, line_search_fn="strong_wolfe")

    def negative_likelihood() -> torch.Tensor:
        optimizer.zero_grad()
        value = F.cross_entropy(x @ weight, labels) + 1e-5 * weight.square().sum()
        value.backward()
        return value

    optimizer.step(negative_likelihood)
    return (x @ weight).softmax(dim=1).detach().float()
