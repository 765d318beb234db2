"""What Clara says about alarms, and about snoozing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from clara_edge.domain.reply import Reply
from clara_edge.domain.tasks import sentence_case
from clara_edge.domain.timekeeping import next_ring

from .names import clipped, joined, lowered, screen_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.timekeeping import Alarm

    from .speaker import Speaker

_READ_AT_ONCE = 3


def called(alarm: Alarm) -> str:
    """Return "swimming alarm", or "alarm"."""
    return f"{lowered(clipped(alarm.name))} alarm" if alarm.name else "alarm"


def moment(alarm: Alarm, speaker: Speaker) -> str:
    """Return when it rings: "tomorrow at 7 am", "every weekday at 7 am"."""
    if alarm.rule is not None:
        start = datetime.combine(alarm.day, alarm.time)
        return speaker.repeat(alarm.rule, start)
    ring = next_ring(alarm, speaker.now)
    if ring is None:
        return f"at {speaker.time(alarm.time)}"
    return speaker.due(ring)


def alarm_set(alarm: Alarm, speaker: Speaker) -> Reply:
    """Confirm a new alarm."""
    name, when = sentence_case(called(alarm)), moment(alarm, speaker)
    first = _first(alarm, speaker)
    said = speaker.pick(
        (f"{name}: {when}{first}.", f"{name} set, {when}{first}."),
        (f"{sentence_case(when)}.",) if not alarm.name else (f"{name}: {when}.",),
        (f"The {called(alarm)} is set for {when}{first}.",),
    )
    return Reply(said, f"{name} set\n{row(alarm, speaker)}")


def set_already(alarm: Alarm, speaker: Speaker) -> Reply:
    """Say that there is just this alarm already."""
    text = f"That alarm is set already, {moment(alarm, speaker)}."
    return Reply(text, text)


def which_time(name: str | None) -> Reply:
    """Ask for the time of day."""
    text = (
        f"What time should the {lowered(clipped(name))} alarm ring?"
        if name
        else "For what time?"
    )
    return Reply(text, text, expects_answer=True)


def never() -> Reply:
    """Say that a moment is over, and ask for another."""
    text = "That time is over already. For what time?"
    return Reply(text, text, expects_answer=True)


def changed(alarms: Sequence[Alarm], speaker: Speaker) -> Reply:
    """Say when changed alarms ring now."""
    text = " ".join(
        f"{sentence_case(called(alarm))}: now {moment(alarm, speaker)}."
        for alarm in alarms[:_READ_AT_ONCE]
    )
    if len(alarms) > _READ_AT_ONCE:
        text += f" And {len(alarms) - _READ_AT_ONCE} more."
    return Reply(text, table(alarms, speaker))


def cancelled(alarms: Sequence[Alarm], speaker: Speaker) -> Reply:
    """Say which alarms are gone."""
    if len(alarms) == 1:
        when = _name_and_moment(alarms[0], speaker)
        text = speaker.pick(
            (f"The {when} is cancelled.", f"Cancelled the {when}."),
            ("Cancelled.",),
            (f"The {when} has been cancelled.",),
        )
    else:
        text = f"{len(alarms)} alarms are cancelled."
    return Reply(text, text)


def skipped(alarm: Alarm, day: str, speaker: Speaker) -> Reply:
    """Say that a repeating alarm leaves out a day, and when it rings again."""
    ring = next_ring(alarm, speaker.now)
    again = "" if ring is None else f" It rings next {speaker.due(ring)}."
    text = f"No {called(alarm)} {day}.{again}"
    return Reply(text, text)


def shall_cancel(alarms: Sequence[Alarm], speaker: Speaker) -> Reply:
    """Ask before several alarms go."""
    names = [f"the {_name_and_moment(a, speaker)}" for a in alarms[:_READ_AT_ONCE]]
    more = len(alarms) - len(names)
    rest = f", and {more} more" if more else ""
    text = f"Cancel {len(alarms)} alarms: {joined(names)}{rest}?"
    return Reply(text, text, expects_answer=True)


def shall_cancel_next(alarm: Alarm, speaker: Speaker) -> Reply:
    """Nothing rings: ask whether the next alarm is to go."""
    text = f"Nothing is ringing. Cancel the {_name_and_moment(alarm, speaker)}?"
    return Reply(text, text, expects_answer=True)


def nothing_rings(speaker: Speaker) -> Reply:
    """Say that there is nothing to stop."""
    text = speaker.pick(
        ("Nothing is ringing.",), ("Nothing rings.",), ("Nothing is ringing.",)
    )
    return Reply(text, text)


def which(alarms: Sequence[Alarm], speaker: Speaker) -> Reply:
    """Ask which alarm was meant."""
    names = [f"the {_name_and_moment(a, speaker)}" for a in alarms[:_READ_AT_ONCE]]
    if len(alarms) > _READ_AT_ONCE:
        options = joined(names, word="or")
        text = f"Which of your {len(alarms)} alarms? For example {options}."
    else:
        text = f"Which one: {joined(names, word='or')}?"
    return Reply(text, f"{text}\n{table(alarms, speaker)}", expects_answer=True)


def to_when(speaker: Speaker) -> Reply:
    """Ask what an alarm is to be changed to."""
    text = speaker.pick(("To what time?",))
    return Reply(text, text, expects_answer=True)


def none_set(speaker: Speaker) -> Reply:
    """Say that there is no alarm."""
    text = speaker.pick(
        ("No alarm is set.", "There is no alarm."),
        ("No alarms.",),
        ("No alarm is set at present.",),
    )
    return Reply(text, text)


def none_fits(words: str, alarms: Sequence[Alarm], speaker: Speaker) -> Reply:
    """Say that no alarm fits, and which there are."""
    names = [f"the {_name_and_moment(a, speaker)}" for a in alarms[:_READ_AT_ONCE]]
    text = f"There is no alarm {words}. I have {joined(names)}."
    return Reply(text, f"{text}\n{table(alarms, speaker)}")


def listed(alarms: Sequence[Alarm], speaker: Speaker) -> Reply:
    """Tell when alarms ring."""
    if len(alarms) == 1:
        name = called(alarms[0])
        text = f"{sentence_case(name)}: {moment(alarms[0], speaker)}{_first(alarms[0], speaker)}."
    else:
        some = alarms[:_READ_AT_ONCE]
        names = [_short(alarm, speaker) for alarm in some]
        text = f"{len(alarms)} alarms: {joined(names)}."
        if len(alarms) > len(some):
            text += f" And {len(alarms) - len(some)} more."
    return Reply(text, table(alarms, speaker))


def next_one(alarm: Alarm, ring: datetime, speaker: Speaker) -> Reply:
    """Tell when the next alarm rings."""
    when = speaker.due(ring)
    name = called(alarm)
    text = speaker.pick(
        (
            f"Your next alarm is {when}."
            if not alarm.name
            else f"Next is the {name}, {when}.",
        ),
        (f"{sentence_case(when)}.",),
        (
            f"The next alarm is the {name}, {when}."
            if alarm.name
            else f"The next alarm is {when}.",
        ),
    )
    return Reply(text, row(alarm, speaker))


def counted(count: int, speaker: Speaker) -> Reply:
    """Say how many alarms are set."""
    text = f"{sentence_case(speaker.counted(count, 'alarm'))}."
    return Reply(text, text)


def snoozed(until: datetime, speaker: Speaker, titles: Sequence[str] = ()) -> Reply:
    """Say when it rings again."""
    what = f"{joined([clipped(t) for t in titles])}: again" if titles else "Again"
    same_day = until.date() == speaker.now.date()
    when = f"at {speaker.time(until)}" if same_day else speaker.due(until)
    text = f"{what} {when}."
    return Reply(text, text)


def nothing_to_snooze(speaker: Speaker) -> Reply:
    """Say that nothing rang."""
    text = speaker.pick(("There is nothing to snooze.", "Nothing rang just now."))
    return Reply(text, text)


def until_when() -> Reply:
    """Ask for how long to snooze, where what was said is over."""
    text = "That time is over already. Until when?"
    return Reply(text, text, expects_answer=True)


def acknowledged(speaker: Speaker) -> Reply:
    """Let a reminder rest."""
    text = speaker.pick(("All right.", "Okay."), ("Okay.",), ("Very well.",))
    return Reply(text, text)


def no_reminder(speaker: Speaker) -> Reply:
    """Say that no reminder waits for an answer."""
    text = speaker.pick(("No reminder is waiting.",))
    return Reply(text, text)


def table(alarms: Sequence[Alarm], speaker: Speaker) -> str:
    """Return a line for each alarm."""
    return "\n".join(screen_lines(alarms, lambda alarm: row(alarm, speaker)))


def row(alarm: Alarm, speaker: Speaker) -> str:
    """Return one line: number, name, when, next ring."""
    name = sentence_case(alarm.name or "alarm")
    if not alarm.enabled:
        return f"{alarm.number}  {name}: {speaker.time_shown(alarm.time)}, off"
    ring = next_ring(alarm, speaker.now)
    if ring is None:
        return f"{alarm.number}  {name}: {speaker.time_shown(alarm.time)}, over"
    repeat = ""
    if alarm.rule is not None:
        start = datetime.combine(alarm.day, alarm.time)
        repeat = f"{speaker.repeat_shown(alarm.rule, start)}, next "
    return f"{alarm.number}  {name}: {repeat}{speaker.due_shown(ring)}"


def _first(alarm: Alarm, speaker: Speaker) -> str:
    """Say when a repeating alarm rings first, if that is neither today nor tomorrow."""
    ring = None if alarm.rule is None else next_ring(alarm, speaker.now)
    if ring is None or (ring.date() - speaker.now.date()).days <= 1:
        return ""
    return f", next {speaker.day(ring.date())}"


def _short(alarm: Alarm, speaker: Speaker) -> str:
    name = f"{lowered(clipped(alarm.name))}, " if alarm.name else ""
    return f"{name}{moment(alarm, speaker)}"


def _name_and_moment(alarm: Alarm, speaker: Speaker) -> str:
    if alarm.name:
        return called(alarm)
    return f"alarm {moment(alarm, speaker)}"
