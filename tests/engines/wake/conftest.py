from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from clara_edge.engines.wake.openwakeword import PACK, OpenWakeWord, Settings, create
from clara_edge.models.store import ModelStore
from clara_edge.ports.audio import CHUNK_SAMPLES
from clara_edge.ports.engine import EngineContext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from clara_edge.ports.audio import Samples


def chunks(sound: Samples) -> Iterator[Samples]:
    """Cut a sound into whole chunks."""
    whole = len(sound) // CHUNK_SAMPLES * CHUNK_SAMPLES
    yield from sound[:whole].reshape(-1, CHUNK_SAMPLES)


@pytest.fixture
def context(tmp_path: Path) -> EngineContext:
    """The pack comes with a dependency, so nothing is downloaded."""
    return EngineContext(models=ModelStore(tmp_path), cache_dir=tmp_path, threads=1)


@pytest.fixture
def pack(context: EngineContext) -> Path:
    return context.models.folder(PACK)


@pytest.fixture
def make(context: EngineContext) -> Iterator[Callable[..., OpenWakeWord]]:
    """Return a function that loads a detector with the given settings."""
    made: list[OpenWakeWord] = []

    def load(**options: Any) -> OpenWakeWord:
        made.append(create(Settings.model_validate(options), context))
        return made[-1]

    yield load
    for detector in made:
        detector.close()
