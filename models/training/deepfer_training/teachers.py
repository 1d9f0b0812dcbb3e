"""Networks that are too slow to ship and answer for the others to learn from; built for 48x48 grey faces."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from .data import LABELS


class SqueezeExcite(nn.Module):
    """Weighs the channels by what all of the picture says (Hu et al. 2018, arXiv:1709.01507)."""

    def __init__(self, channels: int):
        super().__init__()
        narrow = max(channels // 8, 8)
        self.squeeze, self.excite = nn.Conv2d(channels, narrow, 1), nn.Conv2d(narrow, channels, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        whole = F.relu(self.squeeze(x.mean((2, 3), keepdim=True)))
        return x * torch.sigmoid(self.excite(whole))


class BasicBlock(nn.Module):
    """The block of ResNet-18 (He et al. 2016, arXiv:1512.03385), which starts as its shortcut."""

    def __init__(self, before: int, after: int, stride: int, excited: bool, dropout: float):
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(before, after, 3, stride, 1, bias=False),
            nn.BatchNorm2d(after),
            nn.ReLU(),
            nn.Dropout2d(dropout),
            nn.Conv2d(after, after, 3, 1, 1, bias=False),
            nn.BatchNorm2d(after),
            SqueezeExcite(after) if excited else nn.Identity(),
        )
        self.shortcut: nn.Module = nn.Identity()
        if stride > 1 or before != after:
            self.shortcut = nn.Sequential(nn.Conv2d(before, after, 1, stride, bias=False), nn.BatchNorm2d(after))
        nn.init.zeros_(self.branch[5].weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(self.shortcut(x) + self.branch(x))


def _residual(widths: tuple[int, ...], blocks: tuple[int, ...], excited: bool, scale: float, heads: int) -> nn.Sequential:
    before = widths[0]
    layers: list[nn.Module] = [nn.Conv2d(1, before, 3, 1, 1, bias=False), nn.BatchNorm2d(before), nn.ReLU()]
    for stage, (width, count) in enumerate(zip(widths, blocks, strict=True)):
        for block in range(count):
            stride = 2 if block == 0 and stage > 0 else 1
            layers.append(BasicBlock(before, width, stride, excited, 0.05 * scale))
            before = width
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.4 * scale), nn.Linear(before, len(LABELS) * heads)]
    return nn.Sequential(*layers)


def resnet(dropout_scale: float, heads: int) -> nn.Sequential:
    """ResNet-18 with a stem that keeps the size."""
    return _residual((64, 128, 256, 512), (2, 2, 2, 2), False, dropout_scale, heads)


def senet(dropout_scale: float, heads: int) -> nn.Sequential:
    """A little narrower and deeper, with squeeze and excitation: the slowest, and the weakest in short runs."""
    return _residual((56, 112, 224, 448), (2, 3, 3, 2), True, dropout_scale, heads)


def vgg(dropout_scale: float, heads: int) -> nn.Sequential:
    """Like VGG13 (Simonyan and Zisserman 2015, arXiv:1409.1556) with batch norms: the best for its time."""
    layers: list[nn.Module] = []
    before = 1
    for widths in (64, 64), (128, 128), (256, 256, 256), (512, 512, 512):
        for width in widths:
            layers += [nn.Conv2d(before, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            before = width
        layers += [nn.MaxPool2d(2), nn.Dropout2d(0.1 * dropout_scale)]
    layers += [nn.Flatten(), nn.Linear(512 * 9, 512, bias=False), nn.BatchNorm1d(512), nn.ReLU()]
    layers += [nn.Dropout(0.5 * dropout_scale), nn.Linear(512, len(LABELS) * heads)]
    return nn.Sequential(*layers)
