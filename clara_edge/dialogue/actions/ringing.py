"""Answering what rings: silence it, let it rest, let it ring again."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.ringing import Ring, RingKind, RingState, snoozed, stopped

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from clara_edge.dialogue.outcome import Tools

_NOW = frozenset({RingState.RINGING})
_JUST_NOW = frozenset(
    {RingState.RINGING, RingState.STOPPED, RingState.UNANSWERED, RingState.SNOOZED}
)
# Who says "remind me again" means what was heard a moment ago.
_RECENT = timedelta(minutes=15)


def ringing(tools: Tools, *kinds: RingKind) -> Sequence[Ring]:
    """Return what rings now, of these kinds or of any."""
    rings = tools.timekeeping.rings(_NOW)
    return [ring for ring in rings if not kinds or ring.kind in kinds]


def heard(tools: Tools, *kinds: RingKind) -> Sequence[Ring]:
    """Return what rings, or rang a moment ago; the last one last."""
    now = tools.now.astimezone(UTC)
    rings = [
        ring
        for ring in tools.timekeeping.rings(_JUST_NOW, since=now - timedelta(days=1))
        if ring.began_at is not None and now - ring.began_at <= _RECENT
    ]
    rings = [ring for ring in rings if not kinds or ring.kind in kinds]
    return sorted(rings, key=lambda ring: ring.began_at or now)


def silence(tools: Tools, sources: Collection[str] | None = None) -> Sequence[Ring]:
    """Stop what rings, all of it or what belongs to some ids; return it."""
    rings = [
        ring
        for ring in tools.timekeeping.rings(_NOW)
        if sources is None or ring.source_id in sources
    ]
    if rings:
        tools.timekeeping.put(*map(stopped, rings))
    return rings


def stop(tools: Tools, rings: Sequence[Ring]) -> None:
    """Note that a person answered these."""
    if rings:
        tools.timekeeping.put(*map(stopped, rings))


def snooze(tools: Tools, rings: Sequence[Ring], until: datetime) -> None:
    """Let these ring again at an aware time."""
    tools.timekeeping.put(*[snoozed(ring, until.astimezone(UTC)) for ring in rings])
