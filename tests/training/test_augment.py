"""Wherever a scene is moved, shrunk or turned, its boxes stay on its pixels."""

import unittest

import numpy as np
from farsight_training.augment import Augmenter, cleaned, flipped, rotated
from farsight_training.data import Truths
from frames import RED, frame, frames


def red_box(picture) -> list[int]:
    """Where the picture is red."""
    pixels = np.asarray(picture).astype(int)
    red = (pixels[..., 0] - pixels[..., 1]) > (RED[0] - RED[1]) * 0.35
    rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
    return [columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]


class Boxes(unittest.TestCase):
    def follow(self, name):
        augment = Augmenter(frames([(300, 150, 360, 230)]), name, 320, 192)
        seen = 0
        for index in range(60):
            picture, truths = augment(np.random.default_rng([5, index]))
            if len(truths.boxes) == 1 and not truths.ignored[0]:
                seen += 1
                np.testing.assert_allclose(truths.boxes[0], red_box(picture), atol=3)
        return seen

    def test_follow_a_plain_scene(self):
        self.assertGreater(self.follow("plain"), 50)

    def test_follow_a_scene_that_is_enlarged_turned_and_blurred(self):
        self.assertGreater(self.follow("multi-scale"), 8)

    def test_stand_in_their_cells_of_a_mosaic(self):
        augment = Augmenter(frames([(300, 150, 360, 230)]), "multi-scale", 320, 192)
        picture, truths = augment.mosaic(np.random.default_rng(1), 3)
        self.assertEqual(len(truths.boxes), 9)
        for box in truths.boxes.round().astype(int):
            middle = picture.getpixel((int(box[0] + box[2]) // 2, int(box[1] + box[3]) // 2))
            self.assertGreater(middle[0] - middle[1], 150)

    def test_are_mirrored(self):
        truths = Truths(np.array([[10, 20, 110, 60]], np.float32), np.array([0]), np.array([False]))
        picture, truths = flipped(frame((10, 20, 110, 60)), truths)
        np.testing.assert_allclose(truths.boxes, [[530, 20, 630, 60]])
        self.assertEqual(red_box(picture), [530, 20, 630, 60])

    def test_turn_with_the_picture(self):
        truths = Truths(np.array([[500, 60, 540, 100]], np.float32), np.array([0]), np.array([False]))
        picture, truths = rotated(frame((500, 60, 540, 100)), truths, 4)
        # Of a square the ellipse inside is a circle: it keeps its size, about the turned middle.
        x0, y0, x1, y1 = red_box(picture)
        np.testing.assert_allclose(
            (truths.boxes[0, :2] + truths.boxes[0, 2:]) / 2, [(x0 + x1) / 2, (y0 + y1) / 2], atol=1
        )
        np.testing.assert_allclose(truths.boxes[0, 2:] - truths.boxes[0, :2], 40, atol=1e-3)

    def test_that_are_mostly_outside_are_ignored_and_those_all_outside_dropped(self):
        boxes = np.array([[-90, 0, 10, 50], [-20, 0, 80, 50], [-80, 0, -10, 50]], np.float32)
        kept = cleaned(Truths(boxes, np.array([0, 1, 2]), np.zeros(3, bool)), 320, 192)
        self.assertEqual(kept.labels.tolist(), [0, 1])
        self.assertEqual(kept.ignored.tolist(), [True, False])
        np.testing.assert_allclose(kept.boxes[1], [0, 0, 80, 50])


if __name__ == "__main__":
    unittest.main()
