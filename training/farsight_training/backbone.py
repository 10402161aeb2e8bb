"""MobileNetV2 (Sandler et al. 2018, arXiv:1801.04381) up to its last residual blocks, at any width."""

from torch import Tensor, nn

# Expansion, output channels at width 1, repeats, stride of the first: table 2 of the paper without the
# last block and the 1280-channel layer, which a detector of a handful of classes does not need.
STAGES = [
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
]


def scaled(channels: int, width: float) -> int:
    """Channels at a width, a multiple of 8 and never a tenth less than asked."""
    rounded = max(8, int(channels * width + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * channels * width else rounded


def conv_bn(inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> nn.Sequential:
    """A convolution without bias and its batch normalisation."""
    conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs))


class InvertedResidual(nn.Module):
    """Expand, filter each channel by itself, project; a shortcut where the shapes allow."""

    def __init__(self, inputs: int, outputs: int, stride: int, expansion: int) -> None:
        super().__init__()
        hidden = inputs * expansion
        self.expand = conv_bn(inputs, hidden, 1) if expansion > 1 else None
        self.depthwise = conv_bn(hidden, hidden, 3, stride, groups=hidden)
        self.project = conv_bn(hidden, outputs, 1)
        self.shortcut = stride == 1 and inputs == outputs
        self.relu = nn.ReLU6(inplace=True)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The block's output, and its expanded features, which SSD's finest head reads."""
        expanded = x if self.expand is None else self.relu(self.expand(x))
        y = self.project(self.relu(self.depthwise(expanded)))
        return (x + y if self.shortcut else y), expanded


class Backbone(nn.Module):
    """Features at strides 8, 16 and 32, those at 8 and 16 taken after the expansion of the next
    stage's first block, as the TF Object Detection API does."""

    def __init__(self, width: float) -> None:
        super().__init__()
        channels = scaled(32, width)
        self.stem = conv_bn(3, channels, 3, 2)
        self.relu = nn.ReLU6(inplace=True)
        blocks: list[InvertedResidual] = []
        self.taps: list[int] = []
        self.channels: list[int] = []
        for expansion, base, repeats, first_stride in STAGES:
            outputs = scaled(base, width)
            for repeat in range(repeats):
                stride = first_stride if repeat == 0 else 1
                if stride == 2 and base in (64, 160):
                    self.taps.append(len(blocks))
                    self.channels.append(channels * expansion)
                blocks.append(InvertedResidual(channels, outputs, stride, expansion))
                channels = outputs
        self.blocks = nn.ModuleList(blocks)
        self.channels.append(channels)

    def forward(self, x: Tensor) -> list[Tensor]:
        features: list[Tensor] = []
        x = self.relu(self.stem(x))
        for index, block in enumerate(self.blocks):
            x, expanded = block(x)
            if index in self.taps:
                features.append(expanded)
        return [*features, x]


def initialise(module: nn.Module) -> None:
    """He's initialisation for a network trained from nothing."""
    for part in module.modules():
        if isinstance(part, nn.Conv2d):
            nn.init.kaiming_normal_(part.weight, mode="fan_out")
            if part.bias is not None:
                nn.init.zeros_(part.bias)
        elif isinstance(part, nn.BatchNorm2d):
            nn.init.ones_(part.weight)
            nn.init.zeros_(part.bias)


def parameters_of(module: nn.Module) -> int:
    """Number of trained values."""
    return sum(p.numel() for p in module.parameters())
