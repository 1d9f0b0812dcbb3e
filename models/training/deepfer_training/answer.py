"""Answers of teachers for augmented views of faces, for other networks to learn from."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from . import augment, checkpoints
from .data import LABELS, read_faces, read_unlabelled

_CHUNK = 2048


@dataclass(frozen=True)
class Views:
    """
    The same faces several times: images (views, n, 1, 48, 48) uint8 and the teachers' mean answers
    (views, n, heads, 7) float16. The first `labelled` faces are those of Training, in their order.
    """

    images: torch.Tensor
    answers: torch.Tensor
    labelled: int

    def save(self, path: Path) -> None:
        checkpoints.replace(path, lambda beside: torch.save(vars(self), beside))


def load_views(path: Path, labelled: int) -> Views:
    """Views of so many training faces; others would be given the wrong labels."""
    views = Views(**torch.load(path, map_location="cpu", weights_only=True))
    if views.labelled != labelled:
        raise ValueError(f"{path} views {views.labelled} faces of Training, but --data has {labelled}; answer for these")
    return views


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("teachers", type=Path, nargs="+", help="best.pt of each teacher; their answers are averaged")
    parser.add_argument("--data", type=Path, required=True, help="fer2013.csv[.gz], or a directory of CLASS/*.png")
    parser.add_argument("--unlabelled", type=Path, help="more faces: a directory of pictures of 48x48, or of mosaics and their faces.csv")
    parser.add_argument("--views", type=int, default=24, help="so many of each face; the first is the face itself")
    augment.add_arguments(parser)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--out", type=Path, required=True, help="the file to write, for train --views")


def main(args: argparse.Namespace) -> None:
    training = read_faces(args.data)["Training"]
    images = torch.from_numpy(training.images)
    if args.unlabelled:
        images = torch.cat([images, torch.from_numpy(read_unlabelled(args.unlabelled).images)])
    device = torch.device(args.device)
    teachers = [checkpoints.load(path)[1].to(device, memory_format=torch.channels_last) for path in args.teachers]
    generator = torch.Generator(device).manual_seed(args.seed)
    change = augment.from_arguments(args)
    plain = images.unsqueeze(1).to(device)
    views, answers = [], []
    for number in range(args.views):
        view = plain if number == 0 else _changed(plain, change, generator)
        views.append(view.cpu())
        answers.append(_answers(teachers, view).half().cpu())
        print(f"view {number + 1} of {args.views}: {len(view)} faces", flush=True)
    Views(torch.stack(views), torch.stack(answers), len(training)).save(args.out)


def _changed(images: torch.Tensor, change, generator: torch.Generator) -> torch.Tensor:
    chunks = (change(chunk.float() / 255, generator) for chunk in images.split(_CHUNK))
    return torch.cat([(chunk * 255).round().to(torch.uint8) for chunk in chunks])


@torch.no_grad()
def _answers(teachers: list[nn.Module], images: torch.Tensor) -> torch.Tensor:
    """The mean of the teachers' probabilities (n, heads, 7)."""
    chunks = []
    for chunk in images.split(_CHUNK):
        x = (chunk.float() / 255).contiguous(memory_format=torch.channels_last)
        with torch.autocast(x.device.type, dtype=torch.bfloat16):
            outputs = [teacher(x).float() for teacher in teachers]
        if len({each.shape for each in outputs}) > 1:
            raise ValueError("the teachers must have the same heads; train all of them with --votes, or none")
        chunks.append(sum(each.view(len(x), -1, len(LABELS)).softmax(dim=2) for each in outputs) / len(outputs))
    return torch.cat(chunks)
