"""Learning-rate schedules: the factor on the base rate, as a function of training progress."""

from __future__ import annotations

import math

NAMES = ("cosine", "plateau", "wsd")


class Schedule:
    """
    `cosine`: one half wave from 1 to 0 over all epochs.
    `wsd` (warm-up, stable, decay): 1 until the last `decay_epochs`, then linear to 0; as nothing before
    the decay depends on the number of epochs, a run can still be lengthened or shortened by resuming it.
    `plateau`: divided by `plateau_divisor` whenever the validation accuracy has not risen for `patience` epochs.
    All start with a linear warm-up.
    """

    def __init__(self, name: str, epochs: int, warmup_epochs: float, decay_epochs: float, patience: int):
        if name not in NAMES:
            raise ValueError(f"unknown schedule {name!r}; known: {', '.join(NAMES)}")
        self.name, self.epochs, self.warmup_epochs = name, epochs, warmup_epochs
        self.decay_epochs, self.patience = decay_epochs, patience
        self.plateau_divisor = 5.0
        self.plateau = {"best": 0.0, "bad": 0, "factor": 1.0}

    def factor(self, epoch: float) -> float:
        """The factor at `epoch`, counted from 0 and with its fraction."""
        warm = min(1.0, (epoch + 1e-3) / self.warmup_epochs) if self.warmup_epochs > 0 else 1.0
        if self.name == "cosine":
            return warm * 0.5 * (1 + math.cos(math.pi * min(1.0, epoch / self.epochs)))
        if self.name == "wsd":
            return warm * min(1.0, max(0.0, self.epochs - epoch) / self.decay_epochs)
        return warm * self.plateau["factor"]

    def observe(self, accuracy: float) -> None:
        """Tells the schedule the validation accuracy of the epoch that has ended."""
        state = self.plateau
        if accuracy > state["best"]:
            state.update(best=accuracy, bad=0)
        else:
            state["bad"] += 1
            if state["bad"] > self.patience:
                state.update(bad=0, factor=state["factor"] / self.plateau_divisor)
