import unittest

import torch

from deepfer_training.augment import Augmentation

STILL = {"camera": 0.0, "rotate": 0.0, "zoom": 0.0, "shift": 0.0, "brightness": 0.0, "contrast": 0.0, "erase": 0.0}


def augmented(x: torch.Tensor, seed: int = 0, **ranges: float) -> torch.Tensor:
    return Augmentation(**(STILL | ranges))(x, torch.Generator().manual_seed(seed))


class AugmentTest(unittest.TestCase):
    def test_only_flips_when_all_ranges_are_zero(self):
        x = torch.rand(64, 1, 48, 48)
        y = augmented(x)
        same = (y - x).abs().amax((1, 2, 3)) < 1e-5
        mirrored = (y - x.flip(3)).abs().amax((1, 2, 3)) < 1e-5
        self.assertTrue(torch.all(same ^ mirrored))
        self.assertTrue(15 < same.sum() < 49)

    def test_shift_moves_by_at_most_its_share_of_the_side(self):
        x = torch.zeros(64, 1, 48, 48)
        x[:, :, 23:25, 23:25] = 1
        y = augmented(x, shift=0.1)
        rows = (y.sum(3) * torch.arange(48)).sum((1, 2)) / y.sum((1, 2, 3))
        self.assertTrue(((rows - 23.5).abs() < 4.81).all())
        self.assertGreater((rows - 23.5).abs().max(), 3)

    def test_erasing_covers_the_given_share_of_faces(self):
        x = torch.full((400, 1, 48, 48), 0.5)
        touched = (augmented(x, erase=0.3) != 0.5).any(3).any(2).any(1)
        self.assertTrue(80 < touched.sum() < 160)

    def test_stays_in_range_and_repeats_with_its_seed(self):
        x = torch.rand(32, 1, 48, 48)
        generators = [torch.Generator().manual_seed(5) for _ in range(2)]
        a, b = (Augmentation()(x, g) for g in generators)
        self.assertTrue(torch.equal(a, b))
        self.assertTrue(a.min() >= 0 and a.max() <= 1)
