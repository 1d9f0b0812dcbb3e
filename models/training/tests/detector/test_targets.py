import unittest

import numpy as np

from deepfer_training.detector import targets
from deepfer_training.detector.cells import best, boxes_of, grid, overlap, points_of
from deepfer_training.detector.network import FIELDS


def answers(size: int, box: tuple[float, float, float, float], score: float) -> np.ndarray:
    """A teacher's answers: one face, in the stride-8 cell of its centre, with points on its eyes, nose and mouth."""
    out = np.zeros((len(grid(size, size)), FIELDS), np.float32)
    x, y, width, height = box
    cell = int(y // 8) * (size // 8) + int(x // 8)
    column, row, _ = grid(size, size)[cell]
    out[cell, :5] = score, x / 8 - column, y / 8 - row, np.log(width / 8), np.log(height / 8)
    five = np.array([[x - 8, y - 6], [x + 8, y - 6], [x, y], [x - 6, y + 8], [x + 6, y + 8]])
    out[cell, 5:] = (five / 8 - (column, row)).ravel()
    return targets.from_teacher(out)


class CorrectTest(unittest.TestCase):
    def test_a_missed_face_is_written_where_it_is(self):
        out = answers(128, (40, 40, 30, 36), 0.9)
        targets.correct(out, np.array([[40, 40, 30, 36], [88, 80, 24, 30]], np.float32), 128, complete=False)
        cells = grid(128, 128)
        sure = np.flatnonzero(out[:, 0] > 0.8)
        kept = sure[best(out[sure, 0], boxes_of(out[sure], cells[sure]))]
        np.testing.assert_allclose(
            sorted(boxes_of(out[kept], cells[kept]).tolist()), [[40, 40, 30, 36], [88, 80, 24, 30]], rtol=1e-4
        )
        self.assertEqual(out[kept, targets.POINTS_KNOWN].tolist(), [1, 0])

    def test_a_faint_answer_for_a_labelled_face_is_raised(self):
        out = answers(128, (40, 40, 30, 36), 0.4)
        targets.correct(out, np.array([[42, 41, 30, 36]], np.float32), 128, complete=False)
        self.assertAlmostEqual(out[:, 0].max(), targets.SURE, places=5)

    def test_only_doubtful_answers_without_label_fall_and_only_where_labels_are_complete(self):
        none = np.zeros((0, 4), np.float32)
        for score, complete, expected in ((0.45, True, 0.45 * 0.2), (0.9, True, 0.9), (0.45, False, 0.45)):
            out = answers(128, (40, 40, 30, 36), score)
            targets.correct(out, none, 128, complete)
            self.assertAlmostEqual(out[:, 0].max(), expected, places=5)

    def test_nobody_clears_its_square_only(self):
        out = answers(128, (40, 40, 30, 36), 0.9)
        targets.nobody(out, 128, 64, 0, 64)
        self.assertAlmostEqual(out[:, 0].max(), 0.9, places=5)
        targets.nobody(out, 128, 0, 0, 64)
        self.assertEqual(out[:, 0].max(), 0)


class TurnedTest(unittest.TestCase):
    def test_a_face_right_of_the_middle_comes_above_it_by_a_quarter_turn(self):
        out = targets.turned(answers(384, (244, 192, 30, 36), 0.9), 384, 256, 90)
        cell = np.flatnonzero(out[:, 0] > 0.5)
        self.assertEqual(len(cell), 1)
        cells = grid(256, 256)[cell]
        np.testing.assert_allclose(boxes_of(out[cell], cells)[0], (128, 128 - 52, 36, 30), atol=1e-3)
        right_eye, left_eye = points_of(out[cell], cells)[0, :2]
        np.testing.assert_allclose(right_eye, (128 - 6, 128 - 52 + 8), atol=1e-3)
        np.testing.assert_allclose(left_eye, (128 - 6, 128 - 52 - 8), atol=1e-3)

    def test_no_turn_is_the_middle(self):
        whole = answers(384, (204, 180, 30, 36), 0.9)
        middle = targets.cut(whole, 384, 256, 64, 64)
        turned = targets.turned(whole, 384, 256, 0)
        np.testing.assert_allclose(turned[middle[:, 0] > 0.5], middle[middle[:, 0] > 0.5], atol=1e-3)
        self.assertEqual(int((middle[:, 0] > 0.5).sum()), 1)

    def test_box_surrounds_the_turned_ellipse(self):
        out = targets.turned(answers(384, (192, 192, 30, 40), 0.9), 384, 256, 30)
        cell = np.flatnonzero(out[:, 0] > 0.5)
        width, height = boxes_of(out[cell], grid(256, 256)[cell])[0, 2:]
        around = np.linspace(0, 2 * np.pi, 3600)
        x, y = 15 * np.cos(around), 20 * np.sin(around)
        cos, sin = np.cos(np.pi / 6), np.sin(np.pi / 6)
        self.assertAlmostEqual(width, 2 * (x * cos + y * sin).max(), places=2)
        self.assertAlmostEqual(height, 2 * (y * cos - x * sin).max(), places=2)


class CellsTest(unittest.TestCase):
    def test_best_keeps_neighbours_and_drops_doubles(self):
        boxes = np.array([[50, 50, 40, 40], [52, 50, 40, 40], [92, 50, 40, 40]], float)
        self.assertEqual(best(np.array([0.8, 0.9, 0.7]), boxes), [1, 2])

    def test_overlap_of_halves(self):
        a, b = np.array([[10.0, 10, 10, 10]]), np.array([[15.0, 10, 10, 10], [40, 10, 10, 10]])
        np.testing.assert_allclose(overlap(a, b), [[1 / 3, 0]], atol=1e-6)
