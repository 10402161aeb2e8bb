"""The file says what the network says, in half the bytes."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import torch
from farsight_training.anchors import anchor_layers, make_anchors
from farsight_training.detector import make_detector
from farsight_training.export import PARITY, card_of, folded, largest_difference, write_onnx
from frames import tiny_recipe
from onnx import TensorProto


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def exported(self, network):
        recipe = tiny_recipe(network=network)
        detector = make_detector(recipe)
        # Statistics that are not the identity's, so that folding them is put to the test.
        detector.train()(torch.randn(8, 3, recipe.height, recipe.width))
        before = detector.eval()(torch.ones(1, 3, recipe.height, recipe.width) / 2)
        file = self.folder / f"{network}.onnx"
        detector = folded(detector)
        write_onnx(detector, recipe, file)
        after = detector(torch.ones(1, 3, recipe.height, recipe.width) / 2)
        # Half precision has eleven bits.
        torch.testing.assert_close(after, before, rtol=0, atol=0.02)
        return recipe, detector, file

    def test_agree_with_pytorch(self):
        for network in ("ssd", "fpn"):
            with self.subTest(network):
                recipe, detector, file = self.exported(network)
                self.assertLess(largest_difference(detector, recipe, file), PARITY)

    def test_hold_half_precision_weights_and_take_any_batch(self):
        _, detector, file = self.exported("fpn")
        model = onnx.load(file)
        kinds = {t.data_type for t in model.graph.initializer if np.prod(t.dims) > 8}
        self.assertEqual(kinds, {TensorProto.FLOAT16})
        self.assertLess(file.stat().st_size, 2 * sum(p.numel() for p in detector.parameters()) + 80_000)
        for value in [*model.graph.input, *model.graph.output]:
            self.assertEqual(value.type.tensor_type.elem_type, TensorProto.FLOAT)
            self.assertEqual(value.type.tensor_type.shape.dim[0].dim_param, "batch")

    def test_have_a_row_for_each_anchor_of_the_card(self):
        for network in ("ssd", "fpn"):
            recipe = tiny_recipe(network=network, width=320, height=192)
            detector = make_detector(recipe).eval()
            boxes, scores = detector(torch.zeros(1, 3, 192, 320))
            card = card_of(recipe, detector.strides, 0.0, 1.0)
            anchors = make_anchors(card["heads"]["anchors"]["layers"])
            self.assertEqual(boxes.shape, (1, len(anchors), 4))
            self.assertEqual(scores.shape, (1, len(anchors), len(card["labels"])))
            self.assertEqual(len(make_anchors(anchor_layers(detector.strides, 320, 192))), len(anchors))


if __name__ == "__main__":
    unittest.main()
