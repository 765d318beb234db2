"""Questions that a person has to answer before something is done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.domain.conversation import Pending

from .outcome import Outcome, settled

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.reply import Reply

CONFIRM = "confirm"
"""Yes does what was read, with Tools.confirmed; no drops it."""
WHICH_TASK = "which_task"
"""Names one of Pending.options, which is then in Tools.chosen."""
WHICH_TARGET = "which_target"
"""Names a task among all of them: nothing was said but what is to be done to it."""
WHICH_TITLE = "which_title"
WHICH_TIME = "which_time"
WHICH_DAY = "which_day"
WHICH_DATE = "which_date"
"""A day, a time or both: asked where nothing could be made of the words."""
WHICH_DURATION = "which_duration"
WHICH_TIMER = "which_timer"
WHICH_ALARM = "which_alarm"
"""Both name some of Pending.options, which are then in Tools.chosen."""
REPEATING = "once_or_repeating"


def asking(
    reply: Reply,
    pending: Pending,
    conversation: Conversation,
) -> Outcome:
    """Ask, and wait for the answer; the tasks to choose from count as read out."""
    asked = replace(
        settled(conversation),
        pending_question=pending.question,
        pending=pending,
    )
    if pending.question == WHICH_TASK:
        asked = replace(asked, read_out_ids=pending.options)
    return Outcome(reply, asked)


def confirming(
    reply: Reply,
    reading: Interpretation,
    conversation: Conversation,
    *,
    options: tuple[str, ...] = (),
) -> Outcome:
    """Ask whether to do it; `options` are the ids that it is about, in Tools.chosen then."""
    return asking(reply, Pending(CONFIRM, reading, options), conversation)
