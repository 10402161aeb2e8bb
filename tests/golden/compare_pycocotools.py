"""Compares farsight eval with pycocotools on a results file: prints the largest difference of the twelve figures.

    python3 compare_pycocotools.py ANNOTATIONS RESULTS FARSIGHT        (needs pycocotools 2.0)
"""

import contextlib
import io
import json
import subprocess
import sys

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def pycocotools_figures(annotations, results):
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(annotations)
        evaluation = COCOeval(truth, truth.loadRes(results), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return [float(figure) for figure in evaluation.stats]


def farsight_figures(annotations, results, farsight):
    command = [farsight, "eval", "--annotations", annotations, "--results", results]
    options = ["--resamples", "0", "--format", "json"]
    ran = subprocess.run(command + options, capture_output=True, check=True)
    return json.loads(ran.stdout)["coco"]


def main():
    annotations, results, farsight = sys.argv[1:4]
    theirs = pycocotools_figures(annotations, results)
    ours = farsight_figures(annotations, results, farsight)
    difference = max(abs(a - b) for a, b in zip(theirs, ours, strict=True))
    print(f"largest difference of twelve figures: {difference:.2g}")
    sys.exit(0 if difference <= 1e-9 else 1)


if __name__ == "__main__":
    main()
