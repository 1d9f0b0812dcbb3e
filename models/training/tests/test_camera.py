import unittest

import torch

from deepfer_training.camera import Camera

STILL = {"crop": (1.0, 1.0), "shift": 0.0, "tilt": 0.0, "side_light": 0.0, "bar": 0.3, "gamma": 1.0, "blur": 0.31,
         "noise": 0.0, "quality": (80.0, 80.0), "each": 0.0}  # fmt: skip


def seen(x: torch.Tensor, seed: int = 0, **ranges) -> torch.Tensor:
    return Camera(**(STILL | ranges))(x, torch.Generator().manual_seed(seed))


class CameraTest(unittest.TestCase):
    def test_nothing_is_done_when_all_ranges_are_still(self):
        x = torch.rand(8, 1, 48, 48)
        torch.testing.assert_close(seen(x), x, rtol=0, atol=1e-5)

    def test_crops_are_as_large_as_said_and_off_by_no_more_than_said(self):
        x = torch.zeros(200, 1, 48, 48)
        x[:, :, 12:36, 12:36] = 1
        y = seen(x, crop=(0.85, 1.25))
        # The square of 24 pixels appears smaller in a larger crop.
        side = y.sum((1, 2, 3)).sqrt()
        self.assertTrue((side > 24 / 1.25 - 0.5).all() and (side < 24 / 0.85 + 0.5).all())
        self.assertTrue(side.min() < 20 and side.max() > 27)
        moved = seen(x, shift=0.08)
        rows = (moved.sum(3) * torch.arange(48)).sum((1, 2)) / moved.sum((1, 2, 3))
        self.assertTrue(((rows - 23.5).abs() < 0.08 * 48 + 0.01).all())
        self.assertGreater((rows - 23.5).abs().max(), 3)

    def test_everything_else_is_done_to_every_second_face_and_stays_in_range(self):
        x = torch.rand(400, 1, 48, 48)
        for kind in {"side_light": 0.5}, {"gamma": 1.6}, {"noise": 0.06}, {"blur": 1.2}, {"bar": 0.9}:
            with self.subTest(kind):
                y = seen(x, each=0.5, **kind)
                self.assertTrue(y.min() >= 0 and y.max() <= 1)
        all_at_once = Camera()(x, torch.Generator().manual_seed(2))
        self.assertTrue(torch.isfinite(all_at_once).all() and all_at_once.min() >= 0 and all_at_once.max() <= 1)
        self.assertTrue(torch.equal(all_at_once, Camera()(x, torch.Generator().manual_seed(2))))

    def test_jpeg_keeps_smooth_faces_and_takes_from_fine_ones_what_quality_says(self):
        camera, x = Camera(), torch.rand(1, 1, 48, 48)
        smooth = torch.linspace(0.2, 0.8, 48).expand(1, 1, 48, 48)

        def loss(image, quality):
            return (camera._jpeg(image, lambda low, high: torch.full((1, 1, 1, 1), quality)) - image).abs().mean().item()

        self.assertLess(loss(smooth, 80.0), 0.02)
        self.assertLess(loss(x, 95.0), loss(x, 50.0))
        self.assertLess(loss(x, 50.0), loss(x, 10.0))

    def test_low_resolution_takes_fine_detail(self):
        checks = ((torch.arange(48)[:, None] + torch.arange(48)) % 2).float().expand(4, 1, 48, 48)
        coarse = Camera()._resolution(checks, lambda low, high: torch.zeros(4, 1, 1, 1))
        self.assertLess(coarse.std(), 0.1)
