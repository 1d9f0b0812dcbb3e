"""What cameras and detectors do to faces and FER2013 shows none of, for a whole batch at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from .data import SIDE

_SIDES = (24, 28, 32, 40)
# The table of the JPEG standard (ITU-T T.81, K.1) for brightness, at quality 50.
_TABLE = (
    (16, 11, 10, 16, 24, 40, 51, 61),
    (12, 12, 14, 19, 26, 58, 60, 55),
    (14, 13, 16, 24, 40, 57, 69, 56),
    (14, 17, 22, 29, 51, 87, 80, 62),
    (18, 22, 37, 56, 68, 109, 103, 77),
    (24, 35, 55, 64, 81, 104, 113, 92),
    (49, 64, 78, 87, 103, 121, 120, 101),
    (72, 92, 95, 98, 112, 100, 103, 99),
)


@dataclass(frozen=True)
class Camera:
    """Ranges of what is done to a face: always another frame, and each of the rest to every second one."""

    crop: tuple[float, float] = (0.85, 1.25)  # sizes of the square, in those of the framing
    shift: float = 0.08  # fraction of the side by which the square is off, in both directions
    tilt: float = 12.0  # degrees
    side_light: float = 0.5  # brightness gained on one edge and lost on the other
    bar: float = 0.9  # opacity of a bar across the eyes
    gamma: float = 1.6
    blur: float = 1.2  # standard deviation, pixels
    noise: float = 0.06  # standard deviation, of the pixel range
    quality: tuple[float, float] = (20.0, 80.0)  # of JPEG
    each: float = 0.5  # probability

    def __call__(self, x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """Takes and returns n x 1 x 48 x 48 in [0, 1]."""

        def uniform(low: float, high: float) -> torch.Tensor:
            return torch.rand(len(x), 1, 1, 1, generator=generator, device=x.device) * (high - low) + low

        x = self._frame(x, uniform)
        for distort in self._side_light, self._bar, self._gamma, self._blur, self._resolution:
            x = torch.where(uniform(0, 1) < self.each, distort(x, uniform), x)
        noise = torch.randn(x.shape, generator=generator, device=x.device) * uniform(0, self.noise)
        x = torch.where(uniform(0, 1) < self.each, x + noise, x).clamp(0, 1)
        return torch.where(uniform(0, 1) < self.each, self._jpeg(x, uniform), x)

    def _frame(self, x, uniform):
        angle = uniform(-self.tilt, self.tilt) * (math.pi / 180)
        size = uniform(*self.crop)
        cos, sin = torch.cos(angle) * size, torch.sin(angle) * size
        dx, dy = uniform(-2, 2) * self.shift, uniform(-2, 2) * self.shift
        rows = torch.cat([cos, -sin, dx, sin, cos, dy], dim=1)
        grid = F.affine_grid(rows.view(-1, 2, 3), list(x.shape), align_corners=False)
        return F.grid_sample(x, grid, padding_mode="border", align_corners=False)

    def _side_light(self, x, uniform):
        axis = torch.linspace(-1, 1, SIDE, device=x.device)
        from_where, strength = uniform(0, 2 * math.pi), uniform(0, self.side_light)
        slope = torch.cos(from_where) * axis.view(1, 1, 1, -1) + torch.sin(from_where) * axis.view(1, 1, -1, 1)
        return (x * (1 + strength * slope)).clamp(0, 1)

    def _bar(self, x, uniform):
        rows = (torch.arange(SIDE, device=x.device) + 0.5).view(1, 1, -1, 1) / SIDE
        covered = (rows - uniform(0.25, 0.45)).abs() < uniform(0.02, 0.06)
        opacity, level = uniform(0.3, self.bar), uniform(0, 0.4)
        return torch.where(covered, torch.lerp(x, level.expand_as(x), opacity), x)

    def _gamma(self, x, uniform):
        return x.clamp_min(1e-6) ** torch.exp(uniform(-1, 1) * math.log(self.gamma))

    def _blur(self, x, uniform):
        axis = torch.arange(-3, 4, device=x.device).view(1, -1)
        kernel = torch.exp(-0.5 * (axis / uniform(0.3, self.blur).view(-1, 1)) ** 2)
        kernel = kernel / kernel.sum(dim=1, keepdim=True)
        n = len(x)
        faces = F.pad(x, (3, 3, 3, 3), mode="replicate").view(1, n, SIDE + 6, SIDE + 6)
        faces = F.conv2d(F.conv2d(faces, kernel.view(n, 1, 1, 7), groups=n), kernel.view(n, 1, 7, 1), groups=n)
        return faces.view(n, 1, SIDE, SIDE)

    def _resolution(self, x, uniform):
        chosen = uniform(0, len(_SIDES)).long()
        for index, side in enumerate(_SIDES):
            small = F.interpolate(x, size=(side, side), mode="bilinear", antialias=True)
            x = torch.where(chosen == index, F.interpolate(small, size=(SIDE, SIDE), mode="bilinear"), x)
        return x

    def _jpeg(self, x, uniform):
        quality = uniform(*self.quality)
        scale = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality)
        table = torch.tensor(_TABLE, dtype=torch.float32, device=x.device)
        steps = ((table * scale + 50) / 100).floor().clamp_min(1)[:, None]
        waves = _cosines(x.device)
        blocks = (x * 255 - 128).view(-1, SIDE // 8, 8, SIDE // 8, 8).transpose(2, 3)
        coefficients = (waves @ blocks @ waves.T / steps).round() * steps
        blocks = waves.T @ coefficients @ waves
        return ((blocks.transpose(2, 3).reshape(x.shape) + 128) / 255).clamp(0, 1)


def _cosines(device: torch.device) -> torch.Tensor:
    """The orthonormal discrete cosine transform of eight values."""
    k, n = torch.arange(8, device=device).view(-1, 1), torch.arange(8, device=device)
    waves = torch.cos((2 * n + 1) * k * math.pi / 16) / 2
    waves[0] /= math.sqrt(2)
    return waves
