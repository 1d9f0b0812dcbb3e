import unittest

import torch
from torch import nn

from deepfer_training import targets
from deepfer_training.step import MAX_GRADIENT_NORM, MOMENTUM, Step


def network() -> nn.Sequential:
    torch.manual_seed(4)
    return nn.Sequential(nn.Conv2d(1, 3, 3, 4), nn.BatchNorm2d(3), nn.ReLU(), nn.Flatten(), nn.Linear(432, 14))


def batches(count: int) -> list[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    torch.manual_seed(5)
    faces = [torch.rand(8, 1, 48, 48) for _ in range(count)]
    return [(x, torch.rand(8, 2, 7).softmax(dim=2), (torch.rand(8, 2) < 0.8).float()) for x in faces]


class StepTest(unittest.TestCase):
    """On a machine with CUDA the steps are recorded and replayed; elsewhere the same arithmetic runs as it stands."""

    def setUp(self):
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.autocast = torch.autocast(self.device.type, enabled=False, cache_enabled=False)

    def test_steps_are_those_of_pytorchs_optimizer(self):
        mine, theirs = network().to(self.device), network().to(self.device)
        step = Step(mine, 8, 2, 0.01, self.autocast)
        step.prepare()
        decayed = [p for p in theirs.parameters() if p.ndim > 1]
        free = [p for p in theirs.parameters() if p.ndim <= 1]
        groups = [{"params": decayed}, {"params": free, "weight_decay": 0.0}]
        optimizer = torch.optim.SGD(groups, lr=0.1, momentum=MOMENTUM, nesterov=True, weight_decay=0.01)
        total = 0.0
        for number, batch in enumerate(batches(6)):
            x, values, weights = (t.to(self.device) for t in batch)
            rate = 0.1 / (number + 1)
            step(x, values, weights, rate)
            for group in optimizer.param_groups:
                group["lr"] = rate
            optimizer.zero_grad()
            loss = targets.loss(theirs(x), values, weights)
            loss.backward()
            nn.utils.clip_grad_norm_(theirs.parameters(), MAX_GRADIENT_NORM)
            optimizer.step()
            total += loss.item()
        for (name, own), other in zip(mine.state_dict().items(), theirs.state_dict().values(), strict=True):
            torch.testing.assert_close(own, other, rtol=1e-4, atol=1e-5, msg=name)
        self.assertAlmostEqual(step.total_loss.item(), total, places=3)

    def test_frozen_parameters_stay_and_thaw(self):
        net = network().to(self.device)
        step = Step(net, 8, 2, 0.01, self.autocast)
        for frozen in True, False:
            net[0].requires_grad_(not frozen)
            step.prepare()
            before = net[0].weight.clone()
            for batch in batches(2):
                step(*(t.to(self.device) for t in batch), 0.1)
            self.assertEqual(torch.equal(net[0].weight, before), frozen)
