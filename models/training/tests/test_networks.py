import unittest

import torch
from torch import nn

from deepfer_training import networks


def multiply_adds(network: nn.Module) -> int:
    """Multiplications of the convolutions and dense layers for one face."""
    total = 0

    def count(layer, inputs, output):
        nonlocal total
        total += output[0].numel() * (layer.weight[0].numel() if isinstance(layer, nn.Conv2d) else layer.in_features)

    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            layer.register_forward_hook(count)
    with torch.no_grad():
        network.eval()(torch.zeros(1, 1, 48, 48))
    return total


class NetworksTest(unittest.TestCase):
    def test_lite_stays_within_40_mflop_and_half_a_megabyte_of_int8(self):
        network = networks.build("lite")
        self.assertLessEqual(2 * multiply_adds(network), 40e6)
        self.assertLessEqual(sum(p.numel() for p in network.parameters()), 500_000)

    def test_resnet50v2_has_fifty_weighted_layers_on_its_longest_path_and_a_deeper_stem(self):
        network = networks.build("resnet50v2")
        convolutions = [m for m in network.modules() if isinstance(m, nn.Conv2d)]
        projections = 4
        # 48 in the blocks as in the paper, three in the stem in place of one; the head adds two dense layers.
        self.assertEqual(len(convolutions) - projections, 48 + 3)

    def test_unknown_network_names_the_known(self):
        with self.assertRaisesRegex(ValueError, "cnn, lite, resnet50v2"):
            networks.build("resnet18")
