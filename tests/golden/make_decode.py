#!/usr/bin/env python3
"""Writes decode.inc: what the TF Object Detection API's and MediaPipe's formulas give, in float64 numpy.

Sources, written anew from the published formulas:
  anchors  TF OD API, anchor_generators/multiple_grid_anchor_generator.py, create_ssd_anchors;
           MediaPipe, ssd_anchors_calculator.cc
  boxes    TF OD API, box_coders/faster_rcnn_box_coder.py; MediaPipe, tensors_to_detections_calculator.cc
Run it in this folder: python3 make_decode.py
"""
import numpy as np

RNG = np.random.default_rng(20261122)


def tf_anchors():
    """cx, cy, w, h of the 1917 anchors of a 300-pixel SSD MobileNet."""
    scales = list(np.linspace(0.2, 0.95, 6)) + [1.0]
    boxes = []
    for k, grid in enumerate((19, 10, 5, 3, 2, 1)):
        if k == 0:
            specs = [(0.1, 1.0), (scales[0], 2.0), (scales[0], 0.5)]
        else:
            specs = [(scales[k], r) for r in (1.0, 2.0, 0.5, 3.0, 1.0 / 3.0)]
            specs.append((np.sqrt(scales[k] * scales[k + 1]), 1.0))
        for y in range(grid):
            for x in range(grid):
                for s, r in specs:
                    boxes.append(((x + 0.5) / grid, (y + 0.5) / grid, s * np.sqrt(r), s / np.sqrt(r)))
    return np.array(boxes)


def face_anchors():
    """cx, cy of the 896 anchors of the short-range face detector; every size is 1."""
    boxes = []
    for grid, per_cell in ((16, 2), (8, 6)):
        for y in range(grid):
            for x in range(grid):
                boxes += [((x + 0.5) / grid, (y + 0.5) / grid, 1.0, 1.0)] * per_cell
    return np.array(boxes)


def exact(low, high, size):
    """Random multiples of 1/64, which a float holds exactly and decimals write exactly."""
    return RNG.integers(low * 64, high * 64, size) / 64.0


def tf_box(code, anchor):
    ty, tx, th, tw = code / np.array([10.0, 10.0, 5.0, 5.0])
    cx, cy, w, h = anchor
    cy, cx = ty * h + cy, tx * w + cx
    h, w = np.exp(th) * h, np.exp(tw) * w
    return np.array([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2])


def media_pipe_box(code, anchor, side):
    x, y, w, h = code / side
    cx, cy = x * anchor[2] + anchor[0], y * anchor[3] + anchor[1]
    return np.array([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2])


def row(cells):
    return "    {" + ", ".join(repr(c.item() if hasattr(c, "item") else c) for c in cells) + "},\n"


def table(out, name, comment, rows):
    out.write(f"// {comment}\nconstexpr double {name}[][{len(rows[0])}] = {{\n")
    out.writelines(row(r) for r in rows)
    out.write("};\n\n")


def main():
    anchors, faces = tf_anchors(), face_anchors()
    assert len(anchors) == 1917 and len(faces) == 896
    with open("decode.inc", "w", encoding="ascii") as out:
        out.write("// Made by make_decode.py; do not edit.\n// clang-format off\n\n")
        picked = sorted({0, 1, 2, 1082, 1083, 1682, 1683, 1832, 1833, 1886, 1887, 1910, 1911, 1916}
                        | set(RNG.choice(1917, 26, replace=False).tolist()))
        table(out, "kTfAnchors", "anchor, cx, cy, w, h", [(i, *anchors[i]) for i in picked])
        rows = []
        for i in picked:
            code, label, logit = exact(-8, 8, 4), int(RNG.integers(1, 24)), exact(-3, 6, 1)[0]
            box = np.clip(tf_box(code, anchors[i]), 0, 1)
            rows.append((i, *code, label, logit, *box, 1 / (1 + np.exp(-logit))))
        table(out, "kTfSigmoid", "anchor, ty, tx, th, tw, label, logit; x0, y0, x1, y1 clipped, score", rows)
        rows = []
        for i in picked[::3]:
            code, logits = exact(-8, 8, 4), exact(-4, 4, 4)
            box = np.clip(tf_box(code, anchors[i]), 0, 1)
            p = np.exp(logits) / np.exp(logits).sum()
            rows.append((i, *code, *logits, *box, *p))
        table(out, "kTfSoftmax", "anchor, ty, tx, th, tw, 4 logits; x0, y0, x1, y1 clipped, 4 probabilities", rows)
        rows = []
        for i in sorted(RNG.choice(896, 24, replace=False).tolist()):
            code = np.concatenate([exact(-20, 20, 2), exact(4, 100, 2)])
            logit = exact(-3, 6, 1)[0]
            box = np.clip(media_pipe_box(code, faces[i], 128.0), 0, 1)
            rows.append((i, *code, logit, *box, 1 / (1 + np.exp(-logit))))
        table(out, "kMediaPipe", "anchor, x, y, w, h, logit; x0, y0, x1, y1 clipped, score", rows)


if __name__ == "__main__":
    main()
