"""Understanding by a closed set of phrases: exact, instant, and honest about the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.config.base import Section
from clara_edge.domain.intents import Completeness, Intent, Interpretation, Source

from . import phrase_tables as tables
from .controls import EDGES, TEXT_MAX_CHARS, asks_for_another, control, plain

if TYPE_CHECKING:
    import re
    from datetime import datetime

    from clara_edge.domain.conversation import Conversation
    from clara_edge.ports.engine import EngineContext

# A phrase matches or it does not; these tell the closed lists from the open patterns.
_EXACT = 1.0
_PATTERN = 0.9


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
        words = plain(text)
        if len(words) > TEXT_MAX_CHARS:
            return _reading(text, Intent.UNSUPPORTED, 0.0)
        if conversation.pending_question == "suggestion" and asks_for_another(words):
            return _reading(text, Intent.TASK_SUGGEST, _EXACT)
        found = control(text, words) or _query(text, words) or _create(text, words)
        if conversation.pending_question == "which_title":
            found = _answer(text, words, found, conversation)
        return found or _reading(text, Intent.UNSUPPORTED, 0.0)

    def completeness(self, text: str, conversation: Conversation) -> Completeness:
        """Judge the words so far: a closed phrase or a named place ends a command."""
        del conversation
        words = plain(text)
        if not words or len(words) > TEXT_MAX_CHARS:
            return Completeness.UNSURE if words else Completeness.INCOMPLETE
        if tables.MAY_GO_ON.match(words):
            return Completeness.UNSURE
        if control(text, words) or _query(text, words):
            return Completeness.COMPLETE
        created = _create(text, words)
        if created and created.title and tables.PLACE_LAST.match(words):
            return Completeness.COMPLETE
        if words.split()[-1].lower() in tables.DANGLING or (created and created.ask):
            return Completeness.INCOMPLETE
        return Completeness.UNSURE


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
    title = title.strip(EDGES)
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
    name = (groups.get("project") or "").strip(EDGES)
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
            title=title.strip(EDGES) or None,
            project=project,
            ask=None if title.strip(EDGES) else "which_title",
        )
    if found is not None and found.intent is Intent.TASK_CREATE:
        return replace(found, project=found.project or conversation.pending_project)
    return found


def _reading(text: str, intent: Intent, confidence: float) -> Interpretation:
    return Interpretation(text, intent, confidence, Source.RULES)
