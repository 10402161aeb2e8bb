"""Training data: scenes of `farsight render`, kept decoded so that no picture is decoded while training."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from .problems import Problem
from .recipe import BUILD, ROOT, Scenes

# The frames are kept at their own size, at a half and at a quarter, so that shrinking one far is cheap.
SHRINKS = [1, 2, 4]


def farsight() -> str:
    """The command: $FARSIGHT, or the release build's."""
    command = os.environ.get("FARSIGHT", str(ROOT / "build" / "release" / "bin" / "farsight"))
    if shutil.which(command) is None:
        raise Problem(
            f"{command} is missing; build it: cmake --preset release && cmake --build build/release --target farsight."
        )
    return command


def run_farsight(arguments: list[str]) -> str:
    """Standard output of the command, which tells its progress and its complaints itself."""
    done = subprocess.run([farsight(), *arguments], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Problem(
            f"farsight {arguments[0]} failed (exit {done.returncode}); see above. The same command continues."
        )
    return done.stdout


def render(scenes: Scenes, folder: Path, extra: list[str]) -> Path:
    """Renders what is missing; gives the annotations' file."""
    folder.mkdir(parents=True, exist_ok=True)
    run_farsight(["render", "--out", str(folder), "--count", str(scenes.count), *scenes.arguments, *extra])
    return folder / "annotations.json"


@dataclass
class Truths:
    """Objects of one frame: boxes in its pixels."""

    boxes: np.ndarray
    labels: np.ndarray
    ignored: np.ndarray


@dataclass
class Frames:
    """All frames of a set: uint8 [count, height, width, 3] by SHRINKS, and their objects."""

    pixels: list[np.ndarray]
    truths: list[Truths]

    @property
    def count(self) -> int:
        """Number of frames."""
        return len(self.truths)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of a frame."""
        return self.pixels[0].shape[2], self.pixels[0].shape[1]


def load_frames(scenes: Scenes) -> Frames:
    """Renders and packs the scenes, or finds them packed."""
    folder = BUILD / "scenes" / scenes.name
    stamp = folder / "packed.json"
    files = [folder / f"pixels-{shrink}.npy" for shrink in SHRINKS]
    if not stamp.exists() or json.loads(stamp.read_text())["command"] != scenes.command:
        pack(scenes, folder, files)
    pixels = [np.load(file, mmap_mode="r") for file in files]
    return Frames(pixels, read_truths(json.loads((folder / "annotations.json").read_text())))


def pack(scenes: Scenes, folder: Path, files: list[Path]) -> None:
    """Renders into PPM files, turns these into one array a size and drops them."""
    annotations = json.loads(render(scenes, folder, ["--format", "ppm"]).read_text())
    images = annotations["images"]
    width, height = images[0]["width"], images[0]["height"]
    shapes = [(len(images), height // shrink, width // shrink, 3) for shrink in SHRINKS]
    arrays = [np.lib.format.open_memmap(f, "w+", np.uint8, s) for f, s in zip(files, shapes, strict=True)]
    for index, image in enumerate(images):
        picture = Image.open(folder / image["file_name"])
        for shrink, array in zip(SHRINKS, arrays, strict=True):
            small = picture.resize((width // shrink, height // shrink), Image.Resampling.BILINEAR)
            array[index] = np.asarray(small)
    for array in arrays:
        array.flush()
    temporary = folder / "packed.json.new"
    temporary.write_text(json.dumps({"command": scenes.command}))
    temporary.replace(folder / "packed.json")
    for image in images:
        (folder / image["file_name"]).unlink()


def read_truths(annotations: dict) -> list[Truths]:
    """Objects by frame, in the order of the frames."""
    by_image: dict[int, list[dict]] = {image["id"]: [] for image in annotations["images"]}
    for annotation in annotations["annotations"]:
        by_image[annotation["image_id"]].append(annotation)
    truths = []
    for objects in by_image.values():
        boxes = np.array([o["bbox"] for o in objects], np.float32).reshape(-1, 4)
        boxes[:, 2:] += boxes[:, :2]
        labels = np.array([o["category_id"] - 1 for o in objects], np.int64)
        truths.append(Truths(boxes, labels, np.array([o["iscrowd"] == 1 for o in objects], bool)))
    return truths
