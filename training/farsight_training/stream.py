"""The endless stream of training samples; sample n is the same in every run."""

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from .anchors import TargetMaker, anchor_layers
from .augment import Augmenter
from .data import Frames
from .recipe import Recipe

Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


class Samples(Dataset):
    """Samples `first` to `recipe.samples`: pixels from -1 to 1, labels and offsets by anchor."""

    def __init__(self, frames: Frames, recipe: Recipe, strides: list[int], first: int) -> None:
        self.recipe = recipe
        self.first = first
        self.augment = Augmenter(frames, recipe.augment, recipe.width, recipe.height)
        layers = anchor_layers(strides, recipe.width, recipe.height)
        self.targets = TargetMaker(layers, recipe.width, recipe.height)

    def __len__(self) -> int:
        return self.recipe.samples - self.first

    def __getitem__(self, index: int) -> Batch:
        random = np.random.default_rng([self.recipe.seed, self.first + index])
        picture, truths = self.augment(random)
        labels, offsets = self.targets(truths.boxes, truths.labels, truths.ignored)
        pixels = (np.asarray(picture, np.float32) - 127.5) / 127.5
        return torch.from_numpy(pixels).permute(2, 0, 1), torch.from_numpy(labels), torch.from_numpy(offsets)


def batches(frames: Frames, recipe: Recipe, strides: list[int], first_step: int) -> DataLoader:
    """Batches from a step on, made by one process beside the training."""
    samples = Samples(frames, recipe, strides, first_step * recipe.batch)
    return DataLoader(samples, recipe.batch, num_workers=1, prefetch_factor=4, drop_last=True)
