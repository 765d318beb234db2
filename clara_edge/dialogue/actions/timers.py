"""What is done with timers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from clara_edge.dialogue.asking import WHICH_DURATION, WHICH_TIMER, asking, confirming
from clara_edge.dialogue.outcome import Outcome, Tools, settled
from clara_edge.dialogue.replies import timer_wording as wording
from clara_edge.domain.conversation import Pending
from clara_edge.domain.errors import FieldInvalidError
from clara_edge.domain.intents import Intent
from clara_edge.domain.reply import Change, ChangeKind
from clara_edge.domain.time_targets import bare_name, which_timers
from clara_edge.domain.timekeeping import (
    TIMER_MAX,
    TIMER_MIN,
    Timer,
    TimerState,
    extended,
    lasting,
    left,
    paused,
    restarted,
    resumed,
)
from clara_edge.domain.when import resolve

from .ringing import silence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.reply import Reply
    from clara_edge.domain.time_targets import Fitting
    from clara_edge.ports.timekeeping import TimerRule

    from .table import Action

_ALIVE = frozenset({TimerState.RUNNING, TimerState.PAUSED, TimerState.RINGING})
_POINTING = frozenset({"it", "that", "this", "them", "one"})


def _create(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    name = bare_name(reading.title or reading.target, "timer")
    length = _length(reading, tools.now)
    named_length = None if name is None else _said_length(name, tools.now)
    if named_length is not None:
        # "the ten minute timer": that is no name
        length, name = length or named_length, None
    if length is None:
        pending = Pending(WHICH_DURATION, reading)
        return asking(wording.how_long(), pending, conversation)
    if not TIMER_MIN <= length <= TIMER_MAX:
        pending = Pending(WHICH_DURATION, replace(reading, duration=None, when=None))
        return asking(wording.impossible_length(), pending, conversation)
    timer = tools.timekeeping.add_timer(length, name)
    return _done(
        wording.started(timer, tools.speaker),
        [timer],
        ChangeKind.TIMER_CREATED,
        conversation,
    )


def _query(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    timers = tools.timekeeping.timers()
    if not timers:
        return _only(wording.none_running(tools.speaker), conversation)
    fitting = which_timers(reading, timers, tools.now)
    meant = fitting.found or fitting.options
    if not meant:
        return _no_such(reading, timers, conversation, tools)
    alone = len(timers) == 1
    reply = wording.time_left(meant, tools.speaker, alone=alone)
    return _only(reply, conversation)


def _update(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    length = _length(reading, tools.now)
    chosen = _chosen(reading, conversation, tools, _ALIVE)
    if isinstance(chosen, Outcome):
        return chosen
    if length is None:
        ids = tuple(timer.id for timer in chosen)
        pending = Pending(WHICH_DURATION, reading, ids)
        return asking(wording.how_long(), pending, conversation)
    rule = _rule_of(reading.variant, length)
    if reading.variant == "subtract":
        for timer in chosen:
            if left(timer, tools.now) - length < TIMER_MIN:
                alone = len(tools.timekeeping.timers()) == 1
                reply = wording.too_short(timer, tools.speaker, alone=alone)
                return _only(reply, conversation)
    try:
        return _apply(chosen, rule, conversation, tools)
    except FieldInvalidError:
        pending = Pending(WHICH_DURATION, replace(reading, duration=None, when=None))
        return asking(wording.impossible_length(), pending, conversation)


def _pause(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    # people say "stop the timer" of one that rings, too
    states = {TimerState.RUNNING, TimerState.RINGING}
    chosen = _chosen(reading, conversation, tools, states)
    if isinstance(chosen, Outcome):
        return chosen
    rings = [timer for timer in chosen if timer.state is TimerState.RINGING]
    if rings:
        silence(tools, {timer.id for timer in rings})
        chosen = [timer for timer in chosen if timer not in rings]
    if not chosen:
        return Outcome(None, settled(conversation), ended=True)
    alone = len(tools.timekeeping.timers()) == 1
    timers = tools.timekeeping.change_timers([timer.id for timer in chosen], paused)
    reply = wording.paused(timers, tools.speaker, alone=alone)
    return _done(reply, timers, ChangeKind.TIMER_UPDATED, conversation)


def _resume(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    chosen = _chosen(reading, conversation, tools, {TimerState.PAUSED})
    if isinstance(chosen, Outcome):
        return chosen
    return _apply(chosen, resumed, conversation, tools)


def _restart(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    if not tools.timekeeping.timers():
        # the one that has just rung is meant
        over = [
            timer
            for timer in tools.timekeeping.timers(done=True)
            if timer.state is TimerState.DONE
        ]
        fitting = which_timers(replace(reading, duration=None), over, tools.now)
        meant = fitting.found or fitting.options[-1:]
        if meant:
            return _apply(meant, restarted, conversation, tools)
    chosen = _chosen(reading, conversation, tools, _ALIVE)
    if isinstance(chosen, Outcome):
        return chosen
    return _apply(chosen, restarted, conversation, tools)


def _cancel(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    chosen = _chosen(reading, conversation, tools, _ALIVE)
    if isinstance(chosen, Outcome):
        return chosen
    if len(chosen) > 1 and not tools.confirmed:
        ids = tuple(timer.id for timer in chosen)
        reply = wording.shall_cancel(chosen, tools.speaker)
        return confirming(reply, reading, conversation, options=ids)
    ids = tuple(timer.id for timer in chosen)
    silence(tools, set(ids))
    alone = len(tools.timekeeping.timers()) == 1
    gone = tools.timekeeping.cancel_timers(ids)
    if not gone:
        return _only(wording.none_running(tools.speaker), conversation)
    reply = wording.cancelled(gone, tools.speaker, alone=alone)
    return _done(reply, gone, ChangeKind.TIMER_CANCELLED, conversation)


def _chosen(
    reading: Interpretation,
    conversation: Conversation,
    tools: Tools,
    states: Collection[TimerState],
) -> Sequence[Timer] | Outcome:
    """Return the timers that are meant, or the outcome that asks or says that none is."""
    timers = tools.timekeeping.timers()
    if tools.chosen:
        chosen = [timer for timer in timers if timer.id in tools.chosen]
        return chosen or _only(wording.none_running(tools.speaker), conversation)
    if not timers:
        return _only(wording.none_running(tools.speaker), conversation)
    fitting = which_timers(_aimed(reading), timers, tools.now)
    meant = fitting.found or fitting.options
    if not meant:
        return _no_such(reading, timers, conversation, tools)
    able = [timer for timer in meant if timer.state in states]
    if not able:
        # it is as it should be already
        reply = wording.changed(meant, tools.speaker, alone=len(timers) == 1)
        return _only(reply, conversation)
    if fitting.found or len(able) == 1:
        return able
    return _narrowed(reading, able, fitting, conversation, tools)


def _narrowed(
    reading: Interpretation,
    able: Sequence[Timer],
    fitting: Fitting[Timer],
    conversation: Conversation,
    tools: Tools,
) -> Sequence[Timer] | Outcome:
    """Of several take the one that rings, or was spoken of last by "it"; else ask."""
    if not fitting.named:
        rings = [timer for timer in able if timer.state is TimerState.RINGING]
        if len(rings) == 1:
            return rings
        if _POINTING & set((reading.target or "").casefold().split()):
            return [max(able, key=lambda timer: timer.updated_at)]
    ids = tuple(timer.id for timer in able)
    pending = Pending(WHICH_TIMER, reading, ids)
    return asking(wording.which(able, tools.speaker), pending, conversation)


def _aimed(reading: Interpretation) -> Interpretation:
    """Leave out the length that a timer is to have: it does not tell which one."""
    if reading.intent is Intent.TIMER_UPDATE:
        return replace(reading, duration=None)
    return reading


def _apply(
    timers: Sequence[Timer],
    rule: TimerRule,
    conversation: Conversation,
    tools: Tools,
) -> Outcome:
    rings = {timer.id for timer in timers if timer.state is TimerState.RINGING}
    changed = tools.timekeeping.change_timers([timer.id for timer in timers], rule)
    if rings:
        silence(tools, rings)
    alone = len(tools.timekeeping.timers()) == 1
    reply = wording.changed(changed, tools.speaker, alone=alone)
    return _done(reply, changed, ChangeKind.TIMER_UPDATED, conversation)


def _rule_of(variant: str, length: timedelta) -> TimerRule:
    if variant == "add":
        return partial(_extend, by=length)
    if variant == "subtract":
        return partial(_extend, by=-length)
    return partial(_last, length=length)


def _extend(timer: Timer, now: datetime, *, by: timedelta) -> Timer:
    return extended(timer, by, now)


def _last(timer: Timer, now: datetime, *, length: timedelta) -> Timer:
    return lasting(timer, length, now)


def _length(reading: Interpretation, now: datetime) -> timedelta | None:
    """Return how long was said: a length, or the time until a moment."""
    if reading.duration is not None:
        return _span(reading.duration.seconds)
    for when in (reading.new_when, reading.when):
        if when is None:
            continue
        if when.duration_s is not None and when.at is None:
            return _span(when.duration_s)
        if isinstance(when.at, datetime):
            wall = when.at.replace(tzinfo=now.tzinfo)
            return wall.astimezone(UTC) - now.astimezone(UTC)
    return None


def _span(seconds: float) -> timedelta:
    try:
        return timedelta(seconds=seconds)
    except OverflowError:
        return timedelta.max


def _said_length(name: str, now: datetime) -> timedelta | None:
    when = resolve(name, now)
    if when is None or when.duration_s is None or when.at is not None:
        return None
    return _span(when.duration_s)


def _no_such(
    reading: Interpretation,
    timers: Sequence[Timer],
    conversation: Conversation,
    tools: Tools,
) -> Outcome:
    words = bare_name(reading.target or reading.title, "timer")
    if words is None:
        alone = len(timers) == 1
        reply = wording.time_left(timers, tools.speaker, alone=alone)
    else:
        reply = wording.none_called(words, timers, tools.speaker)
    return _only(reply, conversation)


def _only(reply: Reply, conversation: Conversation) -> Outcome:
    return Outcome(reply, settled(conversation))


def _done(
    reply: Reply,
    timers: Sequence[Timer],
    kind: ChangeKind,
    conversation: Conversation,
) -> Outcome:
    changes = tuple(Change(kind, timer.id, timer.name or "timer") for timer in timers)
    return Outcome(reply, settled(conversation), changes)


ACTIONS: dict[Intent, Action] = {
    Intent.TIMER_CREATE: _create,
    Intent.TIMER_QUERY: _query,
    Intent.TIMER_UPDATE: _update,
    Intent.TIMER_PAUSE: _pause,
    Intent.TIMER_RESUME: _resume,
    Intent.TIMER_RESTART: _restart,
    Intent.TIMER_CANCEL: _cancel,
}
