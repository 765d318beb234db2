"""Clara with her real engines, for browsers that are no browsers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from clara_edge.config.clock import SystemClock
from clara_edge.config.folders import make_folders, resolve_folders
from clara_edge.config.load import load_config
from clara_edge.config.schema import Paths
from clara_edge.storage.open import open_store
from clara_edge.voice.engines import EngineBoard, close_engines, load_engines
from clara_edge.voice.logs import adopt_pipecat_logs
from clara_edge.voice.remote.sessions import RemoteSessions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from clara_edge.config.folders import Folders
    from clara_edge.models.store import ModelStore
    from clara_edge.voice.engine_set import Engines


@pytest.fixture(scope="module")
def folders(tmp_path_factory, model_store: ModelStore) -> Folders:
    folder = tmp_path_factory.mktemp("clara")
    made = resolve_folders(
        Paths(
            data=folder / "data",
            cache=folder / "cache",
            runtime=folder / "run",
            models=model_store.folder("moonshine-tiny-en").parent,
        )
    )
    make_folders(made)
    return made


@pytest.fixture(scope="module")
def engines(folders: Folders) -> Iterator[Engines]:
    adopt_pipecat_logs("INFO")
    config = load_config(overrides=CHOSEN)
    loaded = asyncio.run(load_engines(config, folders, EngineBoard()))
    yield loaded
    asyncio.run(close_engines(loaded))


CHOSEN = (
    "tts.engines=['flite','espeak']",
    "stt.engines=['sherpa_offline']",
    "language_model.enabled=false",
    "web.talk_sessions=2",
)


class Room:
    """The daemon's side, and what it publishes."""

    def __init__(self, engines: Engines, folders: Folders) -> None:
        self.folders = folders
        self.engines = engines
        self.events: list[tuple[str, dict[str, Any]]] = []
        self._news = asyncio.Event()
        self.sessions = RemoteSessions(
            load_config(overrides=CHOSEN), engines, self._published
        )
        self.offer = self.sessions.offer

    def titles(self) -> list[str]:
        with open_store(self.folders.database, SystemClock()) as store:
            return [task.title for task in store.open_tasks()]

    async def until(self, event: str, **wanted: Any) -> None:
        """Wait for an event with these values."""
        async with asyncio.timeout(30):
            while not any(
                e == event and wanted.items() <= d.items() for e, d in self.events
            ):
                self._news.clear()
                await self._news.wait()

    def _published(self, event: str, data: Any) -> None:
        self.events.append((event, dict(data)))
        self._news.set()


@pytest.fixture
async def room(engines: Engines, folders: Folders) -> AsyncIterator[Room]:
    made = Room(engines, folders)
    yield made
    await made.sessions.close()
