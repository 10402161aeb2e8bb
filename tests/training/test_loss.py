"""The loss against hand calculation."""

import math
import unittest

import torch
from farsight_training.anchors import BACKGROUND, IGNORED
from farsight_training.loss import detection_loss


class Loss(unittest.TestCase):
    def test_every_picture_weighs_the_same_however_many_anchors_answer(self):
        # All logits 0, so p = 0.5 and the focal weight is alpha / 4 or (1 - alpha) / 4 of ln 2.
        labels = torch.tensor([[0, BACKGROUND], [0, 0]])
        offsets = torch.ones(2, 2, 4)
        classes, places = detection_loss(torch.zeros(2, 2, 4), torch.zeros(2, 2, 1), labels, offsets)
        first = (0.25 / 4 + 0.75 / 4) * math.log(2)
        second = 2 * (0.25 / 4) * math.log(2) / 2
        self.assertAlmostEqual(classes.item(), (first + second) / 2, places=6)
        # An error of 1 costs a half by smooth L1, four of them 2 an anchor.
        self.assertAlmostEqual(places.item(), 2, places=6)

    def test_an_ignored_anchor_costs_nothing(self):
        labels = torch.tensor([[IGNORED]])
        classes, places = detection_loss(torch.ones(1, 1, 4), torch.ones(1, 1, 3), labels, torch.zeros(1, 1, 4))
        self.assertEqual((classes.item(), places.item()), (0, 0))


if __name__ == "__main__":
    unittest.main()
