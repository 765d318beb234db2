"""What Clara says when something rings, and what was missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.ringing import RingKind
from clara_edge.domain.tasks import sentence_case

from .names import clipped, lowered
from .timer_wording import length_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.ringing import Ring

    from .speaker import Speaker

_TOLD = 5


def rings(found: Sequence[Ring], speaker: Speaker) -> str:
    """Say what rings now, in one breath."""
    said = list(dict.fromkeys(_rings(ring, speaker) for ring in found))
    text = " ".join(said[:_TOLD])
    return f"{text} And {len(said) - _TOLD} more." if len(said) > _TOLD else text


def missed(found: Sequence[Ring], speaker: Speaker, *, off: bool) -> str:
    """Sum up what nobody could hear.

    Args:
        found: the rings, oldest first.
        speaker: how.
        off: Clara did not run; else the clock was set past them.
    """
    head = "While I was off" if off else "You missed"
    parts = [_named(ring, speaker) for ring in found[:_TOLD]]
    text = f"{head}: {'; '.join(parts)}"
    return f"{text}; and {len(found) - _TOLD} more." if found[_TOLD:] else f"{text}."


def unanswered(ring: Ring, speaker: Speaker) -> str:
    """Say that nobody answered a reminder."""
    return f"Nobody answered {_named(ring, speaker)}."


def _rings(ring: Ring, speaker: Speaker) -> str:
    if ring.kind is RingKind.TIMER:
        return f"{sentence_case(_timer(ring, speaker))} is done."
    if ring.kind is RingKind.REMINDER:
        return f"Reminder: {lowered(clipped(ring.title))}."
    clock = speaker.time(speaker.now)
    if ring.title:
        return f"{clipped(ring.title)} alarm. It is {clock}."
    return f"Alarm. It is {clock}."


def _named(ring: Ring, speaker: Speaker) -> str:
    at = speaker.due(ring.due_at).removeprefix("today ")
    if ring.kind is RingKind.TIMER:
        return f"the {_timer(ring, speaker)} was done {at}"
    if ring.kind is RingKind.ALARM:
        name = f"{lowered(clipped(ring.title))} " if ring.title else ""
        return f"the {name}alarm {at}"
    return f"the reminder {at}, {lowered(clipped(ring.title))}"


def _timer(ring: Ring, speaker: Speaker) -> str:
    if ring.title:
        return f"{lowered(clipped(ring.title))} timer"
    if ring.duration is None:
        return "timer"
    return f"{length_name(ring.duration, speaker)} timer"
