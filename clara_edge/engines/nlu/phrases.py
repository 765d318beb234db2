"""Understanding by a closed set of phrases: exact, instant, and honest about the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.config.base import Section
from clara_edge.domain.intents import Completeness, Intent, Interpretation, Source

from . import phrase_tables as tables

if TYPE_CHECKING:
    import re
    from datetime import datetime

    from clara_edge.domain.conversation import Conversation
    from clara_edge.ports.engine import EngineContext

# Nobody says more in one breath; it also bounds the patterns' backtracking.
TEXT_MAX_CHARS = 1_000

# A phrase matches or it does not; these tell the closed lists from the open patterns.
_EXACT = 1.0
_PATTERN = 0.9

_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_EDGES = " \t\n.,:;!?…\"“”'`-"


class Settings(Section):
    """This engine has nothing to set."""


def create(settings: Settings, context: EngineContext) -> PhraseUnderstanding:
    """Make the engine; it needs no model."""
    del settings, context
    return PhraseUnderstanding()


class PhraseUnderstanding:
    """Reads utterances by the tables; see ports.understanding.Understanding."""

    def interpret(
        self, text: str, conversation: Conversation, now: datetime
    ) -> Interpretation:
        """Return the reading of the first table that knows the phrase."""
        del now
        words = _plain(text)
        if len(words) > TEXT_MAX_CHARS:
            return _reading(text, Intent.UNSUPPORTED, 0.0)
        if conversation.pending_question == "suggestion" and _asks_for_another(words):
            return _reading(text, Intent.TASK_SUGGEST, _EXACT)
        found = _control(text, words) or _query(text, words) or _create(text, words)
        if conversation.pending_question == "which_title":
            found = _answer(text, words, found, conversation)
        return found or _reading(text, Intent.UNSUPPORTED, 0.0)

    def completeness(self, text: str, conversation: Conversation) -> Completeness:
        """Judge the words so far: a closed phrase or a named place ends a command."""
        del conversation
        words = _plain(text)
        if not words or len(words) > TEXT_MAX_CHARS:
            return Completeness.UNSURE if words else Completeness.INCOMPLETE
        if tables.MAY_GO_ON.match(words):
            return Completeness.UNSURE
        if _control(text, words) or _query(text, words):
            return Completeness.COMPLETE
        created = _create(text, words)
        if created and created.title and tables.PLACE_LAST.match(words):
            return Completeness.COMPLETE
        if words.split()[-1].lower() in tables.DANGLING or (created and created.ask):
            return Completeness.INCOMPLETE
        return Completeness.UNSURE


def _plain(text: str) -> str:
    """Fold white space, unify apostrophes, and drop politeness at both ends."""
    words = " ".join(text.replace(_APOSTROPHE, "'").split()).strip(_EDGES)
    while len(words) <= TEXT_MAX_CHARS and _closed(words) is None:
        # the end first: of "yes, please" the "yes" counts
        shorter = tables.TRAIL.sub("", words)
        if shorter == words:
            lead = tables.LEAD.match(words)
            if lead is None:
                break
            shorter = words[lead.end() :]
        words = shorter.strip(_EDGES)
    return words


def _closed(words: str) -> Intent | None:
    key = _key(words)
    lists = (
        (Intent.SESSION_STOP, tables.STOP),
        (Intent.SESSION_YES, tables.YES),
        (Intent.SESSION_NO, tables.NO),
        (Intent.SESSION_UNDO, tables.UNDO),
        (Intent.SESSION_REDO, tables.REDO),
        (Intent.TASK_SUGGEST, tables.SUGGEST),
    )
    return next((intent for intent, phrases in lists if key in phrases), None)


def _asks_for_another(words: str) -> bool:
    return _key(words) in tables.ANOTHER


def _key(words: str) -> str:
    """Return a phrase as the closed lists have it."""
    return " ".join(words.lower().replace(",", " ").replace(".", " ").split())


def _control(text: str, words: str) -> Interpretation | None:
    intent = _closed(words)
    return None if intent is None else _reading(text, intent, _EXACT)


def _query(text: str, words: str) -> Interpretation | None:
    for patterns, variant in ((tables.QUERY, ""), (tables.COUNT, "count")):
        for pattern in patterns:
            if match := pattern.match(words):
                reading = _reading(text, Intent.TASK_QUERY, _PATTERN)
                return replace(reading, project=_project(match), variant=variant)
    return None


def _create(text: str, words: str) -> Interpretation | None:
    found = _title_and_place(words)
    if found is None or tables.FOREIGN.match(words):
        return None
    title, project = found
    title = title.strip(_EDGES)
    if title.lower() in tables.PLACEHOLDERS:
        title = ""
    return replace(
        _reading(text, Intent.TASK_CREATE, _PATTERN),
        title=title or None,
        project=project,
        ask=None if title else "which_title",
    )


def _title_and_place(words: str) -> tuple[str, str | None] | None:
    if match := tables.PLACE_THEN_ADD.match(words):
        return match["title"], _project(match)
    if match := tables.REMIND_WHEN.match(words):
        title, project = _split(match["title"])
        return f"{title} {match['when']}", project
    for pattern, named_item, needs_place in tables.CREATE:
        if match := pattern.match(words):
            rest = words[match.end() :]
            if needs_place and not tables.PLACE_LAST.match(rest):
                return None
            return _split_item(rest) if named_item else _split(rest)
    return None


def _split_item(rest: str) -> tuple[str, str | None]:
    """Read what follows "a task": its place or its title comes first."""
    if match := tables.PLACE_FIRST.match(rest):
        return _without_called(match["title"] or ""), _project(match)
    return _split(_without_called(rest))


def _split(rest: str) -> tuple[str, str | None]:
    if match := tables.PLACE_LAST.match(rest):
        return match["title"] or "", _project(match)
    return rest, None


def _without_called(title: str) -> str:
    match = tables.CALLED.match(title)
    return title[match.end() :] if match else title


def _project(match: re.Match[str]) -> str | None:
    """Return the project as said: "shopping list" is a name, "tasks" is none."""
    groups = match.groupdict()
    name = (groups.get("project") or "").strip(_EDGES)
    if not name or name.lower() in tables.GENERIC_NAMES:
        return None
    is_list = (groups.get("kind") or "").lower() == "list"
    return f"{name} list" if is_list else name


def _answer(
    text: str, words: str, found: Interpretation | None, conversation: Conversation
) -> Interpretation | None:
    """Read the answer to "What should I add?": a bare title, or a whole command."""
    if found is None and words:
        title, project = _split(words)
        found = replace(
            _reading(text, Intent.TASK_CREATE, _PATTERN),
            title=title.strip(_EDGES) or None,
            project=project,
            ask=None if title.strip(_EDGES) else "which_title",
        )
    if found is not None and found.intent is Intent.TASK_CREATE:
        return replace(found, project=found.project or conversation.pending_project)
    return found


def _reading(text: str, intent: Intent, confidence: float) -> Interpretation:
    return Interpretation(text, intent, confidence, Source.RULES)
