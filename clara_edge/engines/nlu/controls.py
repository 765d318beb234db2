"""Words that mean the same whatever was said before: the closed lists of phrase_tables."""

from __future__ import annotations

import re

from clara_edge.domain.intents import Intent, Interpretation, Source
from clara_edge.domain.schema import topic

from . import phrase_tables as tables

# Nobody says more in one breath; it also bounds the patterns' backtracking.
TEXT_MAX_CHARS = 1_000

EDGES = " \t\n.,:;!?…\"“”'`-"
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


def plain(text: str) -> str:
    """Fold white space, unify apostrophes, and drop politeness at both ends."""
    words = " ".join(text.replace(_APOSTROPHE, "'").split()).strip(EDGES)
    while len(words) <= TEXT_MAX_CHARS and closed(words) is None:
        # the end first: of "yes, please" the "yes" counts
        shorter = tables.TRAIL.sub("", words)
        if shorter == words:
            lead = tables.LEAD.match(words)
            if lead is None:
                break
            shorter = words[lead.end() :]
        words = shorter.strip(EDGES)
    return words


def closed(words: str) -> Intent | None:
    """Return the intent whose closed list has the words."""
    key = _key(words)
    lists = (
        (Intent.SESSION_STOP, tables.STOP),
        (Intent.SESSION_YES, tables.YES),
        (Intent.SESSION_NO, tables.NO),
        (Intent.SESSION_UNDO, tables.UNDO),
        (Intent.SESSION_REDO, tables.REDO),
        (Intent.TASK_SUGGEST, tables.SUGGEST),
        (Intent.SESSION_REPEAT, tables.REPEAT),
        (Intent.SESSION_HELP, tables.HELP),
    )
    return next((intent for intent, phrases in lists if key in phrases), None)


def asks_for_another(words: str) -> bool:
    """Tell whether somebody who was told one suggestion wants another one."""
    return _key(words) in tables.ANOTHER


def _key(words: str) -> str:
    """Return a phrase as the closed lists have it."""
    return " ".join(words.lower().replace(",", " ").replace(".", " ").split())


# "how do I set a timer" wants to know; "how do I get to the bank" is about nothing of hers
_HOW_TO = re.compile(
    r"(?:how (?:do|can|would|should) (?:i|we|you) (?:set|add|create|make|start|delete|remove|cancel"
    r"|change|move|rename|complete|finish|tick|mark|snooze|stop|pause|undo|mute)\b"
    r"|help (?:me )?with\b|how (?:do|does) (?:the )?(?:\w+) work$).*",
    re.IGNORECASE,
)
_HOW_TO_WORDS = 9


def _asks_how(words: str) -> bool:
    """Tell whether somebody asks how to have something done that Clara does."""
    short = len(words.split()) <= _HOW_TO_WORDS
    return short and bool(_HOW_TO.fullmatch(words)) and topic(words) is not None


def control(text: str, words: str) -> Interpretation | None:
    """Return what a closed phrase means; None where the text is not one."""
    if _asks_how(words):
        return Interpretation(text, Intent.SESSION_HELP, 1.0, Source.RULES)
    intent = closed(words)
    if intent is not None:
        return Interpretation(text, intent, 1.0, Source.RULES)
    key = _key(words)
    if variant := tables.SWITCHES.get(key):
        intent, name = variant
        return Interpretation(text, intent, 1.0, Source.RULES, variant=name)
    if match := tables.LEVEL.fullmatch(key):
        level = next(word for word in match.groups() if word)
        return Interpretation(
            text, Intent.SESSION_VOLUME, 1.0, Source.RULES, level=level
        )
    return None
