"""The network architectures, by model id. Input: n x 1 x 48 x 48 in [0, 1]; output: n x 7 logits per head."""

from __future__ import annotations

import itertools

import torch
import torch.nn.functional as F
from torch import nn

from . import teachers
from .data import LABELS


def build(model_id: str, dropout_scale: float = 1.0, heads: int = 2) -> nn.Module:
    """
    Builds a network; `dropout_scale` multiplies its dropout rates (short runs underfit with all of it). One head, for
    faces without votes, is as wide as the labels; two share all but their rows of the last layer.
    """
    if model_id not in NETWORKS:
        raise ValueError(f"unknown model {model_id!r}; known: {', '.join(NETWORKS)}")
    return NETWORKS[model_id](dropout_scale, heads)


def stages(network: nn.Sequential) -> list[list[nn.Module]]:
    """The layers from the head (behind the last pooling) down to the stem, cut where the picture gets smaller."""
    layers = list(network)
    head = next(i for i, layer in enumerate(layers) if isinstance(layer, nn.AdaptiveAvgPool2d | nn.Flatten))
    cuts = [0, *(i + 1 for i, layer in enumerate(layers[:head]) if _downsamples(layer)), head]
    cut = [layers[a:b] for a, b in itertools.pairwise(cuts)]
    if not any(True for layer in cut[-1] for _ in layer.parameters()):
        head -= len(cut.pop())
    return [layers[head:], *reversed(cut)]


def _downsamples(layer: nn.Module) -> bool:
    return any(
        isinstance(part, nn.MaxPool2d | nn.Conv2d) and part.stride not in (1, (1, 1)) for part in layer.modules()
    )


def _deepfer_cnn(dropout_scale: float, heads: int) -> nn.Sequential:
    """The DeepFER CNN: three stages of two valid 3x3 convolutions, batch norm after each ReLU."""
    layers: list[nn.Module] = []
    channels = 1
    for width in (32, 64), (128, 128), (256, 256):
        for out in width:
            layers += [nn.Conv2d(channels, out, 3), nn.ReLU(), nn.BatchNorm2d(out)]
            channels = out
        layers += [nn.MaxPool2d(2), nn.Dropout(0.25 * dropout_scale)]
    layers += [nn.Flatten(), nn.Linear(1024, 256), nn.ReLU(), nn.BatchNorm1d(256)]
    layers += [nn.Dropout(0.5 * dropout_scale), nn.Linear(256, len(LABELS) * heads)]
    network = nn.Sequential(*layers)
    for layer in network:
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    return network


class _Residual(nn.Module):
    """relu(x + norm(conv(...x))): 3x3 convolutions by way of the given widths, each followed by a batch norm."""

    def __init__(self, *widths: int):
        super().__init__()
        layers: list[nn.Module] = []
        for before, after in itertools.pairwise(widths):
            layers += [nn.Conv2d(before, after, 3, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
        self.branch = nn.Sequential(*layers[:-1])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(x + self.branch(x))


def _lite(dropout_scale: float, heads: int) -> nn.Sequential:
    """
    The edge network, 39 MFLOP: dense 3x3 convolutions, which int8 kernels run faster than depthwise ones of equal
    cost, narrow where the picture is large, and every batch norm right after its convolution so that it folds.
    """

    def convolution(before: int, after: int, stride: int) -> list[nn.Module]:
        conv = nn.Conv2d(before, after, 3, stride, padding=1, bias=False)
        return [conv, nn.BatchNorm2d(after), nn.ReLU()]

    return nn.Sequential(
        *convolution(1, 16, 1),
        *convolution(16, 24, 2),
        _Residual(24, 24),
        *convolution(24, 56, 2),
        _Residual(56, 32, 56),
        *convolution(56, 112, 2),
        _Residual(112, 56, 112),
        *convolution(112, 192, 2),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Dropout(0.2 * dropout_scale),
        nn.Linear(192, len(LABELS) * heads),
    )


class Bottleneck(nn.Module):
    """The pre-activation bottleneck of ResNet v2 (He et al. 2016, arXiv:1603.05027), stride in its last unit as Keras."""

    def __init__(self, before: int, width: int, stride: int, project: bool):
        super().__init__()
        after = 4 * width
        self.preactivation = nn.Sequential(nn.BatchNorm2d(before), nn.ReLU())
        if project:
            self.shortcut: nn.Module = nn.Conv2d(before, after, 1, stride)
        else:
            self.shortcut = nn.MaxPool2d(1, stride) if stride > 1 else nn.Identity()
        self.project = project
        self.branch = nn.Sequential(
            nn.Conv2d(before, width, 1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, stride, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, after, 1),
        )
        for conv in (self.branch[0], self.branch[3]):
            nn.init.kaiming_normal_(conv.weight, mode="fan_out", nonlinearity="relu")
        # Every block starts as its shortcut (Goyal et al. 2017, arXiv:1706.02677): without it, hardly anything is
        # learnt in the first epochs.
        nn.init.zeros_(self.branch[-1].weight)
        nn.init.zeros_(self.branch[-1].bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        active = self.preactivation(x)
        return self.shortcut(active if self.project else x) + self.branch(active)


def _resnet50v2(dropout_scale: float, heads: int) -> nn.Sequential:
    """
    ResNet50V2 for 48x48 grey faces. The stem has three 3x3 convolutions (He et al. 2018, arXiv:1812.01187) instead of
    one 7x7, which would blur so small a face, and halves the size once instead of twice: the stages work at 24, 12, 6
    and 3 pixels, four times the arithmetic of half that, and the better for it. Head as in DeepFER: average pooling,
    dense, batch norm, dropout, dense.
    """
    layers: list[nn.Module] = []
    for before, after in (1, 32), (32, 32):
        layers += [nn.Conv2d(before, after, 3, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
    layers += [nn.Conv2d(32, 64, 3, padding=1), nn.MaxPool2d(3, 2, padding=1)]
    before = 64
    for width, blocks in (64, 3), (128, 4), (256, 6), (512, 3):
        for block in range(blocks):
            # Keras puts the stride into the last block of a stage, and none into the last stage.
            stride = 2 if block == blocks - 1 and width < 512 else 1
            layers.append(Bottleneck(before, width, stride, project=block == 0))
            before = 4 * width
    layers += [nn.BatchNorm2d(before), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    layers += [nn.Linear(before, 256), nn.ReLU(), nn.BatchNorm1d(256)]
    layers += [nn.Dropout(0.5 * dropout_scale), nn.Linear(256, len(LABELS) * heads)]
    return nn.Sequential(*layers)


NETWORKS = {
    "cnn": _deepfer_cnn,
    "lite": _lite,
    "resnet50v2": _resnet50v2,
    "teacher-resnet": teachers.resnet,
    "teacher-vgg": teachers.vgg,
    "teacher-senet": teachers.senet,
}
