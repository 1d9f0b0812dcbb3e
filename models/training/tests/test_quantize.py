import unittest

import numpy as np
import torch

from deepfer_training import export, graph, networks, quantize
from deepfer_training.fold import fold_batch_norms
from tests.test_fold import shaken


class QuantizeTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(5)
        self.faces = np.random.default_rng(5).random((50, 1, 48, 48), dtype=np.float32)

    def test_equalized_network_is_equal_and_its_weights_are_not(self):
        folded = fold_batch_norms(shaken(networks.build("cnn"), True))
        equal = quantize.equalize(folded, self.faces)
        x = torch.from_numpy(self.faces[:4])
        with torch.no_grad():
            torch.testing.assert_close(equal(x), folded(x), rtol=1e-3, atol=1e-3)
        self.assertFalse(torch.allclose(equal[0].weight, folded[0].weight))

    def test_clipping_takes_the_outliers_and_leaves_the_rest(self):
        folded = fold_batch_norms(shaken(networks.build("cnn"), True))
        clipped = quantize.clip(folded, self.faces)
        x = torch.from_numpy(self.faces)
        with torch.no_grad():
            before, after = folded[:2](x), clipped[:2](x)
        changed = before != after
        self.assertGreater(changed.sum().item(), 0)
        self.assertLessEqual(changed.float().mean().item(), 1e-4)
        self.assertGreaterEqual(before[changed].min().item(), after.max().item())

    def test_int8_is_a_quarter_of_the_size_and_close(self):
        with torch.no_grad():
            proto = graph.of(fold_batch_norms(shaken(networks.build("lite"), False)))
        int8 = quantize.to_int8(proto, self.faces)
        self.assertLess(int8.ByteSize(), 0.3 * proto.ByteSize())
        images = (self.faces[:, 0] * 255).round().astype(np.uint8)
        exact, near = export.run(proto, images)["logits"], export.run(int8, images)["logits"]
        self.assertLess(np.abs(exact - near).max(), 0.1 * (exact.max() - exact.min()))
