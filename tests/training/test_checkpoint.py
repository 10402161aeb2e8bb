"""What goes wrong is told in words, and training goes on from the last good checkpoint."""

import contextlib
import errno
import io
import os
import shutil
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import torch
from farsight_training import train
from farsight_training.checkpoint import Checkpoints
from farsight_training.data import render
from farsight_training.problems import Problem, run
from farsight_training.recipe import Scenes, read_table
from frames import frames, tiny_recipe

IDENTITY = {"name": "a"}


class Scratch(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.errors = self.enterContext(contextlib.redirect_stderr(io.StringIO()))


class SavedStates(Scratch):
    def setUp(self):
        super().setUp()
        self.checkpoints = Checkpoints(self.folder)

    def save(self, step):
        self.checkpoints.save({"identity": IDENTITY, "step": step, "weights": torch.full((1000,), float(step))})

    def test_the_newest_is_taken(self):
        self.assertIsNone(self.checkpoints.load(IDENTITY))
        self.save(1)
        self.save(2)
        self.assertEqual(self.checkpoints.load(IDENTITY)["step"], 2)

    def test_a_corrupt_one_is_named_and_the_one_before_it_taken(self):
        self.save(1)
        self.save(2)
        whole = self.checkpoints.last.read_bytes()
        flipped = bytearray(whole)
        flipped[len(whole) // 2] ^= 1
        for part in (b"", whole[: len(whole) // 2], b"no checkpoint at all", bytes(flipped)):
            self.checkpoints.last.write_bytes(part)
            self.assertEqual(self.checkpoints.load(IDENTITY)["step"], 1)
            self.assertIn("last.pt: is corrupt", self.errors.getvalue())

    def test_two_corrupt_ones_end_the_run(self):
        self.save(1)
        self.checkpoints.last.write_bytes(b"broken")
        with self.assertRaisesRegex(Problem, "no checkpoint in it is readable"):
            self.checkpoints.load(IDENTITY)

    def test_one_of_another_recipe_is_refused(self):
        self.save(1)
        with self.assertRaisesRegex(Problem, "another recipe"):
            self.checkpoints.load({"name": "b"})

    def test_a_missing_one_says_how_to_make_it(self):
        with self.assertRaisesRegex(Problem, "train first: training/train"):
            self.checkpoints.trained(IDENTITY)

    def test_a_full_disk_stops_before_anything_is_touched(self):
        self.save(1)
        usage = shutil.disk_usage(self.folder)._replace(free=1 << 20)
        with (
            mock.patch("shutil.disk_usage", return_value=usage),
            self.assertRaisesRegex(Problem, "only 1 MiB are free"),
        ):
            self.save(2)
        self.assertEqual(self.checkpoints.load(IDENTITY)["step"], 1)

    def test_a_write_that_fails_leaves_the_last_one_whole(self):
        self.save(1)
        with (
            mock.patch("torch.save", side_effect=RuntimeError("unexpected pos")),
            self.assertRaisesRegex(Problem, "last checkpoint is whole"),
        ):
            self.save(2)
        self.assertEqual(self.checkpoints.load(IDENTITY)["step"], 1)


class Renders(Scratch):
    def test_that_fail_are_told_with_the_way_on(self):
        command = self.folder / "farsight"
        command.write_text("#!/bin/sh\nexit 1\n")
        command.chmod(0o755)
        self.enterContext(mock.patch.dict(os.environ, {"FARSIGHT": str(command)}))
        with self.assertRaisesRegex(Problem, r"farsight render failed \(exit 1\)"):
            render(Scenes("none", 1, []), self.folder / "scenes", [])

    def test_want_the_command(self):
        self.enterContext(mock.patch.dict(os.environ, {"FARSIGHT": str(self.folder / "absent")}))
        with self.assertRaisesRegex(Problem, "absent is missing; build it"):
            render(Scenes("none", 1, []), self.folder / "scenes", [])


class Commands(Scratch):
    def test_end_with_1_and_a_sentence(self):
        for error, words in [
            (Problem("it broke."), "error: it broke."),
            (OSError(errno.ENOSPC, "No space left on device", "big.npy"), "big.npy: no space is left"),
        ]:
            with self.assertRaises(SystemExit) as ended:
                run(mock.Mock(side_effect=error))
            self.assertEqual(ended.exception.code, 1)
            self.assertIn(words, self.errors.getvalue())

    def test_know_their_models(self):
        with self.assertRaisesRegex(Problem, "no model 'nobody'; choose one of: near-only"):
            read_table().recipe("nobody")


class Interrupted(Scratch):
    def trained(self, folder, steps, **changes):
        """Weights after so many steps in one go each."""
        recipe = tiny_recipe(**changes)
        with (
            mock.patch.object(train, "load_frames", return_value=frames([(100, 100, 300, 300), (20, 40, 120, 260)])),
            mock.patch.object(train, "CHECKPOINT_STEPS", 4),
        ):
            for last in steps:
                training = train.Training(recipe, folder, 1)
                with mock.patch.object(training, "tell"):
                    if last < recipe.steps:
                        stop = self.stop_after(training, last)
                        with stop, self.assertRaises(KeyboardInterrupt):
                            training.run()
                    else:
                        training.run()
        return training.detector.state_dict()

    def stop_after(self, training, last):
        learn = training.learn

        def interrupted(batch):
            if training.step == last:
                raise KeyboardInterrupt
            return learn(batch)

        return mock.patch.object(training, "learn", side_effect=interrupted)

    def test_training_ends_where_it_would_have_ended(self):
        whole = self.trained(self.folder / "whole", [8])
        parts = self.trained(self.folder / "parts", [6, 8])
        for name, value in whole.items():
            torch.testing.assert_close(parts[name], value, rtol=0, atol=0)

    def test_a_cycle_more_goes_on_from_a_training_that_had_ended(self):
        whole = self.trained(self.folder / "whole", [8])
        self.trained(self.folder / "longer", [5], cycles=[10])
        longer = self.trained(self.folder / "longer", [8])
        for name, value in whole.items():
            torch.testing.assert_close(longer[name], value, rtol=0, atol=0)


if __name__ == "__main__":
    unittest.main()
