"""ImageNet weights for resnet50v2, from timm's `resnetv2_50` (github.com/huggingface/pytorch-image-models)."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from .networks import Bottleneck

# The ResNetV2-50 of timm that has batch norms; the others have group norms.
TIMM_NAME = "resnetv2_50.a1h_in1k"


def read(source: str) -> dict[str, torch.Tensor]:
    """The state of timm's network: `timm` downloads it (needs timm and a network), else the path of a saved one."""
    if source != "timm":
        return torch.load(Path(source), map_location="cpu", weights_only=True)
    import timm  # optional, and slow to import

    return timm.create_model(TIMM_NAME, pretrained=True).state_dict()


def load(network: nn.Sequential, state: dict[str, torch.Tensor]) -> None:
    """
    Copies the weights of the blocks and of the norm behind them. The stem, which sees grey and small pictures here,
    and the head keep theirs. Keras, as we do, puts a stage's stride into its last block, timm into its first: the
    shapes are the same, and training moves the difference away.
    """
    blocks = [layer for layer in network if isinstance(layer, Bottleneck)]
    position = 0
    for stage, count in enumerate((3, 4, 6, 3)):
        for index in range(count):
            block, prefix = blocks[position], f"stages.{stage}.blocks.{index}."
            position += 1
            parts = {"norm1": block.preactivation[0]}
            for number, offset in (1, 0), (2, 3), (3, 6):
                parts[f"conv{number}"] = block.branch[offset]
            parts["norm2"], parts["norm3"] = block.branch[1], block.branch[4]
            if block.project:
                parts["downsample.conv"] = block.shortcut
            for name, layer in parts.items():
                _copy(layer, state, prefix + name)
    after = list(network).index(blocks[-1]) + 1
    _copy(network[after], state, "norm")


def _copy(layer: nn.Module, state: dict[str, torch.Tensor], prefix: str) -> None:
    with torch.no_grad():
        for name, own in layer.state_dict(keep_vars=True).items():
            theirs = state.get(f"{prefix}.{name}")
            if theirs is None and name == "bias" and isinstance(layer, nn.Conv2d):
                own.zero_()  # timm's convolutions have none
            elif theirs is None or theirs.shape != own.shape:
                found = "nothing" if theirs is None else tuple(theirs.shape)
                raise ValueError(f"{prefix}.{name}: expected {tuple(own.shape)}, found {found}; give {TIMM_NAME}'s state")
            else:
                own.copy_(theirs)
