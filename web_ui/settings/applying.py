"""Choose settings from a page or endpoint, and have the running services take them over."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from flask import current_app
from flask_babel import gettext as _

from clara_edge.config.chosen import choose
from clara_edge.config.effects import Effect, effect_of
from clara_edge.config.sources import process_sources
from clara_edge.domain.errors import (
    DaemonUnreachableError,
    DeviceRefusedError,
    RequestRefusedError,
)
from web_ui.services import services

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clara_edge.config.keys import KeyPath
    from clara_edge.config.load import LoadedConfig
    from clara_edge.config.sources import Sources
    from clara_edge.domain.errors import ClaraError

EXTENSION = "clara-sources"
RELOAD_TIMEOUT_S = 20.0
"""Another wake word or language model is loaded meanwhile."""
# The answer is sent before the service ends.
_RESTART_AFTER_S = 0.5


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a choice."""

    running: bool
    """Whether there is a voice service to take it over."""
    voice: tuple[str, ...]
    """Settings that wait for a restart of the voice service."""
    web: tuple[str, ...]
    """Settings that wait for one of the web service."""
    problem: str | None = None


def sources() -> Sources:
    """Return where this service has its settings from."""
    return cast("Sources", current_app.extensions.get(EXTENSION) or process_sources())


def present() -> LoadedConfig:
    """Return the settings as they are written now."""
    return sources().load()


def change(changes: Mapping[KeyPath, Any]) -> Applied:
    """Keep choices and let the services take them over.

    Raises:
        InputInvalidError, ConfigInvalidError: they cannot be; nothing was kept.
        StorageUnavailableError: they cannot be written.
    """
    choose(changes, sources())
    effects = {".".join(path): effect_of(path) for path in changes}
    web = tuple(k for k, e in effects.items() if e in {Effect.WEB, Effect.BOTH})
    voice = tuple(k for k, e in effects.items() if e in {Effect.VOICE, Effect.BOTH})
    try:
        with services().control(RELOAD_TIMEOUT_S) as client:
            told = client.call("reload")
    except DaemonUnreachableError:
        return Applied(running=False, voice=(), web=web)
    except RequestRefusedError as error:
        return Applied(running=True, voice=voice, web=web, problem=str(error))
    return Applied(running=True, voice=tuple(told["restart"]), web=web)


def restart_web() -> None:
    """Start this service again once the present answer is sent.

    Raises:
        DeviceRefusedError: it is not the web service's own process that answers.
    """
    # serve() blocks the signal in all threads and waits for it; it would kill anything else
    if signal.SIGHUP not in signal.pthread_sigmask(signal.SIG_BLOCK, ()):
        raise DeviceRefusedError(
            _("these pages cannot be started again from here"),
            remedy=_("restart the program that serves them"),
        )
    timer = threading.Timer(
        _RESTART_AFTER_S, os.kill, args=(os.getpid(), signal.SIGHUP)
    )
    timer.daemon = True
    timer.start()


def plain(error: ClaraError) -> str:
    """Return the reasons without the report's head and the place of each line."""
    lines = [line.strip() for line in error.what.splitlines()]
    if len(lines) > 1:
        lines = [line.removeprefix("the new settings: ") for line in lines[1:]]
    if error.remedy:
        lines.append(error.remedy)
    return "\n".join(lines)
