"""Makes resample.json: one small picture resampled by Pillow and OpenCV.

Pillow resamples each channel in its 32-bit float mode, which neither rounds nor clips between the passes.
OpenCV stands in where Pillow has no such filter: the plain bilinear sampler and the area average of a
reduction that is not whole.

    python3 make_resample.py    # needs numpy, Pillow and opencv-python
"""

import json
import pathlib

import cv2
import numpy as np
from PIL import Image

WIDTH, HEIGHT = 40, 31


def picture() -> np.ndarray:
    """Slopes, a hard-edged rectangle and noise: something for every filter to get wrong."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    rgb = np.stack([x * 6, y * 8, 255 - x * 3 - y * 4], axis=-1).astype(np.float64)
    rgb[8:20, 10:26] = (250, 10, 240)
    rgb[:, 30:] += np.random.default_rng(7).normal(0, 40, (HEIGHT, WIDTH - 30, 3))
    return np.clip(np.round(rgb), 0, 255).astype(np.uint8)


def to_bytes(values: np.ndarray) -> np.ndarray:
    return np.clip(np.floor(values + 0.5), 0, 255).astype(np.uint8)


def pillow(source: np.ndarray, size: tuple, box: tuple, method: Image.Resampling) -> np.ndarray:
    corners = (box[0], box[1], box[0] + box[2], box[1] + box[3])
    channels = [
        Image.fromarray(source[..., c].astype(np.float32)).resize(size, method, box=corners) for c in range(3)
    ]
    return to_bytes(np.stack([np.asarray(channel) for channel in channels], axis=-1))


def opencv(source: np.ndarray, size: tuple, method: int) -> np.ndarray:
    return to_bytes(cv2.resize(source.astype(np.float32), size, interpolation=method))


def main() -> None:
    source = picture()
    whole = (0, 0, WIDTH, HEIGHT)
    triangle, area, lanczos = Image.Resampling.BILINEAR, Image.Resampling.BOX, Image.Resampling.LANCZOS
    cases = []

    def add(name: str, size: tuple, box: tuple, pixels: np.ndarray) -> None:
        cases.append({"filter": name, "size": size, "region": box, "rgb": pixels.tobytes().hex()})

    for size, box in [
        ((13, 9), whole),
        ((20, 31), whole),
        ((57, 44), whole),
        ((17, 23), (5, 3, 30, 20)),
        ((12, 12), (31, 0, 9, 31)),
        ((1, 1), whole),
    ]:
        add("triangle", size, box, pillow(source, size, box, triangle))
        add("lanczos3", size, box, pillow(source, size, box, lanczos))
    for size, box in [((10, 31), whole), ((8, 6), (0, 1, 40, 30)), ((45, 35), (3, 2, 9, 7))]:
        add("area", size, box, pillow(source, size, box, area))
    add("area", (13, 9), whole, opencv(source, (13, 9), cv2.INTER_AREA))
    for size in [(13, 9), (57, 44), (40, 12)]:
        add("bilinear", size, whole, opencv(source, size, cv2.INTER_LINEAR))

    golden = {
        "made_by": f"make_resample.py with Pillow {Image.__version__} and OpenCV {cv2.__version__}",
        "width": WIDTH,
        "height": HEIGHT,
        "source": source.tobytes().hex(),
        "cases": cases,
    }
    path = pathlib.Path(__file__).with_name("resample.json")
    path.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
