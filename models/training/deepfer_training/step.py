"""One step of training, which CUDA records once and then replays."""

from __future__ import annotations

import torch
from torch import nn

from . import targets
from .data import LABELS, SIDE

MOMENTUM = 0.9
MAX_GRADIENT_NORM = 5.0
_WARM_UP = 4


class Step:
    """
    SGD with Nesterov momentum and clipped gradients, on tensors that stay where they are: small networks spend more
    time on launching kernels than in them, and the replay of a recorded step launches all of them at once.

    Weight decay spares biases and norms. Parameters without `requires_grad` stay as they are.
    """

    def __init__(self, network: nn.Module, batch: int, heads: int, weight_decay: float, autocast: torch.autocast):
        self.network, self.weight_decay, self.autocast = network, weight_decay, autocast
        device = next(network.parameters()).device
        self.momentum = {name: torch.zeros_like(p) for name, p in network.named_parameters()}
        self.total_loss = torch.zeros((), device=device)
        self._rate = torch.zeros((), device=device)
        x = torch.zeros(batch, 1, SIDE, SIDE, device=device)
        self._x = x.contiguous(memory_format=torch.channels_last)
        self._values = torch.full((batch, heads, len(LABELS)), 1 / len(LABELS), device=device)
        self._weights = torch.ones(batch, heads, device=device)
        self._trained: list[str] = []
        self._graph: torch.cuda.CUDAGraph | None = None

    def __call__(self, x: torch.Tensor, values: torch.Tensor, weights: torch.Tensor, rate: float) -> None:
        self._x.copy_(x)
        self._values.copy_(values)
        self._weights.copy_(weights)
        self._rate.fill_(rate)
        if self._graph is None:
            self._run()
        else:
            self._graph.replay()

    def prepare(self) -> None:
        """Looks which parameters are to learn; must be called before the first step and whenever they change."""
        trained = [name for name, p in self.network.named_parameters() if p.requires_grad]
        if trained == self._trained:
            return
        # Those that decay come first.
        parameters = dict(self.network.named_parameters())
        self._trained = trained
        ordered = sorted(trained, key=lambda name: parameters[name].ndim <= 1)
        self._parameters = [parameters[name] for name in ordered]
        self._decayed = sum(p.ndim > 1 for p in self._parameters)
        self._momenta = [self.momentum[name] for name in ordered]
        for p in self._parameters:
            p.grad = torch.zeros_like(p)
        if self._x.is_cuda:
            self._record()

    def _record(self) -> None:
        """Takes trial steps at a rate of 0, as recording needs, undoes what they leave, and records one."""
        touched = [*self.network.buffers(), *self.momentum.values(), self.total_loss]
        kept = [t.clone() for t in touched]
        self._rate.zero_()
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(_WARM_UP):
                self._run()
        torch.cuda.current_stream().wait_stream(stream)
        torch.cuda.synchronize()
        self._graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self._graph):
            self._run()
        for tensor, value in zip(touched, kept, strict=True):
            tensor.copy_(value)

    def _run(self) -> None:
        parameters, momenta = self._parameters, self._momenta
        gradients = [p.grad for p in parameters]
        torch._foreach_zero_(gradients)
        with self.autocast:
            outputs = self.network(self._x)
        loss = targets.loss(outputs, self._values, self._weights)
        loss.backward()
        with torch.no_grad():
            norm = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))
            torch._foreach_mul_(gradients, (MAX_GRADIENT_NORM / (norm + 1e-6)).clamp(max=1.0))
            decayed = self._decayed
            torch._foreach_add_(gradients[:decayed], parameters[:decayed], alpha=self.weight_decay)
            torch._foreach_mul_(momenta, MOMENTUM)
            torch._foreach_add_(momenta, gradients)
            update = torch._foreach_add(gradients, momenta, alpha=MOMENTUM)
            torch._foreach_mul_(update, self._rate)
            torch._foreach_sub_(parameters, update)
            self.total_loss += loss.detach()
