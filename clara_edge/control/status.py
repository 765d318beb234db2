"""How the voice daemon is doing, as it tells over the control socket."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from clara_edge.domain.errors import DaemonUnreachableError

if TYPE_CHECKING:
    from clara_edge.control.client import ControlClient


class _Part(BaseModel):
    """Tolerates what a newer daemon tells in addition."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class EngineLine(_Part):
    """One engine of one stage."""

    stage: str
    name: str
    state: str
    reason: str | None = None


class ProviderLine(_Part):
    """A provider of language models."""

    name: str
    engine: str = ""
    label: str = ""
    """What becomes of what it is asked, in words."""
    local: bool = True
    may_see_tasks: bool = False
    state: str
    """ready, absent, left alone or on trial."""
    absent: str | None = None
    """Why it cannot be asked at all."""
    breaker: str = ""
    requests: int = 0
    errors: int = 0
    first_ms: float | None = None
    whole_ms: float | None = None
    last_error: str | None = None


class DeviceLine(_Part):
    """A sound device."""

    device: str | None = None
    state: str
    xruns: int = 0
    problem: str | None = None


class AudioLines(_Part):
    """Both directions of sound."""

    input: DeviceLine
    output: DeviceLine


class ResponseTimes(_Part):
    """From the last voiced sample to the first audible one."""

    p50: float
    p95: float


class StageTimes(_Part):
    """One stage of the last turns, in milliseconds."""

    count: int
    p50: float
    p95: float


class TalkSession(_Part):
    """A browser that talks just now."""

    state: str = ""
    rtt_ms: float | None = None
    jitter_ms: float | None = None
    loss: float | None = None


class Talk(_Part):
    """Talking from browsers, since the daemon started."""

    limit: int = 0
    count: int = 0
    vanished: int = 0
    sessions: tuple[TalkSession, ...] = ()


class Turns(_Part):
    """What was done since the daemon started."""

    stages: dict[str, StageTimes] = {}

    count: int = 0
    failed: int = 0
    response_ms: ResponseTimes | None = None


class NextRing(_Part):
    """What rings next."""

    kind: str
    title: str | None = None
    at: datetime


class DaemonStatus(_Part):
    """The answer to the method "status"."""

    state: str
    since: datetime | None = None
    started_at: datetime | None = None
    pid: int
    uptime_s: float
    version: str
    engines: tuple[EngineLine, ...] = ()
    language_model: tuple[ProviderLine, ...] = ()
    audio: AudioLines | None = None
    muted: bool = False
    muted_until: datetime | None = None
    quiet: bool = False
    """Whether reminders are held back."""
    quiet_until: datetime | None = None
    volume: float | None = None
    turns: Turns = Turns()
    memory_mib: float | None = None
    last_error: str | None = None
    next_ring: NextRing | None = None
    talk: Talk | None = None
    restart_needed: tuple[str, ...] = ()
    """Changed settings that wait for a restart."""


def read_status(client: ControlClient) -> DaemonStatus:
    """Ask the daemon how it is.

    Raises:
        DaemonUnreachableError: it is down, hangs or is of another version.
        RequestRefusedError: it will not tell.
    """
    try:
        return DaemonStatus.model_validate(client.call("status"))
    except ValidationError as error:
        raise DaemonUnreachableError(
            "the voice daemon tells its status in words of another version",
            remedy="restart it",
        ) from error
