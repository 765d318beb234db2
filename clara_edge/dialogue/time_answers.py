"""Which timers or alarms the answer to "which one?" names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.time_targets import choose_alarms, choose_timers
from clara_edge.domain.timekeeping import next_ring

from .asking import WHICH_TIMER

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Pending

    from .outcome import Tools


def chosen_ids(words: str, pending: Pending, tools: Tools) -> tuple[str, ...]:
    """Return the ids of what was named, in Pending.options; () if it was none of them."""
    keeping = tools.timekeeping
    if pending.question == WHICH_TIMER:
        timers = [t for t in keeping.timers() if t.id in pending.options]
        return tuple(t.id for t in choose_timers(words, timers, tools.now))
    alarms = [
        alarm
        for alarm in keeping.alarms()
        if alarm.id in pending.options and next_ring(alarm, tools.now) is not None
    ]
    alarms.sort(key=lambda alarm: pending.options.index(alarm.id))
    return tuple(alarm.id for alarm in choose_alarms(words, alarms, tools.now))
