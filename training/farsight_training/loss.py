"""Focal loss for classes (Lin et al. 2017, arXiv:1708.02002), smooth L1 for boxes."""

import torch
from torch import Tensor
from torch.nn import functional

from .anchors import IGNORED

ALPHA = 0.25
GAMMA = 2.0


def detection_loss(boxes: Tensor, scores: Tensor, labels: Tensor, offsets: Tensor) -> tuple[Tensor, Tensor]:
    """Class and box loss: of each picture over its own positive anchors, then the mean over pictures.

    A picture with a hundred small objects so weighs as much as one with a single large one.
    Shapes: boxes [B, N, 4], scores [B, N, C], labels [B, N], offsets [B, N, 4].
    """
    positive = labels >= 0
    count = positive.sum(1).clamp(min=1)
    target = functional.one_hot(labels.clamp(min=0), scores.shape[2]).to(scores.dtype) * positive[..., None]
    entropy = functional.binary_cross_entropy_with_logits(scores, target, reduction="none")
    probability = scores.sigmoid()
    surprise = torch.where(target > 0, 1 - probability, probability)
    weight = torch.where(target > 0, ALPHA, 1 - ALPHA) * surprise**GAMMA * (labels != IGNORED)[..., None]
    classes = ((weight * entropy).sum((1, 2)) / count).mean()
    distance = functional.smooth_l1_loss(boxes, offsets, reduction="none").sum(2) * positive
    places = (distance.sum(1) / count).mean()
    return classes, places
