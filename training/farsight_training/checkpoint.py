"""Checkpoints that survive an interrupted write: the last two are kept, each written whole or not at all."""

import shutil
import sys
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import torch

from .problems import Problem

# Checkpoints are a few megabytes; with less room than this the run stops before it breaks something.
LEAST_FREE_BYTES = 256 << 20


class Checkpoints:
    """`last.pt` and, from before it, `previous.pt` in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.last = folder / "last.pt"
        self.previous = folder / "previous.pt"

    def save(self, state: dict) -> None:
        """Replaces the last checkpoint only when the new one is whole on the disk."""
        free = shutil.disk_usage(self.folder).free
        if free < LEAST_FREE_BYTES:
            raise Problem(
                f"{self.folder}: only {free >> 20} MiB are free on the disk. Free some and run the same command "
                "again; it continues from the last checkpoint."
            )
        fresh = self.folder / "new.pt"
        try:
            torch.save(state, fresh)
        except RuntimeError as error:
            # PyTorch's writer hides the operating system's reason.
            fresh.unlink(missing_ok=True)
            raise Problem(
                f"{fresh}: cannot be written ({error}). Is the disk full? The last checkpoint is whole."
            ) from error
        if self.last.exists():
            self.last.replace(self.previous)
        fresh.replace(self.last)

    def load(self, identity: dict) -> dict | None:
        """The newest readable checkpoint of this very recipe; None when training never began.

        A corrupt one is named and the one before it is taken.
        """
        for file in (self.last, self.previous):
            if not file.exists():
                continue
            if not is_whole(file):
                print(f"{file}: is corrupt; going back to the checkpoint before it.", file=sys.stderr)
                continue
            state = torch.load(file, weights_only=True)
            if state.get("identity") != identity:
                raise Problem(f"{file}: is of another recipe. Delete {self.folder} to train from nothing.")
            return state
        if self.last.exists() or self.previous.exists():
            raise Problem(f"{self.folder}: no checkpoint in it is readable. Delete the folder to train from nothing.")
        return None

    def trained(self, identity: dict) -> dict:
        """The finished model's checkpoint."""
        state = self.load(identity)
        if state is None:
            raise Problem(f"{self.last}: there is no checkpoint; train first: training/train {self.folder.name}.")
        return state


def is_whole(file: Path) -> bool:
    """PyTorch writes a ZIP archive with a checksum of each member."""
    try:
        with ZipFile(file) as archive:
            return archive.testzip() is None
    except (BadZipFile, OSError, EOFError):
        return False
