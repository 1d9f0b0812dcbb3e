import unittest

from deepfer_training.schedule import Schedule


class ScheduleTest(unittest.TestCase):
    def test_wsd_is_flat_then_linear_to_zero(self):
        s = Schedule("wsd", epochs=20, warmup_epochs=1, decay_epochs=5, patience=0)
        self.assertLess(s.factor(0), 0.01)
        self.assertEqual([s.factor(e) for e in (1, 10, 15, 17.5, 20)], [1, 1, 1, 0.5, 0])

    def test_wsd_before_its_decay_does_not_depend_on_the_length(self):
        short, long = (Schedule("wsd", n, 1, 5, 0) for n in (20, 40))
        self.assertEqual([short.factor(e / 2) for e in range(30)], [long.factor(e / 2) for e in range(30)])

    def test_cosine_falls_from_one_to_zero(self):
        s = Schedule("cosine", 10, 0, 0, 0)
        self.assertAlmostEqual(s.factor(5), 0.5)
        self.assertAlmostEqual(s.factor(10), 0)

    def test_plateau_cuts_after_patience(self):
        s = Schedule("plateau", 10, 0, 0, patience=1)
        for accuracy in (0.5, 0.5):
            s.observe(accuracy)
        self.assertEqual(s.factor(2), 1)
        s.observe(0.4)
        self.assertEqual(s.factor(3), 0.2)
