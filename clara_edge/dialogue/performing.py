"""Do what was understood: all commands of an utterance, in their order, in few steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.domain.errors import ClaraError
from clara_edge.domain.intents import Intent
from clara_edge.domain.reply import Reply

from .actions import act
from .actions.create import create_all
from .confidence import doubted, unsure
from .replies import task_proposals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation

    from .outcome import Outcome, Tools

# Nobody says more commands in one breath.
_COMMANDS_MAX = 10


def perform(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Do a reading and those that go with it; what needs an answer is asked, the rest waits.

    Tools.confirmed and Tools.chosen are about the first command alone.
    """
    question = unsure(reading, conversation, tools) or doubted(
        reading, conversation, tools
    )
    if question is not None:
        return question
    commands = _flat(reading)[:_COMMANDS_MAX]
    if len(commands) == 1:
        return act(commands[0], conversation, tools)
    return _in_order(commands, conversation, tools)


def _flat(reading: Interpretation) -> list[Interpretation]:
    found = [replace(reading, also=())]
    for other in reading.also:
        found += _flat(other)
    return found


def _in_order(
    commands: Sequence[Interpretation], conversation: Conversation, tools: Tools
) -> Outcome:
    done: Outcome | None = None
    while commands:
        batch, commands = _batch(commands)
        try:
            outcome = _do(batch, conversation, tools)
        except ClaraError as error:
            if done is None or done.reply is None:
                raise
            return replace(done, reply=task_proposals.rest_failed(done.reply, error))
        done = outcome if done is None else _both(done, outcome)
        conversation = outcome.conversation
        pending = conversation.pending
        if pending is not None and pending.reading is not None:
            return replace(done, conversation=_waiting(conversation, commands))
        if outcome.model_request is not None:
            return done
        tools = replace(tools, confirmed=False, chosen=())
    assert done is not None  # noqa: S101 - there is at least one command
    return done


def _batch(
    commands: Sequence[Interpretation],
) -> tuple[Sequence[Interpretation], Sequence[Interpretation]]:
    """Take what makes one step: several additions, or a single command."""
    count = 0
    while count < len(commands) and commands[count].intent is Intent.TASK_CREATE:
        count += 1
    count = max(count, 1)
    return commands[:count], commands[count:]


def _do(
    batch: Sequence[Interpretation], conversation: Conversation, tools: Tools
) -> Outcome:
    for reading in batch:
        question = unsure(reading, conversation, tools)
        if question is not None and len(batch) == 1:
            return question
    if len(batch) > 1:
        return create_all(batch, conversation, tools)
    return act(batch[0], conversation, tools)


def _both(first: Outcome, second: Outcome) -> Outcome:
    return replace(
        second,
        reply=_joined(first.reply, second.reply),
        changes=first.changes + second.changes,
    )


def _joined(first: Reply | None, second: Reply | None) -> Reply | None:
    if first is None or second is None:
        return first or second
    return Reply(
        f"{first.spoken} {second.spoken}",
        f"{first.shown}\n{second.shown}",
        second.expects_answer,
    )


def _waiting(
    conversation: Conversation, rest: Sequence[Interpretation]
) -> Conversation:
    """Let what was not done yet go on after the answer."""
    pending = conversation.pending
    if pending is None or pending.reading is None or not rest:
        return conversation
    reading = replace(pending.reading, also=(*pending.reading.also, *rest))
    return replace(conversation, pending=replace(pending, reading=reading))
