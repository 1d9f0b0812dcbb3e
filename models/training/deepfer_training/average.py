"""Average faces: hundreds of faces of one emotion in one, so that the result shows nobody."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F

from .data import LABELS, SIDE, Faces

FACES_PER_AVERAGE = 300
_STEPS = 60
_BEND_CELLS = 5
_SHARPEN = 1.2
_AGREEMENT = 0.6


def average_face(faces: Faces, emotion: str, count: int = FACES_PER_AVERAGE, like: str | None = None) -> np.ndarray:
    """
    The mean (48, 48) float in 0..255 of `count` faces of one emotion and of their mirror images.

    Of the faces on which the FER+ annotators agree with the label, those nearest to the class's mean are
    taken, after each is warped onto it: unaligned, eyes and mouths would blur into shadows. With `like`, only
    faces that resemble the mean of that other emotion are looked at, to keep extreme ones out.
    """
    if faces.votes is None:
        raise ValueError("average faces are chosen by the FER+ votes; give --votes")
    label = LABELS.index(emotion)
    share, usable = faces.votes.distribution()
    agreed = np.flatnonzero((faces.labels == label) & usable & (share[:, label] >= _AGREEMENT))
    if len(agreed) < 2 * count:
        raise ValueError(f"{len(agreed)} faces of {emotion!r} are agreed on, at least {2 * count} are needed")
    if like is None:
        rank = -share[agreed, label]
    else:
        other = faces.images[faces.labels == LABELS.index(like)]
        mean = _details(_normalised(other)).mean(0, keepdim=True)
        rank = -_likeness(_details(_normalised(faces.images[agreed])), mean).numpy()
    chosen = agreed[np.argsort(rank, kind="stable")][: 2 * count]

    pixels = _normalised(faces.images[chosen])
    aligned, closeness = _align(torch.cat([pixels, pixels.flip(3)]))
    nearest = closeness.view(2, -1).sum(0).argsort(descending=True, stable=True)[:count]
    mean = aligned.view(2, -1, SIDE, SIDE)[:, nearest].mean((0, 1))
    mean = mean + _SHARPEN * (mean - _blur(mean[None, None], 2.0)[0, 0])
    low, high = torch.quantile(mean, torch.tensor([0.005, 0.995]))
    return ((mean - low) / (high - low)).clamp(0, 1).numpy() * 225 + 15


def _normalised(images: np.ndarray) -> torch.Tensor:
    pixels = torch.from_numpy(images).float()[:, None]
    return (pixels - pixels.mean((2, 3), True)) / (pixels.std((2, 3), keepdim=True) + 1e-6)


def _details(pixels: torch.Tensor) -> torch.Tensor:
    return pixels - _blur(pixels, 6.0)


def _align(pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """
    Warps all images (n, 1, h, w) onto their common mean, by gradient ascent on the correlation with it; the
    warp is affine plus a smooth bend. Returns the warped images and their correlations.
    """
    n = len(pixels)
    affine = torch.zeros(n, 2, 3, requires_grad=True)
    bend = torch.zeros(n, 2, _BEND_CELLS, _BEND_CELLS, requires_grad=True)
    optimizer = torch.optim.Adam([{"params": [affine], "lr": 0.01}, {"params": [bend], "lr": 0.004}])

    def warp(images: torch.Tensor) -> torch.Tensor:
        # The means are taken off: the crowd as a whole must not drift, grow or turn.
        matrix = affine - affine.mean(0) + torch.eye(2, 3)
        grid = F.affine_grid(matrix, list(images.shape), align_corners=False)
        flow = F.interpolate(bend - bend.mean(0), size=(SIDE, SIDE), mode="bicubic", align_corners=False)
        grid = grid + flow.permute(0, 2, 3, 1)
        return F.grid_sample(images, grid, mode="bilinear", padding_mode="border", align_corners=False)

    fine = _details(pixels)
    coarse = _blur(fine, 1.5)
    for step in range(_STEPS):
        optimizer.zero_grad()
        closeness = _closeness(warp(coarse if step < _STEPS // 2 else fine))
        bending = (bend - bend.mean(0)).square().mean((1, 2, 3))
        stretching = (affine - affine.mean(0)).square().mean((1, 2))
        (-closeness + 20 * bending + 2 * stretching).sum().backward()
        if step < _STEPS // 3:
            bend.grad.zero_()
        optimizer.step()
    with torch.no_grad():
        return warp(pixels), _closeness(warp(fine))


def _closeness(images: torch.Tensor) -> torch.Tensor:
    return _likeness(images, images.mean(0, keepdim=True).detach())


def _likeness(images: torch.Tensor, reference: torch.Tensor) -> torch.Tensor:
    """The cosine of each image (n, 1, h, w) with the reference (1, 1, h, w) inside the face's oval."""
    window = _window()
    return F.cosine_similarity((images * window).flatten(1), (reference * window).flatten(1))


def _window() -> torch.Tensor:
    axis = torch.linspace(-1, 1, SIDE)
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    return torch.sigmoid(12 * (0.95 - (x / 0.85).square() - (y / 1.0).square()))


def _blur(images: torch.Tensor, sigma: float) -> torch.Tensor:
    radius = max(1, round(2.5 * sigma))
    axis = torch.arange(-radius, radius + 1).float()
    kernel = torch.exp(-0.5 * (axis / sigma) ** 2)
    kernel = kernel / kernel.sum()
    padded = F.pad(images, (radius,) * 4, mode="replicate")
    return F.conv2d(F.conv2d(padded, kernel.view(1, 1, 1, -1)), kernel.view(1, 1, -1, 1))
