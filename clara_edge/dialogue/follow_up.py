"""One turn's reading in the light of what was said before it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent, Interpretation, Source
from clara_edge.domain.reply import ChangeKind
from clara_edge.domain.slots import items_of, priority_of

from . import said_words
from .actions.places import known_project, names_of
from .answers import answered
from .corrections import corrected
from .moments_said import said_moment
from .outcome import settled
from .performing import perform
from .pointing_back import fits, pointed
from .repeating import repeating

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.when import When

    from .outcome import Outcome, Tools

_CONTROLS = frozenset(
    {
        Intent.SESSION_YES,
        Intent.SESSION_NO,
        Intent.SESSION_STOP,
        Intent.SESSION_UNDO,
        Intent.SESSION_REDO,
        Intent.SESSION_REPEAT,
        Intent.SESSION_HELP,
    }
)
_STEPS = frozenset({ChangeKind.STEP_UNDONE, ChangeKind.STEP_REDONE})
_QUERIES = frozenset(
    {
        Intent.TASK_QUERY,
        Intent.PROJECT_QUERY,
        Intent.TIMER_QUERY,
        Intent.ALARM_QUERY,
        Intent.CLOCK_QUERY,
    }
)
# What is said of a closed form ("also eggs") is as sure as the rules that read it.
_RULE = 0.9
_REST_WORDS_MAX = 30
_NEXT_DAY = re.compile(
    r"^(?:on )?the (?:day after(?: that)?|next day|following day|one after(?: that)?)$",
    re.IGNORECASE,
)


def respond(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Answer one turn: an answer to a question, a correction, a sequel, or a command.

    Errors of the stores arise as they are.
    """
    reading = pointed(reading, conversation, tools)
    answer = answered(reading, conversation, tools)
    outcome = (
        answer
        or repeating(reading, conversation, tools)
        or corrected(reading, conversation, tools)
        or _sequel(reading, conversation, tools)
        or perform(reading, conversation, tools)
    )
    return replace(
        outcome,
        conversation=_kept(reading, outcome),
        answers=answer is not None,
    )


def expects(words: str, conversation: Conversation) -> bool:
    """Tell whether words may belong to what was said before, though no command alone."""
    words = said_words.bare(words)
    if not words or len(words.split()) > _REST_WORDS_MAX:
        return False
    corrects = conversation.changed_ids and said_words.corrected(words) is not None
    if conversation.pending is not None or corrects or fits(words, conversation):
        return True
    last = conversation.last_reading
    if last is None:
        return False
    if last.intent in _QUERIES and said_words.about(words) is not None:
        return True
    return last.intent is Intent.TASK_CREATE and (
        said_words.also(words) is not None or said_words.same(words) is not None
    )


def _kept(reading: Interpretation, outcome: Outcome) -> Conversation:
    """Return the conversation with what later turns may correct or go on with."""
    conversation = outcome.conversation
    if reading.intent not in _CONTROLS or outcome.reading is not None:
        meant = outcome.reading or reading
        conversation = replace(conversation, last_reading=meant)
    undone = any(change.kind in _STEPS for change in outcome.changes)
    if undone or not (outcome.changes or conversation.pending):
        conversation = replace(conversation, changed_ids=())
    return conversation


def _sequel(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome | None:
    """Go on with the last command for something else: "what about tomorrow"."""
    last = conversation.last_reading
    words = said_words.bare(reading.text)
    if last is None or len(words.split()) > _REST_WORDS_MAX:
        return None
    full: Interpretation | None = None
    if (rest := said_words.same(words)) is not None:
        full = _same(last, rest, reading, tools)
    elif last.intent in _QUERIES and (rest := said_words.about(words)):
        full = _asked_of(last, rest, reading, tools)
    elif last.intent is Intent.TASK_CREATE and (rest := said_words.also(words)):
        full = _added_too(rest, reading, conversation, tools)
    if full is None:
        return None
    outcome = perform(full, settled(conversation), tools)
    return outcome if outcome.reading else replace(outcome, reading=full)


def _asked_of(
    last: Interpretation, rest: str, said: Interpretation, tools: Tools
) -> Interpretation | None:
    """Return the same question about another time, place, priority or task."""
    question = replace(last, text=said.text, ask=None, also=(), confidence=_RULE)
    when = _day_after(last, rest) or said_moment(rest, tools.now)
    if when is not None:
        return replace(question, when=when)
    if last.intent is not Intent.TASK_QUERY:
        return replace(question, target=rest) if last.target else None
    priority = priority_of(rest)
    if priority is not None:
        return replace(question, priority=priority)
    project = known_project(rest, tools)
    if project is not None:
        return replace(question, project=project.name, target=None)
    return replace(question, target=rest) if last.target else None


def _day_after(last: Interpretation, rest: str) -> When | None:
    """Return the day after the one that was asked about, which may not be today."""
    when = last.when
    if when is None or when.at is None or when.recurrence or not _NEXT_DAY.match(rest):
        return None
    one = timedelta(days=1)
    end = None if when.end is None else when.end + one
    return replace(when, text=rest, at=when.at + one, end=end, alternatives=())


def _added_too(
    rest: str, said: Interpretation, conversation: Conversation, tools: Tools
) -> Interpretation | None:
    """Return what is added on top, to the list where the last one went."""
    project = _last_project(conversation, tools)
    if said.intent is Intent.TASK_CREATE and said.title and said.confidence >= _RULE:
        return replace(said, project=said.project or project)
    if said_words.is_command(rest) or said.intent in _CONTROLS:
        return None
    if said_moment(rest, tools.now) is not None:
        return None
    items = items_of(rest, listed=True)
    return Interpretation(
        said.text,
        Intent.TASK_CREATE,
        _RULE,
        Source.RULES,
        title=rest,
        items=items if len(items) > 1 else (),
        project=project,
    )


def _same(
    last: Interpretation, rest: str, said: Interpretation, tools: Tools
) -> Interpretation | None:
    """Return the last command for another time, or for another task."""
    again = replace(last, text=said.text, ask=None, also=(), confidence=_RULE)
    when = said_moment(rest, tools.now)
    if last.intent is Intent.TASK_CREATE or last.intent in _QUERIES:
        return None if when is None else replace(again, when=when)
    if when is None and last.target is not None:
        return replace(again, target=rest, ordinal=None, amount=None)
    return None


def _last_project(conversation: Conversation, tools: Tools) -> str | None:
    """Return the stored name of the project to which the last task went."""
    last = conversation.last_reading
    ids = conversation.changed_ids or conversation.last_task_ids[:1]
    if not ids or last is None or last.project is None:
        return None
    task = tools.tasks.get(ids[0])
    return names_of(tools).get(task.project_id or "")
