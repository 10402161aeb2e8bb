"""training/figures: the pictures of docs/cures.md."""

import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from .anchors import SIDES
from .augment import Augmenter
from .canvas import INK, OKABE_ITO, labelled
from .curves import range_curves
from .data import load_frames, render
from .problems import run
from .recipe import BUILD, CLASSES, ROOT, Recipe, Scenes, Table, read_table

IMAGES = ROOT / "docs" / "images"
DISTANCES_M = [10, 80]
# One walker, the camera of the test scenes.
WALKER = ["--seed", "12", "--size", "1280x720", "--classes", "person", "--objects", "1", "--place", "street"]
CROP_PX = 64
CROP_SHOWN_PX = 384
FULL_FRAME_ZOOM = 0.25
# Samples of the streams: of multi-scale, one scene enlarged, 3 x 3 and 6 x 6 scenes.
SHOWN = [16, 12, 13]


def walker_at(distance: int) -> tuple[Image.Image, list[float]]:
    """A rendered frame and the walker's box in it as x0, y0, x1, y1."""
    scenes = Scenes(f"walker-{distance}", 1, [*WALKER, "--weather", "clear", "--distance", str(distance)])
    file = render(scenes, BUILD / "scenes" / scenes.name, [])
    annotations = json.loads(file.read_text())
    x, y, width, height = annotations["annotations"][0]["bbox"]
    picture = Image.open(file.parent / annotations["images"][0]["file_name"]).convert("RGB")
    return picture, [x, y, x + width, y + height]


def seen_at(picture: Image.Image, box: list[float], zoom: float, anchors: list[int]) -> Image.Image:
    """The network's own pixels around the walker, enlarged without smoothing, with some anchors' sides."""
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    half = CROP_PX / zoom / 2
    region = (middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half)
    region = tuple(round(v) for v in region)
    shrunk = picture.crop(region).resize((CROP_PX, CROP_PX), Image.Resampling.BILINEAR)
    shown = shrunk.resize((CROP_SHOWN_PX, CROP_SHOWN_PX), Image.Resampling.NEAREST)
    draw = ImageDraw.Draw(shown)
    enlarged = CROP_SHOWN_PX / CROP_PX
    sides = [(box[i] - region[i % 2]) * zoom * enlarged for i in range(4)]
    draw.rectangle(sides, outline=OKABE_ITO["blue"], width=3)
    for side, colour in zip(anchors, ("vermilion", "yellow"), strict=False):
        reach = side * enlarged / 2
        centre = CROP_SHOWN_PX / 2
        draw.rectangle(
            [centre - reach, centre - reach, centre + reach, centre + reach], outline=OKABE_ITO[colour], width=3
        )
    return shown


def near_and_far() -> Image.Image:
    """A walker near and far: the frame, what the full frame gives the network, what a tile gives it."""
    anchors = [SIDES[16][0], SIDES[8][0]]
    rows = []
    for distance in DISTANCES_M:
        picture, box = walker_at(distance)
        frame = picture.resize((683, CROP_SHOWN_PX), Image.Resampling.LANCZOS)
        scale = 683 / picture.width
        margin = 6
        outline = [box[0] * scale - margin, box[1] * scale - margin, box[2] * scale + margin, box[3] * scale + margin]
        ImageDraw.Draw(frame).rectangle(outline, outline=OKABE_ITO["blue"], width=3)
        height = box[3] - box[1]
        rows.append(
            [
                labelled(frame, f"{distance} m: {height:.0f} pixels tall in the photo"),
                labelled(
                    seen_at(picture, box, FULL_FRAME_ZOOM, anchors),
                    f"full frame: {height * FULL_FRAME_ZOOM:.0f} pixels",
                ),
                labelled(seen_at(picture, box, 1, []), f"a tile at zoom 1: {height:.0f} pixels"),
            ]
        )
    return stacked(rows)


def stacked(rows: list[list[Image.Image]], gap: int = 12) -> Image.Image:
    """Pictures of one height beside each other, rows under each other."""
    width = max(sum(p.width for p in row) + gap * (len(row) + 1) for row in rows)
    height = sum(row[0].height for row in rows) + gap * (len(rows) + 1)
    sheet = Image.new("RGB", (width, height), "white")
    y = gap
    for row in rows:
        x = gap
        for picture in row:
            sheet.paste(picture, (x, y))
            x += picture.width + gap
        y += row[0].height + gap
    return sheet


def lessons(table: Table) -> Image.Image:
    """What the recipes show the network: three inputs each, with what it is to answer."""
    rows = []
    for name, words in [("near-only", "near scenes as they are"), ("multi-scale", "the same scenes at many scales")]:
        recipe = table.recipe(name)
        rows.append([labelled(p, words if i == 0 else "") for i, p in enumerate(inputs(recipe))])
    rows.append(
        [labelled(p, "scenes near and far" if i == 0 else "") for i, p in enumerate(inputs(table.recipe("transfer")))]
    )
    return stacked(rows)


def inputs(recipe: Recipe) -> list[Image.Image]:
    """Some samples of a recipe's stream."""
    augment = Augmenter(load_frames(recipe.scenes), recipe.augment, recipe.width, recipe.height)
    colours = list(OKABE_ITO.values())
    pictures = []
    for index in SHOWN:
        picture, truths = augment(np.random.default_rng([recipe.seed, index]))
        picture = picture.resize((recipe.width * 3 // 2, recipe.height * 3 // 2), Image.Resampling.LANCZOS)
        draw = ImageDraw.Draw(picture)
        for box, label, ignored in zip(truths.boxes * 1.5, truths.labels, truths.ignored, strict=True):
            colour = INK if ignored else colours[label % len(CLASSES)]
            draw.rectangle([float(v) for v in box], outline=colour, width=2)
        pictures.append(picture)
    return pictures


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="training/figures", description=__doc__, epilog="Example: training/figures")
    parser.add_argument("--out", type=Path, default=IMAGES, help="folder, docs/images by default")
    folder = parser.parse_args().out
    table = read_table()
    near_and_far().save(folder / "cures-near-and-far.jpg", quality=88)
    lessons(table).save(folder / "cures-lessons.jpg", quality=85)
    range_curves(table).save(folder / "cures-range.png", optimize=True)
    print(f"three pictures: {folder}/cures-*")


if __name__ == "__main__":
    run(main)
