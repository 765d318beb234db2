"""Snoozing and acknowledging what rings, reminders above all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from clara_edge.dialogue.asking import WHICH_DATE, asking
from clara_edge.dialogue.outcome import Outcome, Tools, settled
from clara_edge.dialogue.replies import alarm_wording as wording
from clara_edge.domain.conversation import Pending
from clara_edge.domain.day_words import zone_name
from clara_edge.domain.drafts import ReminderDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.intents import Intent
from clara_edge.domain.query import Query
from clara_edge.domain.reference import find_targets
from clara_edge.domain.reply import Change, ChangeKind
from clara_edge.domain.ringing import SNOOZE, Ring, RingKind

from .ringing import heard, ringing, snooze, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Task
    from clara_edge.domain.when import When

    from .table import Action

# As a task without a time of day is reminded of: storage.reminder_rows.
_MORNING = time(9)


def _snooze_alarm(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    rings = ringing(tools) or heard(tools)[-1:]
    return _again(rings, reading, conversation, tools)


def _snooze_reminder(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    named = _named_task(reading, conversation, tools)
    rings = ringing(tools, RingKind.REMINDER) or heard(tools, RingKind.REMINDER)[-1:]
    if named is not None and named.id not in {ring.task_id for ring in rings}:
        return _remind_again(named, reading, conversation, tools)
    if named is not None:
        rings = [ring for ring in rings if ring.task_id == named.id]
    return _again(rings or ringing(tools), reading, conversation, tools)


def _acknowledge(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    del reading
    rings = ringing(tools) or heard(tools, RingKind.REMINDER)[-1:]
    if not rings:
        return Outcome(wording.no_reminder(tools.speaker), settled(conversation))
    stop(tools, rings)
    return Outcome(wording.acknowledged(tools.speaker), settled(conversation))


def _again(
    rings: Sequence[Ring],
    reading: Interpretation,
    conversation: Conversation,
    tools: Tools,
) -> Outcome:
    if not rings:
        reply = wording.nothing_to_snooze(tools.speaker)
        return Outcome(reply, settled(conversation))
    until = _until(reading, tools.now)
    if until is None:
        pending = Pending(WHICH_DATE, reading)
        return asking(wording.until_when(), pending, conversation)
    snooze(tools, rings, until)
    titles = [ring.title for ring in rings if ring.kind is RingKind.REMINDER]
    reply = wording.snoozed(until, tools.speaker, titles[:2])
    return Outcome(reply, settled(conversation))


def _remind_again(
    task: Task, reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Give a task that nothing was said about lately a reminder of its own."""
    until = _until(reading, tools.now)
    if until is None:
        pending = Pending(WHICH_DATE, reading)
        return asking(wording.until_when(), pending, conversation)
    at = Due.at_instant(until, zone_name(tools.now))
    kept = tuple(ReminderDraft(r.minutes_before, r.at) for r in task.reminders)
    patch = TaskPatch(reminders=(*kept, ReminderDraft(at=at)))
    tools.tasks.change([task.id], patch)
    change = Change(ChangeKind.TASK_UPDATED, task.id, task.title)
    reply = wording.snoozed(until, tools.speaker, [task.title])
    return Outcome(reply, settled(conversation), (change,))


def _named_task(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Task | None:
    if reading.target is None:
        return None
    tasks = tools.tasks.find(Query())
    aimed = _without_time(reading)
    found = find_targets(aimed, tasks, conversation, tools.now).found
    return found[0] if len(found) == 1 else None


def _without_time(reading: Interpretation) -> Interpretation:
    return replace(reading, when=None, new_when=None, duration=None)


def _until(reading: Interpretation, now: datetime) -> datetime | None:
    """Return when it is to ring again; None if that is over already."""
    zone = now.tzinfo
    if reading.duration is not None:
        return _later(now, reading.duration.seconds)
    when: When | None = reading.when or reading.new_when
    if when is None:
        return _later(now, SNOOZE.total_seconds())
    if when.at is None:
        return _later(now, when.duration_s or SNOOZE.total_seconds())
    moments = [when.at, *when.alternatives]
    walls = [
        moment if isinstance(moment, datetime) else datetime.combine(moment, _MORNING)
        for moment in moments
    ]
    later = [
        wall.replace(tzinfo=zone)
        for wall in walls
        if wall.replace(tzinfo=zone).astimezone(UTC) > now.astimezone(UTC)
    ]
    # of "seven" that comes which is nearest
    return min(later, key=lambda moment: moment.astimezone(UTC), default=None)


def _later(now: datetime, seconds: float) -> datetime | None:
    if seconds <= 0:
        return None
    try:
        return (now.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(now.tzinfo)
    except OverflowError:
        return None


ACTIONS: dict[Intent, Action] = {
    Intent.ALARM_SNOOZE: _snooze_alarm,
    Intent.REMINDER_SNOOZE: _snooze_reminder,
    Intent.REMINDER_ACKNOWLEDGE: _acknowledge,
}
