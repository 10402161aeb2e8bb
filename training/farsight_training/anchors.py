"""Anchors and what they should answer: the core's `grid` and its `faster_rcnn` coder."""

import numpy as np

# Width over height of the anchors: people, signs and cones; cyclists and cars from the front; cars' sides.
RATIOS = [0.4, 1.0, 2.0]
# Sides in input pixels of square anchors, by the stride of the map they stand on.
SIDES = {8: [8, 12], 16: [18, 28], 32: [44, 64], 64: [92, 130]}
CODER_SCALES = [10.0, 10.0, 5.0, 5.0]

MATCHED_IOU = 0.5
IGNORED_IOU = 0.4
# An object's best anchors answer for it even below MATCHED_IOU, but not below FORCED_IOU.
FORCED_ANCHORS = 4
FORCED_IOU = 0.25

BACKGROUND = -1
IGNORED = -2


def anchor_layers(strides: list[int], width: int, height: int) -> list[dict]:
    """The layers of a card's `grid`."""
    layers = []
    for stride in strides:
        sizes = [[side * ratio**0.5 / width, side / ratio**0.5 / height] for side in SIDES[stride] for ratio in RATIOS]
        layers.append({"rows": -(-height // stride), "columns": -(-width // stride), "sizes": sizes})
    return layers


def make_anchors(layers: list[dict]) -> np.ndarray:
    """All anchors as centre x, centre y, width, height, fractions of the input; layer, row, column, size."""
    anchors = []
    for layer in layers:
        rows, columns, sizes = layer["rows"], layer["columns"], np.array(layer["sizes"])
        grid = np.empty((rows, columns, len(sizes), 4))
        grid[..., 0] = ((np.arange(columns) + 0.5) / columns)[None, :, None]
        grid[..., 1] = ((np.arange(rows) + 0.5) / rows)[:, None, None]
        grid[..., 2:] = sizes
        anchors.append(grid.reshape(-1, 4))
    return np.concatenate(anchors).astype(np.float32)


def corners(centred: np.ndarray) -> np.ndarray:
    """Centre and size to x0, y0, x1, y1."""
    half = centred[:, 2:] / 2
    return np.concatenate([centred[:, :2] - half, centred[:, :2] + half], axis=1)


def iou_matrix(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """IoU of each box of `a` with each of `b`, both x0, y0, x1, y1."""
    width = np.minimum(a[:, None, 2], b[None, :, 2]) - np.maximum(a[:, None, 0], b[None, :, 0])
    height = np.minimum(a[:, None, 3], b[None, :, 3]) - np.maximum(a[:, None, 1], b[None, :, 1])
    inside = np.maximum(width, 0) * np.maximum(height, 0)
    area_a = (a[:, 2:] - a[:, :2]).prod(axis=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(axis=1)
    return inside / np.maximum(area_a[:, None] + area_b[None, :] - inside, 1e-12)


class TargetMaker:
    """Gives each anchor a class and four offsets."""

    def __init__(self, layers: list[dict], width: int, height: int) -> None:
        self.size = np.array([width, height, width, height], np.float32)
        self.anchors = make_anchors(layers)
        self.boxes = corners(self.anchors) * self.size

    def __call__(self, boxes: np.ndarray, labels: np.ndarray, ignored: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Labels by anchor (or BACKGROUND or IGNORED) and offsets ty, tx, th, tw.

        `boxes` are x0, y0, x1, y1 in input pixels; `ignored` ones teach neither presence nor absence.
        """
        count = len(self.anchors)
        answer = np.full(count, BACKGROUND, np.int64)
        offsets = np.zeros((count, 4), np.float32)
        if len(boxes) == 0:
            return answer, offsets
        overlap = iou_matrix(boxes, self.boxes)
        best = overlap.argmax(axis=0)
        value = overlap[best, np.arange(count)]
        favourites = np.argpartition(overlap, -FORCED_ANCHORS, axis=1)[:, -FORCED_ANCHORS:]
        # Larger objects choose first and smaller last, so that a small one keeps the anchor both want.
        areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
        for index in np.argsort(-areas):
            if ignored[index]:
                continue
            own = favourites[index][overlap[index, favourites[index]] >= FORCED_IOU]
            best[own], value[own] = index, 1.0
        answer[value >= IGNORED_IOU] = IGNORED
        matched = value >= MATCHED_IOU
        answer[matched] = np.where(ignored[best[matched]], IGNORED, labels[best[matched]])
        positive = answer >= 0
        offsets[positive] = self.encode(boxes[best[positive]], self.anchors[positive])
        return answer, offsets

    def encode(self, boxes: np.ndarray, anchors: np.ndarray) -> np.ndarray:
        """The core's `faster_rcnn` coder, backwards."""
        boxes = boxes / self.size
        centre = (boxes[:, :2] + boxes[:, 2:]) / 2
        size = boxes[:, 2:] - boxes[:, :2]
        shift = (centre - anchors[:, :2]) / anchors[:, 2:]
        stretch = np.log(size / anchors[:, 2:])
        ty, tx, th, tw = CODER_SCALES
        return np.stack([shift[:, 1] * ty, shift[:, 0] * tx, stretch[:, 1] * th, stretch[:, 0] * tw], axis=1)
