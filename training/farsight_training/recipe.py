"""The table of models.toml."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from .problems import Problem

TRAINING = Path(__file__).resolve().parents[1]
ROOT = TRAINING.parent
BUILD = ROOT / "build" / "training"
CLASSES = ["car", "person", "cyclist", "traffic cone", "stop sign"]


@dataclass(frozen=True)
class Scenes:
    """What `farsight render` is asked for."""

    name: str
    count: int
    arguments: list[str]

    @property
    def command(self) -> str:
        """The command that makes them, without its folder."""
        return " ".join(["farsight render", "--count", str(self.count), *self.arguments])


@dataclass(frozen=True)
class Recipe:
    """One model: a row of the table, with what it shares with the others."""

    name: str
    title: str
    network: str
    scenes: Scenes
    augment: str
    width: int
    height: int
    backbone_width: float
    batch: int
    cycles: list[int]
    learning_rate: float
    weight_decay: float
    seed: int
    # A TFLite file under build/assets whose backbone it takes.
    pretrained: str = ""
    frozen_samples: int = 0

    @property
    def samples(self) -> int:
        """Pictures seen in training."""
        return sum(self.cycles)

    @property
    def steps(self) -> int:
        """Steps of the optimiser."""
        return self.samples // self.batch

    def cycle_at(self, step: int) -> tuple[int, int]:
        """First step and length of the learning-rate cycle that the step after `step` belongs to."""
        first = 0
        for samples in self.cycles:
            length = samples // self.batch
            if step < first + length:
                return first, length
            first += length
        return first - length, length


@dataclass(frozen=True)
class Table:
    """All of models.toml."""

    recipes: dict[str, Recipe] = field(default_factory=dict)
    scenes: dict[str, Scenes] = field(default_factory=dict)

    def recipe(self, name: str) -> Recipe:
        """Fails in words for a name that is not there."""
        if name not in self.recipes:
            raise Problem(f"there is no model '{name}'; choose one of: {', '.join(self.recipes)}.")
        return self.recipes[name]


def read_table(file: Path = TRAINING / "models.toml") -> Table:
    """Reads the table; a wrong key fails with its name."""
    try:
        data = tomllib.loads(file.read_text())
        scenes = {name: Scenes(name, **row) for name, row in data["scenes"].items()}
        recipes = {}
        for name, row in data["models"].items():
            row = data["shared"] | row
            recipes[name] = Recipe(name=name, **(row | {"scenes": scenes[row["scenes"]]}))
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise Problem(f"{file}: {error}.") from error
    return Table(recipes, scenes)
