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

# How the network is used: what `farsight eval` and `detect` are told.
MODES = {
    "full frame": ["--pyramid", "off"],
    "pyramid": ["--pyramid", "auto"],
}
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


def evaluate(table: Table, first: int) -> list[Row]:
    """Renders the test scenes once, then measures what is not measured yet, on the `first` scenes (0: all)."""
    folder = BUILD / "scenes" / "test"
    annotations = render(table.scenes["test"], folder, [])
    if first:
        annotations = beginning(annotations, first)
    rows = []
    for name in table.recipes:
        card = MODELS / f"{name}.json"
        if not card.exists():
            raise Problem(f"{card} is missing; train and export it: training/train {name} && training/export {name}.")
        for mode in MODES:
            report = measured(card, annotations, mode)
            tiles, milliseconds = timed(card, folder, mode)
            rows.append(Row(name, mode, report, tiles, milliseconds))
    return rows


def beginning(annotations: Path, first: int) -> Path:
    """The annotations of the first scenes only."""
    file = annotations.with_name(f"first-{first}.json")
    if not file.exists() or file.stat().st_mtime < annotations.stat().st_mtime:
        everything = json.loads(annotations.read_text())
        everything["images"] = [image for image in everything["images"] if image["id"] <= first]
        everything["annotations"] = [a for a in everything["annotations"] if a["image_id"] <= first]
        file.write_text(json.dumps(everything))
    return file


def report_file(card: Path, mode: str, scenes: str) -> Path:
    """Where the report of this very network on these scenes (an annotation file's stem) is kept."""
    network = hashlib.sha256(card.with_suffix(".onnx").read_bytes()).hexdigest()
    words = "-".join(word for word in MODES[mode] if not word.startswith("--"))
    return BUILD / "reports" / f"{card.stem}-{words}-{scenes}-{network[:12]}.json"


def measured(card: Path, annotations: Path, mode: str) -> dict:
    """`farsight eval`'s report, kept for the next time."""
    kept = report_file(card, mode, annotations.stem)
    kept.parent.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        arguments = ["--images", str(annotations.parent), "--annotations", str(annotations), "--model", str(card)]
        bins = ",".join(map(str, DISTANCE_BINS))
        run_farsight(
            ["eval", *arguments, *MODES[mode], "--distance-bins", bins, "--format", "json", "--out", str(kept)]
        )
    return json.loads(kept.read_text())


def timed(card: Path, folder: Path, mode: str) -> tuple[float, float]:
    """Mean tiles and milliseconds a picture on one thread, decoding of the picture left out."""
    pictures = [str(file) for file in sorted(folder.glob("*.png"))[:TIMED]]
    arguments = ["--model", str(card), *MODES[mode], "--threads", "1", "--format", "json"]
    images = json.loads(run_farsight(["detect", *pictures, *arguments]))["images"]
    milliseconds = [image["timing_ms"]["total"] - image["timing_ms"]["decode_image"] for image in images]
    return sum(image["plan"]["tiles"] for image in images) / len(images), sum(milliseconds) / len(images)


SIDES = {"before the first object": 0.0, "beyond the last object": math.inf}


def place_of(crossing: dict, report: dict) -> float:
    """A crossing's place; JSON has numbers only for what was measured, so words tell on which side it is."""
    if crossing["place"] is not None:
        return crossing["place"]
    if not report["truths"]:
        return math.nan
    return SIDES.get(crossing.get("where"), math.nan if "where" in crossing else math.inf)


def crossing_text(crossing: dict, report: dict) -> str:
    """Metres with their interval."""

    def metres(value: float) -> str:
        if math.isnan(value):
            return "unknown"
        if math.isinf(value):
            return f"over {DISTANCE_BINS[-1]}"
        return f"{value:.1f}" if value > 0 else f"under {DISTANCE_BINS[0]}"

    sides = crossing.get("interval_where", [None, None])
    low, high = (
        SIDES.get(side, math.inf) if end is None else end for end, side in zip(crossing["interval"], sides, strict=True)
    )
    return f"{metres(place_of(crossing, report))} [{metres(low)}, {metres(high)}]"


def ap_text(size: dict) -> str:
    """AP at IoU 0.5 with its interval."""
    low, high = size["ap50_interval"]
    return f"{size['ap50']:.2f} [{low:.2f}, {high:.2f}]"


def note_metrics(rows: list[Row]) -> None:
    """Writes what was measured into the models' cards."""
    for name in {row.model for row in rows}:
        card = MODELS / f"{name}.json"
        text = json.loads(card.read_text())
        text["notes"]["metrics"] = {row.mode: metrics_of(row) for row in rows if row.model == name}
        fresh = card.with_suffix(".json.new")
        fresh.write_text(json.dumps(text, indent=2) + "\n")
        fresh.replace(card)


def metrics_of(row: Row) -> dict:
    """The figures of a row that a card keeps."""
    return {
        "scenes": row.report["images"],
        "d50_m": round(row.d50, 1) if math.isfinite(row.d50) else None,
        "ap": round(row.report["coco"][0], 3),
        "ap50_by_size": [round(size["ap50"], 3) for size in row.report["by_size"][:3]],
    }


def table_text(rows: list[Row]) -> str:
    """Markdown."""
    lines = [
        "| model | mode | scenes | D50, m | D90, m | AP | AP50 small | AP50 medium | AP50 large | tiles | ms |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        curve, sizes = row.report["distance_curve"], row.report["by_size"]
        cells = [
            row.model,
            row.mode,
            str(row.report["images"]),
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
    parser.add_argument("--first", type=int, default=0, help="only so many scenes, for a quick look")
    first = parser.parse_args().first
    table = read_table()
    rows = evaluate(table, first)
    if not first:
        note_metrics(rows)
    print(f"Scenes: {table.scenes['test'].command}{f', the first {first}' if first else ''}\n")
    print(table_text(rows))
    print()
    print(verdicts(rows))


if __name__ == "__main__":
    run(main)
