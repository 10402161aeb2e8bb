"""The two detectors: SSD (Liu et al. 2016) and a feature pyramid (Lin et al. 2017) on the same backbone."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from .anchors import RATIOS, SIDES
from .backbone import Backbone, conv_bn, initialise
from .recipe import CLASSES, Recipe

PYRAMID_CHANNELS = 64
EXTRA_CHANNELS = 128
# Focal loss wants a network that begins by seeing nothing (Lin et al. 2017, section 4.1).
PRIOR = 0.01


class Separable(nn.Module):
    """A depthwise 3x3 and a pointwise convolution, each normalised and cut at 6."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.depthwise = conv_bn(inputs, inputs, 3, stride, groups=inputs)
        self.pointwise = conv_bn(inputs, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu6(self.pointwise(functional.relu6(self.depthwise(x))))


class Head(nn.Module):
    """Box offsets and class logits of one map, as SSDLite has them (Sandler et al. 2018)."""

    def __init__(self, inputs: int, anchors: int) -> None:
        super().__init__()
        self.shared = conv_bn(inputs, inputs, 3, groups=inputs)
        self.boxes = nn.Conv2d(inputs, anchors * 4, 1)
        self.scores = nn.Conv2d(inputs, anchors * len(CLASSES), 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        x = functional.relu6(self.shared(x))
        return rows(self.boxes(x), 4), rows(self.scores(x), len(CLASSES))


def rows(x: Tensor, values: int) -> Tensor:
    """[B, A * values, H, W] to [B, H * W * A, values]: the order row, column, anchor."""
    # Plain integers: the exported shape is then a constant, only the batch is free.
    count = int(x.shape[1]) * int(x.shape[2]) * int(x.shape[3]) // values
    return x.permute(0, 2, 3, 1).reshape(-1, count, values)


class Ssd(nn.Module):
    """Heads on the backbone's maps at strides 16 and 32 and on a smaller one below."""

    strides = [16, 32, 64]

    def __init__(self, width: float) -> None:
        super().__init__()
        self.backbone = Backbone(width)
        _, middle, deep = self.backbone.channels
        self.extra = Separable(deep, EXTRA_CHANNELS, 2)
        self.heads = nn.ModuleList(
            Head(channels, len(SIDES[stride]) * len(RATIOS))
            for channels, stride in zip([middle, deep, EXTRA_CHANNELS], self.strides, strict=True)
        )

    def maps(self, x: Tensor) -> list[Tensor]:
        """What the heads look at."""
        _, middle, deep = self.backbone(x)
        return [middle, deep, self.extra(deep)]

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        parts = [head(features) for head, features in zip(self.heads, self.maps(x), strict=True)]
        return torch.cat([boxes for boxes, _ in parts], 1), torch.cat([scores for _, scores in parts], 1)


class Fpn(Ssd):
    """Coarse maps, which know what a thing is, are added to fine ones, which know where it is."""

    strides = [8, 16, 32, 64]

    def __init__(self, width: float) -> None:
        nn.Module.__init__(self)
        self.backbone = Backbone(width)
        self.lateral = nn.ModuleList(conv_bn(channels, PYRAMID_CHANNELS, 1) for channels in self.backbone.channels)
        self.smooth = nn.ModuleList(Separable(PYRAMID_CHANNELS, PYRAMID_CHANNELS) for _ in range(3))
        self.extra = Separable(PYRAMID_CHANNELS, PYRAMID_CHANNELS, 2)
        self.heads = nn.ModuleList(Head(PYRAMID_CHANNELS, len(SIDES[stride]) * len(RATIOS)) for stride in self.strides)

    def maps(self, x: Tensor) -> list[Tensor]:
        fine, middle, deep = (lateral(c) for lateral, c in zip(self.lateral, self.backbone(x), strict=True))
        middle = middle + functional.interpolate(deep, scale_factor=2.0, mode="nearest")
        fine = fine + functional.interpolate(middle, scale_factor=2.0, mode="nearest")
        maps = [smooth(m) for smooth, m in zip(self.smooth, [fine, middle, deep], strict=True)]
        return [*maps, self.extra(maps[-1])]


def make_detector(recipe: Recipe) -> Ssd:
    """An untrained network, the same for the same seed."""
    torch.manual_seed(recipe.seed)
    detector = {"ssd": Ssd, "fpn": Fpn}[recipe.network](recipe.backbone_width)
    initialise(detector)
    for head in detector.heads:
        nn.init.normal_(head.boxes.weight, std=0.01)
        nn.init.normal_(head.scores.weight, std=0.01)
        nn.init.constant_(head.scores.bias, -math.log((1 - PRIOR) / PRIOR))
    return detector
