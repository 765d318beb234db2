"""The voice daemon takes over changed settings while it runs, or tells that it has to restart."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from clara_edge.config.effects import Effect, changed_settings, effect_of
from clara_edge.config.folders import resolve_folders
from clara_edge.config.sources import process_sources
from clara_edge.config.vague_words import use_hours
from clara_edge.domain.errors import InputInvalidError
from clara_edge.engines.llm.build import build_language_model
from clara_edge.models.context import engine_context
from clara_edge.voice.engines import EngineBoard, load_wake
from clara_edge.voice.logs import adopt_pipecat_logs

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.config.keys import KeyPath
    from clara_edge.config.schema import Config
    from clara_edge.voice.daemon import Daemon
    from clara_edge.voice.engine_set import Engines

_RESTART = frozenset({Effect.VOICE, Effect.BOTH})
# The answer goes out before the socket closes.
_RESTART_AFTER_S = 0.2


class Reloader:
    """Belongs to the event loop; one change at a time."""

    def __init__(self, daemon: Daemon) -> None:
        """Start from the settings that the daemon was started with."""
        self._daemon = daemon
        self._started = daemon.config
        self._stuck: set[KeyPath] = set()
        self._busy = asyncio.Lock()

    @property
    def restart_needed(self) -> tuple[str, ...]:
        """The changed settings that wait for a restart."""
        waiting = {
            path
            for path in changed_settings(self._started, self._daemon.config)
            if effect_of(path) in _RESTART
        }
        return tuple(sorted(".".join(path) for path in waiting | self._stuck))

    async def reload(self) -> dict[str, Any]:
        """Read the configuration again; tell what was taken over and what waits.

        Raises:
            ConfigInvalidError: it is wrong; the present one goes on.
            InputInvalidError: the daemon is still starting.
        """
        self._daemon.running()
        async with self._busy:
            new = (await asyncio.to_thread(process_sources().load)).config
            old, self._daemon.config = self._daemon.config, new
            changed = changed_settings(old, new)
            live = [path for path in changed if effect_of(path) not in _RESTART]
            await self._apply(old, new, {path[0] for path in live})
        taken = [path for path in live if path not in self._stuck]
        told = {
            "applied": [".".join(path) for path in taken],
            "restart": list(self.restart_needed),
        }
        self._daemon.publish("settings", told)
        return told

    async def _apply(self, old: Config, new: Config, sections: set[str]) -> None:
        daemon, engines = self._daemon, self._daemon.engines
        conversation = daemon.running()
        assert engines is not None  # noqa: S101 - running() has raised
        conversation.tuning.retune(new)
        use_hours(new.when)
        if daemon.talk is not None:
            daemon.talk.use_config(new)
        if new.voice.volume != old.voice.volume:
            await daemon.switching().set_volume(new.voice.volume)
        if "log" in sections:
            logging.getLogger().setLevel(new.log.level)
            adopt_pipecat_logs(new.log.level)
        if sections & {"replies", "assistance", "conversation"}:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(
                engines.dialogue_thread, engines.dialogue.configure, new
            )
            if daemon.ringer is not None:
                await daemon.ringer.configure(new.replies)
        if "language_model" in sections and engines.model is not None:
            await self._change_models(new, engines)
        if "wake" in sections:
            await self._change_wake(new, engines)

    async def _change_models(self, new: Config, engines: Engines) -> None:
        assert engines.model is not None  # noqa: S101 - asked before
        context = engine_context(new, resolve_folders(new.paths))
        models = build_language_model(new, context)
        await engines.model.use(models)
        self._daemon.board.language_models = models.status
        self._daemon.board.model_state = models.state

    async def _change_wake(self, new: Config, engines: Engines) -> None:
        """Change the detector; other phrases are known in too many places to change them."""
        path = ("wake", "options")
        context = engine_context(new, resolve_folders(new.paths))
        board = EngineBoard()
        detector = await asyncio.to_thread(load_wake, new, context, board)
        present = engines.wake
        if detector is None or present is None or detector.phrases != present.phrases:
            self._stuck.add(path)
            if detector is not None:
                detector.close()
            return
        self._stuck.discard(path)
        self._daemon.board.post("wake", board.stages["wake"])
        before = await self._daemon.running().gate.use_detector(detector)
        if before is not None and before is not present:
            before.close()


def restart_soon(again: Callable[[], None] | None) -> dict[str, Any]:
    """End the daemon in a moment, to be started again.

    Raises:
        InputInvalidError: it cannot be.
    """
    if again is None:
        raise InputInvalidError("this daemon cannot be started again from here")
    asyncio.get_running_loop().call_later(_RESTART_AFTER_S, again)
    return {"restarting": True}
