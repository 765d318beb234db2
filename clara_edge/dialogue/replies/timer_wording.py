"""What Clara says about timers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from clara_edge.domain.reply import Reply
from clara_edge.domain.tasks import sentence_case
from clara_edge.domain.timekeeping import TimerState, left

from .names import clipped, joined, lowered, screen_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from clara_edge.domain.timekeeping import Timer

    from .speaker import Speaker

_READ_AT_ONCE = 3


def label(timer: Timer, speaker: Speaker, *, alone: bool = False) -> str:
    """Return "pasta timer", "10 minute timer"; "timer" where there is no other."""
    if timer.name:
        return f"{lowered(clipped(timer.name))} timer"
    if alone:
        return "timer"
    return f"{length_name(timer.duration, speaker)} timer"


def length_name(duration: timedelta, speaker: Speaker) -> str:
    """Return a length as part of a name: "10 minute", "1 hour 30 minute"."""
    words = speaker.duration(duration.total_seconds()).split()
    return " ".join(
        word if word.isdigit() else word.removesuffix("s") for word in words
    )


def started(timer: Timer, speaker: Speaker) -> Reply:
    """Confirm a new timer."""
    length = speaker.duration(timer.duration.total_seconds())
    shown = speaker.duration_shown(timer.duration.total_seconds())
    name = sentence_case(label(timer, speaker, alone=True))
    said = speaker.pick(
        (f"{name}: {length}.", f"{name} for {length}, starting now."),
        (f"{sentence_case(length)}.",) if not timer.name else (f"{name}: {length}.",),
        (f"The {name[:1].lower()}{name[1:]} is set for {length}.",),
    )
    ends = (
        "" if timer.ends_at is None else f", until {speaker.time_shown(timer.ends_at)}"
    )
    return Reply(said, f"{name}: {shown}{ends}")


def how_long() -> Reply:
    """Ask for the length that was not said."""
    return Reply("For how long?", "For how long?", expects_answer=True)


def impossible_length() -> Reply:
    """Say which lengths there are, and ask again."""
    text = "A timer can run from one second to 365 days. For how long?"
    return Reply(text, text, expects_answer=True)


def too_short(timer: Timer, speaker: Speaker, *, alone: bool) -> Reply:
    """Say that less is left than should be taken off."""
    text = f"Only {_rest(timer, speaker)} on the {label(timer, speaker, alone=alone)}."
    return Reply(text, text)


def changed(timers: Sequence[Timer], speaker: Speaker, *, alone: bool) -> Reply:
    """Say how long timers run now."""
    text = " ".join(
        f"{sentence_case(label(timer, speaker, alone=alone))}: {_state(timer, speaker)}."
        for timer in timers[:_READ_AT_ONCE]
    )
    if len(timers) > _READ_AT_ONCE:
        text += f" And {len(timers) - _READ_AT_ONCE} more."
    return Reply(text, table(timers, speaker))


def paused(timers: Sequence[Timer], speaker: Speaker, *, alone: bool) -> Reply:
    """Say that timers stand still."""
    if len(timers) == 1:
        name, rest = label(timers[0], speaker, alone=alone), _rest(timers[0], speaker)
        text = speaker.pick(
            (f"Paused, with {rest}.", f"The {name} is paused, with {rest}."),
            ("Paused.",),
            (f"The {name} is paused, with {rest}.",),
        )
        return Reply(text, f"{sentence_case(name)}: paused, {rest}")
    text = f"{sentence_case(_names(timers, speaker))} are paused."
    return Reply(text, table(timers, speaker))


def cancelled(timers: Sequence[Timer], speaker: Speaker, *, alone: bool) -> Reply:
    """Say which timers are gone."""
    if len(timers) == 1:
        name = label(timers[0], speaker, alone=alone)
        text = speaker.pick(
            (f"The {name} is cancelled.", f"Cancelled the {name}."),
            ("Cancelled.",),
            (f"The {name} has been cancelled.",),
        )
    else:
        text = f"{len(timers)} timers are cancelled."
    return Reply(text, text)


def shall_cancel(timers: Sequence[Timer], speaker: Speaker) -> Reply:
    """Ask before several timers go."""
    some = timers[:_READ_AT_ONCE]
    more = "" if len(timers) == len(some) else f", and {len(timers) - len(some)} more"
    text = f"Cancel {len(timers)} timers: {_names(some, speaker)}{more}?"
    return Reply(text, text, expects_answer=True)


def which(timers: Sequence[Timer], speaker: Speaker) -> Reply:
    """Ask which timer was meant."""
    names = [label(timer, speaker) for timer in timers[:_READ_AT_ONCE]]
    if len(set(names)) < len(names):
        names = [
            f"{name} with {_rest(timer, speaker)}"
            for name, timer in zip(names, timers, strict=False)
        ]
    options = joined([f"the {name}" for name in names], word="or")
    if len(timers) > _READ_AT_ONCE:
        text = f"Which of your {len(timers)} timers? For example {options}."
    else:
        text = f"Which one: {options}?"
    return Reply(text, f"{text}\n{table(timers, speaker)}", expects_answer=True)


def none_running(speaker: Speaker) -> Reply:
    """Say that there is no timer."""
    text = speaker.pick(
        ("No timer is running.", "There is no timer."),
        ("No timers.",),
        ("There is no timer at present.",),
    )
    return Reply(text, text)


def none_called(words: str, timers: Sequence[Timer], speaker: Speaker) -> Reply:
    """Say that none fits, and which there are."""
    have = f"I have {_names(timers[:_READ_AT_ONCE], speaker)}."
    text = f"There is no {clipped(words).lower()} timer. {have}"
    return Reply(text, f"{text}\n{table(timers, speaker)}")


def time_left(timers: Sequence[Timer], speaker: Speaker, *, alone: bool) -> Reply:
    """Tell how long timers still run."""
    some = timers[:_READ_AT_ONCE]
    if len(timers) == 1:
        text = _one_left(timers[0], speaker, alone=alone)
    else:
        parts = [f"{label(timer, speaker)}, {_state(timer, speaker)}" for timer in some]
        text = f"{len(timers)} timers: {'; '.join(parts)}."
        if len(timers) > len(some):
            text += f" And {len(timers) - len(some)} more."
    return Reply(text, table(timers, speaker))


def table(timers: Sequence[Timer], speaker: Speaker) -> str:
    """Return a line for each timer."""
    return "\n".join(screen_lines(timers, lambda timer: _row(timer, speaker)))


def _row(timer: Timer, speaker: Speaker) -> str:
    rest = speaker.duration_shown(_seconds(left(timer, speaker.now)))
    at = ""
    if timer.ends_at is not None:
        at = f", until {speaker.time_shown(timer.ends_at)}"
    what = {
        TimerState.PAUSED: f"paused, {rest} left",
        TimerState.RINGING: "is over",
        TimerState.DONE: "is over",
    }.get(timer.state, f"{rest} left{at}")
    name = timer.name or f"{length_name(timer.duration, speaker)} timer"
    return f"{timer.number}  {sentence_case(name)}: {what}"


def _one_left(timer: Timer, speaker: Speaker, *, alone: bool) -> str:
    name = label(timer, speaker, alone=alone)
    if timer.state in {TimerState.RINGING, TimerState.DONE}:
        return f"The {name} is done."
    rest = _rest(timer, speaker)
    if timer.state is TimerState.PAUSED:
        return f"The {name} is paused, with {rest}."
    return speaker.pick(
        (f"{sentence_case(rest)} on the {name}.",),
        (f"{sentence_case(rest.removesuffix(' left'))}.",),
        (f"There are {rest} on the {name}.",)
        if not rest.startswith("1 ")
        else (f"There is {rest} on the {name}.",),
    )


def _state(timer: Timer, speaker: Speaker) -> str:
    if timer.state in {TimerState.RINGING, TimerState.DONE}:
        return "done"
    paused_ = timer.state is TimerState.PAUSED
    return f"{_rest(timer, speaker)}{', paused' if paused_ else ''}"


def _rest(timer: Timer, speaker: Speaker) -> str:
    """Return "2 minutes 10 seconds left"."""
    return f"{speaker.duration(_seconds(left(timer, speaker.now)))} left"


def _seconds(rest: timedelta) -> int:
    # as a kitchen timer counts: it shows 0 when it rings, not a second before
    return math.ceil(rest.total_seconds() - 0.2)


def _names(timers: Sequence[Timer], speaker: Speaker) -> str:
    return joined([f"the {label(timer, speaker)}" for timer in timers])
