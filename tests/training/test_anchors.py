"""Anchors and targets against hand calculation."""

import unittest

import numpy as np
from farsight_training.anchors import BACKGROUND, IGNORED, TargetMaker, anchor_layers, iou_matrix, make_anchors

# One map of 2 rows and 4 columns with a 20 x 20 and a 40 x 20 anchor in an input of 80 x 40.
LAYERS = [{"rows": 2, "columns": 4, "sizes": [[0.25, 0.5], [0.5, 0.5]]}]


class Anchors(unittest.TestCase):
    def test_stand_in_the_order_row_column_size_in_the_middle_of_their_cells(self):
        anchors = make_anchors(LAYERS)
        self.assertEqual(anchors.shape, (16, 4))
        np.testing.assert_allclose(anchors[0], [0.125, 0.25, 0.25, 0.5])
        np.testing.assert_allclose(anchors[1], [0.125, 0.25, 0.5, 0.5])
        np.testing.assert_allclose(anchors[2], [0.375, 0.25, 0.25, 0.5])
        np.testing.assert_allclose(anchors[8], [0.125, 0.75, 0.25, 0.5])

    def test_keep_their_sides_in_pixels_on_an_input_that_is_not_square(self):
        layer = anchor_layers([16], 320, 192)[0]
        self.assertEqual((layer["rows"], layer["columns"], len(layer["sizes"])), (12, 20, 6))
        width, height = layer["sizes"][1]  # Ratio 1, side 18.
        self.assertAlmostEqual(width * 320, 18)
        self.assertAlmostEqual(height * 192, 18)

    def test_overlap_is_intersection_over_union(self):
        a = np.array([[0, 0, 10, 10]], np.float32)
        b = np.array([[5, 0, 15, 10], [20, 20, 30, 30]], np.float32)
        np.testing.assert_allclose(iou_matrix(a, b), [[50 / 150, 0]])


class Targets(unittest.TestCase):
    def setUp(self):
        self.targets = TargetMaker(LAYERS, 80, 40)

    def answer(self, box, ignored=False):
        return self.targets(np.array([box], np.float32), np.array([3]), np.array([ignored]))

    def test_an_object_on_an_anchor_is_its_and_needs_no_offset(self):
        # Anchor 2: centre (30, 10), 20 x 20.
        labels, offsets = self.answer([20, 0, 40, 20])
        self.assertEqual(labels[2], 3)
        np.testing.assert_allclose(offsets[2], 0, atol=1e-5)
        self.assertEqual(labels[15], BACKGROUND)

    def test_offsets_are_those_of_the_faster_rcnn_coder(self):
        # Centre (32, 11), 20 x 18: ty = 1/20*10, tx = 2/20*10, th = ln(0.9)*5, tw = 0.
        labels, offsets = self.answer([22, 2, 42, 20])
        self.assertEqual(labels[2], 3)
        np.testing.assert_allclose(offsets[2], [0.5, 1, np.log(0.9) * 5, 0], atol=1e-5)

    def test_a_small_object_is_given_its_best_anchor(self):
        # 10 x 12 in anchor 2: IoU 120/400, under what is matched by itself; in anchor 3, 40 x 20, only 120/800.
        labels, _ = self.answer([25, 4, 35, 16])
        self.assertEqual([int(i) for i in np.flatnonzero(labels == 3)], [2])

    def test_an_object_of_which_no_anchor_covers_a_quarter_is_background(self):
        # 8 x 10 in anchor 2: IoU 80/400.
        labels, _ = self.answer([26, 5, 34, 15])
        self.assertTrue((labels == BACKGROUND).all())

    def test_an_object_between_anchors_is_given_those_on_both_sides(self):
        # 20 x 20 half way between anchors 2 and 4 (IoU 200/600 each), within 3 and 5 (400/800 each).
        labels, _ = self.answer([30, 0, 50, 20])
        self.assertEqual([int(i) for i in np.flatnonzero(labels == 3)], [2, 3, 4, 5])

    def test_an_ignored_object_is_neither_there_nor_absent(self):
        labels, _ = self.answer([20, 0, 40, 20], ignored=True)
        self.assertEqual(labels[2], IGNORED)
        self.assertFalse((labels >= 0).any())

    def test_no_objects_leave_background(self):
        empty = np.zeros((0, 4), np.float32)
        labels, _ = self.targets(empty, np.zeros(0, np.int64), np.zeros(0, bool))
        self.assertTrue((labels == BACKGROUND).all())


if __name__ == "__main__":
    unittest.main()
