"""Training: one command, resumable after a kill, reproducible from its seed."""

from __future__ import annotations

import argparse
import copy
import csv
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from . import answer, augment, checkpoints, heads, imagenet, networks, schedule, targets
from .data import LABELS, Faces, read_faces
from .step import Step

LOG_COLUMNS = ("epoch", "learning_rate", "train_loss", "val_loss", "val_accuracy", "val_votes_accuracy", "seconds")
# Epochs on a GPU are shorter than writing a checkpoint takes.
SAVE_SECONDS = 20.0
_CHUNK = 4096


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", choices=networks.NETWORKS)
    parser.add_argument("--data", type=Path, required=True, help="fer2013.csv[.gz], or a directory of CLASS/*.png")
    parser.add_argument("--votes", type=Path, help="fer2013new.csv: FER+ votes, for the second head")
    parser.add_argument("--out", type=Path, required=True, help="directory of checkpoints and log; resumed if present")
    parser.add_argument("--validate-on", default="PublicTest", help="the usage whose accuracy picks the best epoch")
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--weight-decay", type=float, default=5e-4)
    parser.add_argument("--schedule", choices=schedule.NAMES, default="cosine")
    parser.add_argument("--warmup-epochs", type=float, default=2.0)
    parser.add_argument("--decay-epochs", type=float, default=8.0, help="wsd: length of the final decay")
    parser.add_argument("--patience", type=int, default=5, help="plateau: epochs without a gain before a cut")
    parser.add_argument("--early-stop", type=int, default=0, help="end after so many epochs without a gain; 0: never")
    parser.add_argument("--ema", type=float, default=0.999, help="decay of the weight average, per step")
    parser.add_argument("--smoothing", type=float, default=0.1, help="label smoothing, where no votes are used")
    parser.add_argument("--votes-share", type=float, default=0.35, help="what the votes say of the label, as a share of its head's target")
    parser.add_argument("--pretrained", type=Path, help="best.pt of a run of the same network, to start from")
    parser.add_argument("--imagenet", help="resnet50v2: start from ImageNet weights, `timm` or a file of timm's resnetv2_50")
    parser.add_argument(
        "--unfreeze-every", type=int, default=0, help="train only the head (and a stem without weights) at first, then a stage more after so many epochs each"
    )
    parser.add_argument("--views", type=Path, help="views answered by teachers (see `answer`), to learn from; they are mirrored and erased only")
    parser.add_argument("--answers-share", type=float, default=0.7, help="share of the teachers' answers in the targets")
    parser.add_argument("--mixup", type=float, default=0.0, help="blend every second face with another, by shares of Beta(MIXUP, MIXUP)")
    parser.add_argument("--dropout-scale", type=float, default=1.0, help="multiplies the network's dropout rates")
    augment.add_arguments(parser)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--fp32", action="store_true", help="no bfloat16 autocast")
    parser.add_argument("--max-steps", type=int, help="steps per epoch at most, to try things out")


def main(args: argparse.Namespace) -> None:
    torch.set_num_threads(args.threads)
    splits = read_faces(args.data, args.votes)
    for usage in ("Training", args.validate_on):
        if usage not in splits:
            raise ValueError(f"{args.data} has no rows of usage {usage!r}; it has {', '.join(splits)}")
    run = Run(args, splits["Training"], splits[args.validate_on])
    run.resume()
    run.fit()


class Run:
    """The state of one training run; everything that a resume needs is in `last.pt`."""

    def __init__(self, args: argparse.Namespace, train: Faces, validation: Faces):
        self.args = args
        self.device = torch.device(args.device)
        torch.manual_seed(args.seed)
        self._load_faces(train, validation)
        if self.faces < args.batch:
            raise ValueError(f"{self.faces} faces do not fill a batch of {args.batch}; give a smaller --batch")
        self.network = networks.build(args.model, args.dropout_scale, self.targets.heads)
        if args.pretrained:
            self.network.load_state_dict(checkpoints.load_weights(args.pretrained, args.model, self.targets.heads))
        if args.imagenet:
            if args.model != "resnet50v2":
                raise ValueError(f"there are ImageNet weights for resnet50v2 only, not for {args.model!r}")
            imagenet.load(self.network, imagenet.read(args.imagenet))
        self.network.to(self.device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).eval().requires_grad_(False)
        self.learnt, self.averaged = _values(self.network), _values(self.average)
        self.step = Step(self.network, args.batch, self.targets.heads, args.weight_decay, self._autocast())
        self.schedule = schedule.Schedule(
            args.schedule, args.epochs, args.warmup_epochs, args.decay_epochs, args.patience
        )
        self.generator = torch.Generator(self.device).manual_seed(args.seed)
        self.epoch, self.steps = 0, 0
        self.best = {"epoch": 0, "accuracy": 0.0}
        self.best_weights: dict[str, torch.Tensor] | None = None  # as long as they are not in best.pt
        self.saved = time.monotonic()
        self.log: list[dict] = []

    def _load_faces(self, train: Faces, validation: Faces) -> None:
        args = self.args
        self.targets = targets.of(train, args.votes_share, args.smoothing).to(self.device)
        self.augment = augment.from_arguments(args)
        self.views = None
        if args.views:
            self.views = answer.load_views(args.views, len(train))
            if self.views.answers.shape[2] != self.targets.heads:
                raise ValueError(f"{args.views} answers for other heads; give --votes where the teachers had them")
            self.augment = replace(augment.STILL, erase=args.erase)
            self.images, self.answers = self.views.images.to(self.device), self.views.answers.to(self.device)
            self.faces = self.images.shape[1]
        else:
            self.images = torch.from_numpy(train.images).unsqueeze(1).to(self.device)
            self.faces = len(self.images)
        self.val_images = torch.from_numpy(validation.images).unsqueeze(1).to(self.device)
        self.val_truth = [
            torch.from_numpy(heads.truth(head, validation)).to(self.device) for head in heads.names(self.targets.heads)
        ]

    def fit(self) -> None:
        args = self.args
        while self.epoch < args.epochs:
            started = time.monotonic()
            loss, rate = self._train_epoch()
            val_loss, *accuracies = self.validate()
            self.schedule.observe(sum(accuracies))
            self.epoch += 1
            seconds = time.monotonic() - started
            figures = (accuracies[0], accuracies[1] if len(accuracies) > 1 else "")
            self.log.append(dict(zip(LOG_COLUMNS, (self.epoch, rate, loss, val_loss, *figures, seconds), strict=True)))
            if sum(accuracies) > self.best["accuracy"]:
                self.best = {"epoch": self.epoch, "accuracy": sum(accuracies)}
                self.best_weights = {name: t.clone() for name, t in self.average.state_dict().items()}
            stops = args.early_stop > 0 and self.epoch - self.best["epoch"] >= args.early_stop
            if stops or self.epoch == args.epochs or time.monotonic() - self.saved > SAVE_SECONDS:
                self._save()
            print(
                f"epoch {self.epoch}/{args.epochs}  rate {rate:.5f}  train loss {loss:.4f}  "
                f"{args.validate_on} loss {val_loss:.4f} accuracy {' / '.join(f'{a:.4f}' for a in accuracies)}  "
                f"best {self.best['accuracy'] / len(accuracies):.4f} ({self.best['epoch']})  {seconds:.1f} s",
                flush=True,
            )
            if stops:
                print(f"stopped: no gain for {args.early_stop} epochs", flush=True)
                return

    def _train_epoch(self) -> tuple[float, float]:
        args = self.args
        steps = self.faces // args.batch
        if args.max_steps:
            steps = min(steps, args.max_steps)
        self._thaw()
        self.step.prepare()
        self.step.total_loss.zero_()
        x, values, weights = self._faces_of_an_epoch(steps * args.batch)
        for step in range(steps):
            rate = args.lr * self.schedule.factor(self.epoch + step / steps)
            batch = slice(step * args.batch, (step + 1) * args.batch)
            self.step(x[batch], values[batch], weights[batch], rate)
            self._update_average()
            self._show_progress(step + 1, steps)
        return self.step.total_loss.item() / steps, rate

    @torch.no_grad()
    def _faces_of_an_epoch(self, count: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """So many faces in random order, all augmented at once, with their targets and what these count."""
        chosen = torch.randperm(self.faces, generator=self.generator, device=self.device)[:count]
        if self.views is None:
            images, values, weights = self.images[chosen], self.targets.values[chosen], self.targets.weights[chosen]
        else:
            views = torch.randint(len(self.images), (count,), generator=self.generator, device=self.device)
            images, values = self.images[views, chosen], self.answers[views, chosen].float()
            labelled = chosen < self.views.labelled
            values[labelled] = targets.learn_from(
                values[labelled], self.targets.take(chosen[labelled]), self.args.answers_share
            )
            weights = torch.ones(values.shape[:2], device=self.device)
        x = torch.cat([self.augment(chunk.float() / 255, self.generator) for chunk in images.split(_CHUNK)])
        return self._mix(x, values, weights) if self.args.mixup > 0 else (x, values, weights)

    def _mix(self, x, values, weights):
        """Zhang et al. 2018, "mixup" (arXiv:1710.09412)."""
        count = len(x)
        beta = torch.distributions.Beta(self.args.mixup, self.args.mixup)
        share = beta.sample((count,)).to(self.device)
        share = torch.maximum(share, 1 - share)
        share[torch.rand(count, generator=self.generator, device=self.device) < 0.5] = 1
        other = torch.randperm(count, generator=self.generator, device=self.device)
        x = torch.lerp(x[other], x, share.view(-1, 1, 1, 1))
        return x, torch.lerp(values[other], values, share.view(-1, 1, 1)), weights

    def _thaw(self) -> None:
        """Puts what this epoch trains into training mode; frozen stages keep their weights and running averages."""
        every = self.args.unfreeze_every
        for index, stage in enumerate(networks.stages(self.network)):
            new = self.args.imagenet and not any(isinstance(layer, networks.Bottleneck) for layer in stage)
            trained = every == 0 or index <= self.epoch // every or bool(new)
            for layer in stage:
                layer.train(trained).requires_grad_(trained)

    def _autocast(self) -> torch.autocast:
        # A recorded step must cast anew each time, since the weights have changed.
        return torch.autocast(
            self.device.type, dtype=torch.bfloat16, enabled=not self.args.fp32, cache_enabled=False
        )

    @torch.no_grad()
    def _update_average(self) -> None:
        self.steps += 1
        # The average of the first steps must not be dominated by the random start.
        decay = min(self.args.ema, self.steps / (self.steps + 10))
        torch._foreach_lerp_(self.averaged, self.learnt, 1 - decay)

    def _show_progress(self, step: int, steps: int) -> None:
        if sys.stderr.isatty() and (step % 20 == 0 or step == steps):
            bar = "#" * (30 * step // steps)
            end = "\r" if step < steps else "\n"
            print(f"epoch {self.epoch + 1} [{bar:<30}] loss {self.step.total_loss.item() / step:.4f}", end=end, file=sys.stderr)

    @torch.no_grad()
    def validate(self) -> list[float]:
        """Loss and accuracies, one per head, of the averaged weights on the validation faces, without test-time tricks."""
        outputs = []
        for x in self.val_images.split(512):
            with self._autocast():
                x = (x.float() / 255).contiguous(memory_format=torch.channels_last)
                outputs.append(self.average(x).float())
        logits = torch.cat(outputs).view(len(self.val_images), -1, len(LABELS)).unbind(dim=1)
        loss, accuracies = 0.0, []
        for head, truth in zip(logits, self.val_truth, strict=True):
            known = truth >= 0
            loss += F.cross_entropy(head[known], truth[known]).item()
            accuracies.append((head.argmax(dim=1) == truth)[known].float().mean().item())
        return [loss, *accuracies]

    def _save(self) -> None:
        if self.best_weights is not None:
            weights = {"model": self.args.model, "state": self.best_weights, **self.best}
            checkpoints.replace(self.args.out / "best.pt", lambda path: torch.save(weights, path))
            self.best_weights = None
        state = {
            "model": self.args.model,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "momentum": self.step.momentum,
            "plateau": self.schedule.plateau,
            "epoch": self.epoch,
            "step": self.steps,
            "best": self.best,
            "log": self.log,
            "torch_rng": torch.get_rng_state(),
            "cuda_rng": torch.cuda.get_rng_state() if self.device.type == "cuda" else None,
            "generator": self.generator.get_state(),
        }
        checkpoints.replace(self.args.out / "last.pt", lambda path: torch.save(state, path))
        checkpoints.replace(self.args.out / "log.csv", self._write_log)
        self.saved = time.monotonic()

    def _write_log(self, path: Path) -> None:
        with open(path, "w", newline="", encoding="ascii") as file:
            writer = csv.DictWriter(file, LOG_COLUMNS)
            writer.writeheader()
            writer.writerows(self.log)

    def resume(self) -> None:
        """Goes on from `last.pt` if there is one."""
        path = self.args.out / "last.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location="cpu", weights_only=True)
        if state["model"] != self.args.model:
            raise ValueError(f"{path} is a run of {state['model']!r}, not of {self.args.model!r}; choose another --out")
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        for name, value in state["momentum"].items():
            self.step.momentum[name].copy_(value)
        self.schedule.plateau = state["plateau"]
        self.epoch, self.steps = state["epoch"], state["step"]
        self.best, self.log = state["best"], state["log"]
        torch.set_rng_state(state["torch_rng"])
        if state["cuda_rng"] is not None and self.device.type == "cuda":
            torch.cuda.set_rng_state(state["cuda_rng"])
        self.generator.set_state(state["generator"])
        print(f"resumed after epoch {self.epoch}", flush=True)


def _values(network: nn.Module) -> list[torch.Tensor]:
    """All weights and running averages, without the counters."""
    return [t for t in network.state_dict().values() if t.is_floating_point()]
