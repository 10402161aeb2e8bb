#!/usr/bin/env python3
"""Compare Farsight's detections with LiteRT's own post-processed ones on the same photos.

Each TFLite file must end in TFLite_Detection_PostProcess. LiteRT runs it whole; Farsight opens it without a card and runs
with --pyramid off --merge nms and the IoU, score and maximum that stand in the file. Both get the same input tensor: the
photo is stretched to the network's input here and handed to both. The column "own kernels" matches LiteRT's usual kernels
with its reference kernels in the same way: it says how far 8-bit arithmetic alone moves the detections. Needs `pip install ai-edge-litert numpy pillow`.

    bench/compare_litert.py --farsight build/release/bin/farsight --photos DIR --count 20 FILE.tflite...
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from PIL import Image

# What a quantised score or box may differ by is a step or two of its 8 bits.
TOLERANCES = {"float": {"iou": 0.98, "score": 0.02}, "quantised": {"iou": 0.90, "score": 0.05}}


def iou(a, b):
    """IoU of two boxes x0, y0, x1, y1."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    common = width * height
    area = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common
    return common / area


class LiteRt:
    """A file as LiteRT runs it: detections of one picture."""

    def __init__(self, file, kernels=OpResolverType.AUTO):
        self.interpreter = Interpreter(str(file), num_threads=1, experimental_op_resolver_type=kernels)
        self.interpreter.allocate_tensors()
        self.input = self.interpreter.get_input_details()[0]
        operators = self.interpreter._get_ops_details()
        operator = next(o for o in operators if o["op_name"] == "TFLite_Detection_PostProcess")
        self.outputs = list(operator["outputs"])  # Boxes, classes, scores, count.
        self.quantised = self.input["dtype"] != np.float32

    @property
    def size(self):
        """Width and height of the input."""
        return int(self.input["shape"][2]), int(self.input["shape"][1])

    def detect(self, pixels, mean, scale):
        """Boxes in pixels of the input, clipped to it, with class and score."""
        tensor = pixels[None]
        if not self.quantised:
            tensor = ((tensor.astype(np.float32) - mean) * scale).astype(np.float32)
        elif self.input["dtype"] == np.int8:
            tensor = (tensor.astype(np.int16) - 128).astype(np.int8)
        self.interpreter.set_tensor(self.input["index"], tensor)
        self.interpreter.invoke()
        boxes, classes, scores, count = (self.interpreter.get_tensor(index) for index in self.outputs)
        width, height = self.size
        found = []
        for i in range(int(count.reshape(-1)[0])):
            y0, x0, y1, x1 = np.clip(boxes.reshape(-1, 4)[i], 0, 1)
            found.append(
                {
                    "box": [x0 * width, y0 * height, x1 * width, y1 * height],
                    "class": int(classes.reshape(-1)[i]),
                    "score": float(scores.reshape(-1)[i]),
                }
            )
        return found


def run(command):
    """Standard output of a command; ends the program with its words when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def own_settings(inspection):
    """IoU, lowest score, maximum and whether classes are merged together, as the file says."""
    said = next(f["value"] for f in inspection["understood"] if f["subject"].startswith("post-processing"))
    overlap, score, most = re.search(r"IoU ([\d.e+-]+), score ([\d.e+-]+), at most (\d+)", said).groups()
    return float(overlap), float(score), int(most), "all classes together" in said


def match(expected, found, tolerance):
    """How many expected detections have one of ours of the same class and box, and the worst differences."""
    open_ones = list(found)
    matched, worst_iou, worst_score = 0, 1.0, 0.0
    for want in expected:
        same = [f for f in open_ones if f["class"] == want["class"]]
        best = max(same, key=lambda f: iou(f["box"], want["box"]), default=None)
        if best is None or iou(best["box"], want["box"]) < tolerance["iou"]:
            continue
        difference = abs(best["score"] - want["score"])
        if difference > tolerance["score"]:
            continue
        open_ones.remove(best)
        matched += 1
        worst_iou = min(worst_iou, iou(best["box"], want["box"]))
        worst_score = max(worst_score, difference)
    return matched, worst_iou, worst_score


def compare(file, photos, farsight, folder):
    """One row of the table."""
    reference = LiteRt(file)
    other_kernels = LiteRt(file, OpResolverType.BUILTIN_REF)
    inspection = json.loads(run([farsight, "inspect", file, "--format", "json"]))
    overlap, score, most, together = own_settings(inspection)
    mean = np.array(inspection["input"]["mean"], np.float32)
    scale = np.array(inspection["input"]["scale"], np.float32)
    background = 1 if inspection["heads"]["background"] == 0 else 0
    tolerance = TOLERANCES["quantised" if reference.quantised else "float"]
    numbers = folder / "numbers.txt"
    numbers.write_text("\n".join(f"class {i}" for i in range(inspection["heads"]["classes"] - background)))
    pictures = []
    for photo in photos:
        picture = folder / f"{photo.stem}.png"
        # Without the photo's colour profile, which LiteRT would not see.
        stretched = Image.open(photo).convert("RGB").resize(reference.size, Image.BILINEAR)
        Image.fromarray(np.asarray(stretched)).save(picture)
        pictures.append(picture)
    # Scores under 0.001 are no candidates here.
    command = [farsight, "detect", *pictures, "--model", file, "--labels", numbers, "--pyramid", "off"]
    command += ["--merge", "nms", "--iou", overlap, "--score", max(score, 0.001), "--max-detections", most]
    command += ["--format", "json"] + (["--class-agnostic"] if together else [])
    results = json.loads(run([str(part) for part in command]))["images"]
    total, matched, own, worst_iou, worst_score = 0, 0, 0, 1.0, 0.0
    for picture, result in zip(pictures, results, strict=True):
        pixels = np.asarray(Image.open(picture))
        expected = [d for d in reference.detect(pixels, mean, scale) if d["score"] >= max(score, 0.001)]
        found = [
            {"box": d["box"], "class": int(d["label"].split()[1]), "score": d["score"]} for d in result["detections"]
        ]
        count, low, high = match(expected, found, tolerance)
        own += match(expected, other_kernels.detect(pixels, mean, scale), tolerance)[0]
        total += len(expected)
        matched += count
        worst_iou, worst_score = min(worst_iou, low), max(worst_score, high)
    return total, matched, own, worst_iou, worst_score, tolerance


def main():
    """Prints a table, and fails when a detection of LiteRT's is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--farsight", required=True)
    parser.add_argument("--photos", required=True, type=Path)
    parser.add_argument("--count", type=int, default=20)
    arguments = parser.parse_args()
    photos = sorted(p for p in arguments.photos.iterdir() if p.suffix.lower() in (".jpg", ".png"))[: arguments.count]
    failed = False
    print(f"{'file':44} {'LiteRT':>7} {'matched':>8} {'own kernels':>12} {'worst IoU':>10} {'worst score':>12}")
    for file in arguments.files:
        with tempfile.TemporaryDirectory() as folder:
            total, matched, own, low, high, tolerance = compare(file, photos, arguments.farsight, Path(folder))
        print(f"{file.stem:44} {total:7} {matched:8} {own:12} {low:10.4f} {high:12.4f}   (within {tolerance})")
        failed |= matched < total
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
