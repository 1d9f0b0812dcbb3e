"""Augmentation of a whole batch by tensor operations, on whichever device the batch lies."""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from .camera import Camera


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for name, value in vars(Augmentation()).items():
        parser.add_argument(f"--{name}", type=float, default=value, help="augmentation")


def from_arguments(args: argparse.Namespace) -> Augmentation:
    return Augmentation(**{name: getattr(args, name) for name in vars(Augmentation())})


@dataclass(frozen=True)
class Augmentation:
    """Ranges: degrees, and fractions of the side (shift), of the size (zoom), of the pixel range (light)."""

    rotate: float = 12.0
    zoom: float = 0.15
    shift: float = 0.08
    brightness: float = 0.1
    contrast: float = 0.3
    erase: float = 0.35  # probability of one erased rectangle of 2 to 12 % of the area
    camera: float = 0.0  # share of the faces that also go through `Camera`

    def __call__(self, x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """Takes and returns n x c x h x w in [0, 1]."""

        def uniform(low: float, high: float) -> torch.Tensor:
            return torch.rand(len(x), generator=generator, device=x.device) * (high - low) + low

        x = self._warp(x, uniform)
        x = self._relight(x, uniform)
        if self.camera > 0:
            through = (uniform(0, 1) < self.camera).view(-1, 1, 1, 1)
            x = torch.where(through, Camera()(x, generator), x)
        return self._erase(x, uniform)

    def _warp(self, x, uniform):
        angle = uniform(-self.rotate, self.rotate) * (math.pi / 180)
        size = torch.exp(uniform(-1, 1) * math.log1p(self.zoom))
        mirror = torch.where(uniform(0, 1) < 0.5, -1.0, 1.0)
        cos, sin = torch.cos(angle) * size, torch.sin(angle) * size
        dx, dy = uniform(-2, 2) * self.shift, uniform(-2, 2) * self.shift
        rows = torch.stack([mirror * cos, -sin, dx, mirror * sin, cos, dy], dim=1)
        grid = F.affine_grid(rows.view(-1, 2, 3), list(x.shape), align_corners=False)
        return F.grid_sample(x, grid, padding_mode="border", align_corners=False)

    def _relight(self, x, uniform):
        gain = torch.exp(uniform(-1, 1) * math.log1p(self.contrast)).view(-1, 1, 1, 1)
        offset = uniform(-self.brightness, self.brightness).view(-1, 1, 1, 1)
        mean = x.mean(dim=(1, 2, 3), keepdim=True)
        return ((x - mean) * gain + mean + offset).clamp(0, 1)

    def _erase(self, x, uniform):
        height, width = x.shape[-2:]
        area, aspect = uniform(0.02, 0.12), torch.exp(uniform(-0.7, 0.7))
        half_h, half_w = (area * aspect).sqrt() * height / 2, (area / aspect).sqrt() * width / 2
        cy, cx = uniform(0, height), uniform(0, width)
        ys = torch.arange(height, device=x.device) + 0.5
        xs = torch.arange(width, device=x.device) + 0.5
        in_y = (ys - cy[:, None]).abs() < half_h[:, None]
        in_x = (xs - cx[:, None]).abs() < half_w[:, None]
        chosen = (uniform(0, 1) < self.erase)[:, None, None]
        hole = (in_y[:, :, None] & in_x[:, None, :] & chosen)[:, None]
        return torch.where(hole, uniform(0, 1).view(-1, 1, 1, 1), x)


# Mirrors only.
STILL = Augmentation(rotate=0, zoom=0, shift=0, brightness=0, contrast=0, erase=0)
