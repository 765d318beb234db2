"""What is done with alarms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from clara_edge.dialogue.asking import (
    WHICH_ALARM,
    WHICH_DATE,
    WHICH_TIME,
    asking,
    confirming,
)
from clara_edge.dialogue.outcome import Outcome, Tools, settled
from clara_edge.dialogue.replies import alarm_wording as wording
from clara_edge.dialogue.replies import task_questions
from clara_edge.domain.alarm_times import (
    drafted,
    moved,
    settled_half,
    switched,
    without,
)
from clara_edge.domain.conversation import Pending
from clara_edge.domain.intents import Intent
from clara_edge.domain.reply import Change, ChangeKind
from clara_edge.domain.ringing import RingKind
from clara_edge.domain.time_targets import (
    at_time,
    bare_name,
    names_day,
    rings_on,
    which_alarms,
)
from clara_edge.domain.timekeeping import Alarm, next_ring
from clara_edge.domain.when import Ask

from .ringing import ringing, silence, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.reply import Reply
    from clara_edge.domain.time_targets import Fitting
    from clara_edge.domain.timekeeping import AlarmDraft
    from clara_edge.domain.when import When

    from .table import Action


def _create(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    name = bare_name(reading.title or reading.target, "alarm")
    when = _settled(reading.when, reading, tools)
    if when is None and reading.duration is not None:
        # "an alarm for ten minutes" is a timer
        timer = replace(reading, intent=Intent.TIMER_CREATE)
        return _as_timer(timer, conversation, tools)
    if when is not None and when.at is None and when.duration_s is not None:
        return _as_timer(
            replace(reading, intent=Intent.TIMER_CREATE), conversation, tools
        )
    if when is not None and when.ask is Ask.TIME:
        asked = replace(reading, when=when)
        reply = task_questions.which_moment(when, tools.speaker)
        return asking(reply, Pending(WHICH_TIME, asked), conversation)
    draft = None if when is None else drafted(when, name)
    if draft is None:
        question = WHICH_DATE if when is None else WHICH_TIME
        pending = Pending(question, reading)
        return asking(wording.which_time(name), pending, conversation)
    return _stored(draft, reading, conversation, tools)


def _stored(
    draft: AlarmDraft,
    reading: Interpretation,
    conversation: Conversation,
    tools: Tools,
) -> Outcome:
    same = _same(draft, tools.timekeeping.alarms())
    if same is not None and next_ring(same, tools.now) is not None:
        return _only(wording.set_already(same, tools.speaker), conversation)
    if draft.rule is None:
        start = datetime.combine(draft.day, draft.time, tools.now.tzinfo)
        if start.timestamp() <= tools.now.timestamp():
            pending = Pending(WHICH_DATE, replace(reading, when=None))
            return asking(wording.never(), pending, conversation)
    alarm = tools.timekeeping.add_alarm(draft)
    reply = wording.alarm_set(alarm, tools.speaker)
    return _done(reply, [alarm], ChangeKind.ALARM_CREATED, conversation)


def _query(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    alarms = _coming(tools)
    if not alarms:
        return _only(wording.none_set(tools.speaker), conversation)
    if reading.variant == "count":
        return _only(wording.counted(len(alarms), tools.speaker), conversation)
    fitting = which_alarms(reading, alarms, tools.now)
    meant = fitting.found or fitting.options
    if not meant:
        return _none_fits(reading, alarms, conversation, tools)
    first = next_ring(meant[0], tools.now)
    if len(meant) == 1 and first is not None and reading.when is None:
        return _only(wording.next_one(meant[0], first, tools.speaker), conversation)
    asks_when = reading.text.casefold().startswith(("when", "what time"))
    if first is not None and asks_when and not fitting.named:
        return _only(wording.next_one(meant[0], first, tools.speaker), conversation)
    return _only(wording.listed(meant, tools.speaker), conversation)


def _update(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    alarms = _coming(tools)
    new, aimed = reading.new_when, reading
    if new is None and reading.when is not None and not _fits(reading.when, tools):
        # only one time was said, and no alarm rings then: it is the new one
        new, aimed = reading.when, replace(reading, when=None)
    chosen = _chosen(aimed, alarms, conversation, tools)
    if isinstance(chosen, Outcome):
        return chosen
    if new is None:
        ids = tuple(alarm.id for alarm in chosen)
        pending = Pending(WHICH_DATE, reading, ids)
        return asking(wording.to_when(tools.speaker), pending, conversation)
    rule = partial(_move, when=new)
    changed = tools.timekeeping.change_alarms([alarm.id for alarm in chosen], rule)
    reply = wording.changed(changed, tools.speaker)
    return _done(reply, changed, ChangeKind.ALARM_UPDATED, conversation)


def _cancel(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    if not tools.chosen and reading.when is None and reading.amount is None:
        rings = ringing(tools, RingKind.ALARM)
        if rings:
            stop(tools, rings)
            return Outcome(None, settled(conversation), ended=True)
    chosen = _chosen(reading, _coming(tools), conversation, tools)
    if isinstance(chosen, Outcome):
        return chosen
    day = _only_day(reading, chosen, tools)
    if day is not None:
        return _skip(chosen[0], day, conversation, tools)
    ids = tuple(alarm.id for alarm in chosen)
    if len(chosen) > 1 and not tools.confirmed:
        reply = wording.shall_cancel(chosen, tools.speaker)
        return confirming(reply, reading, conversation, options=ids)
    silence(tools, set(ids))
    gone = tools.timekeeping.delete_alarms(ids)
    if not gone:
        return _only(wording.none_set(tools.speaker), conversation)
    reply = wording.cancelled(gone, tools.speaker)
    return _done(reply, gone, ChangeKind.ALARM_CANCELLED, conversation)


def _silence(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    if silence(tools):
        return Outcome(None, settled(conversation), ended=True)
    alarms = _coming(tools)
    if not alarms:
        return _only(wording.nothing_rings(tools.speaker), conversation)
    fitting = which_alarms(reading, alarms, tools.now)
    meant = (fitting.found or fitting.options or tuple(alarms))[0]
    cancelling = replace(reading, intent=Intent.ALARM_CANCEL)
    reply = wording.shall_cancel_next(meant, tools.speaker)
    return confirming(reply, cancelling, conversation, options=(meant.id,))


def _chosen(
    reading: Interpretation,
    alarms: Sequence[Alarm],
    conversation: Conversation,
    tools: Tools,
) -> Sequence[Alarm] | Outcome:
    if tools.chosen:
        chosen = [alarm for alarm in alarms if alarm.id in tools.chosen]
        return chosen or _only(wording.none_set(tools.speaker), conversation)
    if not alarms:
        return _only(wording.none_set(tools.speaker), conversation)
    fitting: Fitting[Alarm] = which_alarms(reading, alarms, tools.now)
    if fitting.found:
        return fitting.found
    if not fitting.options:
        return _none_fits(reading, alarms, conversation, tools)
    ids = tuple(alarm.id for alarm in fitting.options)
    reply = wording.which(fitting.options, tools.speaker)
    return asking(reply, Pending(WHICH_ALARM, reading, ids), conversation)


def _skip(alarm: Alarm, day: date, conversation: Conversation, tools: Tools) -> Outcome:
    rule = partial(_leave_out, day=day)
    (changed,) = tools.timekeeping.change_alarms([alarm.id], rule)
    reply = wording.skipped(changed, tools.speaker.day(day), tools.speaker)
    return _done(reply, [changed], ChangeKind.ALARM_UPDATED, conversation)


def _only_day(
    reading: Interpretation, chosen: Sequence[Alarm], tools: Tools
) -> date | None:
    """Return the day that is meant alone: "tomorrow's alarm" of one that repeats."""
    when = reading.when
    if when is None or when.recurrence is not None or when.at is None:
        return None
    if len(chosen) != 1 or chosen[0].rule is None:
        return None
    if isinstance(when.at, datetime) and not names_day(when.text, tools.now):
        return None
    day = when.at.date() if isinstance(when.at, datetime) else when.at
    return day if rings_on(chosen[0], day, tools.now) else None


def _coming(tools: Tools) -> list[Alarm]:
    """Return alarms that will ring, in order of their next ring."""
    rings = [
        (ring, alarm.number, alarm)
        for alarm in tools.timekeeping.alarms()
        if (ring := next_ring(alarm, tools.now)) is not None
    ]
    return [alarm for *_, alarm in sorted(rings, key=lambda each: each[:2])]


def _settled(when: When | None, reading: Interpretation, tools: Tools) -> When | None:
    return None if when is None else settled_half(when, reading.text, tools.now)


def _fits(when: When, tools: Tools) -> bool:
    return bool(at_time(when, _coming(tools), tools.now))


def _same(draft: AlarmDraft, alarms: Sequence[Alarm]) -> Alarm | None:
    for alarm in alarms:
        if (alarm.time, alarm.rule) != (draft.time, draft.rule):
            continue
        if (alarm.rule or alarm.day == draft.day) and alarm.name == draft.name:
            return alarm
    return None


def _move(alarm: Alarm, now: datetime, *, when: When) -> Alarm:
    return switched(moved(alarm, when, now), now, on=True)


def _leave_out(alarm: Alarm, now: datetime, *, day: date) -> Alarm:
    return without(alarm, day, now)


def _as_timer(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    from .timers import ACTIONS as TIMERS  # noqa: PLC0415

    return TIMERS[Intent.TIMER_CREATE](reading, conversation, tools)


def _none_fits(
    reading: Interpretation,
    alarms: Sequence[Alarm],
    conversation: Conversation,
    tools: Tools,
) -> Outcome:
    if reading.when is not None and reading.when.at is not None:
        words = tools.speaker.on(reading.when.at)
    else:
        words = f"called {bare_name(reading.target or reading.title, 'alarm') or 'so'}"
    return _only(wording.none_fits(words, alarms, tools.speaker), conversation)


def _only(reply: Reply, conversation: Conversation) -> Outcome:
    return Outcome(reply, settled(conversation))


def _done(
    reply: Reply,
    alarms: Sequence[Alarm],
    kind: ChangeKind,
    conversation: Conversation,
) -> Outcome:
    changes = tuple(Change(kind, alarm.id, alarm.name or "alarm") for alarm in alarms)
    return Outcome(reply, settled(conversation), changes)


ACTIONS: dict[Intent, Action] = {
    Intent.ALARM_CREATE: _create,
    Intent.ALARM_QUERY: _query,
    Intent.ALARM_UPDATE: _update,
    Intent.ALARM_CANCEL: _cancel,
    Intent.ALARM_SILENCE: _silence,
}
