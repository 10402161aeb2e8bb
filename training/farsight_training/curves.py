"""Recall against distance, drawn from the reports of training/evaluate."""

import json
import math

from PIL import Image, ImageDraw

from .canvas import INK, OKABE_ITO, font
from .evaluate import DISTANCE_BINS, MODES, report_file
from .export import MODELS
from .recipe import Table

# Drawn at twice its size and shrunk, for smooth lines.
SHARP = 2
WIDTH, HEIGHT = 620, 400
LEFT, TOP, RIGHT, BOTTOM = 60, 40, 20, 50
TICKS_M = [5, 10, 20, 40, 80]
GRID = (225, 225, 225)


def range_curves(table: Table) -> Image.Image:
    """One panel a mode, one line a model."""
    sheet = Image.new("RGB", (WIDTH * SHARP * len(MODES), HEIGHT * SHARP), "white")
    colours = dict(zip(table.recipes, OKABE_ITO.values(), strict=True))
    for index, mode in enumerate(MODES):
        panel = Image.new("RGB", (WIDTH * SHARP, HEIGHT * SHARP), "white")
        draw = ImageDraw.Draw(panel)
        axes(draw, mode)
        for row, (model, colour) in enumerate(colours.items()):
            line = [(place(p["place"]), level(p["smoothed"])) for p in points_of(model, mode)]
            if line:
                draw.line(line, colour, 3 * SHARP, joint="curve")
            if index == 0:
                key(draw, row, model, colour)
        sheet.paste(panel, (index * WIDTH * SHARP, 0))
    return sheet.resize((sheet.width // SHARP, sheet.height // SHARP), Image.Resampling.LANCZOS)


def points_of(model: str, mode: str) -> list[dict]:
    """The bins that hold anything, of the report on the most scenes; none where nothing is measured yet."""
    names = report_file(MODELS / f"{model}.json", mode, "*")
    reports = [json.loads(file.read_text()) for file in names.parent.glob(names.name)]
    if not reports:
        return []
    best = max(reports, key=lambda report: report["images"])
    return [point for point in best["distance_curve"]["points"] if point["smoothed"] is not None]


def place(metres: float) -> float:
    """Column of a distance; the axis is logarithmic."""
    fraction = math.log(metres / DISTANCE_BINS[0]) / math.log(DISTANCE_BINS[-1] / DISTANCE_BINS[0])
    return (LEFT + fraction * (WIDTH - LEFT - RIGHT)) * SHARP


def level(recall: float) -> float:
    """Row of a recall."""
    return (HEIGHT - BOTTOM - recall * (HEIGHT - TOP - BOTTOM)) * SHARP


def axes(draw: ImageDraw.ImageDraw, title: str) -> None:
    """Grid, ticks, and the line of one half that D50 is read from."""
    draw.text((LEFT * SHARP, 10 * SHARP), title, INK, font(18 * SHARP))
    for recall in (0, 0.25, 0.5, 0.75, 1):
        y = level(recall)
        draw.line([(place(4), y), (place(120), y)], INK if recall == 0.5 else GRID, SHARP)
        draw.text(((LEFT - 8) * SHARP, y), f"{recall:g}", INK, font(14 * SHARP), anchor="rm")
    for metres in TICKS_M:
        draw.line([(place(metres), level(0)), (place(metres), level(1))], GRID, SHARP)
        draw.text((place(metres), level(0) + 6 * SHARP), f"{metres} m", INK, font(14 * SHARP), anchor="ma")
    draw.text((WIDTH * SHARP / 2, (HEIGHT - 6) * SHARP), "recall against distance", INK, font(14 * SHARP), anchor="md")


def key(draw: ImageDraw.ImageDraw, row: int, model: str, colour: tuple[int, int, int]) -> None:
    """A line's name."""
    y = level(1) + (14 + row * 20) * SHARP
    x = place(48)
    draw.line([(x, y), (x + 24 * SHARP, y)], colour, 3 * SHARP)
    draw.text((x + 32 * SHARP, y), model, INK, font(15 * SHARP), anchor="lm")
