import unittest

import numpy as np

from deepfer_training import metrics
from deepfer_training.data import Votes


class MetricsTest(unittest.TestCase):
    def test_ece_is_the_gap_between_confidence_and_accuracy(self):
        # Ten claims of 0.8, of which six are right: off by 0.2.
        p = np.tile([0.8, 0.2, 0, 0, 0, 0, 0], (10, 1))
        labels = np.array([0] * 6 + [1] * 4)
        self.assertAlmostEqual(metrics.ece(p, labels), 0.2)

    def test_temperature_undoes_a_known_scaling(self):
        rng = np.random.default_rng(1)
        true = rng.normal(size=(20000, 7)) * 2
        p = metrics.softmax(true)
        labels = (p.cumsum(axis=1) > rng.random((20000, 1))).argmax(axis=1)
        self.assertAlmostEqual(metrics.fit_temperature(true * 1.7, labels), 1.7, delta=0.06)

    def test_report_matches_hand_count(self):
        p = np.eye(7)[[0, 0, 1, 3]]
        votes = Votes(np.eye(7)[[0, 1, 1, 3]] * 10, np.zeros((4, 3)))
        r = metrics.report(p, np.array([0, 1, 1, 3]), votes)
        self.assertEqual(r["accuracy"], 0.75)
        self.assertEqual(r["perClass"]["angry"]["precision"], 0.5)
        self.assertEqual(r["perClass"]["disgust"]["recall"], 0.5)
        self.assertEqual(r["confusion"]["rows"][1][:2], [1, 1])
        self.assertEqual((r["votes"]["samples"], r["votes"]["accuracy"], r["votes"]["ece"]), (4, 0.75, 0.25))

    def test_majority_is_unique_and_one_of_the_seven(self):
        ours = np.array([[5, 5, 0, 0, 0, 0, 0], [6, 4, 0, 0, 0, 0, 0], [4, 0, 0, 0, 0, 0, 0]])
        other = np.array([[0, 0, 0], [0, 0, 0], [0, 4, 2]])
        self.assertEqual(Votes(ours, other).majority().tolist(), [-1, 0, -1])
