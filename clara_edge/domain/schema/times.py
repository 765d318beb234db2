"""Timers, alarms and the clock."""

from __future__ import annotations

from clara_edge.domain.intents import Intent

from .parts import IntentSpec, Slot, SlotKind, Variant

_TIMER = (
    Slot(SlotKind.NAME, "what the timer is called, or how long it was set for"),
    Slot(SlotKind.DURATION, "for how long"),
    Slot(SlotKind.ORDINAL, "which of several"),
    Slot(SlotKind.AMOUNT, "how many: all, two"),
)
_ALARM = (
    Slot(SlotKind.NAME, "what the alarm is called"),
    Slot(SlotKind.WHEN, "when it rings"),
    Slot(SlotKind.REPEAT, "on which days it rings"),
    Slot(SlotKind.DURATION, "for how long"),
    Slot(SlotKind.ORDINAL, "which of several"),
    Slot(SlotKind.AMOUNT, "how many: all, two"),
)

TIMES = (
    IntentSpec(
        Intent.TIMER_CREATE,
        "Start a timer",
        (
            "set a timer {duration: for ten minutes}",
            "set a {name: pasta} timer {duration: for eight and a half minutes}",
            "start a {duration: twenty minute} timer",
        ),
        _TIMER,
    ),
    IntentSpec(
        Intent.TIMER_QUERY,
        "Ask how much time is left",
        (
            "how much time is left on the {name: pasta} timer",
            "is the timer still running",
        ),
        _TIMER,
    ),
    IntentSpec(
        Intent.TIMER_UPDATE,
        "Change a timer",
        ("set the {name: pasta} timer to {duration: twelve minutes} instead",),
        _TIMER,
        (
            Variant(
                "add",
                "give it more time",
                (
                    "add {duration: five minutes} to the timer",
                    "{duration: two more minutes} on the {name: egg} timer",
                ),
            ),
            Variant(
                "subtract",
                "take time off it",
                ("take {duration: thirty seconds} off the timer",),
            ),
        ),
    ),
    IntentSpec(
        Intent.TIMER_PAUSE,
        "Pause a timer",
        ("pause the timer", "stop the {name: pasta} timer"),
        _TIMER,
    ),
    IntentSpec(
        Intent.TIMER_RESUME,
        "Let a paused timer go on",
        ("resume the timer", "continue the {name: workout} timer"),
        _TIMER,
    ),
    IntentSpec(
        Intent.TIMER_RESTART,
        "Start a timer again from its full length",
        ("restart the timer", "start the {name: egg} timer over"),
        _TIMER,
    ),
    IntentSpec(
        Intent.TIMER_CANCEL,
        "Cancel timers",
        ("cancel the timer", "delete {amount: all} timers"),
        _TIMER,
    ),
    IntentSpec(
        Intent.ALARM_CREATE,
        "Set an alarm",
        (
            "wake me {when: at half past six tomorrow}",
            "set an alarm {repeat: for 7 every weekday}",
            "set a {name: swimming} alarm {when: for Saturday at 9}",
        ),
        _ALARM,
    ),
    IntentSpec(
        Intent.ALARM_QUERY,
        "Ask about alarms",
        ("when is my {ordinal: next} alarm", "which alarms are set {when: for Monday}"),
        _ALARM,
    ),
    IntentSpec(
        Intent.ALARM_UPDATE,
        "Change an alarm",
        (
            "change my {when: 7 am} alarm {new_when: to 8}",
            "make the {name: swimming} alarm {new_repeat: every Saturday}",
        ),
        (
            *_ALARM,
            Slot(SlotKind.NEW_WHEN, "when it rings from now on"),
            Slot(SlotKind.NEW_REPEAT, "on which days it rings from now on"),
        ),
    ),
    IntentSpec(
        Intent.ALARM_CANCEL,
        "Delete alarms",
        (
            "cancel my alarm {when: for tomorrow}",
            "delete {amount: all} alarms",
        ),
        _ALARM,
    ),
    IntentSpec(
        Intent.ALARM_SILENCE,
        "Silence a ringing alarm",
        ("turn off the alarm", "stop the alarm"),
        _ALARM,
    ),
    IntentSpec(
        Intent.ALARM_SNOOZE,
        "Let what rings ring again later; without a thing named, a reminder too",
        (
            "snooze the alarm",
            "snooze {duration: for ten minutes}",
            "snooze it {when: until seven}",
        ),
        _ALARM,
    ),
    IntentSpec(
        Intent.CLOCK_QUERY,
        "Ask for the time or the date",
        (
            "what time is it",
            "what's the date {when: next Friday}",
            "what day is {when: the 24th of December}",
            "what time is it in {place: Tokyo}",
        ),
        (
            Slot(SlotKind.WHEN, "the day that is asked about"),
            Slot(SlotKind.PLACE, "where"),
        ),
    ),
)
