"""The answer to "Which one?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.when import best

from ._decide import Candidates
from ._filters import due_then
from ._pick import any_of, pointed_at
from ._pointing import pointing
from .targets import Targets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.tasks import Task

    from ._pointing import Pointing


def choose(
    answer: str, tasks: Sequence[Task], conversation: Conversation, now: datetime
) -> Targets:
    """Return what an answer picks from the options that were read out.

    Args:
        answer: "the second one", "both", "the one on Friday", "the dentist".
        tasks: at least those that are among the options.
        conversation: its pending options, or else the list read out last.
        now: local time, aware.

    Returns:
        Nothing if the answer does not fit any option: it may be a new command.
    """
    offered = _offered(tasks, conversation)
    if not offered:
        return Targets()
    pointed = pointing(answer)
    if not pointed.words:
        _read_bare_number(answer, pointed)
        if pointed.selects or pointed.every or pointed.count:
            return pointed_at(pointed, offered, conversation, now)
    named = Candidates(offered, " ".join(pointed.words), answer).closest()
    when = best(answer[:500], now)
    if when is not None:
        condition = due_then(when)
        due = [task for task in named or offered if condition(task)]
        if due:
            return any_of(due)
    return any_of(named)


def _read_bare_number(answer: str, pointed: Pointing) -> None:
    """Take "two" for a place: people answer a list that was read out by its numbers."""
    if not pointed.pronoun and pointed.count is not None:
        pointed.number, pointed.count = pointed.count, None
    elif answer.strip(" .!?").lower() == "one":
        pointed.number = 1


def _offered(tasks: Sequence[Task], conversation: Conversation) -> list[Task]:
    pending = conversation.pending
    ids = pending.options if pending else ()
    known = {task.id: task for task in tasks}
    return [known[i] for i in ids or conversation.read_out_ids if i in known]
