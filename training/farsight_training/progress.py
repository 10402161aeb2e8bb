"""A progress bar on a terminal and nothing elsewhere; the log tells the rest."""

import csv
import sys
import time
from pathlib import Path


class ProgressBar:
    """Redraws one line of standard error."""

    def __init__(self, title: str, total: int, done: int = 0) -> None:
        self.title = title
        self.total = total
        self.first = done
        self.started = time.monotonic()
        self.terminal = sys.stderr.isatty()

    def show(self, done: int, words: str) -> None:
        """`words` say how it goes."""
        if not self.terminal:
            return
        fraction = done / self.total
        seconds = (time.monotonic() - self.started) / max(1, done - self.first) * (self.total - done)
        bar = "#" * int(fraction * 30)
        line = f"{self.title} [{bar:<30}] {fraction:4.0%}  {words}  {seconds / 60:.0f} min left"
        print(f"\r{line}\x1b[K", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Leaves the line behind."""
        if self.terminal:
            print(file=sys.stderr)


class TrainingLog:
    """A CSV file, a line every few steps; a resumed run cuts what came after its checkpoint."""

    columns = ["step", "samples", "loss", "class_loss", "box_loss", "learning_rate", "samples_per_second"]

    def __init__(self, file: Path, first_step: int) -> None:
        self.file = file
        kept = []
        if first_step > 0 and file.exists():
            with file.open(newline="") as stream:
                kept = [row for row in csv.reader(stream) if row and row[0].isdigit() and int(row[0]) <= first_step]
        with file.open("w", newline="") as stream:
            csv.writer(stream).writerows([self.columns, *kept])

    def add(self, values: list[float]) -> None:
        """Six significant digits each."""
        with self.file.open("a", newline="") as stream:
            csv.writer(stream).writerow([f"{value:.6g}" for value in values])


def losses_of(log: Path) -> list[float]:
    """The loss of each line of a log."""
    with log.open(newline="") as stream:
        return [float(row["loss"]) for row in csv.DictReader(stream)]
