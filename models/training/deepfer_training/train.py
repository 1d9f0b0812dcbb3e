"""Training: one command, resumable after a kill, reproducible from its seed."""

from __future__ import annotations

import argparse
import copy
import csv
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import imagenet, networks, schedule
from .augment import Augmentation
from .data import LABELS, Faces, read_faces

LOG_COLUMNS = ("epoch", "learning_rate", "train_loss", "val_loss", "val_accuracy", "seconds")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", choices=networks.NETWORKS)
    parser.add_argument("--data", type=Path, required=True, help="fer2013.csv[.gz], or a directory of CLASS/*.png")
    parser.add_argument("--votes", type=Path, help="fer2013new.csv: FER+ votes as soft targets")
    parser.add_argument("--out", type=Path, required=True, help="directory of checkpoints and log; resumed if present")
    parser.add_argument("--validate-on", default="PublicTest", help="the usage whose accuracy picks the best epoch")
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--lr", type=float, default=0.05)
    parser.add_argument("--weight-decay", type=float, default=5e-4)
    parser.add_argument("--schedule", choices=schedule.NAMES, default="cosine")
    parser.add_argument("--warmup-epochs", type=float, default=1.0)
    parser.add_argument("--decay-epochs", type=float, default=8.0, help="wsd: length of the final decay")
    parser.add_argument("--patience", type=int, default=5, help="plateau: epochs without a gain before a cut")
    parser.add_argument("--early-stop", type=int, default=0, help="end after so many epochs without a gain; 0: never")
    parser.add_argument("--ema", type=float, default=0.999, help="decay of the weight average, per step")
    parser.add_argument("--smoothing", type=float, default=0.1, help="label smoothing, where no votes are used")
    parser.add_argument("--votes-share", type=float, default=0.5, help="share of the FER+ votes in the target")
    parser.add_argument("--pretrained", type=Path, help="best.pt of a run of the same network, to start from")
    parser.add_argument("--imagenet", help="resnet50v2: start from ImageNet weights, `timm` or a file of timm's resnetv2_50")
    parser.add_argument(
        "--unfreeze-every", type=int, default=0, help="train only the head (and a stem without weights) at first, then a stage more after so many epochs each"
    )
    parser.add_argument("--teacher", type=Path, help="best.pt of any network, whose answers are learned beside the targets")
    parser.add_argument("--teacher-share", type=float, default=0.5, help="share of the teacher's answers")
    parser.add_argument("--dropout-scale", type=float, default=1.0, help="multiplies the network's dropout rates")
    for name, value in vars(Augmentation()).items():
        parser.add_argument(f"--{name}", type=float, default=value, help="augmentation")
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


def targets(faces: Faces, votes_share: float, smoothing: float) -> torch.Tensor:
    """Soft targets (n, 7): the label mixed with what the FER+ votes say of it; without votes, smoothed."""
    one_hot = F.one_hot(torch.from_numpy(faces.labels), len(LABELS)).float()
    if faces.votes is None:
        return one_hot * (1 - smoothing) + smoothing / len(LABELS)
    return one_hot * (1 - votes_share) + labels_given_votes(faces) * votes_share


def labels_given_votes(faces: Faces) -> torch.Tensor:
    """
    The distribution of the label given the votes (n, 7), by logistic regression on the faces themselves.

    The votes as they are would be biased targets: the ten annotators of FER+ answer "neutral" far more often than
    the labels do. Their translation has the labels' frequencies and less noise than a single label.
    """
    share = torch.from_numpy(faces.votes.shares()).double()
    x = torch.cat([share, share.sqrt(), torch.ones(len(share), 1).double()], dim=1)
    labels = torch.from_numpy(faces.labels)
    weight = torch.zeros(x.shape[1], len(LABELS), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = F.cross_entropy(x @ weight, labels) + 1e-5 * weight.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    return (x @ weight).softmax(dim=1).detach().float()


class Run:
    """The state of one training run; everything that a resume needs is in `last.pt`."""

    def __init__(self, args: argparse.Namespace, train: Faces, validation: Faces):
        self.args = args
        self.device = torch.device(args.device)
        torch.manual_seed(args.seed)
        self.network = networks.build(args.model, args.dropout_scale)
        if args.pretrained:
            self.network.load_state_dict(load_weights(args.pretrained, args.model))
        if args.imagenet:
            if args.model != "resnet50v2":
                raise ValueError(f"there are ImageNet weights for resnet50v2 only, not for {args.model!r}")
            imagenet.load(self.network, imagenet.read(args.imagenet))
        self.teacher = load_network(args.teacher).to(self.device) if args.teacher else None
        self.network.to(self.device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).eval().requires_grad_(False)
        self.optimizer = torch.optim.SGD(
            self._parameter_groups(), lr=args.lr, momentum=0.9, nesterov=True, weight_decay=args.weight_decay
        )
        self.schedule = schedule.Schedule(
            args.schedule, args.epochs, args.warmup_epochs, args.decay_epochs, args.patience
        )
        self.augment = Augmentation(**{name: getattr(args, name) for name in vars(Augmentation())})
        self.generator = torch.Generator(self.device).manual_seed(args.seed)
        self.images = torch.from_numpy(train.images).unsqueeze(1).to(self.device)
        self.targets = targets(train, args.votes_share, args.smoothing).to(self.device)
        self.val_images = torch.from_numpy(validation.images).unsqueeze(1).to(self.device)
        self.val_labels = torch.from_numpy(validation.labels).to(self.device)
        self.epoch, self.step = 0, 0
        self.best = {"epoch": 0, "accuracy": 0.0}
        self.log: list[dict] = []

    def _parameter_groups(self) -> list[dict]:
        decayed = [p for p in self.network.parameters() if p.ndim > 1]
        free = [p for p in self.network.parameters() if p.ndim <= 1]
        return [{"params": decayed}, {"params": free, "weight_decay": 0.0}]

    def fit(self) -> None:
        args = self.args
        while self.epoch < args.epochs:
            started = time.monotonic()
            loss, rate = self._train_epoch()
            val_loss, accuracy = self.validate()
            self.schedule.observe(accuracy)
            self.epoch += 1
            values = (self.epoch, rate, loss, val_loss, accuracy, time.monotonic() - started)
            self.log.append(dict(zip(LOG_COLUMNS, values, strict=True)))
            improved = accuracy > self.best["accuracy"]
            if improved:
                self.best = {"epoch": self.epoch, "accuracy": accuracy}
            self._save(improved)
            print(
                f"epoch {self.epoch}/{args.epochs}  rate {rate:.5f}  train loss {loss:.4f}  "
                f"{args.validate_on} loss {val_loss:.4f} accuracy {accuracy:.4f}  "
                f"best {self.best['accuracy']:.4f} ({self.best['epoch']})  {values[-1]:.0f} s",
                flush=True,
            )
            if args.early_stop and self.epoch - self.best["epoch"] >= args.early_stop:
                print(f"stopped: no gain for {args.early_stop} epochs", flush=True)
                return

    def _train_epoch(self) -> tuple[float, float]:
        args = self.args
        steps = len(self.images) // args.batch
        if args.max_steps:
            steps = min(steps, args.max_steps)
        order = torch.randperm(len(self.images), generator=self.generator, device=self.device)
        total = torch.zeros((), device=self.device)
        self._thaw()
        for step in range(steps):
            rate = args.lr * self.schedule.factor(self.epoch + step / steps)
            for group in self.optimizer.param_groups:
                group["lr"] = rate
            chosen = order[step * args.batch : (step + 1) * args.batch]
            x = self.augment(self.images[chosen].float() / 255, self.generator)
            x = x.contiguous(memory_format=torch.channels_last)
            with self._autocast():
                logits = self.network(x)
            loss = F.cross_entropy(logits.float(), self._targets_of(chosen, x))
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            self.optimizer.step()
            self._update_average()
            total += loss.detach()
            self._show_progress(step + 1, steps, total)
        return total.item() / steps, rate

    def _thaw(self) -> None:
        """Puts what this epoch trains into training mode; frozen stages keep their weights and running averages."""
        every = self.args.unfreeze_every
        for index, stage in enumerate(networks.stages(self.network)):
            new = self.args.imagenet and not any(isinstance(layer, networks.Bottleneck) for layer in stage)
            trained = every == 0 or index <= self.epoch // every or bool(new)
            for layer in stage:
                layer.train(trained).requires_grad_(trained)

    @torch.no_grad()
    def _targets_of(self, chosen: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """
        The targets of a batch. A teacher answers for the very pictures that the student sees, augmented as they are
        (Beyer et al. 2022, "Knowledge distillation: a good teacher is patient and consistent", arXiv:2106.05237).
        """
        if self.teacher is None:
            return self.targets[chosen]
        with self._autocast():
            answers = self.teacher(x).float().softmax(dim=1)
        return torch.lerp(self.targets[chosen], answers, self.args.teacher_share)

    def _autocast(self) -> torch.autocast:
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=not self.args.fp32)

    @torch.no_grad()
    def _update_average(self) -> None:
        self.step += 1
        # The average of the first steps must not be dominated by the random start.
        decay = min(self.args.ema, self.step / (self.step + 10))
        source = [t for t in self.network.state_dict().values() if t.is_floating_point()]
        into = [t for t in self.average.state_dict().values() if t.is_floating_point()]
        torch._foreach_lerp_(into, source, 1 - decay)

    def _show_progress(self, step: int, steps: int, total: torch.Tensor) -> None:
        if step % 20 and step != steps:
            return
        if sys.stderr.isatty():
            bar = "#" * (30 * step // steps)
            end = "\r" if step < steps else "\n"
            print(f"epoch {self.epoch + 1} [{bar:<30}] loss {total.item() / step:.4f}", end=end, file=sys.stderr)

    @torch.no_grad()
    def validate(self) -> tuple[float, float]:
        """Loss and accuracy of the averaged weights on the validation faces, without test-time tricks."""
        logits = []
        for x in self.val_images.split(512):
            with self._autocast():
                x = (x.float() / 255).contiguous(memory_format=torch.channels_last)
                logits.append(self.average(x).float())
        logits = torch.cat(logits)
        loss = F.cross_entropy(logits, self.val_labels).item()
        return loss, (logits.argmax(dim=1) == self.val_labels).float().mean().item()

    def _save(self, improved: bool) -> None:
        self.args.out.mkdir(parents=True, exist_ok=True)
        weights = {"model": self.args.model, "state": self.average.state_dict(), **self.best}
        if improved:
            _replace(self.args.out / "best.pt", lambda path: torch.save(weights, path))
        state = {
            "model": self.args.model,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "plateau": self.schedule.plateau,
            "epoch": self.epoch,
            "step": self.step,
            "best": self.best,
            "log": self.log,
            "torch_rng": torch.get_rng_state(),
            "cuda_rng": torch.cuda.get_rng_state() if self.device.type == "cuda" else None,
            "generator": self.generator.get_state(),
        }
        _replace(self.args.out / "last.pt", lambda path: torch.save(state, path))
        _replace(self.args.out / "log.csv", self._write_log)

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
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.plateau = state["plateau"]
        self.epoch, self.step = state["epoch"], state["step"]
        self.best, self.log = state["best"], state["log"]
        torch.set_rng_state(state["torch_rng"])
        if state["cuda_rng"] is not None and self.device.type == "cuda":
            torch.cuda.set_rng_state(state["cuda_rng"])
        self.generator.set_state(state["generator"])
        print(f"resumed after epoch {self.epoch}", flush=True)


def load_weights(path: Path, model_id: str) -> dict[str, torch.Tensor]:
    """The weights in a `best.pt`, which must be of that model."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    if saved["model"] != model_id:
        raise ValueError(f"{path} holds weights of {saved['model']!r}, not of {model_id!r}")
    return saved["state"]


def load_network(path: Path) -> nn.Module:
    """The network in a `best.pt`, whichever it is, ready for inference."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    network = networks.build(saved["model"])
    network.load_state_dict(saved["state"])
    return network.eval().requires_grad_(False).to(memory_format=torch.channels_last)


def _replace(path: Path, write) -> None:
    """Writes beside `path`, then renames, so that a kill leaves the old file whole."""
    beside = path.with_name(path.name + ".part")
    write(beside)
    os.replace(beside, path)
