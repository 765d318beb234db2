"""The running daemon's parts, for everything that the control socket can ask of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from clara_edge.domain.errors import InputInvalidError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from clara_edge.config.schema import Config
    from clara_edge.voice.device import DeviceControl
    from clara_edge.voice.engine_set import Engines
    from clara_edge.voice.engines import EngineBoard
    from clara_edge.voice.meter import Meter
    from clara_edge.voice.pipeline import Conversation
    from clara_edge.voice.ringer import Ringer


class Reloads(Protocol):
    """Takes over changed settings; see reload.Reloader."""

    @property
    def restart_needed(self) -> tuple[str, ...]:
        """The changed settings that wait for a restart."""
        ...

    async def reload(self) -> dict[str, Any]:
        """Read the configuration again."""
        ...


class Talks(Protocol):
    """Browsers that talk; see remote.sessions.RemoteSessions."""

    async def offer(
        self,
        sdp: str,
        *,
        client: str,
        session: str | None = None,
        conversation: str | None = None,
        last: int = 0,
        may_switch: bool = False,
    ) -> dict[str, Any]:
        """Answer a browser's offer."""
        ...

    async def hang_up(self, session: str, *, client: str) -> bool:
        """End a session."""
        ...

    def use_config(self, config: Config) -> None:
        """Begin the next sessions with other settings."""
        ...

    def forget(self) -> None:
        """Forget what was said in all sessions."""
        ...

    def told(self) -> dict[str, Any]:
        """Return what status says."""
        ...

    async def close(self) -> None:
        """End all sessions."""
        ...


@dataclass(slots=True)
class Daemon:
    """The running daemon's parts, filled while it starts."""

    config: Config
    board: EngineBoard
    started_at: datetime
    volume: float
    state: str = "starting"
    state_since: datetime | None = None
    last_error: str | None = None
    engines: Engines | None = None
    conversation: Conversation | None = None
    device: DeviceControl | None = None
    ringer: Ringer | None = None
    reloader: Reloads | None = None
    meter: Meter | None = None
    again: Callable[[], None] | None = None
    """Ends the daemon and has it started again."""
    talk: Talks | None = None
    publish: Callable[[str, Mapping[str, Any]], None] = field(
        default=lambda _e, _d: None
    )

    def running(self) -> Conversation:
        """Return the conversation, or refuse while the daemon is still starting."""
        if self.conversation is None:
            raise InputInvalidError(
                "the voice daemon is still starting",
                remedy="try again in a few seconds",
            )
        return self.conversation

    def switching(self) -> DeviceControl:
        """Return what can be switched, or refuse while the daemon is still starting."""
        if self.device is None:
            raise InputInvalidError(
                "the voice daemon is still starting",
                remedy="try again in a few seconds",
            )
        return self.device
