from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from clara_edge.domain.errors import ModelMissingError
from clara_edge.ports.engine import EngineContext

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass
class FolderModels:
    """Packs that are plain folders below one."""

    root: Path

    def folder(self, pack: str) -> Path:
        if not (self.root / pack).is_dir():
            raise ModelMissingError(f"the model pack {pack} is not installed")
        return self.root / pack


@pytest.fixture
def context(tmp_path: Path) -> EngineContext:
    """A machine without any voice pack."""
    return EngineContext(FolderModels(tmp_path / "models"), tmp_path / "cache", 1)


@pytest.fixture
def need() -> Callable[[str], None]:
    """Skip the test without this program; fail instead where CI installs it."""

    def check(program: str) -> None:
        if shutil.which(program) is None:
            reason = f"{program} is not installed (apt-get install {program})"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)

    return check


@pytest.fixture
def silent_voice(test_data: Path, tmp_path: Path) -> Path:
    """A copy of a real voice in Piper's format that makes no sound."""
    source = test_data / "models" / "piper1-gpl-test-voice"
    folder = tmp_path / "models" / "silent"
    folder.mkdir(parents=True)
    for file in source.glob("test_voice.onnx*"):
        copy = folder / file.name
        copy.write_bytes(file.read_bytes())
    return folder / "test_voice.onnx"
