"""training/train: trains one model, or all, and continues what was interrupted."""

import argparse
import dataclasses
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import nn

from .checkpoint import Checkpoints
from .data import load_frames
from .detector import Ssd, make_detector
from .loss import detection_loss
from .pretrained import load_backbone
from .problems import Problem, run
from .progress import ProgressBar, TrainingLog, losses_of
from .recipe import BUILD, Recipe, read_table
from .stream import Batch, batches

CHECKPOINT_STEPS = 100
LOG_STEPS = 10
WARM_UP_STEPS = 225
LONGEST_GRADIENT = 5.0
SMOKE_SCENES = 48
SMOKE_STEPS = 60
SMOKE_FALL = 0.85


def identity_of(recipe: Recipe) -> dict:
    """What a checkpoint must agree with: all that changes the weights, but for how long it goes on."""
    values = dataclasses.asdict(recipe)
    return {key: value for key, value in values.items() if key not in ("title", "cycles")}


def bf16_is_fast(device: torch.device) -> bool:
    """Whether arithmetic in bfloat16 is built into the processor; elsewhere it is slower than float32."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    information = Path("/proc/cpuinfo")
    return information.exists() and "avx512_bf16" in information.read_text()


@dataclass
class Means:
    """Losses since the last line of the log."""

    classes: float = 0
    boxes: float = 0
    steps: int = 0
    started: float = field(default_factory=time.monotonic)

    def add(self, classes: float, boxes: float) -> None:
        """One step's."""
        self.classes += classes
        self.boxes += boxes
        self.steps += 1


class Training:
    """A model on its way, from its last checkpoint on."""

    def __init__(self, recipe: Recipe, folder: Path, threads: int) -> None:
        torch.set_num_threads(threads)
        self.recipe = recipe
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.bf16 = bf16_is_fast(self.device)
        self.log_file = folder / "log.csv"
        self.checkpoints = Checkpoints(folder)
        self.detector: Ssd = make_detector(recipe)
        state = self.checkpoints.load(identity_of(recipe))
        if state is None and recipe.pretrained:
            load_backbone(self.detector.backbone, recipe.pretrained)
        self.detector.to(self.device, memory_format=torch.channels_last)
        self.optimiser = torch.optim.AdamW(
            self.detector.parameters(), recipe.learning_rate, weight_decay=recipe.weight_decay
        )
        self.step = 0
        if state is not None:
            self.detector.load_state_dict(state["detector"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step = state["step"]
        self.schedule = self.begin_cycle()
        # One saved at the end of what was then the last cycle is of no use to the next.
        if state is not None and state["schedule"] is not None and not self.at_cycle_start():
            self.schedule.load_state_dict(state["schedule"])
            # Making the schedule set the optimiser's rate to that of the cycle's first step.
            self.optimiser.load_state_dict(state["optimiser"])

    def begin_cycle(self) -> torch.optim.lr_scheduler.OneCycleLR:
        """The learning rate from this step to the end of its cycle."""
        _, steps = self.recipe.cycle_at(self.step)
        warm_up = min(WARM_UP_STEPS / steps, 0.3)
        return torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, self.recipe.learning_rate, total_steps=steps, pct_start=warm_up
        )

    def save(self) -> None:
        """A checkpoint of all that the next step depends on."""
        self.checkpoints.save(
            {
                "identity": identity_of(self.recipe),
                "step": self.step,
                "detector": self.detector.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                # None where a cycle has just ended: the next begins with its own.
                "schedule": None if self.at_cycle_start() else self.schedule.state_dict(),
            }
        )

    def at_cycle_start(self) -> bool:
        """Whether the next step is the first of a cycle."""
        return self.step == self.recipe.cycle_at(self.step)[0]

    def set_mode(self) -> None:
        """A pretrained backbone is frozen at first, and its batch statistics stand still to the end."""
        frozen = self.step * self.recipe.batch < self.recipe.frozen_samples
        self.detector.train()
        self.detector.backbone.train(not self.recipe.pretrained)
        self.detector.backbone.requires_grad_(not frozen)

    def learn(self, batch: Batch) -> tuple[float, float]:
        """One step of the optimiser; gives class and box loss."""
        self.set_mode()
        pixels, labels, offsets = (part.to(self.device) for part in batch)
        pixels = pixels.contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bf16):
            boxes, scores = self.detector(pixels)
        classes, places = detection_loss(boxes.float(), scores.float(), labels, offsets)
        self.optimiser.zero_grad()
        (classes + places).backward()
        nn.utils.clip_grad_norm_(self.detector.parameters(), LONGEST_GRADIENT)
        self.optimiser.step()
        self.schedule.step()
        self.step += 1
        if self.at_cycle_start():
            self.schedule = self.begin_cycle()
        return classes.item(), places.item()

    def run(self) -> None:
        """To the end, with a checkpoint now and then."""
        recipe = self.recipe
        log = TrainingLog(self.log_file, self.step)
        if self.step == recipe.steps:
            return
        frames = load_frames(recipe.scenes)
        bar = ProgressBar(recipe.name, recipe.steps, self.step)
        means = Means()
        for batch in batches(frames, recipe, self.detector.strides, self.step):
            means.add(*self.learn(batch))
            if self.step % LOG_STEPS == 0:
                self.tell(log, bar, means)
                means = Means()
            if self.step % CHECKPOINT_STEPS == 0 or self.step == recipe.steps:
                self.save()
            if self.step == recipe.steps:
                break
        bar.close()

    def tell(self, log: TrainingLog, bar: ProgressBar, means: Means) -> None:
        """A line of the log and the bar."""
        classes, boxes = means.classes / means.steps, means.boxes / means.steps
        speed = means.steps * self.recipe.batch / (time.monotonic() - means.started)
        rate = self.schedule.get_last_lr()[0]
        log.add([self.step, self.step * self.recipe.batch, classes + boxes, classes, boxes, rate, speed])
        bar.show(self.step, f"loss {classes + boxes:.3f}  {speed:.0f} a second")


def smoke_recipe(recipe: Recipe) -> Recipe:
    """The same model on a handful of scenes, for a minute or so."""
    scenes = dataclasses.replace(recipe.scenes, name="smoke", count=SMOKE_SCENES)
    samples = SMOKE_STEPS * recipe.batch
    return dataclasses.replace(
        recipe, scenes=scenes, cycles=[samples], frozen_samples=min(recipe.frozen_samples, samples // 2)
    )


def check_fall(log: Path) -> str:
    """Fails unless the loss at the end is well under that at the start."""
    losses = losses_of(log)
    words = f"the loss went from {losses[0]:.3f} to {losses[-1]:.3f}"
    if not losses[-1] < SMOKE_FALL * losses[0]:
        raise Problem(f"{log}: {words}; it must fall under {SMOKE_FALL} of the start.")
    return words


def main() -> None:
    """The command line."""
    table = read_table()
    parser = argparse.ArgumentParser(
        prog="training/train", description=__doc__, epilog="Example: training/train near-only multi-scale"
    )
    parser.add_argument("models", nargs="+", help=f"all, or any of {', '.join(table.recipes)}")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="default: one a core")
    parser.add_argument("--smoke", action="store_true", help="a minute's training from nothing, whose loss must fall")
    arguments = parser.parse_args()
    names = list(table.recipes) if arguments.models == ["all"] else arguments.models
    for recipe in [table.recipe(name) for name in names]:
        folder = BUILD / recipe.name
        if arguments.smoke:
            recipe, folder = smoke_recipe(recipe), BUILD / "smoke" / recipe.name
            shutil.rmtree(folder, ignore_errors=True)
        Training(recipe, folder, arguments.threads).run()
        print(f"{recipe.name}: trained; {folder / 'log.csv'} tells how.")
        if arguments.smoke:
            print(f"{recipe.name}: {check_fall(folder / 'log.csv')}.")


if __name__ == "__main__":
    run(main)
