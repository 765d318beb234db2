"""What Clara says about its own loudness, hearing, silence and health."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent
from clara_edge.domain.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clara_edge.domain.errors import DeviceAbsentError, DeviceRefusedError
    from clara_edge.ports.device import Check

    from .speaker import Speaker

_ABSENT = {
    Intent.SESSION_VOLUME: "turn up",
    Intent.SESSION_MUTE: "mute",
    Intent.SESSION_QUIET: "keep quiet",
    Intent.SESSION_SELFTEST: "test",
    Intent.SESSION_SHUTDOWN: "switch off",
}
# Two things that are broken are enough for the ear.
_TOLD_ALOUD = 2


def volume_set(volume: float, speaker: Speaker) -> Reply:
    """Confirm a new loudness."""
    if volume == 0:
        return same(speaker.pick(("Sound off.",), formal=("The sound is off.",)))
    percent = f"{volume:.0%}"
    forms = (f"Volume {percent}.", f"{percent} now.", f"I'm at {percent}.")
    return same(
        speaker.pick(forms, (f"{percent}.",), (f"The volume is now {percent}.",))
    )


def volume_is(volume: float, speaker: Speaker) -> Reply:
    """Tell the loudness."""
    percent = f"{volume:.0%}"
    forms = (f"I'm at {percent}.", f"The volume is {percent}.")
    return same(
        speaker.pick(forms, (f"{percent}.",), (f"The volume is at {percent}.",))
    )


def which_volume(level: str, speaker: Speaker) -> Reply:
    """Say that the words name no loudness."""
    shown = f"I don't know how loud '{level}' is. Say louder, quieter, or a number up to 10."
    spoken = f"I don't know how loud {speaker.title(level).lower()} is. Say louder, quieter, or a number up to 10."
    return Reply(spoken, shown)


def muted(until: datetime | None, speaker: Speaker) -> Reply:
    """Confirm that nothing is listened to, and say how that ends: not by voice."""
    if until is None:
        head = speaker.pick(
            ("I've stopped listening.", "Microphone off."),
            ("Microphone off.",),
            ("The microphone is off.",),
        )
        how = "The button, the app or `clara mute off` brings me back."
        return Reply(
            f"{head} The button or the app brings me back.", f"{head}\n  ({how})"
        )
    return _until(
        speaker,
        until,
        ("I'll listen again {}.", "Microphone off until {}."),
        "Microphone off until {}.",
        "The microphone is off until {}.",
    )


def unmuted(speaker: Speaker) -> Reply:
    """Confirm listening."""
    return same(
        speaker.pick(
            ("I'm listening again.", "Microphone on."),
            ("Microphone on.",),
            ("The microphone is on.",),
        )
    )


def quiet(until: datetime | None, speaker: Speaker) -> Reply:
    """Confirm that reminders are held back; alarms still ring."""
    if until is None:
        return same(
            speaker.pick(
                (
                    "No reminders aloud until you say so. Alarms still ring.",
                    "I'll hold reminders back. Alarms still ring.",
                ),
                ("Quiet. Alarms still ring.",),
                ("Reminders are held back until you allow them. Alarms still ring.",),
            )
        )
    return _until(
        speaker,
        until,
        (
            "No reminders aloud until {}. Alarms still ring.",
            "Quiet until {}. Alarms still ring.",
        ),
        "Quiet until {}.",
        "Reminders are held back until {}. Alarms still ring.",
    )


def disturbing(speaker: Speaker) -> Reply:
    """Confirm that reminders are spoken again."""
    return same(
        speaker.pick(
            ("Reminders are on again.", "I'll speak up again."),
            ("Reminders on.",),
            ("Reminders are spoken again.",),
        )
    )


def already_over() -> Reply:
    """Say that a pause would be over before it began."""
    return same("That time is over already. Until when?")


def healthy(checks: Sequence[Check], speaker: Speaker) -> Reply:
    """Tell what a self-test found: aloud the problems, on the screen everything."""
    lines = [
        f"  {'ok    ' if check.passed else 'FAILED'}  {check.name}: {check.detail}"
        for check in checks
    ]
    failed = [check for check in checks if not check.passed]
    spoken = _found(failed, len(checks), speaker)
    return Reply(spoken, "\n".join([spoken, *lines]))


def _found(failed: Sequence[Check], total: int, speaker: Speaker) -> str:
    if not failed:
        forms = ("All is well.", "Everything works.", f"All {total} checks passed.")
        return speaker.pick(
            forms, ("All fine.",), (f"All {total} checks were successful.",)
        )
    names = [f"the {check.name}" for check in failed]
    told = speaker.joined(names[:_TOLD_ALOUD]) if len(names) <= _TOLD_ALOUD else ""
    if not told:
        told = f"{', '.join(names[:_TOLD_ALOUD])} and {len(names) - _TOLD_ALOUD} more"
    verb = "does" if len(names) == 1 else "do"
    rest = "" if len(failed) == total else " The rest works."
    return f"{told[:1].upper()}{told[1:]} {verb} not work.{rest}"


def really(*, restart: bool, speaker: Speaker) -> Reply:
    """Ask before the machine goes off."""
    what = "restart" if restart else "switch off"
    forms = (f"Shall I really {what}?", f"Really {what}?")
    text = speaker.pick(
        forms,
        (f"{what.capitalize()}?",),
        (f"Do you really want me to {what}?",),
    )
    return Reply(text, text, expects_answer=True)


def going_down(*, restart: bool, speaker: Speaker) -> Reply:
    """Say goodbye; nothing is lost."""
    if restart:
        return same(
            speaker.pick(
                ("Restarting. Back in a minute.", "I'll be back in a minute."),
                ("Restarting.",),
                ("The device is restarting.",),
            )
        )
    return same(
        speaker.pick(
            ("Switching off. Good-bye.", "Good-bye."),
            ("Switching off.",),
            ("The device is switching off.",),
        )
    )


def absent_device(error: DeviceAbsentError, intent: Intent) -> Reply:
    """Say that there is nothing here to switch."""
    what = _ABSENT.get(intent, "change")
    spoken = f"Nothing here to {what}: no voice daemon runs."
    return Reply(spoken, f"{spoken}\n{error}")


def refused_by_device(error: DeviceRefusedError) -> Reply:
    """Say that the device would not; the screen has the reason."""
    spoken = "This device won't let me do that. Nothing was changed."
    return Reply(spoken, f"{spoken}\n{error}")


def same(text: str) -> Reply:
    """Return a reply that is the same for ear and eye."""
    return Reply(text, text)


def _until(
    speaker: Speaker,
    until: datetime,
    conversational: tuple[str, ...],
    brief: str,
    formal: str,
) -> Reply:
    form = speaker.pick(conversational, (brief,), (formal,))
    said, shown = speaker.due(until), speaker.due_shown(until)
    if until.date() == speaker.now.date():
        said = speaker.time(until)
    if form.endswith("again {}."):
        said = f"at {said}" if until.date() == speaker.now.date() else speaker.on(until)
    return Reply(form.format(said), brief.format(shown))
