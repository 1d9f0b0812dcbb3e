import unittest

import numpy as np
import torch

from deepfer_training import targets
from deepfer_training.data import Faces, Votes


def faces(labels: list[int], ours: list[list[int]] | None, other: list[int] | None = None) -> Faces:
    votes = None
    if ours is not None:
        others = np.zeros((len(labels), 3), np.float32)
        others[:, 0] = other
        votes = Votes(np.array(ours, np.float32), others)
    return Faces(np.zeros((len(labels), 48, 48), np.uint8), np.array(labels), votes)


class TargetsTest(unittest.TestCase):
    def test_two_heads_have_the_label_and_the_votes_and_unseen_emotions_do_not_count(self):
        agreed, unknown = [0, 0, 0, 6, 0, 0, 4], [1, 0, 0, 0, 0, 0, 0]
        result = targets.of(faces([3, 5], [agreed, unknown], [0, 9]), votes_share=0.0, smoothing=0.1)
        self.assertEqual(tuple(result.values.shape), (2, 2, 7))
        torch.testing.assert_close(result.values.sum(dim=2), torch.ones(2, 2))
        self.assertEqual(result.values[:, 0].argmax(dim=1).tolist(), [3, 5])
        torch.testing.assert_close(result.values[0, 1, [3, 6]], torch.tensor([0.6, 0.4]) * 0.98 + 0.02 / 7)
        self.assertEqual(result.weights.tolist(), [[1, 1], [1, 0]])

    def test_faces_without_votes_have_one_head_with_the_label_smoothed(self):
        result = targets.of(faces([2], None), votes_share=0.5, smoothing=0.7)
        torch.testing.assert_close(result.values, torch.full((1, 1, 7), 0.1) + 0.3 * torch.eye(7)[2])
        self.assertEqual(result.weights.tolist(), [[1]])

    def test_answers_are_mixed_with_what_is_known(self):
        truth = targets.Targets(torch.eye(7)[[1, 1]][None], torch.tensor([[1.0, 0.0]]))
        answers = torch.eye(7)[[5, 5]][None]
        learnt = targets.learn_from(answers, truth, share=0.7)
        torch.testing.assert_close(learnt[0, 0], 0.7 * torch.eye(7)[5] + 0.3 * torch.eye(7)[1])
        torch.testing.assert_close(learnt[0, 1], torch.eye(7)[5])

    def test_loss_is_the_mean_over_those_that_count_summed_over_heads(self):
        outputs = torch.zeros(2, 14)
        outputs[:, 3] = 2.0
        values = torch.eye(7)[torch.tensor([[3, 0], [0, 0]])]
        weights = torch.tensor([[1.0, 1.0], [0.0, 1.0]])
        uniform, sure = np.log(7), np.log(np.exp(2) + 6) - 2
        self.assertAlmostEqual(targets.loss(outputs, values, weights).item(), sure + uniform, places=5)
