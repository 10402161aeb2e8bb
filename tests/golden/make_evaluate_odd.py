"""Writes evaluate_odd.json: data sets with what pycocotools accepts although it is odd, and its twelve figures.

python3 make_evaluate_odd.py > evaluate_odd.json        (needs pycocotools 2.0 and numpy)
"""

import contextlib
import copy
import io
import json
import os
import tempfile

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

SIZE = (120, 90)


def plain(seed, images=6, classes=3):
    """Objects and detections near them, some wrong."""
    random = np.random.default_rng(seed)

    def box():
        width, height = (round(float(side), 2) for side in random.uniform(4, 60, 2))
        x, y = random.uniform(0, SIZE[0] - width), random.uniform(0, SIZE[1] - height)
        return [round(float(x), 2), round(float(y), 2), width, height]

    annotations, results = [], []
    for image in range(1, images + 1):
        for _ in range(int(random.integers(0, 6))):
            x, y, width, height = box()
            category = int(random.integers(1, classes + 1))
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": image,
                    "category_id": category,
                    "bbox": [x, y, width, height],
                    "area": round(width * height * 0.8, 3),
                    "iscrowd": int(random.random() < 0.1),
                }
            )
            for _ in range(int(random.integers(0, 3))):
                dx, dy, dw, dh = (float(d) for d in random.normal(0, 2, 4))
                found = [x + dx, y + dy, max(width + dw, 1), max(height + dh, 1)]
                results.append(
                    {
                        "image_id": image,
                        "category_id": category,
                        "bbox": [round(v, 2) for v in found],
                        "score": round(float(random.random()), 2),
                    }
                )
        results.append({"image_id": image, "category_id": 1, "bbox": box(), "score": round(float(random.random()), 2)})
    truth = {
        "images": [
            {"id": i, "file_name": f"{i}.jpg", "width": SIZE[0], "height": SIZE[1]} for i in range(1, images + 1)
        ],
        "categories": [{"id": c, "name": f"class {c}"} for c in range(1, classes + 1)],
        "annotations": annotations,
    }
    return truth, results


def renumber(data, change):
    """The data set with each image's id changed."""
    truth, results = copy.deepcopy(data)
    for image in truth["images"]:
        image["id"] = change(image["id"])
    for one in truth["annotations"] + results:
        one["image_id"] = change(one["image_id"])
    return truth, results


def with_annotations(data, change):
    truth, results = copy.deepcopy(data)
    change(truth["annotations"])
    return truth, results


def cases():
    yield "plain", plain(1)
    yield "ids as floats", renumber(plain(2), float)
    yield "ids of text", renumber(plain(3), lambda i: f"photo {i:03d}")
    yield "ids over 2^31 and with gaps", renumber(plain(4), lambda i: i * 5_000_000_011)
    yield "classes with gaps, one without boxes", sparse_classes(plain(5))
    yield (
        "crowds as true and false",
        with_annotations(plain(6), lambda all: [a.update(iscrowd=bool(a["iscrowd"])) for a in all]),
    )
    yield (
        "boxes beyond their picture",
        with_annotations(plain(7), lambda all: [a["bbox"].__setitem__(0, a["bbox"][0] + 50) for a in all[::3]]),
    )
    yield (
        "boxes of no area",
        with_annotations(plain(8), lambda all: [a.update(bbox=[*a["bbox"][:2], 0, 5], area=0) for a in all[::4]]),
    )
    yield (
        "boxes twice",
        with_annotations(plain(9), lambda all: all.extend({**a, "id": 1000 + a["id"]} for a in all[::2])),
    )
    yield (
        "annotations of images that are not listed",
        with_annotations(plain(10), lambda all: all.append({**all[0], "id": 999, "image_id": 999})),
    )
    yield "areas of their own", with_annotations(plain(11), lambda all: [a.update(area=a["area"] * 9) for a in all])
    yield "two classes of one name", same_name(plain(12))
    yield (
        "ignore, which COCO does not have",
        with_annotations(plain(13), lambda all: [a.update(ignore=1) for a in all[::2]]),
    )


def sparse_classes(data):
    truth, results = copy.deepcopy(data)
    for category in truth["categories"]:
        category["id"] *= 30
    for one in truth["annotations"] + results:
        one["category_id"] *= 30
    truth["categories"].append({"id": 7, "name": "never seen"})
    return truth, results


def same_name(data):
    truth, results = copy.deepcopy(data)
    truth["categories"][1]["name"] = truth["categories"][0]["name"]
    return truth, results


def figures(truth, results):
    with contextlib.redirect_stdout(io.StringIO()), tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("truth.json", "results.json")]
        for path, content in zip(paths, (truth, results), strict=True):
            with open(path, "w", encoding="utf-8") as file:
                json.dump(content, file)
        known = COCO(paths[0])
        evaluation = COCOeval(known, known.loadRes(paths[1]), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return [float(figure) for figure in evaluation.stats]


def main():
    lines = [
        json.dumps(
            {"name": name, "truth": truth, "results": results, "figures": figures(truth, results)},
            separators=(",", ":"),
        )
        for name, (truth, results) in cases()
    ]
    joined = ",\n".join(lines)
    print(f'{{"source":"pycocotools 2.0, make_evaluate_odd.py","cases":[\n{joined}\n]}}')


if __name__ == "__main__":
    main()
