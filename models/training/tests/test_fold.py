import unittest

import torch
from torch import nn

from deepfer_training import networks
from deepfer_training.fold import fold_batch_norms


def shaken(network: nn.Module, negative: bool) -> nn.Module:
    """Gives the batch norms statistics as after training, with scales of both signs if asked."""
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm1d | nn.BatchNorm2d):
            nn.init.uniform_(layer.weight, -1.5 if negative else 0.5, 1.5)
            nn.init.uniform_(layer.bias, -0.5, 0.5)
            layer.running_mean.uniform_(-0.5, 0.5)
            layer.running_var.uniform_(0.5, 2)
    return network.eval()


class FoldTest(unittest.TestCase):
    def test_folded_network_is_equal(self):
        for negative in (False, True):
            with self.subTest(negative=negative), torch.no_grad():
                torch.manual_seed(3)
                network = shaken(networks.build("cnn"), negative)
                folded = fold_batch_norms(network)
                x = torch.rand(4, 1, 48, 48)
                torch.testing.assert_close(folded(x), network(x), rtol=1e-4, atol=1e-4)
                self.assertFalse([m for m in folded if isinstance(m, nn.BatchNorm1d | nn.BatchNorm2d)])

    def test_norms_right_after_convolutions_go_into_them(self):
        for model_id, left in ("lite", 0), ("resnet50v2", 18):
            with self.subTest(model_id), torch.no_grad():
                torch.manual_seed(3)
                network = shaken(networks.build(model_id), True)
                folded = fold_batch_norms(network)
                x = torch.rand(2, 1, 48, 48)
                expected = network(x)
                torch.testing.assert_close(folded(x), expected, rtol=1e-3, atol=1e-4 * expected.abs().max().item())
                norms = [m for m in folded.modules() if isinstance(m, nn.BatchNorm1d | nn.BatchNorm2d)]
                self.assertEqual(len(norms), left)

    def test_padding_is_refused(self):
        network = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.BatchNorm2d(2), nn.Conv2d(2, 2, 3, padding=1))
        with self.assertRaisesRegex(ValueError, "padded"):
            fold_batch_norms(shaken(network, False))
