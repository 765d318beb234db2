"""What is done to the device: loudness, hearing, silence, self-test, switching off."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from clara_edge.dialogue.asking import confirming
from clara_edge.dialogue.hands_off import require_hands
from clara_edge.dialogue.outcome import Outcome, Tools, settled
from clara_edge.dialogue.replies import device_wording as wording
from clara_edge.domain.intents import Intent
from clara_edge.domain.loudness import loudness
from clara_edge.domain.pauses import end_of
from clara_edge.domain.when import Relation

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.reply import Reply

    from .table import Action

_LONGEST_PAUSE_S = 366 * 86_400


def _volume(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    present = tools.device.volume()
    level = interpretation.level
    if level is None:
        reply = wording.volume_is(present, tools.speaker)
        return Outcome(reply, settled(conversation))
    wanted = loudness(level, interpretation.text, present)
    if wanted is None:
        return Outcome(
            wording.which_volume(level, tools.speaker), settled(conversation)
        )
    require_hands()
    tools.device.set_volume(wanted)
    return Outcome(wording.volume_set(wanted, tools.speaker), settled(conversation))


def _mute(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    require_hands()
    if interpretation.variant == "off":
        tools.device.mute(muted=False)
        return Outcome(wording.unmuted(tools.speaker), settled(conversation))
    return _paused(
        interpretation,
        conversation,
        tools,
        lambda until: tools.device.mute(muted=True, until=until),
        wording.muted,
    )


def _quiet(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    require_hands()
    if interpretation.variant == "off":
        tools.device.quiet(quiet=False)
        return Outcome(wording.disturbing(tools.speaker), settled(conversation))
    return _paused(
        interpretation,
        conversation,
        tools,
        lambda until: tools.device.quiet(quiet=True, until=until),
        wording.quiet,
    )


def _self_test(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    del interpretation
    checks = tools.device.self_test()
    return Outcome(wording.healthy(checks, tools.speaker), settled(conversation))


def _shut_down(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    # before it asks: the answer may come from somebody else
    require_hands()
    restart = interpretation.variant == "restart"
    if not tools.confirmed:
        question = wording.really(restart=restart, speaker=tools.speaker)
        return confirming(question, interpretation, conversation)
    tools.device.shut_down(restart=restart)
    reply = wording.going_down(restart=restart, speaker=tools.speaker)
    return Outcome(reply, settled(conversation), ended=True)


def _paused(
    interpretation: Interpretation,
    conversation: Conversation,
    tools: Tools,
    pause: Callable[[datetime | None], None],
    confirmed: Callable[..., Reply],
) -> Outcome:
    says_when = interpretation.duration is not None or interpretation.when is not None
    until = _end(interpretation, tools.now)
    if until is None and says_when:
        return Outcome(wording.already_over(), settled(conversation))
    pause(until)
    return Outcome(confirmed(until, tools.speaker), settled(conversation))


def _end(interpretation: Interpretation, now: datetime) -> datetime | None:
    """Return when a pause ends; None if that was not said, or is over."""
    when = interpretation.when
    seconds = interpretation.duration.seconds if interpretation.duration else None
    if seconds is None and when is not None and when.at is None:
        seconds = when.duration_s
    if seconds is not None:
        if not 0 < seconds <= _LONGEST_PAUSE_S:
            return None
        # in absolute time: an hour is an hour also when the clocks change
        return (now.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(now.tzinfo)
    if when is None or when.at is None:
        return None
    is_until = when.relation is Relation.BEFORE
    return end_of(when.at, when.end, now, is_until=is_until)


ACTIONS: dict[Intent, Action] = {
    Intent.SESSION_VOLUME: _volume,
    Intent.SESSION_MUTE: _mute,
    Intent.SESSION_QUIET: _quiet,
    Intent.SESSION_SELFTEST: _self_test,
    Intent.SESSION_SHUTDOWN: _shut_down,
}
