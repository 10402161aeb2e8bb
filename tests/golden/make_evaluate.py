"""Writes evaluate.json: random detection problems and pycocotools' twelve figures for each.

    python3 make_evaluate.py > evaluate.json        (needs pycocotools 2.0 and numpy)

Each case is {"images": n, "categories": n, "truths": [[image, category, crowd, x, y, w, h, area], ...],
"detections": [[image, category, score, x, y, w, h], ...], "figures": [12 numbers]}.
"""

import contextlib
import io
import json
import random

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

CASES = 300


def box_of(rng, kind):
    """Whole numbers and few sizes, so that equal overlaps and equal edges are common."""
    largest = {"small": 40, "medium": 110, "large": 300}[kind]
    width, height = (rng.randint(4, largest) for _ in range(2))
    return [rng.randint(0, 200), rng.randint(0, 200), width, height]


def moved(rng, box, by):
    step = max(1, int(by * min(box[2], box[3])))
    return [value + rng.randint(-step, step) for value in box[:2]] + [
        max(1, value + rng.randint(-step, step)) for value in box[2:]
    ]


def make_truths(rng, images, categories):
    truths = []
    for image in range(images):
        if rng.random() < 0.2:
            continue
        for _ in range(rng.randint(0, 6)):
            box = box_of(rng, rng.choice(["small", "medium", "large"]))
            if truths and truths[-1][0] == image and rng.random() < 0.15:
                box = truths[-1][3:7]  # the same box twice: ties of overlap
            category = rng.randrange(categories)
            area = box[2] * box[3] if rng.random() < 0.6 else round(box[2] * box[3] * rng.uniform(0.4, 1), 2)
            if rng.random() < 0.05:
                area = rng.choice([1024, 9216])  # at the very edge of two area ranges
            truths.append([image, category, int(rng.random() < 0.12), *box, area])
    return truths


def make_detections(rng, truths, images, categories):
    detections = []
    scores = [round(rng.random(), 2) for _ in range(8)]  # few scores: ties

    def score():
        return rng.choice(scores) if rng.random() < 0.5 else round(rng.random(), 4)

    for image, category, _, *rest in truths:
        for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
            seen = category if rng.random() < 0.85 else rng.randrange(categories)
            detections.append([image, seen, score(), *moved(rng, rest[:4], rng.choice([0, 0.05, 0.15, 0.4]))])
    for image in range(images):
        for _ in range(rng.choice([0, 0, 1, 3])):
            kind = rng.choice(["small", "medium", "large"])
            detections.append([image, rng.randrange(categories), score(), *box_of(rng, kind)])
    rng.shuffle(detections)
    return detections


def make_crowded(rng):
    """More than 100 detections of one image and category."""
    truths = make_truths(rng, 2, 1)
    detections = [
        [rng.randrange(2), 0, round(rng.random(), 2), *moved(rng, rng.choice(truths)[3:7], 0.2)] if truths else
        [rng.randrange(2), 0, round(rng.random(), 2), *box_of(rng, "medium")]
        for _ in range(260)
    ]
    return truths, detections


def figures(images, categories, truths, detections):
    dataset = {
        "info": {},
        "images": [{"id": 10 * i + 3} for i in range(images)],
        "categories": [{"id": 7 * c + 1} for c in range(categories)],
        "annotations": [
            {"id": n + 1, "image_id": 10 * t[0] + 3, "category_id": 7 * t[1] + 1, "iscrowd": t[2],
             "bbox": t[3:7], "area": t[7]}
            for n, t in enumerate(truths)
        ],
    }
    results = [
        {"image_id": 10 * d[0] + 3, "category_id": 7 * d[1] + 1, "score": d[2], "bbox": d[3:7]}
        for d in detections
    ]
    truth = COCO()
    truth.dataset = dataset
    truth.createIndex()
    if results:
        found = truth.loadRes(results)
    else:  # loadRes refuses an empty list
        found = COCO()
        found.dataset = dict(dataset, annotations=[])
        found.createIndex()
    evaluation = COCOeval(truth, found, "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    return [float(value) for value in evaluation.stats]


def main():
    rng = random.Random(20261122)
    cases = []
    for number in range(CASES):
        images = rng.randint(1, 4)
        categories = rng.randint(1, 3)
        if number % 60 == 59:
            images, categories = 2, 1
            truths, detections = make_crowded(rng)
        else:
            truths = make_truths(rng, images, categories)
            detections = make_detections(rng, truths, images, categories)
        if number == 7:
            detections = []
        if number == 8:
            truths = []
        with contextlib.redirect_stdout(io.StringIO()):
            result = figures(images, categories, truths, detections)
        cases.append({"images": images, "categories": categories, "truths": truths,
                      "detections": detections, "figures": result})
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    print(f'{{"source":"pycocotools 2.0.11, make_evaluate.py","cases":[\n{lines}\n]}}')


if __name__ == "__main__":
    main()
