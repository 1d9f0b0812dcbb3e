"""Networks in files: what training writes, and what everything else reads."""

from __future__ import annotations

import os
from pathlib import Path

import torch
from torch import nn

from . import networks
from .data import LABELS


def load(path: Path) -> tuple[str, nn.Module]:
    """The model id and the network, in eval mode and float32, of a `best.pt`."""
    saved = read(path)
    network = networks.build(saved["model"], heads=heads_of(saved["state"]))
    network.load_state_dict(saved["state"])
    return saved["model"], network.eval().requires_grad_(False)


def load_weights(path: Path, model_id: str, heads: int) -> dict[str, torch.Tensor]:
    """The weights in a `best.pt`, which must be of that model and have so many heads."""
    saved = read(path)
    found = heads_of(saved["state"])
    if (saved["model"], found) != (model_id, heads):
        raise ValueError(
            f"{path} holds weights of {saved['model']!r} with {found} heads, not of {model_id!r} with {heads}; "
            "two heads need --votes, one head goes without"
        )
    return saved["state"]


def read(path: Path) -> dict:
    saved = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(saved, dict) or not {"model", "state"} <= saved.keys():
        raise ValueError(f"{path} is no best.pt: expected a dictionary with 'model' and 'state'")
    return saved


def heads_of(state: dict[str, torch.Tensor]) -> int:
    """How many heads the last layer has, whose bias ends the state."""
    return len(next(reversed(state.values()))) // len(LABELS)


def replace(path: Path, write) -> None:
    """Writes beside `path`, then renames, so that a kill leaves the old file whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    write(beside)
    os.replace(beside, path)
