"""Clara without a daemon or devices: the real pipeline, fed with recordings."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from clara_edge.config.clock import SystemClock
from clara_edge.config.folders import make_folders, resolve_folders
from clara_edge.config.load import load_config
from clara_edge.config.schema import Paths
from clara_edge.storage.open import open_store
from clara_edge.voice.hear import Heard, hear

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.ports.audio import Samples


class Listener:
    """Hears recordings and keeps what they ask for in a database of its own."""

    def __init__(self, folder: Path, models: Path) -> None:
        self.folders = resolve_folders(
            Paths(
                data=folder / "data",
                cache=folder / "cache",
                runtime=folder / "run",
                models=models,
            )
        )
        make_folders(self.folders)

    def hear(
        self, sound: Samples, *overrides: str, wake: bool = True, fast: bool = True
    ) -> Heard:
        """Play a recording to Clara and return what became of it."""
        config = load_config(overrides=overrides)
        return asyncio.run(hear(config, self.folders, sound, wake=wake, fast=fast))

    def titles(self) -> list[str]:
        """Return the titles of the open tasks."""
        with open_store(self.folders.database, SystemClock()) as store:
            return [task.title for task in store.open_tasks()]
