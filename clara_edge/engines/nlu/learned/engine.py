"""Understanding by the learned parser, with closed control words before and rules after it.

docs/understanding.md describes the order of the tiers and every rule.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from clara_edge.config.base import Section
from clara_edge.domain import slots
from clara_edge.domain.conversation import Conversation
from clara_edge.domain.errors import EngineFailedError
from clara_edge.domain.intents import Completeness, Intent, Interpretation, Source
from clara_edge.domain.schema import out_of_scope
from clara_edge.domain.when import resolve
from clara_edge.engines.nlu import phrase_tables as tables
from clara_edge.engines.nlu.controls import (
    TEXT_MAX_CHARS,
    asks_for_another,
    control,
    plain,
)
from clara_edge.engines.nlu.phrases import PhraseUnderstanding

from . import endings
from .creating import titled
from .network import Network
from .parser import parsed
from .reading import interpretation

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.ports.engine import EngineContext

    from .parser import Parsed, Reader

# what "add Ann to my reminder" and "I need to cancel the reminder" may be
_OF_KNOWN = frozenset(
    {
        Intent.TASK_UPDATE,
        Intent.TASK_DELETE,
        Intent.TASK_QUERY,
        Intent.ALARM_UPDATE,
        Intent.ALARM_CANCEL,
        Intent.ALARM_QUERY,
    }
)
_NOTHING_ASKED = Conversation("")

FILE = Path(__file__).with_name("parser.onnx")
# Said in one breath by nobody: at three words a second it takes most of a minute.
WORDS_MAX = 150
# Below this the network does not know; a pattern of the phrase tables does.
_PATTERN_WINS_BELOW = 0.25
_OTHER_PATTERN_WINS_BELOW = 0.6
_PATTERN_WINS_OUT_OF_SCOPE_BELOW = 0.8
# Network and pattern err independently: where they agree, hardly both do.
_AGREED = 0.9
# "I need to call the bank" may want the telephone: below the bar of dialogue.confidence
_DUTY = 0.35
_CLOSED = frozenset(
    {
        *(Intent.SESSION_STOP, Intent.SESSION_YES, Intent.SESSION_NO),
        *(Intent.SESSION_UNDO, Intent.SESSION_REDO, Intent.SESSION_REPEAT),
    }
)
# Two commands are taken apart only where both of them stand well alone.
_COMMAND_AT_LEAST = 0.4
_COMMANDS_MAX = 4
# whatever is said may be the answer, and may go on
_OPEN_QUESTIONS = frozenset({"which_title"})
_KEPT_PARSES = 64
_KEPT_SECONDS = 5.0


class Settings(Section):
    """This engine has nothing to set."""


def create(settings: Settings, context: EngineContext) -> LearnedUnderstanding:
    """Load the network that comes with the package.

    Raises:
        EngineFailedError: the file is missing or damaged.
    """
    del settings, context
    try:
        return LearnedUnderstanding(Network(FILE))
    # onnxruntime raises its own errors, without a common class of their own
    except Exception as error:
        raise EngineFailedError(
            f"the learned parser {FILE.name} cannot be loaded: {error}",
            remedy="install Clara again; until then the phrases engine understands",
        ) from error


class LearnedUnderstanding:
    """Reads utterances by network and rules; see ports.understanding.Understanding."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._phrases = PhraseUnderstanding()
        self._lock = threading.Lock()
        self._parses: OrderedDict[str, Parsed | None] = OrderedDict()
        self._last: tuple[tuple[object, ...], datetime, Interpretation] | None = None

    def interpret(
        self, text: str, conversation: Conversation, now: datetime
    ) -> Interpretation:
        """Return the best reading; the last one again if nothing changed since."""
        key = _key(text, conversation, now)
        with self._lock:
            last = self._last
        if (
            last
            and last[0] == key
            and abs((now - last[1]).total_seconds()) < _KEPT_SECONDS
        ):
            return last[2]
        reading = self._interpret(text, conversation, now)
        with self._lock:
            self._last = (key, now, reading)
        return reading

    def completeness(self, text: str, conversation: Conversation) -> Completeness:
        """Judge the words so far: a closed phrase or a reading that will hardly change."""
        if len(text) > TEXT_MAX_CHARS or len(text.split()) > WORDS_MAX:
            return Completeness.UNSURE
        words = plain(text)
        if not words:
            return Completeness.INCOMPLETE
        if control(text, words):
            goes_on = words.lower() in tables.CONTROL_MAY_GO_ON
            return Completeness.UNSURE if goes_on else Completeness.COMPLETE
        if conversation.pending_question in _OPEN_QUESTIONS:
            return Completeness.UNSURE
        return self._verdict(text, words, conversation)

    def _verdict(
        self, text: str, words: str, conversation: Conversation
    ) -> Completeness:
        verdict = self._phrases.completeness(text, conversation)
        # "what do I have to do" goes on with a day as often as not; a place is the end
        placed = bool(tables.PLACE_LAST.match(words))
        if verdict is Completeness.INCOMPLETE or (
            verdict is Completeness.COMPLETE and placed
        ):
            return verdict
        parse = self._parsed(slots.fluent(text))
        return Completeness.UNSURE if parse is None else endings.verdict(parse)

    def _interpret(
        self, text: str, conversation: Conversation, now: datetime
    ) -> Interpretation:
        if len(text) > TEXT_MAX_CHARS or len(text.split()) > WORDS_MAX:
            return Interpretation(text, Intent.UNSUPPORTED, 0.0, Source.RULES)
        words = plain(text)
        if conversation.pending_question == "suggestion" and asks_for_another(words):
            return Interpretation(text, Intent.TASK_SUGGEST, 1.0, Source.RULES)
        if found := control(text, words):
            return found
        said = slots.corrected(slots.reworded(slots.fluent(text)), now)
        first, *others = self._commands(said, now)
        if not others and conversation.pending_question == "which_title":
            first = _answer(first, said, conversation, now)
        return replace(first, text=text, also=tuple(others))

    def _commands(self, said: str, now: datetime) -> list[Interpretation]:
        """Return the commands of a sentence, the first one first."""
        found: list[Interpretation] = []
        while len(found) < _COMMANDS_MAX - 1:
            for left, right in slots.splits(said):
                one, other = self._read(left, now), self._read(right, now)
                if _stands_alone(one) and _stands_alone(other):
                    found.append(one)
                    said = right
                    break
            else:
                break
        return [*found, self._read(said, now)]

    def _read(self, said: str, now: datetime) -> Interpretation:
        """Return what the network and the rules behind it make of one command."""
        parse = self._parsed(said)
        if parse is None:
            return Interpretation(said, Intent.UNSUPPORTED, 0.0, Source.RULES)
        reading = interpretation(parse, now)
        if reading.intent in _CLOSED and resolve(said, now) is not None:
            # a bare "tomorrow" answers or goes on; the network knows no such sentence
            return Interpretation(said, Intent.UNSUPPORTED, 0.0, Source.RULES)
        return self._beside_phrases(reading, said, now)

    def _parsed(self, said: str) -> Parsed | None:
        """Run the network, or return what it made of the same words before."""
        with self._lock:
            if said in self._parses:
                self._parses.move_to_end(said)
                return self._parses[said]
        parse = parsed(said, self._reader)
        with self._lock:
            self._parses[said] = parse
            while len(self._parses) > _KEPT_PARSES:
                self._parses.popitem(last=False)
        return parse

    def _beside_phrases(
        self, reading: Interpretation, said: str, now: datetime
    ) -> Interpretation:
        """Let a pattern decide where the network does not know."""
        unsure = reading.confidence < _PATTERN_WINS_BELOW
        if (out_of_scope(reading.intent) or unsure) and slots.names_event(said):
            bare = Interpretation(said, Intent.TASK_CREATE, _DUTY, Source.RULES)
            event = titled(bare, said, (), now)
            return event if event.when and event.title else reading
        pattern = self._phrases.interpret(said, _NOTHING_ASKED, now)
        if pattern.intent is Intent.UNSUPPORTED:
            return reading
        if pattern.intent is Intent.TASK_CREATE:
            if reading.intent in _OF_KNOWN and tables.OF_KNOWN.match(said):
                return reading
            bare = replace(pattern, ask=None)
            pattern = titled(bare, pattern.title or "", (), now)
        if out_of_scope(reading.intent):
            if slots.names_duty(said):
                return replace(pattern, confidence=min(pattern.confidence, _DUTY))
            bar = _PATTERN_WINS_OUT_OF_SCOPE_BELOW
        else:
            same_intent = reading.intent is pattern.intent
            bar = _PATTERN_WINS_BELOW if same_intent else _OTHER_PATTERN_WINS_BELOW
        if _same(reading, pattern):
            return replace(reading, confidence=max(reading.confidence, _AGREED))
        return pattern if reading.confidence < bar else reading


def _stands_alone(reading: Interpretation) -> bool:
    return (
        not out_of_scope(reading.intent)
        and reading.confidence >= _COMMAND_AT_LEAST
        and not (reading.intent is Intent.TASK_CREATE and reading.title is None)
    )


def _same(one: Interpretation, other: Interpretation) -> bool:
    return (
        one.intent is other.intent
        and one.variant == other.variant
        and (one.title, one.project, one.when and one.when.at)
        == (other.title, other.project, other.when and other.when.at)
    )


def _answer(
    reading: Interpretation, said: str, conversation: Conversation, now: datetime
) -> Interpretation:
    """Read the answer to "What should I add?": a bare title, or a whole command."""
    is_title = out_of_scope(reading.intent) or not slots.OPENERS.match(said)
    if is_title and reading.intent is not Intent.TASK_CREATE:
        known = reading.confidence >= _PATTERN_WINS_OUT_OF_SCOPE_BELOW
        if known and not out_of_scope(reading.intent):
            return reading
        bare = Interpretation(said, Intent.TASK_CREATE, _AGREED, Source.RULES)
        reading = titled(bare, said, (), now)
    if reading.intent is Intent.TASK_CREATE:
        return replace(reading, project=reading.project or conversation.pending_project)
    return reading


def _key(text: str, conversation: Conversation, now: datetime) -> tuple[object, ...]:
    """Return what an interpretation depends on; dates are read to the minute."""
    minute = now.replace(second=0, microsecond=0, tzinfo=None)
    return (
        text,
        conversation.pending_question,
        conversation.pending_project,
        minute,
        now.tzinfo,
    )
