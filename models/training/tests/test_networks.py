import unittest

import torch
from torch import nn

from deepfer_training import imagenet, networks


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


def batch_norm(prefix: str, size: int) -> dict[str, torch.Tensor]:
    values = {name: torch.rand(size) for name in ("weight", "bias", "running_mean", "running_var")}
    return {f"{prefix}.{name}": value for name, value in (values | {"num_batches_tracked": torch.tensor(1)}).items()}


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

    def test_stages_cover_every_layer_once_and_start_with_the_head(self):
        for model_id, count in ("cnn", 4), ("lite", 6), ("resnet50v2", 6):
            with self.subTest(model_id):
                network = networks.build(model_id)
                stages = networks.stages(network)
                self.assertEqual(len(stages), count)
                self.assertEqual([id(layer) for stage in stages[::-1] for layer in stage], [id(layer) for layer in network])
                self.assertIsInstance(stages[0][-1], nn.Linear)

    def test_imagenet_weights_fill_the_blocks_and_a_wrong_file_is_named(self):
        network = networks.build("resnet50v2")
        # Names and shapes as timm's models/resnetv2.py has them: no biases, a projection in each stage's first block.
        state = {}
        before = 64
        for stage, (width, count) in enumerate(((64, 3), (128, 4), (256, 6), (512, 3))):
            for block in range(count):
                prefix = f"stages.{stage}.blocks.{block}."
                shapes = {"conv1": (width, before, 1, 1), "conv2": (width, width, 3, 3), "conv3": (4 * width, width, 1, 1)}
                if block == 0:
                    shapes["downsample.conv"] = (4 * width, before, 1, 1)
                state |= {f"{prefix}{name}.weight": torch.rand(shape) for name, shape in shapes.items()}
                for number, size in (1, before), (2, width), (3, width):
                    state |= batch_norm(f"{prefix}norm{number}", size)
                before = 4 * width
        state |= batch_norm("norm", before)
        imagenet.load(network, state)
        blocks = [layer for layer in network if isinstance(layer, networks.Bottleneck)]
        torch.testing.assert_close(blocks[3].shortcut.weight, state["stages.1.blocks.0.downsample.conv.weight"])
        torch.testing.assert_close(blocks[15].branch[6].weight, state["stages.3.blocks.2.conv3.weight"])
        torch.testing.assert_close(blocks[15].branch[4].running_var, state["stages.3.blocks.2.norm3.running_var"])

        del state["stages.2.blocks.5.conv2.weight"]
        with self.assertRaisesRegex(ValueError, r"stages\.2\.blocks\.5\.conv2\.weight: expected \(256, 256, 3, 3\)"):
            imagenet.load(network, state)

    def test_every_network_has_one_or_two_heads_of_seven(self):
        for model_id in networks.NETWORKS:
            for heads in 1, 2:
                with self.subTest(model_id, heads=heads), torch.no_grad():
                    self.assertEqual(tuple(networks.build(model_id, heads=heads).eval()(torch.zeros(2, 1, 48, 48)).shape), (2, 7 * heads))

    def test_unknown_network_names_the_known(self):
        with self.assertRaisesRegex(ValueError, "cnn, lite, resnet50v2"):
            networks.build("resnet18")
