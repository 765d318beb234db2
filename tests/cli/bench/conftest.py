"""What the benchmarks of whole services need."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from clara_edge.cli.bench.sound_card import PROGRAMS
from clara_edge.cli.main import CliState
from clara_edge.config.schema import Config, Paths

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.models.store import ModelStore


@pytest.fixture
def bench_state(model_store: ModelStore, tmp_path: Path) -> CliState:
    """Return the options of an owner with the starter packs, where sound can be played."""
    missing = [n for n in (*PROGRAMS, "flite") if shutil.which(n) is None]
    if missing:
        reason = f"{', '.join(missing)} are not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    models = model_store.folder("moonshine-tiny-en").parent
    state = CliState()
    state.config = Config(
        paths=Paths(data=tmp_path / "data", cache=tmp_path / "cache", models=models)
    )
    return state
