"""The table says what the reports say."""

import json
import tempfile
import unittest
from pathlib import Path

from farsight_training.evaluate import Row, beginning, crossing_text, metrics_of, report_file, table_text, verdicts


def row(model: str, mode: str, metres: float, large: float) -> Row:
    """A report with this D50 and AP50 of large objects."""
    crossing = {"place": metres, "interval": [metres - 1, metres + 1]}
    sizes = [{"ap50": ap, "ap50_interval": [ap - 0.1, ap + 0.1]} for ap in (0.2, 0.4, large)]
    report = {"images": 500, "truths": 9, "coco": [0.25], "by_size": sizes}
    report["distance_curve"] = {"d50": crossing, "d90": {"place": None, "interval": [None, None]}}
    return Row(model, mode, report, 47.0, 12.6)


class Tables(unittest.TestCase):
    def test_hold_a_line_a_row(self):
        line = table_text([row("near-only", "pyramid", 11.04, 0.6)]).splitlines()[2]
        self.assertEqual(
            line,
            "| near-only | pyramid | 500 | 11.0 [10.0, 12.0] | over 120 [over 120, over 120] | 0.250 "
            "| 0.20 [0.10, 0.30] | 0.40 [0.30, 0.50] | 0.60 [0.50, 0.70] | 47 | 13 |",
        )

    def test_say_where_recall_never_reaches_the_level(self):
        self.assertEqual(crossing_text({"place": 0.0, "interval": [0.0, 5.0]}, {"truths": 1}), "under 4 [under 4, 5.0]")
        before = {"place": None, "where": "before the first object", "interval": [None, 5.0]}
        before["interval_where"] = ["before the first object", "crossed"]
        self.assertEqual(crossing_text(before, {"truths": 9}), "under 4 [under 4, 5.0]")

    def test_claim_nothing_from_too_few_objects(self):
        few = {"place": None, "where": "too few objects", "interval": [None, None]}
        few["interval_where"] = ["before the first object", "beyond the last object"]
        self.assertEqual(crossing_text(few, {"truths": 1}), "unknown [under 4, over 120]")

    def test_weigh_each_cure_against_the_patient(self):
        rows = [
            row("near-only", "full frame", 10, 0.6),
            row("near-only", "pyramid", 25, 0.58),
            row("fpn", "full frame", 30, 0.7),
        ]
        self.assertEqual(
            verdicts(rows).splitlines(),
            [
                "near-only, pyramid: D50 2.50 times that of its full frame",
                "fpn: D50 3.00 times near-only's; AP50 of large objects +0.100",
                "near-only, pyramid: AP50 of large objects -0.020",
            ],
        )

    def test_leave_their_figures_for_the_card(self):
        expected = {"scenes": 500, "d50_m": 10, "ap": 0.25, "ap50_by_size": [0.2, 0.4, 0.6]}
        self.assertEqual(metrics_of(row("near-only", "full frame", 10, 0.6)), expected)


class Reports(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_are_of_one_network_only(self):
        card = self.folder / "m.json"
        card.with_suffix(".onnx").write_bytes(b"one")
        first = report_file(card, "pyramid", "annotations")
        card.with_suffix(".onnx").write_bytes(b"two")
        self.assertNotEqual(report_file(card, "pyramid", "annotations"), first)

    def test_may_be_of_the_first_scenes(self):
        file = self.folder / "annotations.json"
        images = [{"id": i} for i in (1, 2, 3)]
        objects = [{"image_id": i} for i in (1, 2, 2, 3)]
        file.write_text(json.dumps({"categories": [], "images": images, "annotations": objects}))
        part = json.loads(beginning(file, 2).read_text())
        self.assertEqual([image["id"] for image in part["images"]], [1, 2])
        self.assertEqual([o["image_id"] for o in part["annotations"]], [1, 2, 2])


if __name__ == "__main__":
    unittest.main()
