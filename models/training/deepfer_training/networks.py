"""The network architectures, by model id. Input: n x 1 x 48 x 48 in [0, 1]; output: n x 7 logits."""

from __future__ import annotations

from torch import nn

from .data import LABELS


def build(model_id: str, dropout_scale: float = 1.0) -> nn.Module:
    """Builds a network; `dropout_scale` multiplies its dropout rates (short runs underfit with all of it)."""
    if model_id not in NETWORKS:
        raise ValueError(f"unknown model {model_id!r}; known: {', '.join(NETWORKS)}")
    return NETWORKS[model_id](dropout_scale)


def _deepfer_cnn(dropout_scale: float) -> nn.Sequential:
    """The DeepFER CNN: three stages of two valid 3x3 convolutions, batch norm after each ReLU."""
    layers: list[nn.Module] = []
    channels = 1
    for width in (32, 64), (128, 128), (256, 256):
        for out in width:
            layers += [nn.Conv2d(channels, out, 3), nn.ReLU(), nn.BatchNorm2d(out)]
            channels = out
        layers += [nn.MaxPool2d(2), nn.Dropout(0.25 * dropout_scale)]
    layers += [nn.Flatten(), nn.Linear(1024, 256), nn.ReLU(), nn.BatchNorm1d(256)]
    layers += [nn.Dropout(0.5 * dropout_scale), nn.Linear(256, len(LABELS))]
    network = nn.Sequential(*layers)
    for layer in network:
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    return network


NETWORKS = {"cnn": _deepfer_cnn}
