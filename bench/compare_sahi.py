#!/usr/bin/env python3
"""Times SAHI's merging beside Farsight's in one run, on the crowd of merge_bench.cpp, and prints the ratios.

    pip install sahi==0.12.8 numba
    python3 bench/compare_sahi.py            # after building the preset release

SAHI is timed as its users call it, over its own prediction objects, in its fastest backend that is installed,
after a warm-up; both sides get boxes that are already in memory, and must leave equally many.
"""
import json
import subprocess
import sys
import time

import numpy as np
from sahi.postprocess.backends import resolve_backend
from sahi.postprocess.combine import GreedyNMMPostprocess, NMSPostprocess
from sahi.prediction import ObjectPrediction

BENCH = "build/release/bin/bench"
COUNTS = (1000, 10000)
METHODS = {"nms": (NMSPostprocess, "IOU"), "union_greedy": (GreedyNMMPostprocess, "IOS")}


def crowd(count):
    """merge_bench.cpp's boxes and scores, in single precision like there."""
    f = np.float32
    state = 1

    def draw():
        nonlocal state
        state = (state * 1664525 + 1013904223) % 2**32
        return f(state >> 8) / f(16777216)

    rows = []
    for i in range(count):
        if i % 30 == 0:
            height = f(12) + f(300) * draw() * draw() * draw()
            left, top = draw() * f(3700), draw() * f(1800)
            width = height * f(0.4)
        jitter = f(0.2) * height
        dx, dy = (draw() - f(0.5)) * jitter, (draw() - f(0.5)) * jitter
        grow = f(1) + (draw() - f(0.5)) * f(0.3)
        score = f(0.03) + f(0.97) * draw() * draw()
        draw()  # The candidate's tile.
        x, y = left + dx, top + dy
        rows.append(([float(x), float(y), float(x + width * grow), float(y + height * grow)], float(score)))
    return rows


def predictions(rows):
    return [
        ObjectPrediction(bbox=box, score=score, category_id=1, category_name="object", full_shape=[2160, 3840])
        for box, score in rows
    ]


def best_of(runs, merge, rows):
    """Shortest time in milliseconds and how many boxes are left; each run gets fresh objects: SAHI changes them."""
    times = []
    left = 0
    for _ in range(runs):
        fresh = predictions(rows)
        start = time.perf_counter()
        left = len(merge(fresh))
        times.append(1000 * (time.perf_counter() - start))
    return min(times), left


def ours():
    names = "|".join(METHODS)
    command = [BENCH, f"--benchmark_filter=merge_crowd/({names})/", "--benchmark_format=json"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    units = {"ns": 1e6, "us": 1e3, "ms": 1}
    return {run["name"]: (run["real_time"] / units[run["time_unit"]], int(run["left"])) for run in report["benchmarks"]}


def main():
    try:
        mine = ours()
    except FileNotFoundError:
        sys.exit(f"{BENCH} is missing; build the preset release first.")
    print(f"SAHI's backend: {resolve_backend()}")
    print(f"{'method':14}{'boxes':>7}{'left':>7}{'SAHI, ms':>11}{'Farsight, ms':>14}{'ratio':>8}")
    for name, (method, metric) in METHODS.items():
        merge = method(match_threshold=0.5, match_metric=metric, class_agnostic=False)
        merge(predictions(crowd(64)))
        for count in COUNTS:
            theirs, left = best_of(3, merge, crowd(count))
            here, expected = mine[f"merge_crowd/{name}/{count}"]
            if left != expected:
                sys.exit(f"{name} of {count} boxes: SAHI leaves {left}, Farsight {expected}; the times compare nothing.")
            print(f"{name:14}{count:7}{left:7}{theirs:11.1f}{here:14.2f}{theirs / here:8.0f}")


main()
