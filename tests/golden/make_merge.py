#!/usr/bin/env python3
"""Writes merge.json: what other programs make of random crowds of boxes.

  nms, union  SAHI 0.12.8, NMSPostprocess and GreedyNMMPostprocess
  wbf         ensemble-boxes 1.0.9, weighted_boxes_fusion, one model a pyramid level

Boxes are whole numbers and scores multiples of 1/4096, so that every program reads the same values; equal
scores do not occur, since each program orders them in its own way.
Run it in this folder: pip install sahi==0.12.8 ensemble-boxes==1.0.9 && python3 make_merge.py
"""
import json

import numpy as np
from ensemble_boxes import weighted_boxes_fusion
from sahi.postprocess.combine import GreedyNMMPostprocess, NMSPostprocess
from sahi.prediction import ObjectPrediction

SIDE = 600
LEVELS = 2
RNG = np.random.default_rng(20261125)


def crowd(count):
    """Rows of x0, y0, x1, y1, score, label, level: about eight proposals an object."""
    scores = RNG.choice(np.arange(200, 4000), count, replace=False) / 4096
    rows = []
    for i in range(count):
        if i % 8 == 0:
            width, height = RNG.integers(8, 200, 2)
            left, top = RNG.integers(0, SIDE - width), RNG.integers(0, SIDE - height)
            label = int(RNG.integers(0, 3))
        jitter = RNG.integers(-1, 2, 4) * RNG.integers(0, max(2, min(width, height) // 3), 4)
        x0, y0, x1, y1 = np.array([left, top, left + width, top + height]) + jitter
        x0, y0 = max(0, x0), max(0, y0)
        x1, y1 = min(SIDE, max(x1, x0 + 4)), min(SIDE, max(y1, y0 + 4))
        rows.append([int(x0), int(y0), int(x1), int(y1), float(scores[i]), label, int(RNG.integers(0, LEVELS))])
    return rows


def ranked(rows):
    """Best score first, each as x0, y0, x1, y1, score, label."""
    return sorted(rows, key=lambda row: -row[4])


def by_sahi(method, metric, rows):
    predictions = [
        ObjectPrediction(bbox=row[:4], score=row[4], category_id=row[5], category_name=str(row[5]), full_shape=[SIDE] * 2)
        for row in rows
    ]
    merged = method(match_threshold=0.5, match_metric=metric, class_agnostic=False)(predictions)
    return ranked([[*map(float, p.bbox.to_xyxy()), float(p.score.value), p.category.id] for p in merged])


def by_fusion(rows):
    levels = [[row for row in rows if row[6] == level] for level in range(LEVELS)]
    boxes, scores, labels = weighted_boxes_fusion(
        [[[side / SIDE for side in row[:4]] for row in level] for level in levels],
        [[row[4] for row in level] for level in levels],
        [[row[5] for row in level] for level in levels],
        iou_thr=0.5,
    )
    return ranked([[*(box * SIDE).tolist(), float(s), int(c)] for box, s, c in zip(boxes, scores, labels)])


def main():
    cases = []
    for count in [1, 2, 8, 16, 40, 40, 80, 80, 160, 160]:
        rows = crowd(count)
        cases.append({
            "candidates": rows,
            "nms": by_sahi(NMSPostprocess, "IOU", rows),
            "union": by_sahi(GreedyNMMPostprocess, "IOS", rows),
            "wbf": by_fusion(rows),
        })
    with open("merge.json", "w") as file:
        file.write('{"cases": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]}\n")


main()
