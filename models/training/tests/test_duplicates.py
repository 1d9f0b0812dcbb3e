import unittest

import numpy as np

from deepfer_training.duplicates import near_duplicates


class DuplicatesTest(unittest.TestCase):
    def test_relit_noisy_and_mirrored_copies_are_found_and_others_are_not(self):
        rng = np.random.default_rng(2)
        coarse = rng.integers(30, 220, size=(6, 16, 16)).repeat(3, axis=1).repeat(3, axis=2)
        noisy = coarse[0] + rng.integers(-5, 5, size=(48, 48))
        own = np.stack([coarse[0] * 0.5 + 40, noisy, coarse[1][:, ::-1], coarse[4], coarse[5]]).astype(np.uint8)
        found = near_duplicates(own, coarse[:4].astype(np.uint8))
        self.assertEqual(found.tolist(), [True, True, True, False, False])
