"""training/evaluate: every model with and without the pyramid on scenes it never saw, as a table."""

import argparse
import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path

from .data import render, run_farsight
from .export import MODELS
from .problems import Problem, run
from .recipe import BUILD, Table, read_table

MODES = {"full frame": "off", "pyramid": "auto"}
DISTANCE_BINS = [4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 24, 28, 34, 40, 48, 57, 68, 80, 95, 120]
# Pictures timed, on one thread.
TIMED = 8


@dataclass
class Row:
    """One model in one mode."""

    model: str
    mode: str
    report: dict
    tiles: float
    milliseconds: float

    @property
    def d50(self) -> float:
        """Metres; infinite when recall never falls that far."""
        return place_of(self.report["distance_curve"]["d50"], self.report)


def evaluate(table: Table) -> list[Row]:
    """Renders the test scenes once, then measures what is not measured yet."""
    folder = BUILD / "scenes" / "test"
    annotations = render(table.scenes["test"], folder, [])
    rows = []
    for name in table.recipes:
        card = MODELS / f"{name}.json"
        if not card.exists():
            raise Problem(f"{card} is missing; train and export it: training/train {name} && training/export {name}.")
        for mode, pyramid in MODES.items():
            report = measured(card, annotations, pyramid)
            tiles, milliseconds = timed(card, folder, pyramid)
            rows.append(Row(name, mode, report, tiles, milliseconds))
    return rows


def report_file(card: Path, pyramid: str) -> Path:
    """Where the report of this very network is kept."""
    network = hashlib.sha256(card.with_suffix(".onnx").read_bytes()).hexdigest()
    return BUILD / "reports" / f"{card.stem}-{pyramid}-{network[:12]}.json"


def measured(card: Path, annotations: Path, pyramid: str) -> dict:
    """`farsight eval`'s report, kept for the next time."""
    kept = report_file(card, pyramid)
    kept.parent.mkdir(parents=True, exist_ok=True)
    if not kept.exists() or kept.stat().st_mtime < annotations.stat().st_mtime:
        arguments = ["--images", str(annotations.parent), "--annotations", str(annotations), "--model", str(card)]
        bins = ",".join(map(str, DISTANCE_BINS))
        run_farsight(
            ["eval", *arguments, "--pyramid", pyramid, "--distance-bins", bins, "--format", "json", "--out", str(kept)]
        )
    return json.loads(kept.read_text())


def timed(card: Path, folder: Path, pyramid: str) -> tuple[float, float]:
    """Mean tiles and milliseconds a picture on one thread, decoding of the picture left out."""
    pictures = [str(file) for file in sorted(folder.glob("*.png"))[:TIMED]]
    arguments = ["--model", str(card), "--pyramid", pyramid, "--threads", "1", "--format", "json"]
    images = json.loads(run_farsight(["detect", *pictures, *arguments]))["images"]
    milliseconds = [image["timing_ms"]["total"] - image["timing_ms"]["decode_image"] for image in images]
    return sum(image["plan"]["tiles"] for image in images) / len(images), sum(milliseconds) / len(images)


def place_of(crossing: dict, report: dict) -> float:
    """A crossing's place; JSON has no infinity, so words tell on which side it is."""
    if crossing["place"] is not None:
        return crossing["place"]
    return math.inf if report["truths"] else math.nan


def crossing_text(crossing: dict, report: dict) -> str:
    """Metres with their interval."""

    def metres(value: float | None) -> str:
        return "beyond" if value is None or math.isinf(value) else f"{value:.0f}"

    low, high = crossing["interval"]
    return f"{metres(place_of(crossing, report))} [{metres(low)}, {metres(high)}]"


def ap_text(size: dict) -> str:
    """AP at IoU 0.5 with its interval."""
    low, high = size["ap50_interval"]
    return f"{size['ap50']:.2f} [{low:.2f}, {high:.2f}]"


def table_text(rows: list[Row]) -> str:
    """Markdown."""
    lines = [
        "| model | mode | D50, m | D90, m | AP | AP50 small | AP50 medium | AP50 large | tiles | ms |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        curve, sizes = row.report["distance_curve"], row.report["by_size"]
        cells = [
            row.model,
            row.mode,
            crossing_text(curve["d50"], row.report),
            crossing_text(curve["d90"], row.report),
            f"{row.report['coco'][0]:.3f}",
            *(ap_text(size) for size in sizes[:3]),
            f"{row.tiles:.0f}",
            f"{row.milliseconds:.0f}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def verdicts(rows: list[Row]) -> str:
    """What the experiment was to show, and whether it did."""
    by = {(row.model, row.mode): row for row in rows}
    patient, tiled = by["near-only", "full frame"], by["near-only", "pyramid"]
    large = patient.report["by_size"][2]["ap50"]
    lines = [f"near-only, pyramid: D50 {tiled.d50 / patient.d50:.2f} times that of its full frame"]
    for model in [name for name, mode in by if mode == "full frame" and name != "near-only"]:
        row = by[model, "full frame"]
        change = row.report["by_size"][2]["ap50"] - large
        lines.append(f"{model}: D50 {row.d50 / patient.d50:.2f} times near-only's; AP50 of large objects {change:+.3f}")
    change = tiled.report["by_size"][2]["ap50"] - large
    lines.append(f"near-only, pyramid: AP50 of large objects {change:+.3f}")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="training/evaluate", description=__doc__, epilog="Example: training/evaluate")
    parser.parse_args()
    table = read_table()
    rows = evaluate(table)
    print(f"Scenes: {table.scenes['test'].command}\n")
    print(table_text(rows))
    print()
    print(verdicts(rows))


if __name__ == "__main__":
    run(main)
