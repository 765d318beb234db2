"""Clara on a machine without a network, with its folders apart from everything else."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from clara_edge.config.folders import Folders, resolve_folders
from clara_edge.config.schema import Paths
from tests.privacy.watched import Watched, require_sandbox, watch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from clara_edge.models.store import ModelStore


@dataclass(frozen=True, slots=True)
class Apart:
    """Where Clara is given its folders, and where everything else would go."""

    root: Path
    folders: Folders

    @property
    def home(self) -> Path:
        """The home folder, which is none of Clara's own folders."""
        return self.root / "home"

    @property
    def elsewhere(self) -> Path:
        """The working and temporary folder, also none of them."""
        return self.root / "elsewhere"

    @property
    def own(self) -> tuple[Path, ...]:
        """The folders that Clara may change; its model packs are not among them."""
        return self.folders.data, self.folders.cache, self.folders.runtime

    def clara(self, *arguments: str) -> Watched:
        """Run a `clara` command here and watch it."""
        command = "from clara_edge.cli.main import main; main()"
        return self.watch([sys.executable, "-P", "-c", command, *arguments])

    def watch(self, argv: Sequence[str]) -> Watched:
        """Run any command here and watch it."""
        traces = self.root / "traces"
        traces.mkdir(exist_ok=True)
        for old in traces.iterdir():
            old.unlink()
        return watch(argv, env=self._env(), cwd=self.elsewhere, traces=traces)

    def _env(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "TMPDIR": str(self.elsewhere),
            # pip compiles what it installs; this checkout would be compiled at its first import
            "PYTHONDONTWRITEBYTECODE": "1",
            # a machine without a sound card, whatever the one that runs the test has
            "ALSA_CONFIG_PATH": str(self.root / "no-sound-card.conf"),
            "CLARA_PATHS__DATA": str(self.folders.data),
            "CLARA_PATHS__CACHE": str(self.folders.cache),
            "CLARA_PATHS__RUNTIME": str(self.folders.runtime),
            "CLARA_PATHS__MODELS": str(self.folders.models),
        }


@pytest.fixture(scope="module")
def apart(model_store: ModelStore, tmp_path_factory: pytest.TempPathFactory) -> Apart:
    """Folders for Clara in a sandbox without a network."""
    require_sandbox()
    root = tmp_path_factory.mktemp("apart")
    folders = resolve_folders(
        Paths(
            data=root / "clara" / "data",
            cache=root / "clara" / "cache",
            runtime=root / "clara" / "run",
            models=model_store.folder("moonshine-tiny-en").parent,
        )
    )
    apart = Apart(root, folders)
    (root / "clara").mkdir()
    apart.home.mkdir()
    apart.elsewhere.mkdir()
    (root / "no-sound-card.conf").touch()
    return apart
