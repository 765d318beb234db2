"""The conversation itself, the device, and everything that Clara leaves alone."""

from __future__ import annotations

from clara_edge.domain.intents import Intent

from .parts import IntentSpec, Slot, SlotKind, Variant

_UNTIL = Slot(SlotKind.WHEN, "until when")
_FOR = Slot(SlotKind.DURATION, "for how long")

SESSIONS = (
    IntentSpec(
        Intent.SESSION_STOP,
        "Stop speaking, listening or asking",
        ("stop", "never mind", "cancel that", "be quiet", "forget it"),
    ),
    IntentSpec(Intent.SESSION_YES, "Agree", ("yes", "sure", "go ahead", "please do")),
    IntentSpec(Intent.SESSION_NO, "Decline", ("no", "nope", "don't", "rather not")),
    IntentSpec(
        Intent.SESSION_REPEAT,
        "Hear the last answer again",
        ("say that again", "what did you say", "pardon", "repeat that please"),
    ),
    IntentSpec(
        Intent.SESSION_UNDO,
        "Take the last change back",
        ("undo that", "take that back", "that was wrong, undo it"),
    ),
    IntentSpec(
        Intent.SESSION_REDO,
        "Make the change again that was taken back",
        ("redo that", "do it again after all"),
    ),
    IntentSpec(
        Intent.SESSION_HELP,
        "Ask what Clara can do",
        ("what can you do", "what can I say", "how do I set a reminder", "help"),
    ),
    IntentSpec(
        Intent.SESSION_VOLUME,
        "Change or ask for the loudness",
        (
            "turn it {level: up}",
            "{level: louder} please",
            "set the volume to {level: thirty percent}",
        ),
        (Slot(SlotKind.LEVEL, "how loud"),),
    ),
    IntentSpec(
        Intent.SESSION_MUTE,
        "Stop or start listening for the wake word",
        ("mute the microphone", "stop listening {duration: for an hour}"),
        (_UNTIL, _FOR),
        (Variant("off", "listen again", ("unmute", "turn the microphone back on")),),
    ),
    IntentSpec(
        Intent.SESSION_QUIET,
        "Do not disturb: no reminders aloud for a while",
        (
            "do not disturb {when: until tomorrow morning}",
            "no reminders {duration: for two hours}",
        ),
        (_UNTIL, _FOR),
        (
            Variant(
                "off",
                "speak reminders again",
                ("turn off do not disturb", "you may disturb me again"),
            ),
        ),
    ),
    IntentSpec(
        Intent.SESSION_SELFTEST,
        "Check the device",
        ("run a self test", "is everything working", "check yourself"),
    ),
    IntentSpec(
        Intent.SESSION_SHUTDOWN,
        "Switch the device off or start it again",
        ("shut down", "turn yourself off", "power off"),
        (),
        (Variant("restart", "start again", ("restart yourself", "reboot")),),
    ),
    IntentSpec(
        Intent.CHAT,
        "Talk about anything else",
        ("tell me a joke", "how are you", "why is the sky blue"),
    ),
    IntentSpec(
        Intent.UNSUPPORTED,
        "Something that assistants do and Clara does not",
        ("play some jazz", "what's the weather", "turn on the lights", "call Ann"),
    ),
)
