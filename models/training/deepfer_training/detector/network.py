"""The network of the face detector and how it writes a face into a cell."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

STRIDES = (8, 16, 32)
MULTIPLE = STRIDES[-1]
"""The sides of an input are multiples of this."""

SCORE, BOX, POINTS = slice(0, 1), slice(1, 5), slice(5, 15)
"""
The fields of a cell in column c and row r of stride s, as YuNet has them: the score (here a logit); the box's centre
at ((c + b0) s, (r + b1) s) and its size (s exp b2, s exp b3); five points at ((c + p0) s, (r + p1) s): the eye at the
picture's left, the other eye, the tip of the nose, the corner of the mouth at the picture's left, the other corner.
"""
FIELDS = 15


def _conv(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


class Residual(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.a = _conv(channels, channels)
        self.b = nn.Sequential(nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(x + self.b(self.a(x)))


class FaceNet(nn.Module):
    """
    Fully convolutional; a pyramid of three strides with a head each, made of dense 3x3 convolutions, which int8 runs
    well. Input: BGR, 0 to 1. Output: per stride a tensor (n, FIELDS, height / stride, width / stride).
    """

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(_conv(3, 12, 2), _conv(12, 16, 2), Residual(16))
        self.s8 = nn.Sequential(_conv(16, 32, 2), Residual(32))
        self.s16 = nn.Sequential(_conv(32, 48, 2), Residual(48))
        self.s32 = nn.Sequential(_conv(48, 48, 2), Residual(48))
        self.l16 = nn.Conv2d(48, 32, 1)
        self.l32 = nn.Conv2d(48, 32, 1)
        self.h = nn.ModuleList([nn.Sequential(_conv(32, 32), nn.Conv2d(32, FIELDS, 1)) for _ in STRIDES])
        for head in self.h:
            # Nearly all cells are empty: without this the first steps would learn nothing else.
            nn.init.constant_(head[1].bias, 0)
            head[1].bias.data[SCORE] = -4

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        a = self.s8(self.stem(x))
        b = self.s16(a)
        c = self.l32(self.s32(b))
        b = self.l16(b) + F.interpolate(c, scale_factor=2.0, mode="nearest")
        a = a + F.interpolate(b, scale_factor=2.0, mode="nearest")
        return [head(level) for head, level in zip(self.h, (a, b, c), strict=True)]


def rows(levels: list[torch.Tensor]) -> torch.Tensor:
    """The cells of all strides below one another: (n, cells, FIELDS), row by row, the smallest stride first."""
    return torch.cat([level.flatten(2).transpose(1, 2) for level in levels], dim=1)
