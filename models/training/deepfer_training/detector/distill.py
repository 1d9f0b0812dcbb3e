"""Distillation: the student learns the teacher's answers cell by cell, for a given time; resumable after a kill."""

from __future__ import annotations

import argparse
import copy
import math
import os
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader

from .network import BOX, POINTS, SCORE, FaceNet, rows
from .pictures import Picture, read_pictures
from .targets import POINTS_KNOWN
from .views import Views

SHARES = {
    "street": 0.34, "masks": 0.14, "sports": 0.14, "scenes": 0.10, "people": 0.05,
    "fashion": 0.04, "portraits": 0.07, "rooms": 0.03, "clothing": 0.04, "animals": 0.05,
}  # fmt: skip
"""How often a view is of each set; a set that is not named here is taken as often as `scenes`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, help="folder of pictures, see `prepare`")
    parser.add_argument("--teacher", type=Path, required=True, help="ONNX file of a detector in YuNet's format")
    parser.add_argument("--out", type=Path, required=True, help="directory of checkpoints and log; resumed if present")
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument(
        "--minutes", type=float, help="length of the run, from its first start; the rate falls all along"
    )
    length.add_argument("--until", help="HH:MM, the time of day at which the rate has fallen and the run ends")
    parser.add_argument("--start", type=Path, help="weights to start from")
    parser.add_argument("--complete", nargs="*", default=["street"], help="sets in which all faces are boxed")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--lr", type=float, default=3e-3)
    parser.add_argument("--ema", type=float, default=0.999, help="decay of the weight average, per step")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save-every", type=float, default=120, help="seconds between checkpoints")
    parser.add_argument("--max-steps", type=int, help="steps at most, to try things out")


def main(args: argparse.Namespace) -> None:
    torch.set_num_threads(args.threads)
    run = Run(args)
    views = load_views(
        load_pictures(args.data, args.complete), args.complete, args.teacher, args.batch, args.seed + run.step
    )
    run.fit(DataLoader(views, batch_size=None, num_workers=1, prefetch_factor=4))


def load_pictures(data: Path, complete: list[str]) -> list[Picture]:
    """All but those that judge."""
    return [p for p in read_pictures(data) if not (p.held_out and p.set in complete)]


def load_views(pictures: list[Picture], complete: list[str], teacher: Path, batch: int, seed: int) -> Views:
    weights = {s: SHARES.get(s, SHARES["scenes"]) for s in sorted({p.set for p in pictures})}
    return Views(pictures, weights, set(complete), teacher, batch, seed)


class Run:
    def __init__(self, args: argparse.Namespace):
        self.args = args
        torch.manual_seed(args.seed)
        self.network = FaceNet()
        if args.start:
            self.network.load_state_dict(load_weights(args.start))
        self.network.to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).eval().requires_grad_(False)
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=args.lr, weight_decay=1e-4)
        self.step = 0
        self.began = time.time()
        self.resume()
        self.ends = _next(args.until) if args.until else self.began + 60 * args.minutes

    def resume(self) -> None:
        path = self.args.out / "last.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location="cpu", weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.began = state["step"], state["began"]
        print(f"resumed after step {self.step}", flush=True)

    def rate(self) -> float:
        """Rises for 150 steps, then falls as a cosine over the time that is given."""
        done = min(1.0, max(0.0, (time.time() - self.began) / max(1.0, self.ends - self.began)))
        return self.args.lr * min(1, (self.step + 1) / 150) * (0.5 * (1 + math.cos(math.pi * done)) + 0.004)

    def fit(self, batches: DataLoader) -> None:
        args = self.args
        self.network.train()
        saved = shown = time.time()
        sums, seen = [0.0, 0.0, 0.0], 0
        for pixels, targets in batches:
            for group in self.optimizer.param_groups:
                group["lr"] = self.rate()
            parts, positives = self._learn(pixels, targets)
            sums = [s + p for s, p in zip(sums, parts, strict=True)]
            seen += 1
            now = time.time()
            if self.step % 100 == 0:
                score, box, points = (s / seen for s in sums)
                print(
                    f"{time.strftime('%H:%M:%S')} step {self.step} rate {self.rate():.5f} score {score:.4f} box {box:.4f} "
                    f"points {points:.4f} positives {positives:.0f} {seen * args.batch / (now - shown):.1f} views/s",
                    flush=True,
                )
                sums, seen, shown = [0.0, 0.0, 0.0], 0, now
            if now - saved > args.save_every:
                self.save()
                saved = now
            if now >= self.ends or (args.max_steps and self.step >= args.max_steps):
                break
        self.save()

    def _learn(self, pixels: torch.Tensor, targets: torch.Tensor) -> tuple[list[float], float]:
        x = pixels.contiguous(memory_format=torch.channels_last).bfloat16() / 255
        with torch.autocast("cpu", torch.bfloat16):
            levels = self.network(x)
        parts, positives = losses(rows(levels).float(), targets)
        loss = 4 * parts[0] + parts[1] + 2 * parts[2]
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 5)
        self.optimizer.step()
        self.step += 1
        self._update_average()
        return [float(p.detach()) for p in parts], float(positives)

    @torch.no_grad()
    def _update_average(self) -> None:
        decay = min(self.args.ema, self.step / (self.step + 10))
        source = [t for t in self.network.state_dict().values() if t.is_floating_point()]
        into = [t for t in self.average.state_dict().values() if t.is_floating_point()]
        torch._foreach_lerp_(into, source, 1 - decay)

    def save(self) -> None:
        self.args.out.mkdir(parents=True, exist_ok=True)
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "began": self.began,
        }
        _replace(self.args.out / "last.pt", state)
        _replace(self.args.out / "average.pt", self.average.state_dict())


def losses(answers: torch.Tensor, targets: torch.Tensor) -> tuple[list[torch.Tensor], torch.Tensor]:
    """
    The losses of score, box and points, each per positive, and the positives: the sum of the scores. The score's weighs
    a cell by how wrong it is (quality focal loss, Li et al. 2020, arXiv:2006.04388), so that the many empty cells
    do not outweigh the faces.
    """
    logit, score = answers[..., SCORE], targets[..., SCORE]
    weight = (score - logit.sigmoid()).square().detach() + 0.02 * (score > 0.3)
    parts = [(F.binary_cross_entropy_with_logits(logit, score, reduction="none") * weight).sum()]
    face = score * (score > 0.25)
    positives = face.sum().clamp(min=20)
    box = F.smooth_l1_loss(answers[..., BOX], targets[..., BOX], beta=0.1, reduction="none")
    parts.append((box.sum(-1, keepdim=True) * face).sum())
    points = F.smooth_l1_loss(answers[..., POINTS], targets[..., POINTS], beta=0.1, reduction="none")
    known = face * targets[..., POINTS_KNOWN : POINTS_KNOWN + 1]
    parts.append((points.mean(-1, keepdim=True) * known).sum())
    return [p / positives for p in parts], positives


def load_weights(path: Path) -> dict[str, torch.Tensor]:
    return torch.load(path, map_location="cpu", weights_only=True)


def _next(clock: str) -> float:
    """Seconds since the epoch of the next time that the clock shows HH:MM."""
    try:
        shown = time.strptime(clock, "%H:%M")
    except ValueError:
        raise ValueError(f"--until must be a time of day as HH:MM, got {clock!r}") from None
    today = time.localtime()
    then = time.mktime((*today[:3], shown.tm_hour, shown.tm_min, 0, 0, 0, -1))
    return then if then > time.time() else then + 24 * 3600


def _replace(path: Path, state) -> None:
    """Writes beside `path`, then renames, so that a kill leaves the old file whole."""
    beside = path.with_name(path.name + ".part")
    torch.save(state, beside)
    os.replace(beside, path)
