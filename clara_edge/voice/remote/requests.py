"""What the control socket can ask about browsers that talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clara_edge.domain.errors import InputInvalidError

if TYPE_CHECKING:
    from clara_edge.voice.daemon import Daemon, Talks


async def talk_offer(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    """Answer a browser's offer."""
    return await _sessions(daemon).offer(
        params["sdp"],
        client=params["client"],
        session=params.get("session"),
        conversation=params.get("conversation"),
        last=params.get("last", 0),
        may_switch=params.get("may_switch", False),
    )


async def talk_close(daemon: Daemon, params: dict[str, Any]) -> dict[str, Any]:
    """End a session."""
    ended = await _sessions(daemon).hang_up(params["session"], client=params["client"])
    return {"ended": ended}


async def talk_sessions(daemon: Daemon, _params: dict[str, Any]) -> dict[str, Any]:
    """Tell who talks, and how good the connections are."""
    return _sessions(daemon).told()


def _sessions(daemon: Daemon) -> Talks:
    if daemon.talk is None:
        raise InputInvalidError(
            "the voice daemon is still starting", remedy="try again in a few seconds"
        )
    return daemon.talk
