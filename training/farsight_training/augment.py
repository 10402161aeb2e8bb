"""From frames to a network's input. The recipes differ here: `plain` shows things as large as they
stand in the scene, `multi-scale` shows the same scenes as if they stood elsewhere."""

import itertools
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

from .data import SHRINKS, Frames, Truths

PADDING = (128, 128, 128)
# An object of which less is left inside the input, or which is smaller, neither counts nor counts against.
LEAST_LEFT = 0.3
LEAST_SIDE_PX = 3.5
# Columns and rows of whole scenes in one input, and how often each is drawn: the zoom out.
MOSAICS = {1: 0.35, 2: 0.2, 3: 0.2, 4: 0.15, 6: 0.1}
PLAIN_ZOOM = (0.95, 1.7)
MOST_ZOOM_IN = 2.0
MOST_ROTATION_DEG = 4.0
MOST_BLUR_PX = 1.2

Sample = tuple[Image.Image, Truths]


class Augmenter:
    """Draws one input from a set of frames. The same generator state gives the same input."""

    def __init__(self, frames: Frames, name: str, width: int, height: int) -> None:
        self.frames = frames
        self.width = width
        self.height = height
        self.draw: Callable[[np.random.Generator], Sample] = {
            "plain": self.plain,
            "multi-scale": self.multi_scale,
        }[name]

    def __call__(self, random: np.random.Generator) -> Sample:
        picture, truths = self.draw(random)
        picture, truths = flipped(picture, truths) if random.random() < 0.5 else (picture, truths)
        return recoloured(picture, random), cleaned(truths, self.width, self.height)

    def plain(self, random: np.random.Generator) -> Sample:
        """The full frame as it is detected later, or a part of it: things fill the frame, and some are cut."""
        scale = self.fitting_scale() * random.uniform(*PLAIN_ZOOM)
        return self.window(random, self.width, self.height, scale)

    def multi_scale(self, random: np.random.Generator) -> Sample:
        """One scene enlarged, or many shrunk side by side; turned and blurred a little."""
        cells = int(random.choice(list(MOSAICS), p=list(MOSAICS.values())))
        if cells == 1:
            scale = self.fitting_scale() * MOST_ZOOM_IN ** random.uniform(-0.2, 1)
            picture, truths = self.window(random, self.width, self.height, scale)
        else:
            picture, truths = self.mosaic(random, cells)
        if random.random() < 0.3:
            picture, truths = rotated(picture, truths, random.uniform(-MOST_ROTATION_DEG, MOST_ROTATION_DEG))
        if random.random() < 0.25:
            picture = picture.filter(ImageFilter.GaussianBlur(random.uniform(0.3, MOST_BLUR_PX)))
        return picture, truths

    def fitting_scale(self) -> float:
        """Input pixels per frame pixel when the whole frame just fits."""
        width, height = self.frames.size
        return min(self.width / width, self.height / height)

    def mosaic(self, random: np.random.Generator, cells: int) -> Sample:
        """cells x cells scenes, each filling its cell."""
        picture = Image.new("RGB", (self.width, self.height), PADDING)
        parts = []
        across = np.linspace(0, self.width, cells + 1).round().astype(int)
        down = np.linspace(0, self.height, cells + 1).round().astype(int)
        for x0, x1 in itertools.pairwise(across):
            for y0, y1 in itertools.pairwise(down):
                width, height = self.frames.size
                scale = max((x1 - x0) / width, (y1 - y0) / height) * random.uniform(1, 1.4)
                cell, truths = self.window(random, x1 - x0, y1 - y0, scale)
                truths = cleaned(truths, x1 - x0, y1 - y0)
                picture.paste(cell, (x0, y0))
                parts.append(
                    Truths(truths.boxes + np.array([x0, y0, x0, y0], np.float32), truths.labels, truths.ignored)
                )
        return picture, joined(parts)

    def window(self, random: np.random.Generator, width: int, height: int, scale: float) -> Sample:
        """A random scene at a scale, cut or padded at random to width x height."""
        index = int(random.integers(self.frames.count))
        level = max((i for i, shrink in enumerate(SHRINKS) if shrink * scale <= 1), default=0)
        frame = self.frames.pixels[level][index]
        left, top = (
            self.offset(random, full * scale, side)
            for full, side in zip(self.frames.size, (width, height), strict=True)
        )
        picture = cut(frame, left, top, width, height, scale * SHRINKS[level])
        truths = self.frames.truths[index]
        boxes = truths.boxes * scale - np.array([left, top, left, top], np.float32)
        return picture, Truths(boxes, truths.labels, truths.ignored)

    @staticmethod
    def offset(random: np.random.Generator, length: float, side: int) -> float:
        """Where the window begins on the scaled frame: anywhere inside, or at its start where it is the
        longer one, as a letterbox has it."""
        return random.uniform(0, length - side) if length > side else 0.0


def cut(frame: np.ndarray, left: float, top: float, width: int, height: int, scale: float) -> Image.Image:
    """The window of the scaled frame, resampled once and antialiased."""
    rows, columns = frame.shape[:2]
    inside_width = min(width, int(columns * scale - left))
    inside_height = min(height, int(rows * scale - top))
    box = (
        left / scale,
        top / scale,
        min(columns, (left + inside_width) / scale),
        min(rows, (top + inside_height) / scale),
    )
    inner = Image.fromarray(frame).resize((inside_width, inside_height), Image.Resampling.BILINEAR, box)
    if (inside_width, inside_height) == (width, height):
        return inner
    picture = Image.new("RGB", (width, height), PADDING)
    picture.paste(inner, (0, 0))
    return picture


def joined(parts: list[Truths]) -> Truths:
    """The objects of all parts."""
    return Truths(
        np.concatenate([p.boxes for p in parts]),
        np.concatenate([p.labels for p in parts]),
        np.concatenate([p.ignored for p in parts]),
    )


def flipped(picture: Image.Image, truths: Truths) -> Sample:
    """Left becomes right."""
    boxes = truths.boxes.copy()
    boxes[:, [0, 2]] = picture.width - boxes[:, [2, 0]]
    return picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT), Truths(boxes, truths.labels, truths.ignored)


def rotated(picture: Image.Image, truths: Truths, degrees: float) -> Sample:
    """Turned about the middle. A box's new box is that of the ellipse inside it, which is nearer to
    what a turned person or car fills than the box of the four turned corners."""
    angle = np.deg2rad(degrees)
    cosine, sine = np.cos(angle), np.sin(angle)
    middle = np.array([picture.width, picture.height]) / 2
    centre = (truths.boxes[:, :2] + truths.boxes[:, 2:]) / 2 - middle
    size = truths.boxes[:, 2:] - truths.boxes[:, :2]
    # Rows grow downwards, so Pillow's anticlockwise turn has this sign.
    turned = np.stack([centre[:, 0] * cosine + centre[:, 1] * sine, centre[:, 1] * cosine - centre[:, 0] * sine], 1)
    half = (
        np.stack(
            [np.hypot(size[:, 0] * cosine, size[:, 1] * sine), np.hypot(size[:, 0] * sine, size[:, 1] * cosine)], 1
        )
        / 2
    )
    boxes = np.concatenate([turned + middle - half, turned + middle + half], 1).astype(np.float32)
    picture = picture.rotate(degrees, Image.Resampling.BILINEAR, fillcolor=PADDING)
    return picture, Truths(boxes, truths.labels, truths.ignored)


def recoloured(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    """Another exposure, contrast and saturation."""
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        picture = enhance(picture).enhance(random.uniform(0.75, 1.25))
    return picture


def cleaned(truths: Truths, width: int, height: int) -> Truths:
    """Clipped to the picture; what is mostly outside or tiny is ignored, what is all outside is dropped."""
    limit = np.array([width, height, width, height], np.float32)
    boxes = np.clip(truths.boxes, 0, limit)
    size = boxes[:, 2:] - boxes[:, :2]
    area = size.prod(axis=1)
    whole = (truths.boxes[:, 2:] - truths.boxes[:, :2]).prod(axis=1)
    ignored = truths.ignored | (area < LEAST_LEFT * whole) | (area < LEAST_SIDE_PX**2)
    kept = (size > 0.5).all(axis=1)
    return Truths(boxes[kept], truths.labels[kept], ignored[kept])
