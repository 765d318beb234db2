"""Short sentences that only what was said before gives a sense: "delete that"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent, Source
from clara_edge.domain.reference import find_targets

from . import said_words
from .actions.meant import candidates

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation

    from .outcome import Tools

# A closed form is as sure as the rules that read it.
_RULE = 0.9
_POLITE = (
    r"(?:(?:please|now|and|then|ok|okay|actually|could you|can you|you can)[\s,]+)*"
)
_END = r"(?:[\s,]+(?:again|please|now|then|for me|too|as well|instead))*"
_ONE = r"(?:it|that|this)(?: one| task| reminder| timer| alarm)?"
_PLACE = r"the (?:first|second|third|fourth|fifth|last|other)(?: one| timer| alarm)?"
_SEVERAL = r"(?:all (?:of )?)?(?:them|these|those)(?: all)?|both(?: of them)?"
_THAT = rf"(?P<what>{_ONE}|{_PLACE}|{_SEVERAL})"
_GONE = r"(?:delete|remove|erase|get rid of|scrap|drop|cancel)"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^{_POLITE}(?:{pattern}){_END}$", re.IGNORECASE)


_DELETE_THAT = _form(rf"{_GONE} {_THAT}|take {_THAT.replace('what', 'off')} off.*")
_TURN_OFF = _form(
    rf"(?:turn|switch) off {_THAT}|disable {_THAT.replace('what', 'off')}"
)
_CHANGE_THAT = _form(
    r"(?:move|change|make|push|put|postpone|reschedule|shift|set|rename|call|bring) "
    rf"{_THAT} (?P<rest>.+)"
)
_WHEN_IS_IT = _form(
    r"(?:when|what time) (?:is|was) (?:it|that|this)(?: one)?(?: next| due| again| at| for)?"
)
# the time of day, which is no task's
_CLOCK = _form(r"what time is it|what time is it again")
_DELETE_NAMED = _form(r"(?:delete|remove|erase|get rid of) (?P<name>.{2,80}?)")
_ADD_WHAT = _form(
    r"(?:add|create|make)(?: something| (?:a|an|another|new|a new) (?:task|reminder|item|todo|to-do"
    r"))?|new (?:task|reminder)|remind me"
)
_PRONOUN = re.compile(r"\b(?P<what>it|that|this|them|those|these)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|last)\b", re.IGNORECASE)
_ON_TASKS = frozenset(
    {
        Intent.TASK_UPDATE,
        Intent.TASK_COMPLETE,
        Intent.TASK_REOPEN,
        Intent.TASK_DELETE,
    }
)
_NOT_KNOWN = frozenset({Intent.UNSUPPORTED, Intent.CHAT})


def pointed(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Interpretation:
    """Return a reading with what its words point at, where the parser left that out."""
    if reading.also or reading.source is Source.RULES:
        return reading
    words = said_words.bare(reading.text)
    if _ADD_WHAT.match(words) and not (reading.title or reading.target):
        return _sure(reading, Intent.TASK_CREATE)
    match = _DELETE_THAT.match(words) or _TURN_OFF.match(words)
    if match and not _is_named(reading):
        return _deleted(reading, match, conversation)
    if match := _CHANGE_THAT.match(words):
        reading = _changed(reading, match["what"], conversation)
    if _points_at_task(conversation) and _asks_when(words):
        query = _sure(reading, Intent.TASK_QUERY, target="it")
        return replace(query, variant="when", when=None)
    if reading.intent in _NOT_KNOWN and (match := _DELETE_NAMED.match(words)):
        named = _sure(reading, Intent.TASK_DELETE, target=match["name"])
        there = find_targets(named, candidates(tools), conversation, tools.now)
        return reading if there.none else named
    return _with_pronoun(reading, words)


def _is_named(reading: Interpretation) -> bool:
    """Tell whether the parser found what goes, so that nothing is left to point at."""
    goes = {Intent.TASK_DELETE, Intent.TIMER_CANCEL, Intent.ALARM_CANCEL}
    said = (reading.target, reading.ordinal, reading.amount, reading.when)
    return reading.intent in goes and any((*said, reading.duration, reading.project))


def fits(words: str, conversation: Conversation) -> bool:
    """Tell whether words are such a form, and there is something that they may mean."""
    forms = (_DELETE_THAT, _TURN_OFF, _CHANGE_THAT)
    known = conversation.last_reading is not None
    return known and (any(form.match(words) for form in forms) or _asks_when(words))


def _asks_when(words: str) -> bool:
    return bool(_WHEN_IS_IT.match(words)) and not _CLOCK.match(words)


def _points_at_task(conversation: Conversation) -> bool:
    return bool(conversation.last_task_ids) and _family(conversation) == "task"


def _family(conversation: Conversation) -> str:
    """Return what the last command was about: "task", "timer" or "alarm"."""
    last = conversation.last_reading
    noun = last.intent.value.partition(".")[0] if last else ""
    return noun if noun in {"timer", "alarm"} else "task"


def _deleted(
    reading: Interpretation, match: re.Match[str], conversation: Conversation
) -> Interpretation:
    what = match["what"] or match["off"]
    family = _family(conversation)
    several = re.match(_SEVERAL, what, re.IGNORECASE)
    if family == "task":
        groups = (conversation.changed_ids, conversation.read_out_ids)
        none = several and max(map(len, groups)) < 2
        if none or _TURN_OFF.match(match.string):
            return reading
        return _sure(reading, Intent.TASK_DELETE, target=what)
    intent = Intent.TIMER_CANCEL if family == "timer" else Intent.ALARM_CANCEL
    ordinal = _ORDINAL.search(what)
    return replace(
        _sure(reading, intent),
        ordinal=ordinal[0] if ordinal else None,
        amount="all" if several else None,
    )


def _changed(
    reading: Interpretation, what: str, conversation: Conversation
) -> Interpretation:
    if reading.intent is not Intent.TASK_UPDATE or _family(conversation) != "task":
        return reading
    if not (conversation.last_task_ids or conversation.read_out_ids):
        return reading
    sure = max(reading.confidence, _RULE)
    if reading.target is None and reading.ordinal is None:
        reading = replace(reading, target=what)
    return replace(reading, confidence=sure)


def _with_pronoun(reading: Interpretation, words: str) -> Interpretation:
    """Let "it" be what is changed where nothing else was named."""
    named = (reading.target, reading.ordinal, reading.amount, reading.project)
    if reading.intent not in _ON_TASKS or any(named):
        return reading
    if reading.when is not None and reading.intent is not Intent.TASK_UPDATE:
        return reading
    match = _PRONOUN.search(words)
    return replace(reading, target=match["what"]) if match else reading


def _sure(
    reading: Interpretation, intent: Intent, *, target: str | None = None
) -> Interpretation:
    return replace(
        reading,
        intent=intent,
        confidence=_RULE,
        source=Source.RULES,
        variant="",
        title=None,
        items=(),
        target=target,
        ordinal=None,
        amount=None,
        ask=None,
    )
