"""Frames whose truth is plain to see: one coloured rectangle on grey."""

import dataclasses

import numpy as np
from farsight_training.data import SHRINKS, Frames, Truths
from farsight_training.recipe import Recipe, read_table
from PIL import Image

WIDTH, HEIGHT = 640, 360
RED = (230, 20, 20)


def frame(box: tuple[int, int, int, int]) -> Image.Image:
    """A red rectangle."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), (110, 110, 110))
    picture.paste(RED, box)
    return picture


def frames(boxes: list[tuple[int, int, int, int]]) -> Frames:
    """One frame a box, of class 1."""
    pictures = [frame(box) for box in boxes]
    pixels = [
        np.stack([np.asarray(p.resize((WIDTH // s, HEIGHT // s), Image.Resampling.BILINEAR)) for p in pictures])
        for s in SHRINKS
    ]
    truths = [Truths(np.array([box], np.float32), np.array([1]), np.array([False])) for box in boxes]
    return Frames(pixels, truths)


def tiny_recipe(**changes) -> Recipe:
    """A recipe that trains in a second."""
    small = {"width": 128, "height": 64, "backbone_width": 0.25, "batch": 2, "cycles": [10, 6]}
    return dataclasses.replace(read_table().recipe("fpn"), **(small | changes))
