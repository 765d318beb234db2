"""What engines may use on this machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from clara_edge.models.store import ModelStore
from clara_edge.ports.engine import EngineContext

if TYPE_CHECKING:
    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config

# More threads than this only fight over memory bandwidth (4 cores on a Pi).
_THREADS_MAX = 4


def engine_context(config: Config, folders: Folders) -> EngineContext:
    """Return the installed models, the cache folder and the cores to use."""
    threads = config.voice.threads or max(1, (os.cpu_count() or 2) - 1)
    return EngineContext(
        models=ModelStore(folders.models),
        cache_dir=folders.cache,
        threads=min(threads, _THREADS_MAX),
    )
