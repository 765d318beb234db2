"""Answers to what Clara asked: they complete the reading that waits for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.domain.errors import TaskNotFoundError
from clara_edge.domain.intents import Duration, Intent, Source
from clara_edge.domain.reference import choose
from clara_edge.domain.reply import Reply
from clara_edge.domain.slots import priority_of

from . import asking, said_words
from .actions.change import WHAT_TO_CHANGE
from .actions.meant import which_one
from .actions.projects import WHICH_PROJECT
from .confidence import DO, is_guess
from .moments_said import answered_moment, is_moment, said_moment
from .outcome import Outcome, settled
from .performing import perform
from .replies import task_proposals
from .time_answers import chosen_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clara_edge.domain.conversation import Conversation, Pending
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Task

    from .outcome import Tools

# These mean the same whatever was asked.
_NO_ANSWERS = frozenset(
    {
        Intent.SESSION_STOP,
        Intent.SESSION_UNDO,
        Intent.SESSION_REDO,
        Intent.SESSION_REPEAT,
        Intent.SESSION_HELP,
        Intent.SESSION_VOLUME,
        Intent.SESSION_MUTE,
    }
)
# Nobody answers with a question of their own; "the dentist" may look like one.
_ASKING = frozenset(
    {Intent.TASK_SUGGEST, Intent.CLOCK_QUERY, Intent.TIMER_QUERY, Intent.PROJECT_QUERY}
)
_TO_NEW_WHEN = frozenset({Intent.TASK_UPDATE, Intent.ALARM_UPDATE, Intent.TIMER_UPDATE})
_MAKES = frozenset(
    {
        Intent.TASK_CREATE,
        Intent.PROJECT_CREATE,
        Intent.TIMER_CREATE,
        Intent.ALARM_CREATE,
    }
)
_TITLE_MAX = 500
# A longer one that is a command too is no answer: "remind Ann to bring the cake tomorrow".
_ANSWER_WORDS = 6
_SURE = 0.9
_AGAIN = "I did not get that."


def answered(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome | None:
    """Complete what waits for an answer; None if this is none, but a new command."""
    pending = conversation.pending
    if pending is None or pending.reading is None:
        return None
    words = said_words.bare(reading.text)
    handler = _HANDLERS.get(pending.question)
    if handler is None or _means_the_same_always(reading, words, tools):
        return None
    refused = reading.intent is Intent.SESSION_NO and _is_plain(reading)
    if (refused and said_words.after_no(words) is None) or _is_dropped(words, pending):
        return Outcome(task_proposals.dropped(tools.speaker), settled(conversation))
    if pending.question == asking.CONFIRM and _is_gone_too(words, pending):
        reading = replace(reading, intent=Intent.SESSION_YES, source=Source.RULES)
    answer = _Answer(reading, words)
    if not answer.agrees and _is_new(reading, words, pending, tools):
        return None
    outcome = handler(answer, pending, conversation, tools)
    return outcome or _once_more(reading, conversation)


def _is_dropped(words: str, pending: Pending) -> bool:
    """Tell whether there is no answer, or what would be made is not wanted any more."""
    intent = None if pending.reading is None else pending.reading.intent
    unwanted = intent in _MAKES or intent is Intent.SESSION_SHUTDOWN
    cancelled = intent is Intent.TASK_DELETE and "cancel" in words.casefold()
    return said_words.dropped(words) or (
        (unwanted or cancelled) and said_words.deletes_it(words)
    )


def _is_gone_too(words: str, pending: Pending) -> bool:
    """Tell whether "delete them" agrees to a deletion; "cancel that" may mean the question."""
    return (
        pending.reading is not None
        and pending.reading.intent is Intent.TASK_DELETE
        and said_words.deletes_it(words)
        and "cancel" not in words.casefold()
    )


def _is_plain(reading: Interpretation) -> bool:
    """Tell whether it is a "yes" or "no" of the closed lists, or as clear as one."""
    return reading.source is Source.RULES or reading.confidence >= _SURE


def _means_the_same_always(reading: Interpretation, words: str, tools: Tools) -> bool:
    """Tell whether it is "stop" or "undo", and neither a guess nor a correction."""
    if reading.intent not in _NO_ANSWERS or reading.confidence < DO:
        return False
    if reading.source is not Source.RULES and is_moment(words, tools.now):
        return False
    return said_words.corrected(words) is None


class _Answer:
    """What was said, and how the parser read it."""

    __slots__ = ("agrees", "reading", "words")

    def __init__(self, reading: Interpretation, words: str) -> None:
        self.reading = reading
        self.agrees = (
            reading.intent is Intent.SESSION_YES
            and _is_plain(reading)
            and not said_words.goes_on(words)
            and (reading.source is Source.RULES or not said_words.holds_back(words))
        )
        self.words = said_words.after_no(words) or said_words.after_yes(words) or words


def _is_new(
    reading: Interpretation, words: str, pending: Pending, tools: Tools
) -> bool:
    """Tell whether it is a command of its own, which drops the question."""
    if said_words.corrected(words) or said_words.after_no(words):
        return False
    if reading.intent in {Intent.UNSUPPORTED, Intent.CHAT}:
        return False
    if pending.question == asking.WHICH_TITLE:
        return said_words.is_command(words)
    if reading.intent in _ASKING and reading.confidence >= _SURE:
        return not is_moment(words, tools.now)
    return (
        said_words.is_command(words)
        or (reading.title is not None and reading.confidence >= _SURE)
        or (len(words.split()) > _ANSWER_WORDS and reading.confidence >= DO)
    )


def _once_more(reading: Interpretation, conversation: Conversation) -> Outcome | None:
    """Ask again, once; after that, or for a clear command, the question is dropped."""
    last = conversation.last_reply or ""
    no_command = {Intent.UNSUPPORTED, Intent.CHAT, Intent.SESSION_YES}
    if reading.intent not in no_command and reading.confidence >= DO:
        return None
    if not last or last.startswith(_AGAIN):
        return None
    text = f"{_AGAIN} {last}"
    return Outcome(Reply(text, text, expects_answer=True), conversation)


def _confirmed(
    answer: _Answer, pending: Pending, conversation: Conversation, tools: Tools
) -> Outcome | None:
    reading = pending.reading
    if reading is None:
        return None
    if answer.agrees:
        if reading.intent in _ASKS_FOR_ITSELF and is_guess(reading):
            # "yes" to a guess is not yet "yes" to all that would go
            return _perform(replace(reading, source=Source.PARSER), conversation, tools)
        tools = replace(tools, confirmed=True, chosen=pending.options)
        return _perform(reading, conversation, tools)
    if reading.intent not in _SETS_DATES:
        return None  # a date is no "yes" to a deletion
    changed = _amended(reading, answer.words, tools)
    if changed is None:
        return None
    tools = replace(tools, confirmed=True, chosen=pending.options)
    return _perform(changed, conversation, tools)


_ASKS_FOR_ITSELF = frozenset(
    {
        Intent.TASK_DELETE,
        Intent.TIMER_CANCEL,
        Intent.ALARM_CANCEL,
        Intent.SESSION_SHUTDOWN,
    }
)
# What can be asked about with one date or priority, and done with another.
_SETS_DATES = frozenset(
    {
        Intent.TASK_CREATE,
        Intent.TASK_UPDATE,
        Intent.ALARM_CREATE,
        Intent.ALARM_UPDATE,
        Intent.REMINDER_SNOOZE,
    }
)


def _amended(
    reading: Interpretation, words: str, tools: Tools
) -> Interpretation | None:
    """Return what was asked about with the date or priority that was said instead."""
    words = said_words.corrected(words) or words
    when = said_moment(words, tools.now)
    if when is not None:
        return _with_when(reading, when)
    priority = priority_of(words)
    return None if priority is None else replace(reading, priority=priority)


def _chosen(
    answer: _Answer, pending: Pending, conversation: Conversation, tools: Tools
) -> Outcome | None:
    if pending.reading is None:
        return None
    if answer.agrees and len(pending.options) == 1:
        tools = replace(tools, chosen=pending.options)
        return _perform(pending.reading, conversation, tools)
    options = _options(pending, tools)
    targets = choose(answer.words, options, conversation, tools.now)
    if targets.found:
        tools = replace(tools, chosen=tuple(task.id for task in targets.found))
        return _perform(pending.reading, conversation, tools)
    if targets.options:
        return which_one(pending.reading, targets.options, conversation, tools)
    return None


def _options(pending: Pending, tools: Tools) -> list[Task]:
    found = []
    for identity in pending.options:
        try:
            found.append(tools.tasks.get(identity))
        except TaskNotFoundError:
            continue  # undone meanwhile
    return [task for task in found if task.deleted_at is None]


def _dated(
    answer: _Answer, pending: Pending, conversation: Conversation, tools: Tools
) -> Outcome | None:
    reading = pending.reading
    if reading is None:
        return None
    asked = reading.new_when if _goes_to_new(reading) else reading.when
    if answer.agrees and asked is not None and asked.at is not None:
        when = replace(asked, alternatives=(), ask=None)
        if pending.question == asking.WHICH_DATE:
            tools = replace(tools, confirmed=True)
    else:
        if pending.question == asking.WHICH_DATE:
            asked = None  # what was said before could not be used
        found = answered_moment(asked, answer.words, tools.now)
        if found is None:
            return None
        when = found
    tools = replace(tools, chosen=pending.options or tools.chosen)
    return _perform(_with_when(reading, when), conversation, tools)


def _targeted(
    answer: _Answer, pending: Pending, conversation: Conversation, tools: Tools
) -> Outcome | None:
    if pending.reading is None or answer.agrees:
        return None
    full = replace(pending.reading, target=answer.words[:_TITLE_MAX])
    return _perform(full, conversation, tools)


def _titled(
    answer: _Answer, pending: Pending, conversation: Conversation, tools: Tools
) -> Outcome | None:
    reading, said = pending.reading, answer.reading
    if reading is None or answer.agrees:
        return None
    if said.intent is Intent.TASK_CREATE and said.title:
        full = replace(
            reading,
            text=said.text,
            title=said.title,
            items=said.items,
            when=said.when or reading.when,
            project=said.project or reading.project,
            priority=said.priority or reading.priority,
            tags=said.tags or reading.tags,
            also=(*said.also, *reading.also),
        )
        if said.project is None:
            full = replace(full, text=f"{reading.text} {said.text}")
    else:
        full = replace(reading, title=answer.words[:_TITLE_MAX])
    return _perform(full, conversation, tools)


def _named(
    answer: _Answer, pending: Pending, conversation: Conversation, tools: Tools
) -> Outcome | None:
    if pending.reading is None or answer.agrees:
        return None
    full = replace(pending.reading, project=answer.words, text=answer.words)
    return _perform(full, conversation, tools)


def _lasting(
    answer: _Answer, pending: Pending, conversation: Conversation, tools: Tools
) -> Outcome | None:
    when = said_moment(answer.words, tools.now)
    if pending.reading is None or when is None or not when.duration_s:
        return None
    full = replace(pending.reading, duration=Duration(when.text, when.duration_s))
    return _perform(full, conversation, replace(tools, chosen=pending.options))


def _timed(
    answer: _Answer, pending: Pending, conversation: Conversation, tools: Tools
) -> Outcome | None:
    ids = chosen_ids(answer.words, pending, tools)
    if pending.reading is None or not ids:
        return None
    return _perform(pending.reading, conversation, replace(tools, chosen=ids))


def _changing(
    answer: _Answer, pending: Pending, conversation: Conversation, tools: Tools
) -> Outcome | None:
    """Take a date, a priority, or else a title, for what is new about a task."""
    reading = pending.reading
    if reading is None or answer.agrees:
        return None
    full = _amended(reading, answer.words, tools)
    if full is None:
        full = replace(reading, new_title=answer.words[:_TITLE_MAX])
    tools = replace(tools, chosen=pending.options)
    return _perform(full, conversation, tools)


def _goes_to_new(reading: Interpretation) -> bool:
    return reading.intent in _TO_NEW_WHEN


def _with_when(reading: Interpretation, when: object) -> Interpretation:
    field = "new_when" if _goes_to_new(reading) else "when"
    return replace(reading, **{field: when})  # type: ignore[arg-type]  # a When


def _perform(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Do a completed reading; the question is answered."""
    sure = replace(reading, ask=None, confidence=1.0)
    outcome = perform(sure, settled(conversation), tools)
    return outcome if outcome.reading else replace(outcome, reading=sure)


_HANDLERS: Mapping[
    str, Callable[[_Answer, Pending, Conversation, Tools], Outcome | None]
] = {
    asking.CONFIRM: _confirmed,
    asking.WHICH_TASK: _chosen,
    asking.WHICH_TIME: _dated,
    asking.WHICH_DAY: _dated,
    asking.WHICH_DATE: _dated,
    asking.REPEATING: _dated,
    asking.WHICH_TARGET: _targeted,
    asking.WHICH_TITLE: _titled,
    asking.WHICH_DURATION: _lasting,
    asking.WHICH_TIMER: _timed,
    asking.WHICH_ALARM: _timed,
    WHICH_PROJECT: _named,
    WHAT_TO_CHANGE: _changing,
}
