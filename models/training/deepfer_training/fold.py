"""Folding of batch norms into the layers that follow them, exactly."""

from __future__ import annotations

import copy
import itertools

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


class Sign(nn.Module):
    """Multiplies each channel by +1 or -1."""

    def __init__(self, sign: torch.Tensor):
        super().__init__()
        self.register_buffer("sign", sign.view(1, -1, 1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.sign


def fold_batch_norms(network: nn.Module) -> nn.Module:
    """
    An equal network in eval mode without dropout and with every batch norm gone that can go exactly: into the
    convolution or linear layer right before it, or else (in plain sequences) into the layer after it.

    What stays is a batch norm behind a sum, as in pre-activation ResNets.
    """
    network = copy.deepcopy(network).eval()
    _fold_into_layers_before(network)
    if all(isinstance(layer, PLAIN) for layer in network):
        return _fold_into_layers_after(network)
    return network


PLAIN = (nn.Conv2d, nn.Linear, nn.ReLU, nn.BatchNorm2d, nn.BatchNorm1d, nn.MaxPool2d, nn.Flatten, nn.Dropout)


def _fold_into_layers_before(network: nn.Module) -> None:
    for module, index in _foldable(network):
        module[index] = fuse_conv_bn_eval(module[index], module[index + 1])
        module[index + 1] = nn.Identity()


def _foldable(network: nn.Module) -> list[tuple[nn.Sequential, int]]:
    """The sequences, and where in them a convolution stands right before its batch norm."""
    return [
        (module, index)
        for module in network.modules()
        if isinstance(module, nn.Sequential)
        for index, (layer, norm) in enumerate(itertools.pairwise(module))
        if isinstance(layer, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d)
    ]


def scales(network: nn.Module) -> dict[str, torch.Tensor]:
    """By which folding multiplies each channel of the convolutions that stand right before a batch norm, by name."""
    named = {id(module): name for name, module in network.named_modules()}
    with torch.no_grad():
        return {
            named[id(module[index])]: norm.weight * torch.rsqrt(norm.running_var + norm.eps)
            for module, index in _foldable(network)
            for norm in [module[index + 1]]
        }


def _fold_into_layers_after(network: nn.Sequential) -> nn.Sequential:
    """
    For sequences in which a batch norm follows a ReLU and precedes an unpadded convolution or a linear layer, with
    at most pooling between.

    There `scale * x + shift` goes into the next layer's weights. Pooling lies between when the maximum of
    `scale * x + shift` is taken, which is `scale * min(x) + shift` where the scale is negative: those
    channels' convolution is negated, so that the maximum finds the minimum, and negated back after it.
    """
    layers = [layer for layer in network if not isinstance(layer, nn.Dropout)]
    folded: list[nn.Module] = []
    pending: tuple[torch.Tensor, torch.Tensor] | None = None
    with torch.no_grad():
        for layer in layers:
            if isinstance(layer, nn.BatchNorm1d | nn.BatchNorm2d):
                pending = _affine(layer)
                continue
            if isinstance(layer, nn.MaxPool2d) and pending is not None and (pending[0] < 0).any():
                _pool_signed(folded, layer, pending[0])
                continue
            if isinstance(layer, nn.Conv2d | nn.Linear) and pending is not None:
                _absorb(layer, *pending)
                pending = None
            folded.append(layer)
    if pending is not None:
        raise ValueError("the last batch norm has no layer after it to go into")
    return nn.Sequential(*folded).eval()


def _affine(norm: nn.BatchNorm1d | nn.BatchNorm2d) -> tuple[torch.Tensor, torch.Tensor]:
    scale = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
    return scale, norm.bias.double() - norm.running_mean.double() * scale


def _absorb(layer: nn.Conv2d | nn.Linear, scale: torch.Tensor, shift: torch.Tensor) -> None:
    if isinstance(layer, nn.Conv2d) and any(layer.padding):
        raise ValueError("a shift cannot go into a padded convolution exactly")
    # After a Flatten each channel owns a run of equally many columns.
    repeat = layer.weight.shape[1] // len(scale)
    scale, shift = scale.repeat_interleave(repeat), shift.repeat_interleave(repeat)
    weight = layer.weight.double()
    along = weight.sum(dim=(2, 3)) if weight.ndim == 4 else weight
    layer.bias.copy_(layer.bias.double() + along @ shift)
    shape = (1, -1) + (1,) * (weight.ndim - 2)
    layer.weight.copy_(weight * scale.view(shape))


def _pool_signed(folded: list[nn.Module], pool: nn.MaxPool2d, scale: torch.Tensor) -> None:
    relu, convolution = folded.pop(), folded[-1]
    if not isinstance(relu, nn.ReLU) or not isinstance(convolution, nn.Conv2d):
        raise ValueError("a batch norm with negative scales before pooling must follow a convolution and a ReLU")
    sign = torch.where(scale < 0, -1.0, 1.0).to(convolution.weight.dtype)
    convolution.weight.mul_(sign.view(-1, 1, 1, 1))
    convolution.bias.mul_(sign)
    folded += [pool, Sign(sign), relu]
