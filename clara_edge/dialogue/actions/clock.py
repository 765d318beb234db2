"""The time and the calendar."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clara_edge.config.tz_places import known_places
from clara_edge.dialogue.outcome import Outcome, Tools, settled
from clara_edge.dialogue.replies import clock_wording as wording
from clara_edge.domain.intents import Intent

if TYPE_CHECKING:
    from clara_edge.dialogue.replies.speaker import Speaker
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.reply import Reply

    from .table import Action

_COUNTS = re.compile(
    r"\bhow (?:many|much|long)\b.*\b(?:until|till|til|to|before)\b", re.IGNORECASE
)
_WEEK = re.compile(r"\b(?:what|which|number of the|current) week\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:what|which) month\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:what|which) year\b", re.IGNORECASE)
_DATE = re.compile(r"\b(?:date|day|weekday|today)\b", re.IGNORECASE)
_TIME = re.compile(r"\b(?:time|clock|hour)\b", re.IGNORECASE)
_EDGES = " .,;:!?"
_UNTIL = re.compile(r"^(?:until|till|til|to|before)\s+", re.IGNORECASE)


def _query(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    place, when = interpretation.place, interpretation.when
    if place is not None and place.strip(_EDGES):
        reply = _elsewhere(place.strip(_EDGES), tools.speaker)
    elif when is not None and when.at is not None and not _asks_now(interpretation):
        reply = _of_day(interpretation.text, when.text, when.at, tools.speaker)
    elif interpretation.ask or _COUNTS.search(interpretation.text):
        reply = wording.unknown_day()
    else:
        reply = _now(interpretation.text, tools.speaker)
    return Outcome(reply, settled(conversation))


def _asks_now(interpretation: Interpretation) -> bool:
    """Whether a moment like "now" or "today" only stresses a question for the time."""
    when, text = interpretation.when, interpretation.text
    is_time = _TIME.search(text) is not None and not _DATE.search(
        when.text if when else ""
    )
    return is_time and _COUNTS.search(text) is None


def _elsewhere(place: str, speaker: Speaker) -> Reply:
    zones = known_places().find(place)
    if not zones:
        return wording.unknown_place(place, speaker)
    there = [speaker.now.astimezone(ZoneInfo(zone)) for zone in zones]
    if len({moment.utcoffset() for moment in there}) > 1:
        return wording.several_zones(place, speaker)
    return wording.time_in(place, there[0], speaker)


def _of_day(text: str, name: str, at: date, speaker: Speaker) -> Reply:
    day = at.date() if isinstance(at, datetime) else at
    name = _UNTIL.sub("", name.strip(_EDGES))
    if _COUNTS.search(text):
        return wording.days_until(name, day, speaker)
    return wording.date_of(name, day, speaker)


def _now(text: str, speaker: Speaker) -> Reply:
    for pattern, words in (
        (_WEEK, wording.week),
        (_MONTH, wording.month),
        (_YEAR, wording.year),
        (_TIME, wording.time_now),
        (_DATE, wording.today),
    ):
        if pattern.search(text):
            return words(speaker)
    return wording.time_now(speaker)


ACTIONS: dict[Intent, Action] = {Intent.CLOCK_QUERY: _query}
