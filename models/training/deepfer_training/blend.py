"""Blends the weights of two runs of one network into one network."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("weights", type=Path, help="best.pt of a training run")
    parser.add_argument("other", type=Path, help="best.pt of a run that started from the weights of the first")
    parser.add_argument("--share", type=float, default=0.5, help="how much of the result is the other's, from 0 to 1")
    parser.add_argument("--out", type=Path, required=True, help="the best.pt to write")


def main(args: argparse.Namespace) -> None:
    if not 0 <= args.share <= 1:
        raise ValueError(f"--share must be from 0 to 1, got {args.share}")
    first, other = (torch.load(path, map_location="cpu", weights_only=True) for path in (args.weights, args.other))
    if first["model"] != other["model"]:
        raise ValueError(f"cannot blend {first['model']!r} with {other['model']!r}: both must be one network")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"model": first["model"], "state": blend(first["state"], other["state"], args.share)}, args.out)


def blend(first: dict[str, torch.Tensor], other: dict[str, torch.Tensor], share: float) -> dict[str, torch.Tensor]:
    """
    (1 - share) * first + share * other; counters are taken from the first.

    Runs that share their beginning lie in one basin of the loss, between them often lower than at either
    (Wortsman et al. 2022, "Model soups", arXiv:2203.05482).
    """
    return {
        name: torch.lerp(value, other[name], share) if value.is_floating_point() else value
        for name, value in first.items()
    }
